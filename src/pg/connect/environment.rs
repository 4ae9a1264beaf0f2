//! What connecting reads from the process: variables, files, standard input, user and home. All of it can be replaced.

use std::collections::HashMap;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// What `stat` says about a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileFacts {
    /// A regular file, not a folder, pipe or device.
    pub regular: bool,
    /// Unix permission bits; `None` where the system has none.
    pub mode: Option<u32>,
}

impl FileFacts {
    /// True when group or world may read or write the file.
    pub fn open_to_others(self) -> bool {
        self.mode.is_some_and(|mode| mode & 0o077 != 0)
    }
}

type Variable = Box<dyn Fn(&str) -> Option<String> + Send + Sync>;
type Read = Box<dyn Fn(&Path) -> io::Result<String> + Send + Sync>;
type Facts = Box<dyn Fn(&Path) -> io::Result<FileFacts> + Send + Sync>;
type Stdin = Box<dyn Fn() -> io::Result<String> + Send + Sync>;

/// The world as connecting sees it. [`Environment::process`] is the real one, [`Environment::empty`] has nothing in it.
pub struct Environment {
    variable: Variable,
    read: Read,
    facts: Facts,
    stdin: Stdin,
    user: Option<String>,
    home: Option<PathBuf>,
}

impl Environment {
    /// The real process.
    pub fn process() -> Self {
        Self {
            variable: Box::new(|name| std::env::var(name).ok()),
            read: Box::new(|path| std::fs::read_to_string(path)),
            facts: Box::new(facts_of),
            stdin: Box::new(|| io::read_to_string(io::stdin())),
            user: os_user(),
            home: os_home(),
        }
    }

    /// No variable, no file, no input, no user, no home.
    pub fn empty() -> Self {
        Self {
            variable: Box::new(|_| None),
            read: Box::new(|_| Err(io::ErrorKind::NotFound.into())),
            facts: Box::new(|_| Err(io::ErrorKind::NotFound.into())),
            stdin: Box::new(|| Err(io::ErrorKind::UnexpectedEof.into())),
            user: None,
            home: None,
        }
    }

    /// These variables and no others.
    #[must_use]
    pub fn with_variables<K: Into<String>, V: Into<String>>(
        mut self,
        variables: impl IntoIterator<Item = (K, V)>,
    ) -> Self {
        let variables: HashMap<String, String> =
            variables.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
        self.variable = Box::new(move |name| variables.get(name).cloned());
        self
    }

    /// These files and no others: path, permission bits, text.
    #[must_use]
    pub fn with_files<P: Into<PathBuf>, T: Into<String>>(
        mut self,
        files: impl IntoIterator<Item = (P, u32, T)>,
    ) -> Self {
        let files: HashMap<PathBuf, (u32, String)> =
            files.into_iter().map(|(path, mode, text)| (path.into(), (mode, text.into()))).collect();
        let modes: HashMap<PathBuf, u32> = files.iter().map(|(path, (mode, _))| (path.clone(), *mode)).collect();
        self.read = Box::new(move |path| {
            files.get(path).map(|(_, text)| text.clone()).ok_or_else(|| io::ErrorKind::NotFound.into())
        });
        self.facts = Box::new(move |path| match modes.get(path) {
            Some(mode) => Ok(FileFacts { regular: true, mode: Some(*mode) }),
            None => Err(io::ErrorKind::NotFound.into()),
        });
        self
    }

    /// This text on standard input.
    #[must_use]
    pub fn with_stdin(mut self, text: impl Into<String>) -> Self {
        let text = text.into();
        self.stdin = Box::new(move || Ok(text.clone()));
        self
    }

    /// This operating system user and home folder.
    #[must_use]
    pub fn with_user(mut self, user: impl Into<String>, home: impl Into<PathBuf>) -> Self {
        self.user = Some(user.into());
        self.home = Some(home.into());
        self
    }

    /// A variable's value. An empty one counts as not set, as everywhere in pgai.
    pub fn variable(&self, name: &str) -> Option<String> {
        (self.variable)(name).filter(|value| !value.is_empty())
    }

    /// A file's text.
    pub fn read(&self, path: &Path) -> io::Result<String> {
        (self.read)(path)
    }

    /// Kind and permissions of a file.
    pub fn facts(&self, path: &Path) -> io::Result<FileFacts> {
        (self.facts)(path)
    }

    /// Whether something is at this path.
    pub fn exists(&self, path: &Path) -> bool {
        self.facts(path).is_ok()
    }

    /// All of standard input.
    pub fn stdin(&self) -> io::Result<String> {
        (self.stdin)()
    }

    /// The operating system user, libpq's default for `user`.
    pub fn user(&self) -> Option<&str> {
        self.user.as_deref()
    }

    /// The home folder.
    pub fn home(&self) -> Option<&Path> {
        self.home.as_deref()
    }

    /// Where libpq keeps a user's certificates: `~/.postgresql`, on Windows `%APPDATA%\postgresql`.
    pub fn postgresql_folder(&self) -> Option<PathBuf> {
        if cfg!(windows) {
            return self.variable("APPDATA").map(|folder| Path::new(&folder).join("postgresql"));
        }
        self.home.as_ref().map(|home| home.join(".postgresql"))
    }
}

impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Environment").field("user", &self.user).field("home", &self.home).finish_non_exhaustive()
    }
}

fn facts_of(path: &Path) -> io::Result<FileFacts> {
    let metadata = std::fs::metadata(path)?;
    #[cfg(unix)]
    let mode = Some(std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o7777);
    #[cfg(not(unix))]
    let mode = None;
    Ok(FileFacts { regular: metadata.is_file(), mode })
}

#[cfg(unix)]
fn os_user() -> Option<String> {
    let found = nix::unistd::User::from_uid(nix::unistd::geteuid()).ok().flatten();
    found.map(|user| user.name)
}

#[cfg(not(unix))]
fn os_user() -> Option<String> {
    std::env::var("USERNAME").ok()
}

fn os_home() -> Option<PathBuf> {
    std::env::home_dir().filter(|home| !home.as_os_str().is_empty())
}
