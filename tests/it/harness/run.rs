//! Running the binary.

use std::fmt;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use tokio::runtime::{Builder, Runtime};

/// Longer than any command may take.
const LIMIT: Duration = Duration::from_secs(100);

/// A runtime for one thread.
pub(super) fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

/// Runs a future to its end.
pub(super) fn block_on<T>(future: impl Future<Output = T>) -> T {
    runtime().block_on(future)
}

/// The binary with its environment: only what is set here, a home of its own.
#[derive(Clone)]
pub(crate) struct Program {
    folder: PathBuf,
    variables: Vec<(String, String)>,
}

impl Program {
    pub(crate) fn new(folder: &Path) -> Self {
        let mut program = Self { folder: folder.to_owned(), variables: Vec::new() };
        program.set("HOME", &folder.display().to_string());
        program.set("PATH", &std::env::var("PATH").unwrap_or_default());
        program
    }

    pub(crate) fn set(&mut self, name: &str, value: &str) -> &mut Self {
        self.variables.retain(|(known, _)| known != name);
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn unset(&mut self, name: &str) -> &mut Self {
        self.variables.retain(|(known, _)| known != name);
        self
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        self.start(arguments).end()
    }

    pub(crate) fn run_with_input(&self, arguments: &[&str], input: &str) -> Run {
        let mut child = self.spawn(arguments, Stdio::piped());
        child.child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        child.end()
    }

    pub(crate) fn start(&self, arguments: &[&str]) -> Child {
        self.spawn(arguments, Stdio::null())
    }

    fn spawn(&self, arguments: &[&str], stdin: Stdio) -> Child {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pgai"));
        command.args(arguments).current_dir(&self.folder).env_clear();
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command.stdin(stdin).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let stdout = reader(child.stdout.take().unwrap());
        let stderr = reader(child.stderr.take().unwrap());
        let arguments = arguments.join(" ");
        Child { child, stdout, stderr, arguments, began: Instant::now() }
    }
}

fn reader(mut from: impl Read + Send + 'static) -> JoinHandle<String> {
    std::thread::spawn(move || {
        let mut text = String::new();
        from.read_to_string(&mut text).unwrap();
        text
    })
}

/// A command that runs.
pub(crate) struct Child {
    child: std::process::Child,
    stdout: JoinHandle<String>,
    stderr: JoinHandle<String>,
    arguments: String,
    began: Instant,
}

impl Child {
    /// Sends a signal.
    pub(crate) fn signal(&self, signal: nix::sys::signal::Signal) {
        let pid = nix::unistd::Pid::from_raw(self.child.id().try_into().unwrap());
        nix::sys::signal::kill(pid, signal).unwrap();
    }

    /// Whether it has ended.
    pub(crate) fn has_ended(&mut self) -> bool {
        self.child.try_wait().unwrap().is_some()
    }

    /// Waits for the end.
    pub(crate) fn end(mut self) -> Run {
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            if self.began.elapsed() > LIMIT {
                self.child.kill().unwrap();
                panic!("pgai {} does not end: {}", self.arguments, self.stderr.join().unwrap());
            }
            std::thread::sleep(Duration::from_millis(5));
        };
        Run {
            arguments: self.arguments,
            code: status.code(),
            stdout: self.stdout.join().unwrap(),
            stderr: self.stderr.join().unwrap(),
            took: self.began.elapsed(),
        }
    }
}

/// A command that ended.
#[derive(Debug)]
pub(crate) struct Run {
    arguments: String,
    /// Exit code; none after a signal.
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) took: Duration,
}

impl Run {
    /// Fails the test unless the command ended so.
    #[track_caller]
    pub(crate) fn demand(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self}");
        self
    }

    /// Fails the test unless it ended with exit code 1 (or the one given) and this diagnostic.
    #[track_caller]
    pub(crate) fn refused(self, code: i32, diagnostic: &str) -> Self {
        assert_eq!(self.code, Some(code), "{self}");
        assert!(self.stderr.contains(diagnostic), "no {diagnostic} in\n{self}");
        self
    }

    /// Fails the test unless all of it was said.
    #[track_caller]
    pub(crate) fn says(self, words: &[&str]) -> Self {
        let all = unwrapped(&format!("{}\n{}", self.stdout, self.stderr));
        for word in words {
            assert!(all.contains(word), "`{word}` is not said in\n{self}");
        }
        self
    }

    /// Fails the test if any of it was said.
    #[track_caller]
    pub(crate) fn keeps_quiet(self, words: &[&str]) -> Self {
        let all = unwrapped(&format!("{}\n{}", self.stdout, self.stderr));
        for word in words {
            assert!(!all.contains(word), "`{word}` is said in\n{self}");
        }
        self
    }

    /// The JSON envelope.
    #[track_caller]
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("no JSON ({error}): {self}"))
    }
}

/// Lines as one, since messages are wrapped to the terminal's width.
fn unwrapped(text: &str) -> String {
    text.lines().map(|line| line.trim_start_matches(['│', ' ']).trim()).collect::<Vec<_>>().join(" ")
}

impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "$ pgai {}", self.arguments)?;
        write!(f, "{}", self.stdout)?;
        if !self.stderr.is_empty() {
            write!(f, "--- stderr\n{}", self.stderr)?;
        }
        match self.code {
            Some(code) => writeln!(f, "--- exit {code}"),
            None => writeln!(f, "--- ended by a signal"),
        }
    }
}
