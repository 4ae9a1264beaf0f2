//! Codes of the postgrest area.

use crate::diagnostic::{Code, CodeInfo};

/// PostgREST does not answer.
pub static UNREACHABLE: CodeInfo =
    CodeInfo::new("PGAI-5001", "PostgREST does not answer", include_str!("PGAI-5001.md"));
/// What answers is no PostgREST.
pub static NOT_POSTGREST: CodeInfo =
    CodeInfo::new("PGAI-5002", "What answers is no PostgREST", include_str!("PGAI-5002.md"));
/// PostgREST belongs to another database.
pub static OTHER_SCHEMAS: CodeInfo =
    CodeInfo::new("PGAI-5003", "PostgREST belongs to another database", include_str!("PGAI-5003.md"));
/// PostgREST still serves its old schema cache.
pub static STALE_CACHE: CodeInfo =
    CodeInfo::new("PGAI-5004", "PostgREST still serves its old schema cache", include_str!("PGAI-5004.md"));
/// No PostgREST listens in the database.
pub static NO_LISTENER: CodeInfo =
    CodeInfo::new("PGAI-5005", "No PostgREST listens in the database", include_str!("PGAI-5005.md"));
/// A setting of PostgREST has a bad value.
pub static INVALID_VALUE: CodeInfo =
    CodeInfo::new("PGAI-5006", "A setting of PostgREST has a bad value", include_str!("PGAI-5006.md"));
/// PostgREST does not know the setting.
pub static UNKNOWN_KEY: CodeInfo =
    CodeInfo::new("PGAI-5007", "PostgREST does not know the setting", include_str!("PGAI-5007.md"));
/// A PostgREST release that pgai does not know.
pub static UNSUPPORTED_VERSION: CodeInfo =
    CodeInfo::new("PGAI-5008", "A PostgREST release that pgai does not know", include_str!("PGAI-5008.md"));
/// A setting is overridden by another layer.
pub static SHADOWED: CodeInfo =
    CodeInfo::new("PGAI-5009", "A setting is overridden by another layer", include_str!("PGAI-5009.md"));
/// The value in effect is not known.
pub static UNKNOWN_EFFECTIVE: CodeInfo =
    CodeInfo::new("PGAI-5010", "The value in effect is not known", include_str!("PGAI-5010.md"));
/// PostgREST has no usable database connection.
pub static NO_DATABASE: CodeInfo =
    CodeInfo::new("PGAI-5011", "PostgREST has no usable database connection", include_str!("PGAI-5011.md"));
/// PostgREST answers nobody without a token.
pub static ANONYMOUS_DISABLED: CodeInfo =
    CodeInfo::new("PGAI-5012", "PostgREST answers nobody without a token", include_str!("PGAI-5012.md"));
/// A PostgREST configuration file cannot be read.
pub static CONFIG_SYNTAX: CodeInfo =
    CodeInfo::new("PGAI-5013", "A PostgREST configuration file cannot be read", include_str!("PGAI-5013.md"));
/// PostgREST does not read the setting from there.
pub static NOT_IN_DATABASE: CodeInfo =
    CodeInfo::new("PGAI-5014", "PostgREST does not read the setting from there", include_str!("PGAI-5014.md"));
/// The role may not set pgrst.* in the database.
pub static MAY_NOT_SET: CodeInfo =
    CodeInfo::new("PGAI-5015", "The role may not set pgrst.* in the database", include_str!("PGAI-5015.md"));
/// PostgREST's root document is cut.
pub static CUT_DOCUMENT: CodeInfo =
    CodeInfo::new("PGAI-5016", "PostgREST's root document is cut", include_str!("PGAI-5016.md"));
/// Not a URL of a PostgREST.
pub static BAD_URL: CodeInfo = CodeInfo::new("PGAI-5017", "Not a URL of a PostgREST", include_str!("PGAI-5017.md"));

/// Every code of this area.
pub static ALL: &[Code] = &[
    &UNREACHABLE,
    &NOT_POSTGREST,
    &OTHER_SCHEMAS,
    &STALE_CACHE,
    &NO_LISTENER,
    &INVALID_VALUE,
    &UNKNOWN_KEY,
    &UNSUPPORTED_VERSION,
    &SHADOWED,
    &UNKNOWN_EFFECTIVE,
    &NO_DATABASE,
    &ANONYMOUS_DISABLED,
    &CONFIG_SYNTAX,
    &NOT_IN_DATABASE,
    &MAY_NOT_SET,
    &CUT_DOCUMENT,
    &BAD_URL,
];
