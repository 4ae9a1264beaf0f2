//! A set of libpq parameters as written: checked keywords, unchecked values, no password in sight.

use std::collections::BTreeMap;
use std::fmt;

use secrecy::{ExposeSecret, SecretString};

use super::keyword::{self, KEYWORDS, Support};
use super::origin::Origin;
use crate::diagnostic::codes::connection as codes;
use crate::diagnostic::{Diagnostic, Result, nearest};

/// Parameters of one layer: what somebody wrote, a service, or the variables.
#[derive(Clone, Default)]
pub(super) struct Settings {
    values: BTreeMap<&'static str, String>,
    password: Option<SecretString>,
}

impl Settings {
    /// Sets a known keyword; a later value replaces an earlier one, as in libpq.
    pub(super) fn set(&mut self, keyword: &'static keyword::Keyword, value: String) {
        if keyword.name == "password" {
            self.password = Some(SecretString::from(value));
        } else {
            self.values.insert(keyword.name, value);
        }
    }

    /// The value of a keyword; an empty one counts as not given.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// The password; an empty one counts as not given.
    pub(super) fn password(&self) -> Option<&SecretString> {
        self.password.as_ref().filter(|password| !password.expose_secret().is_empty())
    }

    /// Takes from a lower layer what this one leaves open. An address below never redirects a host named above.
    pub(super) fn fill_from(&mut self, lower: &Settings) {
        let named = self.get("host").is_some();
        for (name, value) in &lower.values {
            if self.get(name).is_none() && !(named && *name == "hostaddr") {
                self.values.insert(name, value.clone());
            }
        }
        if self.password().is_none() {
            self.password = lower.password.clone();
        }
    }

    /// Replaces every value by what `replace` makes of it.
    pub(super) fn map_values(self, mut replace: impl FnMut(&str) -> Result<String>) -> Result<Self> {
        let mut mapped = Self::default();
        for (name, value) in self.values {
            mapped.values.insert(name, replace(&value)?);
        }
        if let Some(password) = self.password {
            mapped.password = Some(SecretString::from(replace(password.expose_secret())?));
        }
        Ok(mapped)
    }

    /// Refuses what pgai cannot honour.
    pub(super) fn check_support(&self, origin: &Origin) -> Result<()> {
        for keyword in KEYWORDS {
            let Some(value) = self.get(keyword.name) else { continue };
            let reason = match &keyword.support {
                Support::Used | Support::Ignored => continue,
                Support::Only(allowed, _) if allowed.iter().any(|one| one.eq_ignore_ascii_case(value)) => continue,
                Support::Only(_, reason) | Support::Refused(reason) => reason,
            };
            let what = match &keyword.support {
                Support::Only(..) => format!("this value of `{}` in {origin} is not supported", keyword.name),
                _ => format!("`{}` in {origin} is not supported", keyword.name),
            };
            let mut refusal = Diagnostic::error(&codes::UNSUPPORTED_PARAMETER, what).because(*reason);
            if let Support::Only(allowed, _) = &keyword.support {
                refusal = refusal.advice(format!("use {}, or leave `{}` out", allowed.join(" or "), keyword.name));
            } else {
                refusal = refusal.advice(format!("leave `{}` out", keyword.name));
            }
            return Err(refusal);
        }
        Ok(())
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Values may hold secrets that were put in the wrong place; keywords cannot.
        f.debug_set().entries(self.values.keys()).entries(self.password.iter().map(|_| "password")).finish()
    }
}

/// A keyword that libpq does not have. `quotable` is false where the name may be a piece of a password.
pub(super) fn unknown_keyword(name: &str, origin: &Origin, position: Option<usize>, quotable: bool) -> Diagnostic {
    let place = position.map(|at| format!(" at character {at}")).unwrap_or_default();
    let plain = !name.is_empty() && name.len() <= 40 && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if !(quotable && plain) {
        return Diagnostic::error(&codes::UNKNOWN_PARAMETER, format!("unknown parameter{place} of {origin}"))
            .because("its name is not shown, it may be part of a password")
            .advice("quote values with blanks in key/value text; percent-encode `@ : / ? #` of a password in a URL");
    }
    let unknown =
        Diagnostic::error(&codes::UNKNOWN_PARAMETER, format!("unknown parameter `{name}`{place} of {origin}"));
    if let Some(owner) = keyword::foreign(name) {
        return unknown
            .because(format!("`{name}` is a parameter of {owner}, not of PostgreSQL"))
            .advice(format!("leave `{name}` out"));
    }
    match nearest(&name.to_ascii_lowercase(), KEYWORDS.iter().map(|keyword| keyword.name)) {
        Some(near) => unknown.advice(format!("did you mean `{near}`?")),
        None => unknown.advice("use libpq's parameter names (PostgreSQL docs 34.1.2)"),
    }
}
