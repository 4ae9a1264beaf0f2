//! The only room that prints. Data goes to stdout, words to stderr.
//!
//! One file per format, one per human view of a result; results know their JSON themselves.

#![expect(clippy::print_stderr, reason = "printing is what this room is for")]

mod diagnostics;
mod envelope;
pub mod human;
mod progress;
mod screen;

use std::io::{self, IsTerminal, Write};

pub use progress::Progress;
pub use screen::Screen;

use crate::app::{Exit, Failure};
use crate::diagnostic::Diagnostic;

/// How results are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    Human,
    /// One JSON document: the envelope around the result.
    Json,
}

/// When to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Color {
    /// On a terminal that can, and without NO_COLOR.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// A result with a human view.
pub trait View: serde::Serialize {
    /// Writes the view. Ends with a line break, or writes nothing.
    fn view(&self, screen: &mut Screen);
}

/// Where a command's words and data go.
#[derive(Debug, Clone)]
pub struct Output {
    command: &'static str,
    format: Format,
    quiet: bool,
    color: bool,
}

impl Output {
    /// For one command.
    pub fn new(command: &'static str, format: Format, color: Color, quiet: bool) -> Self {
        let color = match color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never,
        };
        Self { command, format, quiet, color }
    }

    /// Whether data is written for people.
    pub fn is_human(&self) -> bool {
        self.format == Format::Human
    }

    /// Long work shows itself on a terminal and nowhere else.
    pub fn progress(&self) -> Progress {
        Progress::new(!self.quiet && self.is_human() && io::stderr().is_terminal())
    }

    /// Words on stderr; silent with `--quiet` and in JSON.
    pub fn say(&self, words: impl AsRef<str>) {
        if !self.quiet && self.is_human() {
            eprintln!("{}", words.as_ref());
        }
    }

    /// Text that is the data itself (a document, a script), as it is.
    pub fn raw(&self, text: &str) -> Exit {
        write_out(text)
    }

    /// Shows a result on stderr in the middle of a command, before a question.
    pub fn show<T: View>(&self, result: &T) {
        let mut screen = Screen::new(self.color && io::stderr().is_terminal());
        result.view(&mut screen);
        eprint!("{}", screen.finish());
    }

    /// Writes a part of a longer human view to stdout, at once.
    pub(crate) fn screen(&self, write: impl FnOnce(&mut Screen)) {
        let mut screen = Screen::new(self.color);
        write(&mut screen);
        if write_out(&screen.finish()) != Exit::Fine {
            tracing::debug!("stdout is closed");
        }
    }

    /// Ends a command with its result.
    pub fn result<T: View>(&self, result: &T, exit: Exit, diagnostics: &[Diagnostic]) -> Exit {
        match self.format {
            Format::Json => {
                let text = envelope::json(self.command, exit, Some(result), diagnostics);
                write_out(&text).or(exit)
            }
            Format::Human => {
                self.diagnostics(diagnostics);
                let mut screen = Screen::new(self.color);
                result.view(&mut screen);
                write_out(&screen.finish()).or(exit)
            }
        }
    }

    /// Ends a command without a result.
    pub fn failure(&self, failure: &Failure) -> Exit {
        match self.format {
            Format::Json => {
                let text = envelope::json::<()>(self.command, failure.exit, None, &failure.diagnostics);
                write_out(&text).or(failure.exit)
            }
            Format::Human => {
                self.diagnostics(&failure.diagnostics);
                failure.exit
            }
        }
    }

    /// Shows diagnostics on stderr; with `--quiet` only errors.
    pub fn diagnostics(&self, diagnostics: &[Diagnostic]) {
        let color = self.color && io::stderr().is_terminal();
        for diagnostic in diagnostics.iter().filter(|d| d.is_error() || !self.quiet) {
            eprint!("{}", diagnostics::render(diagnostic, color));
        }
    }
}

/// Writes to stdout. A reader that went away (`pgai contract | head`) is no failure.
fn write_out(text: &str) -> Exit {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => Exit::Fine,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Fine,
        Err(error) => {
            eprintln!("error: cannot write to standard output: {error}");
            Exit::Failed
        }
    }
}

/// Shows what clap says of the command line (help, version, usage errors).
pub fn usage(error: &clap::Error, json: bool) -> Exit {
    if !error.use_stderr() {
        return match error.print() {
            Ok(()) => Exit::Fine,
            Err(_) => Exit::Failed,
        };
    }
    if json {
        let text = error.render().to_string();
        let message = text.trim().trim_start_matches("error: ").to_owned();
        let diagnostic = Diagnostic::error(&crate::diagnostic::codes::usage::USAGE, message);
        return write_out(&envelope::json::<()>("pgai", Exit::Usage, None, &[diagnostic])).or(Exit::Usage);
    }
    match error.print() {
        Ok(()) => Exit::Usage,
        Err(_) => Exit::Failed,
    }
}

/// Says that nothing can be done at all.
pub fn fatal(words: &str) -> Exit {
    eprintln!("error: {words}");
    Exit::Failed
}
