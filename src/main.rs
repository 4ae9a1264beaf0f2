//! The binary: start and exit code, nothing else.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(pgai::cli::run(std::env::args_os()).code())
}
