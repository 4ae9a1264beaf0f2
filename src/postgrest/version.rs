//! PostgREST versions: reading, order, which ones pgai knows. Pure.

use std::fmt;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::postgrest as codes;

/// A PostgREST release. Since 14 releases are `MAJOR.PATCH`; the patch then stands in `minor`,
/// which keeps the order right (`14.8` is newer than `14.0`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ServerVersion {
    /// First number.
    pub major: u16,
    /// Second number.
    pub minor: u16,
    /// Third number, 0 where there is none.
    pub patch: u16,
}

/// The oldest release whose behaviour pgai knows.
pub const OLDEST: ServerVersion = ServerVersion::new(11, 0, 0);
/// The newest major whose behaviour pgai knows.
pub const NEWEST_MAJOR: u16 = 16;

impl ServerVersion {
    /// From its numbers.
    pub const fn new(major: u16, minor: u16, patch: u16) -> Self {
        Self { major, minor, patch }
    }

    /// Reads `12.0.2`, `14.8`, `postgrest/12.0.2`, `12.0.2 (a4e00ff)` and `PostgREST 12.0.2`.
    pub fn parse(text: &str) -> Option<Self> {
        let start = text.find(|c: char| c.is_ascii_digit())?;
        let prefix = text[..start].trim_end_matches(['/', ' ', 'v']);
        if !(prefix.is_empty() || prefix.eq_ignore_ascii_case("postgrest")) {
            return None;
        }
        let digits = &text[start..];
        let end = digits.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(digits.len());
        let mut numbers = digits[..end].trim_end_matches('.').split('.').map(str::parse::<u16>);
        let major = numbers.next()?.ok()?;
        let minor = numbers.next().transpose().ok()?.unwrap_or(0);
        let patch = numbers.next().transpose().ok()?.unwrap_or(0);
        Some(Self { major, minor, patch })
    }

    /// What to say about this release: an error below [`OLDEST`], a warning above [`NEWEST_MAJOR`].
    pub fn check(self) -> Option<Diagnostic> {
        if self < OLDEST {
            return Some(
                Diagnostic::error(&codes::UNSUPPORTED_VERSION, format!("PostgREST {self} is older than {OLDEST}"))
                    .advice(format!("upgrade PostgREST to {OLDEST} or newer")),
            );
        }
        (self.major > NEWEST_MAJOR).then(|| {
            Diagnostic::warning(
                &codes::UNSUPPORTED_VERSION,
                format!("PostgREST {self} is newer than the releases pgai knows (up to {NEWEST_MAJOR})"),
            )
            .advice("upgrade pgai, or check by hand what the release notes of PostgREST change for clients")
        })
    }
}

impl fmt::Display for ServerVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)?;
        if self.major < 14 { write!(f, ".{}", self.patch) } else { Ok(()) }
    }
}

impl serde::Serialize for ServerVersion {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_postgrest_shows() {
        for (text, version, shown) in [
            ("postgrest/12.0.2", ServerVersion::new(12, 0, 2), "12.0.2"),
            ("PostgREST 11.2.2", ServerVersion::new(11, 2, 2), "11.2.2"),
            ("12.2.12 (a4e00ff)", ServerVersion::new(12, 2, 12), "12.2.12"),
            ("v13.0", ServerVersion::new(13, 0, 0), "13.0.0"),
            ("postgrest/14.8", ServerVersion::new(14, 8, 0), "14.8"),
            ("16", ServerVersion::new(16, 0, 0), "16.0"),
        ] {
            assert_eq!(ServerVersion::parse(text), Some(version), "{text}");
            assert_eq!(version.to_string(), shown);
        }
        for text in ["nginx/1.25.3", "", "postgrest", "cloudflare"] {
            assert_eq!(ServerVersion::parse(text), None, "{text}");
        }
    }

    #[test]
    fn releases_are_in_order() {
        let order = ["11.2.2", "12.0.2", "12.0.10", "12.2.0", "13.0.7", "14.0", "14.11", "16.2"];
        let versions: Vec<_> = order.iter().filter_map(|text| ServerVersion::parse(text)).collect();
        assert_eq!(versions.len(), order.len());
        assert!(versions.is_sorted());
    }

    #[test]
    fn old_is_an_error_and_new_a_warning() {
        let said = |text| ServerVersion::parse(text).and_then(ServerVersion::check).map(|d| d.is_error());
        assert_eq!(said("10.2.0"), Some(true));
        assert_eq!(said("12.0.2"), None);
        assert_eq!(said("16.2"), None);
        assert_eq!(said("18.0"), Some(false));
    }
}
