//! `pgai completions`

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::{Cli, Globals};
use crate::app::Exit;

/// Print the completions of a shell
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  pgai completions bash > ~/.local/share/bash-completion/completions/pgai
  pgai completions zsh > ~/.zfunc/_pgai      with ~/.zfunc in $fpath
  pgai completions fish > ~/.config/fish/completions/pgai.fish")]
pub struct Completions {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

impl Completions {
    pub(super) fn run(self, globals: &Globals) -> Exit {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "pgai", &mut script);
        globals.output("completions").raw(&String::from_utf8_lossy(&script))
    }
}
