//! Codes of the manifest area.

use crate::diagnostic::{Code, CodeInfo};

/// The file is no YAML.
pub static INVALID_YAML: CodeInfo = CodeInfo::new("PGAI-2001", "The file is no YAML", include_str!("PGAI-2001.md"));
/// A second YAML document in one file.
pub static SECOND_DOCUMENT: CodeInfo =
    CodeInfo::new("PGAI-2002", "A second YAML document in one file", include_str!("PGAI-2002.md"));
/// The file says nothing.
pub static EMPTY: CodeInfo = CodeInfo::new("PGAI-2003", "The file says nothing", include_str!("PGAI-2003.md"));
/// Unknown key.
pub static UNKNOWN_KEY: CodeInfo = CodeInfo::new("PGAI-2004", "Unknown key", include_str!("PGAI-2004.md"));
/// A key stands twice.
pub static DUPLICATE_KEY: CodeInfo = CodeInfo::new("PGAI-2005", "A key stands twice", include_str!("PGAI-2005.md"));
/// A value of the wrong type.
pub static WRONG_TYPE: CodeInfo = CodeInfo::new("PGAI-2006", "A value of the wrong type", include_str!("PGAI-2006.md"));
/// A required key is missing.
pub static MISSING_KEY: CodeInfo =
    CodeInfo::new("PGAI-2007", "A required key is missing", include_str!("PGAI-2007.md"));
/// The file does not say its kind.
pub static NO_KIND: CodeInfo =
    CodeInfo::new("PGAI-2008", "The file does not say its kind", include_str!("PGAI-2008.md"));
/// Unknown kind.
pub static UNKNOWN_KIND: CodeInfo = CodeInfo::new("PGAI-2009", "Unknown kind", include_str!("PGAI-2009.md"));
/// A value that is none of the allowed ones.
pub static UNKNOWN_VALUE: CodeInfo =
    CodeInfo::new("PGAI-2010", "A value that is none of the allowed ones", include_str!("PGAI-2010.md"));
/// A value that cannot be right.
pub static INVALID_VALUE: CodeInfo =
    CodeInfo::new("PGAI-2011", "A value that cannot be right", include_str!("PGAI-2011.md"));
/// The file is too deep or unfolds to too much.
pub static TOO_BIG: CodeInfo =
    CodeInfo::new("PGAI-2012", "The file is too deep or unfolds to too much", include_str!("PGAI-2012.md"));
/// An alias without its anchor.
pub static UNKNOWN_ANCHOR: CodeInfo =
    CodeInfo::new("PGAI-2013", "An alias without its anchor", include_str!("PGAI-2013.md"));
/// The file is not a mapping.
pub static NO_MAPPING: CodeInfo = CodeInfo::new("PGAI-2014", "The file is not a mapping", include_str!("PGAI-2014.md"));
/// A password in a file.
pub static PASSWORD: CodeInfo = CodeInfo::new("PGAI-2015", "A password in a file", include_str!("PGAI-2015.md"));
/// A grant item that cannot be read.
pub static PRIVILEGE_SYNTAX: CodeInfo =
    CodeInfo::new("PGAI-2016", "A grant item that cannot be read", include_str!("PGAI-2016.md"));
/// Unknown privilege.
pub static UNKNOWN_PRIVILEGE: CodeInfo = CodeInfo::new("PGAI-2017", "Unknown privilege", include_str!("PGAI-2017.md"));
/// A privilege that this object cannot have.
pub static PRIVILEGE_NOT_HERE: CodeInfo =
    CodeInfo::new("PGAI-2018", "A privilege that this object cannot have", include_str!("PGAI-2018.md"));
/// `all` is no privilege in a manifest.
pub static ALL_PRIVILEGES: CodeInfo =
    CodeInfo::new("PGAI-2019", "`all` is no privilege in a manifest", include_str!("PGAI-2019.md"));

/// Two lock files for one object.
pub static LOCK_TWICE: CodeInfo =
    CodeInfo::new("PGAI-2080", "Two lock files for one object", include_str!("PGAI-2080.md"));
/// A lock file with an unresolved merge.
pub static LOCK_CONFLICT: CodeInfo =
    CodeInfo::new("PGAI-2081", "A lock file with an unresolved merge", include_str!("PGAI-2081.md"));

/// Every code of this area.
pub static ALL: &[Code] = &[
    &INVALID_YAML,
    &SECOND_DOCUMENT,
    &EMPTY,
    &UNKNOWN_KEY,
    &DUPLICATE_KEY,
    &WRONG_TYPE,
    &MISSING_KEY,
    &NO_KIND,
    &UNKNOWN_KIND,
    &UNKNOWN_VALUE,
    &INVALID_VALUE,
    &TOO_BIG,
    &UNKNOWN_ANCHOR,
    &NO_MAPPING,
    &PASSWORD,
    &PRIVILEGE_SYNTAX,
    &UNKNOWN_PRIVILEGE,
    &PRIVILEGE_NOT_HERE,
    &ALL_PRIVILEGES,
    &LOCK_TWICE,
    &LOCK_CONFLICT,
];
