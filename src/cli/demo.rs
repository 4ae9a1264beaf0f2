//! `pgai demo`

use std::path::PathBuf;

use clap::Args;

use super::Globals;
use crate::app::Exit;
use crate::app::demo::{Demo, Told, demo};

/// See the main job from end to end, on a private PostgreSQL and PostgREST
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  pgai demo                        in a temporary folder, everything stopped at the end
  pgai demo --keep --dir shop      leaves servers and files for looking around
  pgai demo --postgres-version 18")]
pub struct DemoCommand {
    /// Leave the servers running and the files in place
    #[arg(long)]
    keep: bool,
    /// Folder for it all; a temporary one where left out
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
    /// PostgreSQL's major version, 14 to 18
    #[arg(long, value_name = "MAJOR", value_parser = clap::value_parser!(u32).range(14..=18))]
    postgres_version: Option<u32>,
    /// Folder with PostgreSQL's programs
    #[arg(long, value_name = "DIR", env = "PGAI_POSTGRES_BIN")]
    postgres: Option<PathBuf>,
    /// PostgREST's program
    #[arg(long, value_name = "FILE", env = "PGAI_POSTGREST_BIN")]
    postgrest_bin: Option<PathBuf>,
}

impl DemoCommand {
    pub(super) async fn run(self, globals: &Globals) -> Exit {
        let output = globals.output("demo");
        let progress = output.progress();
        let wanted = Demo {
            dir: self.dir.map(|dir| globals.start().join(dir)),
            keep: self.keep,
            postgres_major: self.postgres_version,
            postgres_bin: self.postgres,
            postgrest_bin: self.postgrest_bin,
        };
        let tell = |told: Told<'_>| {
            if let Told::Begins(part) = told {
                progress.stage(part);
            } else {
                progress.pause(|| output.tell(&told));
            }
        };
        let outcome = globals.within(demo(&wanted, &tell)).await;
        drop(progress);
        match outcome {
            Ok(done) => output.result(&done, Exit::Fine, &[]),
            Err(failure) => output.failure(&failure),
        }
    }
}
