//! Text for people with one palette.

use std::fmt::Write;

use anstyle::{AnsiColor, Style};
use similar::{ChangeTag, TextDiff};
use tabled::builder::Builder;
use tabled::settings::{Padding, Style as TableStyle};

/// Collects the human view of a result.
#[derive(Debug)]
pub struct Screen {
    text: String,
    color: bool,
}

impl Screen {
    pub(super) fn new(color: bool) -> Self {
        Self { text: String::new(), color }
    }

    pub(super) fn finish(self) -> String {
        self.text
    }

    /// One line.
    pub fn line(&mut self, words: impl AsRef<str>) {
        self.text.push_str(words.as_ref());
        self.text.push('\n');
    }

    /// An empty line between parts, never at the start.
    pub fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    fn paint(&self, style: Style, words: &str) -> String {
        if self.color { format!("{style}{words}{style:#}") } else { words.to_owned() }
    }

    /// For names and headings.
    pub fn bold(&self, words: &str) -> String {
        self.paint(Style::new().bold(), words)
    }

    /// For what is less important.
    pub fn dim(&self, words: &str) -> String {
        self.paint(Style::new().dimmed(), words)
    }

    /// For what is new or fine.
    pub fn green(&self, words: &str) -> String {
        self.paint(AnsiColor::Green.on_default(), words)
    }

    /// For what goes or fails.
    pub fn red(&self, words: &str) -> String {
        self.paint(AnsiColor::Red.on_default(), words)
    }

    /// For what changes.
    pub fn yellow(&self, words: &str) -> String {
        self.paint(AnsiColor::Yellow.on_default(), words)
    }

    /// A table with a heading row, without a frame.
    pub fn table<const N: usize>(&mut self, heading: [&str; N], rows: impl IntoIterator<Item = [String; N]>) {
        let mut builder = Builder::default();
        builder.push_record(heading.map(|name| self.dim(name)));
        for row in rows {
            builder.push_record(row);
        }
        let mut table = builder.build();
        table.with(TableStyle::empty()).with(Padding::new(0, 2, 0, 0));
        for line in table.to_string().lines() {
            self.line(line.trim_end());
        }
    }

    /// The lines of two texts, what goes and what comes marked, indented.
    pub fn text_diff(&mut self, from: &str, to: &str, indent: usize) {
        let diff = TextDiff::from_lines(from, to);
        for change in diff.iter_all_changes() {
            let line = change.value().trim_end_matches('\n').to_owned();
            let painted = match change.tag() {
                ChangeTag::Delete => self.red(&format!("- {line}")),
                ChangeTag::Insert => self.green(&format!("+ {line}")),
                ChangeTag::Equal => self.dim(&format!("  {line}")),
            };
            let _ = writeln!(self.text, "{:indent$}{painted}", "");
        }
    }
}
