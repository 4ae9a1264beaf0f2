//! What a contract is computed from.

use crate::catalog::Catalog;
use crate::manifest::document::{Endpoint, Ignore};

/// Everything a contract depends on.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// The database, live or desired.
    pub catalog: &'a Catalog,
    /// Exposed schemas, default first.
    pub schemas: &'a [String],
    /// Endpoint manifests; may be empty.
    pub endpoints: &'a [Endpoint],
    /// PostgREST as far as it is known.
    pub postgrest: &'a PostgRest,
    /// Roles to answer for. None: every role the login role can switch to and the anonymous one;
    /// without a known login role every role that has a grant in the exposed schemas.
    pub roles: Option<&'a [String]>,
    /// What the project leaves alone. Platforms have to be resolved to objects and roles before.
    pub ignore: &'a [Ignore],
}

/// Settings of PostgREST that the contract depends on; none: unknown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PostgRest {
    /// `12.0.2`
    pub version: Option<String>,
    /// db-anon-role
    pub anon_role: Option<String>,
    /// The role it logs in as.
    pub login_role: Option<String>,
    /// db-extra-search-path; PostgREST's own default is `public`.
    pub extra_search_path: Vec<String>,
    /// db-max-rows
    pub max_rows: Option<u64>,
    /// db-aggregates-enabled
    pub aggregates: Option<bool>,
}

impl PostgRest {
    /// True from this version on; an unknown version counts as 12.0.
    pub(super) fn at_least(&self, major: u32, minor: u32, patch: u32) -> bool {
        let mut numbers = self.version.as_deref().unwrap_or("12.0.0").split('.').map(|part| {
            let digits = part.find(|c: char| !c.is_ascii_digit()).map_or(part, |end| &part[..end]);
            digits.parse::<u32>().unwrap_or(0)
        });
        let mut next = || numbers.next().unwrap_or(0);
        (next(), next(), next()) >= (major, minor, patch)
    }
}

#[cfg(test)]
mod tests {
    use super::PostgRest;

    #[test]
    fn versions_compare_by_number() {
        for (version, expected) in
            [(None, false), (Some("12.2.10"), false), (Some("13.0.5"), true), (Some("14.1"), true), (Some("x"), false)]
        {
            let postgrest = PostgRest { version: version.map(str::to_owned), ..PostgRest::default() };
            assert_eq!(postgrest.at_least(13, 0, 5), expected, "{version:?}");
        }
    }
}
