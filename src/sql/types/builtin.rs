//! The built-in types whose printed names are keywords or several words (format_type.c).

/// Printed without quotes although their words are keywords.
const KEYWORD_NAMES: [&str; 11] = [
    "bit",
    "boolean",
    "character",
    "numeric",
    "real",
    "integer",
    "bigint",
    "smallint",
    "interval",
    "json",
    "double precision",
];

/// Further names of several words, besides those of `interval`.
const WORDS: [&str; 6] = [
    "bit varying",
    "character varying",
    "time with time zone",
    "time without time zone",
    "timestamp with time zone",
    "timestamp without time zone",
];

const INTERVAL_FIELDS: [&str; 13] = [
    "year",
    "month",
    "day",
    "hour",
    "minute",
    "second",
    "year to month",
    "day to hour",
    "day to minute",
    "day to second",
    "hour to minute",
    "hour to second",
    "minute to second",
];

/// Other names of built-in types and what PostgreSQL prints for them (docs table 8.1).
const ALIASES: [(&str, &str); 24] = [
    ("int", "integer"),
    ("int2", "smallint"),
    ("int4", "integer"),
    ("int8", "bigint"),
    ("bool", "boolean"),
    ("float", "double precision"),
    ("float4", "real"),
    ("float8", "double precision"),
    ("decimal", "numeric"),
    ("dec", "numeric"),
    ("varchar", "character varying"),
    ("char varying", "character varying"),
    ("national character varying", "character varying"),
    ("nchar varying", "character varying"),
    ("national character", "character"),
    ("national char", "character"),
    ("nchar", "character"),
    ("varbit", "bit varying"),
    ("time", "time without time zone"),
    ("timetz", "time with time zone"),
    ("timestamp", "timestamp without time zone"),
    ("timestamptz", "timestamp with time zone"),
    ("serial", "integer"),
    ("bigserial", "bigint"),
];

/// True for names that are SQL as they stand.
pub(super) fn is_sql_name(name: &str) -> bool {
    KEYWORD_NAMES.contains(&name)
        || WORDS.contains(&name)
        || name.strip_prefix("interval ").is_some_and(|fields| INTERVAL_FIELDS.contains(&fields))
}

/// True for names of several words, printed ones and others that PostgreSQL reads.
pub(super) fn is_known_phrase(name: &str) -> bool {
    is_sql_name(name) || canonical(name).is_some()
}

/// The printed name of another name.
pub(super) fn canonical(name: &str) -> Option<&'static str> {
    ALIASES.iter().find(|(alias, _)| *alias == name).map(|(_, printed)| *printed)
}

/// Where modifiers stand in a printed name: `timestamp(3) with time zone`, else at the end.
pub(super) fn modifier_place(name: &str) -> usize {
    match name.split_once(' ') {
        Some((first @ ("time" | "timestamp"), _)) => first.len(),
        _ => name.len(),
    }
}
