//! Where a target was written, for messages.

use std::fmt;

/// Where a target was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// `--db`
    Flag,
    /// An environment variable.
    Variable(String),
    /// A file, as it was named.
    File(String),
    /// Standard input.
    Stdin,
    /// An environment of pgai.yaml.
    Environment(String),
    /// A service of a service file.
    Service(String),
    /// libpq's variables.
    Libpq,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag => f.write_str("--db"),
            Self::Variable(name) => write!(f, "variable {name}"),
            Self::File(path) => write!(f, "file {path}"),
            Self::Stdin => f.write_str("standard input"),
            Self::Environment(name) => write!(f, "environment `{name}`"),
            Self::Service(name) => write!(f, "service `{name}`"),
            Self::Libpq => f.write_str("libpq's variables"),
        }
    }
}
