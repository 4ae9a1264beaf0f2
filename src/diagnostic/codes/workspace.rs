//! Codes of the workspace area: the project on disk (0001), git (0021), what `check` finds in manifests (0031),
//! and in the project and its settings (0061).

use crate::diagnostic::{Code, CodeInfo};

/// Every code of this area.
pub static ALL: &[Code] = &[
    &NO_PROJECT,
    &UNREADABLE,
    &NOT_UTF8,
    &FILE_TOO_BIG,
    &BAD_LINK,
    &DUPLICATE_NAME,
    &CASE_COLLISION,
    &NOT_WRITABLE,
    &OUTSIDE,
    &NO_FOLDER,
    &NOT_OWNED,
    &BARE_REPOSITORY,
    &UNSUPPORTED_REPOSITORY,
    &GIT_FAILED,
    &ROUTE_UNKNOWN,
    &ROUTE_NOT_EXPOSED,
    &ROUTE_TWICE,
    &VERSION_STATE,
    &BAD_DATE,
    &BAD_SUCCESSOR,
    &ENDPOINT_NAME,
    &NO_VERSIONS,
    &ACCESS_SHAPE,
    &UNKNOWN_SIGNATURE,
    &OVERLOAD_WITHOUT_ACCESS,
    &GRANTS_TWICE,
    &SCHEMA_NOT_MANAGED,
    &NOT_AN_EXPRESSION,
    &TRIGGER_SHAPE,
    &RULE_SHAPE,
    &BAD_RENAME,
    &FUNCTION_BODY,
    &BAD_ARGUMENTS,
    &OVERLOAD_TWICE,
    &TYPE_SPELLING,
    &BAD_INDEX,
    &NOT_FOR_THIS_KIND,
    &SCHEMA_LIST,
    &UNKNOWN_ENVIRONMENT,
    &NO_EXPECT,
    &IGNORE_PATTERN,
    &UNKNOWN_PLATFORM,
    &ROLE_MAPPING,
    &SECRET_VALUE,
];

/// No `pgai.yaml` in the folder or in one above it.
pub static NO_PROJECT: CodeInfo = CodeInfo::new("PGAI-0001", "no project here", include_str!("PGAI-0001.md"));

/// A file or folder that cannot be read.
pub static UNREADABLE: CodeInfo = CodeInfo::new("PGAI-0002", "a file cannot be read", include_str!("PGAI-0002.md"));

/// A file, or the name of one, that is not UTF-8.
pub static NOT_UTF8: CodeInfo = CodeInfo::new("PGAI-0003", "text that is not UTF-8", include_str!("PGAI-0003.md"));

/// A file far bigger than any manifest.
pub static FILE_TOO_BIG: CodeInfo =
    CodeInfo::new("PGAI-0004", "a file is too big for a manifest", include_str!("PGAI-0004.md"));

/// A symbolic link that turns in a circle, leads nowhere or leaves the project.
pub static BAD_LINK: CodeInfo =
    CodeInfo::new("PGAI-0005", "a symbolic link that cannot be followed", include_str!("PGAI-0005.md"));

/// Two manifests that describe the same object.
pub static DUPLICATE_NAME: CodeInfo =
    CodeInfo::new("PGAI-0006", "two files for one name", include_str!("PGAI-0006.md"));

/// Two file names that are the same on some disks.
pub static CASE_COLLISION: CodeInfo =
    CodeInfo::new("PGAI-0007", "file names that differ only in case", include_str!("PGAI-0007.md"));

/// A file or folder that cannot be written.
pub static NOT_WRITABLE: CodeInfo =
    CodeInfo::new("PGAI-0008", "a file cannot be written", include_str!("PGAI-0008.md"));

/// A path outside the project's folder.
pub static OUTSIDE: CodeInfo =
    CodeInfo::new("PGAI-0009", "a path that leaves the project", include_str!("PGAI-0009.md"));

/// A folder that does not exist.
pub static NO_FOLDER: CodeInfo = CodeInfo::new("PGAI-0010", "the folder does not exist", include_str!("PGAI-0010.md"));

/// The git repository belongs to another user.
pub static NOT_OWNED: CodeInfo =
    CodeInfo::new("PGAI-0021", "a repository of somebody else", include_str!("PGAI-0021.md"));

/// A git repository without files.
pub static BARE_REPOSITORY: CodeInfo = CodeInfo::new("PGAI-0022", "a bare repository", include_str!("PGAI-0022.md"));

/// A format of git repository that pgai cannot read.
pub static UNSUPPORTED_REPOSITORY: CodeInfo =
    CodeInfo::new("PGAI-0023", "a repository format pgai cannot read", include_str!("PGAI-0023.md"));

/// Reading the git repository failed.
pub static GIT_FAILED: CodeInfo = CodeInfo::new("PGAI-0024", "git data cannot be read", include_str!("PGAI-0024.md"));

/// An endpoint routes to an object that nothing describes.
pub static ROUTE_UNKNOWN: CodeInfo =
    CodeInfo::new("PGAI-0031", "a route to something unknown", include_str!("PGAI-0031.md"));

/// An endpoint routes to a schema that PostgREST does not serve.
pub static ROUTE_NOT_EXPOSED: CodeInfo =
    CodeInfo::new("PGAI-0032", "a route in a schema that is not exposed", include_str!("PGAI-0032.md"));

/// One relation or function behind two versions.
pub static ROUTE_TWICE: CodeInfo =
    CodeInfo::new("PGAI-0033", "two versions with one route", include_str!("PGAI-0033.md"));

/// The fields of a version do not fit its state.
pub static VERSION_STATE: CodeInfo =
    CodeInfo::new("PGAI-0034", "fields that do not fit the state of a version", include_str!("PGAI-0034.md"));

