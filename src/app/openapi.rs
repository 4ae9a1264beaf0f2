//! `pgai openapi`: the document of what is served.

use std::path::Path;

use super::environment::{Chosen, select};
use super::{Failure, contract};
use crate::diagnostic::codes::{usage, workspace as workspace_codes};
use crate::diagnostic::{Diagnostic, Result};
use crate::openapi::{self, Options};
use crate::pg::connect::Environment;
use crate::workspace::{Store, Workspace};

/// JSON or YAML.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Syntax {
    /// JSON
    #[default]
    Json,
    /// YAML
    Yaml,
}

/// A document as text, with what has to be said about it.
pub struct Written {
    /// The text.
    pub text: String,
    /// Paths in it.
    pub paths: usize,
    /// Warnings.
    pub diagnostics: Vec<Diagnostic>,
}

/// Writes the document of the database behind a project.
///
/// # Errors
/// A database that cannot be read.
pub async fn document(
    workspace: &Workspace,
    chosen: &Chosen,
    process: &Environment,
    mut options: Options,
    syntax: Syntax,
    stage: &dyn Fn(&str),
) -> std::result::Result<Written, Failure> {
    let outcome = contract::contract(workspace, chosen, process, &[], stage).await?;
    if options.servers.is_empty() {
        options.servers.extend(select(Some(&workspace.project), chosen, process)?.postgrest);
    }
    let written = openapi::document(&outcome.result, &options)?;
    let mut diagnostics = outcome.diagnostics;
    diagnostics.extend(written.shadowed.iter().map(|route| {
        Diagnostic::warning(
            &crate::diagnostic::codes::contract::PATH_TAKEN,
            format!("{} of schema {} is left out: an earlier schema has the same path", route.path, route.schema),
        )
        .advice(format!("write a document of its own: --schema {}", route.schema))
    }));
    let text = match syntax {
        Syntax::Json => written.document.to_json()?,
        Syntax::Yaml => written.document.to_yaml()?,
    };
    Ok(Written { text, paths: written.document.paths.len(), diagnostics })
}

/// Writes a file whole or not at all.
///
/// # Errors
/// A folder that cannot be written to.
pub fn save(path: &Path, text: &str) -> Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
        return Err(Diagnostic::error(&workspace_codes::NOT_WRITABLE, format!("{} is no file name", path.display())));
    };
    Store::new(folder)?.write(name, text).map(drop)
}

/// Compares a committed document with what would be written.
///
/// # Errors
/// `PGAI-0104` when they differ; a file that cannot be read.
pub fn check(path: &Path, text: &str) -> Result<()> {
    let there = std::fs::read_to_string(path).map_err(|error| {
        Diagnostic::error(&workspace_codes::UNREADABLE, format!("{} cannot be read", path.display()))
            .because(error.to_string())
    })?;
    if there == text {
        return Ok(());
    }
    let line = there.lines().zip(text.lines()).take_while(|(a, b)| a == b).count() + 1;
    Err(Diagnostic::error(&usage::OUT_OF_DATE, format!("{} is out of date from line {line} on", path.display()))
        .advice(format!("write it again: pgai openapi -o {}", path.display())))
}
