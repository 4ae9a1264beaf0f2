//! Codes of the contract area.

use crate::diagnostic::{Code, CodeInfo};

/// A group names a route that the API does not have.
pub static UNKNOWN_ROUTE: CodeInfo =
    CodeInfo::new("PGAI-7001", "a group names a route that is not there", include_str!("PGAI-7001.md"));

/// Two groups name one route.
pub static ROUTE_IN_TWO_GROUPS: CodeInfo =
    CodeInfo::new("PGAI-7002", "a route is in two groups", include_str!("PGAI-7002.md"));

/// A group is not of the form `endpoint=route,route`.
pub static GROUP_NOT_READABLE: CodeInfo =
    CodeInfo::new("PGAI-7003", "a group cannot be read", include_str!("PGAI-7003.md"));

/// A schema that is not exposed.
pub static UNKNOWN_SCHEMA: CodeInfo =
    CodeInfo::new("PGAI-7004", "a schema is not exposed", include_str!("PGAI-7004.md"));

/// A role that requests cannot run as.
pub static UNKNOWN_ROLE: CodeInfo =
    CodeInfo::new("PGAI-7005", "a role is not one of the API's", include_str!("PGAI-7005.md"));

/// An endpoint version that no endpoint has.
pub static UNKNOWN_VERSION: CodeInfo =
    CodeInfo::new("PGAI-7006", "no endpoint has this version", include_str!("PGAI-7006.md"));

/// The OpenAPI document cannot be written.
pub static DOCUMENT_NOT_WRITTEN: CodeInfo =
    CodeInfo::new("PGAI-7007", "the OpenAPI document cannot be written", include_str!("PGAI-7007.md"));

/// A route whose path an earlier schema has.
pub static PATH_TAKEN: CodeInfo =
    CodeInfo::new("PGAI-7008", "a route is left out of the document", include_str!("PGAI-7008.md"));

/// Every code of this area.
pub static ALL: &[Code] = &[
    &UNKNOWN_ROUTE,
    &ROUTE_IN_TWO_GROUPS,
    &GROUP_NOT_READABLE,
    &UNKNOWN_SCHEMA,
    &UNKNOWN_ROLE,
    &UNKNOWN_VERSION,
    &DOCUMENT_NOT_WRITTEN,
    &PATH_TAKEN,
];