/// A text that is no date.
pub static BAD_DATE: CodeInfo = CodeInfo::new("PGAI-0035", "not a date", include_str!("PGAI-0035.md"));

/// The successor is no version that clients could move to.
pub static BAD_SUCCESSOR: CodeInfo =
    CodeInfo::new("PGAI-0036", "not a version to move to", include_str!("PGAI-0036.md"));

/// The name of an endpoint does not follow from its routes.
pub static ENDPOINT_NAME: CodeInfo =
    CodeInfo::new("PGAI-0037", "an endpoint with another name than its route", include_str!("PGAI-0037.md"));

/// An endpoint that has no version.
pub static NO_VERSIONS: CodeInfo =
    CodeInfo::new("PGAI-0038", "an endpoint without versions", include_str!("PGAI-0038.md"));

/// The access does not fit the kind of route.
pub static ACCESS_SHAPE: CodeInfo =
    CodeInfo::new("PGAI-0039", "access of the wrong shape", include_str!("PGAI-0039.md"));

/// The access names an overload that the function does not have.
pub static UNKNOWN_SIGNATURE: CodeInfo = CodeInfo::new("PGAI-0040", "no such overload", include_str!("PGAI-0040.md"));

/// An overload of a routed function that no version lists.
pub static OVERLOAD_WITHOUT_ACCESS: CodeInfo =
    CodeInfo::new("PGAI-0041", "an overload that access does not list", include_str!("PGAI-0041.md"));

/// Grants stand in the object's file and at its endpoint.
pub static GRANTS_TWICE: CodeInfo = CodeInfo::new("PGAI-0042", "grants in two places", include_str!("PGAI-0042.md"));

/// A manifest of an object in a schema that pgai does not keep.
pub static SCHEMA_NOT_MANAGED: CodeInfo =
    CodeInfo::new("PGAI-0043", "an object in a schema that pgai does not keep", include_str!("PGAI-0043.md"));

/// A default that is not one expression.
pub static NOT_AN_EXPRESSION: CodeInfo = CodeInfo::new("PGAI-0044", "not one expression", include_str!("PGAI-0044.md"));

/// The text of a trigger is not one PostgreSQL takes for a view.
pub static TRIGGER_SHAPE: CodeInfo =
    CodeInfo::new("PGAI-0045", "a trigger that a view cannot have", include_str!("PGAI-0045.md"));

/// The text of a rule is not a rule of this view.
pub static RULE_SHAPE: CodeInfo = CodeInfo::new("PGAI-0046", "not a rule of this view", include_str!("PGAI-0046.md"));

/// `renamed_from` does not name an old name.
pub static BAD_RENAME: CodeInfo =
    CodeInfo::new("PGAI-0047", "a rename that cannot be meant", include_str!("PGAI-0047.md"));

/// A function has no body, or two, or one its language does not take.
pub static FUNCTION_BODY: CodeInfo =
    CodeInfo::new("PGAI-0048", "a function without exactly one body", include_str!("PGAI-0048.md"));

/// The arguments or the result are not what PostgreSQL takes.
pub static BAD_ARGUMENTS: CodeInfo =
    CodeInfo::new("PGAI-0049", "arguments PostgreSQL refuses", include_str!("PGAI-0049.md"));

/// Two overloads that PostgreSQL cannot tell apart.
pub static OVERLOAD_TWICE: CodeInfo =
    CodeInfo::new("PGAI-0050", "two overloads with one signature", include_str!("PGAI-0050.md"));

/// A type is not written as PostgreSQL prints it.
pub static TYPE_SPELLING: CodeInfo =
    CodeInfo::new("PGAI-0051", "a type in other words than PostgreSQL's", include_str!("PGAI-0051.md"));

/// An index of a materialized view is not fully said.
pub static BAD_INDEX: CodeInfo =
    CodeInfo::new("PGAI-0052", "an index that says too little or too much", include_str!("PGAI-0052.md"));

/// A column of this kind of relation cannot have this key.
pub static NOT_FOR_THIS_KIND: CodeInfo =
    CodeInfo::new("PGAI-0053", "a key that this kind of relation does not have", include_str!("PGAI-0053.md"));

/// `schemas:` or `manage:` cannot be right.
pub static SCHEMA_LIST: CodeInfo =
    CodeInfo::new("PGAI-0061", "a list of schemas that cannot be right", include_str!("PGAI-0061.md"));

/// A name that is no environment.
pub static UNKNOWN_ENVIRONMENT: CodeInfo =
    CodeInfo::new("PGAI-0062", "no such environment", include_str!("PGAI-0062.md"));

/// A protected environment that any database could pass for.
pub static NO_EXPECT: CodeInfo =
    CodeInfo::new("PGAI-0063", "a protected environment without `expect`", include_str!("PGAI-0063.md"));

/// An entry of `ignore:` that cannot match.
pub static IGNORE_PATTERN: CodeInfo =
    CodeInfo::new("PGAI-0064", "an `ignore` that matches nothing", include_str!("PGAI-0064.md"));

/// A platform that pgai knows nothing of.
pub static UNKNOWN_PLATFORM: CodeInfo = CodeInfo::new("PGAI-0065", "unknown platform", include_str!("PGAI-0065.md"));

/// Two roles with one name in an environment.
pub static ROLE_MAPPING: CodeInfo =
    CodeInfo::new("PGAI-0066", "role names that cannot be told apart", include_str!("PGAI-0066.md"));

/// A secret setting with its value.
pub static SECRET_VALUE: CodeInfo = CodeInfo::new("PGAI-0067", "a secret in a manifest", include_str!("PGAI-0067.md"));
