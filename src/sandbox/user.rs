//! The operating system user that the servers run as. PostgreSQL refuses to run as root.

use nix::unistd::{User, geteuid};
use serde::{Deserialize, Serialize};

use crate::diagnostic::codes::sandbox as codes;
use crate::diagnostic::{Diagnostic, Result};

/// A user to switch to. Supplementary groups are dropped with the switch (std does so for root).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct RunAs {
    pub(super) name: String,
    pub(super) uid: u32,
    pub(super) gid: u32,
}

/// Root's choices when none is named, best first.
const DEFAULTS: [&str; 2] = ["postgres", "nobody"];

/// Who runs the servers: `None` is the caller itself.
pub(super) fn choose(wanted: Option<&str>) -> Result<Option<RunAs>> {
    if !geteuid().is_root() {
        return stay_oneself(wanted);
    }
    match wanted {
        Some(name) => match look_up(name)? {
            Some(user) if user.uid != 0 => Ok(Some(user)),
            Some(_) => Err(no_user("PostgreSQL does not run as root".into())),
            None => Err(no_user(format!("there is no operating system user `{name}`"))),
        },
        None => first_default()?.map(Some).ok_or_else(|| {
            no_user(format!("none of the users {} exists", DEFAULTS.map(|n| format!("`{n}`")).join(", ")))
        }),
    }
}

fn first_default() -> Result<Option<RunAs>> {
    for name in DEFAULTS {
        if let Some(user) = look_up(name)?.filter(|user| user.uid != 0) {
            return Ok(Some(user));
        }
    }
    Ok(None)
}

fn stay_oneself(wanted: Option<&str>) -> Result<Option<RunAs>> {
    let Some(name) = wanted else { return Ok(None) };
    match look_up(name)? {
        Some(user) if user.uid == geteuid().as_raw() => Ok(None),
        _ => Err(no_user(format!("only root can run the sandbox as `{name}`"))),
    }
}

fn look_up(name: &str) -> Result<Option<RunAs>> {
    let user = User::from_name(name)
        .map_err(|e| no_user(format!("cannot look up the operating system user `{name}`")).because(e.to_string()))?;
    Ok(user.map(|user| RunAs { name: user.name, uid: user.uid.as_raw(), gid: user.gid.as_raw() }))
}

fn no_user(message: String) -> Diagnostic {
    Diagnostic::error(&codes::NO_OS_USER, message)
        .advice("as root, name an existing ordinary user to run the sandbox as")
        .advice("or run pgai as an ordinary user")
}
