//! The sandbox's random passwords, kept in one file in libpq's format (PostgreSQL docs 34.16).
//!
//! The file is of mode 0600, belongs to the servers' user and never leaves the sandbox.

use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret, SecretString};

use super::state::unreadable;
use super::user::RunAs;
use super::{files, layout};
use crate::diagnostic::codes::sandbox as codes;
use crate::diagnostic::{Diagnostic, Result};

/// The passwords of one sandbox by role.
#[derive(Debug)]
pub(super) struct Passwords {
    path: PathBuf,
    entries: Vec<(String, SecretString)>,
}

/// 192 bits.
const BYTES: usize = 24;

impl Passwords {
    /// Reads the sandbox's password file; empty when there is none.
    pub(super) fn read(home: &Path) -> Result<Self> {
        let path = layout::passfile(home);
        let text = files::read_if_there(&path)?.unwrap_or_default();
        let mut entries: Vec<(String, SecretString)> = Vec::new();
        for line in text.lines() {
            let (role, password) = entry(line).ok_or_else(|| unreadable(&path))?;
            if !entries.iter().any(|(known, _)| *known == role) {
                entries.push((role, password.into()));
            }
        }
        Ok(Self { path, entries })
    }

    /// The password of a role.
    pub(super) fn of(&self, role: &str) -> Result<&SecretString> {
        let found = self.entries.iter().find(|(known, _)| known == role);
        found
            .map(|(_, password)| password)
            .ok_or_else(|| unreadable(&self.path).because(format!("it has no password for the role `{role}`")))
    }

    /// Makes sure that each role has a password, writing the file when one is new.
    pub(super) fn ensure(&mut self, roles: &[&str], owner: Option<&RunAs>) -> Result<()> {
        let before = self.entries.len();
        for role in roles {
            if !self.entries.iter().any(|(known, _)| known == role) {
                self.entries.push(((*role).to_owned(), random()?));
            }
        }
        if self.entries.len() == before { Ok(()) } else { files::write_private(&self.path, &self.text(), owner) }
    }

    fn text(&self) -> String {
        let mut text = String::new();
        for (role, password) in &self.entries {
            for host in ["127.0.0.1", "localhost"] {
                let role = role.replace('\\', "\\\\").replace(':', "\\:");
                text += &format!("{host}:*:*:{role}:{}\n", password.expose_secret());
            }
        }
        text
    }
}

/// Role and password of a line that `text` wrote. Passwords are hexadecimal, so only the role can hold escapes.
fn entry(line: &str) -> Option<(String, String)> {
    let (rest, password) = line.rsplit_once(':')?;
    let role = rest.splitn(4, ':').nth(3)?;
    Some((role.replace("\\:", ":").replace("\\\\", "\\"), password.to_owned()))
}

fn random() -> Result<SecretString> {
    let mut bytes = [0_u8; BYTES];
    rustls::crypto::ring::default_provider().secure_random.fill(&mut bytes).map_err(|_| {
        Diagnostic::error(&codes::FOLDER, "the operating system gives no random numbers for the sandbox's passwords")
    })?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_kept_and_hidden() {
        let home = tempfile::tempdir().unwrap();
        let mut first = Passwords::read(home.path()).unwrap();
        first.ensure(&["postgres", "odd:ro\\le"], None).unwrap();
        let second = Passwords::read(home.path()).unwrap();
        for role in ["postgres", "odd:ro\\le"] {
            let (a, b) = (first.of(role).unwrap(), second.of(role).unwrap());
            assert_eq!(a.expose_secret(), b.expose_secret());
            assert_eq!(a.expose_secret().len(), 2 * BYTES);
            assert!(!format!("{second:?}").contains(a.expose_secret()));
        }
        assert_ne!(first.of("postgres").unwrap().expose_secret(), first.of("odd:ro\\le").unwrap().expose_secret());
        assert_eq!(second.of("other").unwrap_err().code(), &codes::STATE_UNREADABLE);
    }

    proptest::proptest! {
        #[test]
        fn any_role_is_read_back(role in "[a\\\\: é]{1,8}") {
            let passwords = Passwords { path: PathBuf::new(), entries: vec![(role.clone(), "00ff".to_owned().into())] };
            for line in passwords.text().lines() {
                proptest::prop_assert_eq!(entry(line), Some((role.clone(), "00ff".to_owned())));
            }
        }
    }
}
