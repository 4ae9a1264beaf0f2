//! Which words need quotes as identifiers.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// A server's keywords that are no plain identifiers, and how long its names may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keywords {
    words: BTreeSet<Cow<'static, str>>,
    max_identifier_length: usize,
}

/// NAMEDATALEN - 1 of every common build.
const MAX_IDENTIFIER_LENGTH: usize = 63;

static ANY_SERVER: LazyLock<Keywords> = LazyLock::new(|| Keywords {
    words: BUILT_IN.split_ascii_whitespace().map(Cow::Borrowed).collect(),
    max_identifier_length: MAX_IDENTIFIER_LENGTH,
});

impl Keywords {
    /// The words of any PostgreSQL from 14 to 18 together.
    pub fn any_server() -> &'static Self {
        &ANY_SERVER
    }

    /// From `(word, catcode)` rows of a server's `pg_get_keywords()`: all but the unreserved
    /// ones (`U`) need quotes.
    pub fn from_server<W: Into<String>>(rows: impl IntoIterator<Item = (W, char)>) -> Self {
        let reserved = rows.into_iter().filter(|(_, category)| *category != 'U');
        Self {
            words: reserved.map(|(word, _)| Cow::Owned(word.into())).collect(),
            max_identifier_length: MAX_IDENTIFIER_LENGTH,
        }
    }

    /// With the server's `max_identifier_length` in bytes, where it is not 63.
    #[must_use]
    pub fn with_max_identifier_length(mut self, bytes: usize) -> Self {
        self.max_identifier_length = bytes;
        self
    }

    /// Longest name in bytes.
    pub fn max_identifier_length(&self) -> usize {
        self.max_identifier_length
    }

    /// True for a keyword that is no plain identifier.
    pub fn need_quotes(&self, word: &str) -> bool {
        self.words.contains(word)
    }
}

impl Default for Keywords {
    fn default() -> Self {
        Self::any_server().clone()
    }
}

/// Reserved, column-name and type-or-function-name keywords (docs appendix C).
const BUILT_IN: &str = "all analyse analyze and any array as asc asymmetric authorization between bigint binary bit
    boolean both case cast char character check coalesce collate collation column concurrently constraint create
    cross current_catalog current_date current_role current_schema current_time current_timestamp current_user dec
    decimal default deferrable desc distinct do else end except exists extract false fetch float for foreign freeze
    from full grant greatest group grouping having ilike in initially inner inout int integer intersect interval
    into is isnull join json json_array json_arrayagg json_exists json_object json_objectagg json_query json_scalar
    json_serialize json_table json_value lateral leading least left like limit localtime localtimestamp
    merge_action national natural nchar none normalize not notnull null nullif numeric offset on only or order out
    outer overlaps overlay placing position precision primary real references returning right row select
    session_user setof similar smallint some substring symmetric system_user table tablesample then time timestamp
    to trailing treat trim true union unique user using values varchar variadic verbose when where window with
    xmlattributes xmlconcat xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize
    xmltable";
