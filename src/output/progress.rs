//! Progress of long work: a line on a terminal, nothing elsewhere.

use std::cell::RefCell;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// Shows what is being done.
#[derive(Debug)]
pub struct Progress {
    bar: Option<RefCell<ProgressBar>>,
}

impl Progress {
    pub(super) fn new(visible: bool) -> Self {
        if !visible {
            return Self { bar: None };
        }
        let bar = ProgressBar::new_spinner();
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} ({elapsed})") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(120));
        Self { bar: Some(RefCell::new(bar)) }
    }

    /// Takes the line away while `question` is asked.
    pub fn pause<T>(&self, question: impl FnOnce() -> T) -> T {
        match &self.bar {
            Some(bar) => bar.borrow().suspend(question),
            None => question(),
        }
    }

    /// Says what comes next.
    pub fn stage(&self, words: &str) {
        if let Some(bar) = &self.bar {
            bar.borrow().set_message(words.to_owned());
        }
        tracing::info!("{words}");
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.borrow().finish_and_clear();
        }
    }
}
