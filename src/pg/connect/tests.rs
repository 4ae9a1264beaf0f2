//! Tables and properties over targets and parameters, in a world made up for each.

mod resolving;
mod targets;

use secrecy::ExposeSecret;

use super::{Environment, Parameters, Target};
use crate::diagnostic::Result;

/// A world with a user and a home, and nothing else.
fn world() -> Environment {
    Environment::empty().with_user("me", "/home/me")
}

/// The parameters of a `--db` text in a world.
fn resolve_in(text: &str, environment: &Environment) -> Result<Parameters> {
    Parameters::resolve(&Target::from_flag(text, false, environment)?, environment)
}

/// The parameters of a `--db` text in an empty world.
fn resolve(text: &str) -> Result<Parameters> {
    resolve_in(text, &world())
}

/// The password for the first host.
fn password(parameters: &Parameters) -> Option<&str> {
    parameters.hosts[0].password.as_ref().map(ExposeSecret::expose_secret)
}

/// Everything an error could show.
fn shown(error: &crate::diagnostic::Diagnostic) -> String {
    format!("{error} {error:?} {:?} {:?}", error.causes(), error.advices())
}
