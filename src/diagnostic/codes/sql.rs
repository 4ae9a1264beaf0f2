//! Codes of the sql area.

use crate::diagnostic::{Code, CodeInfo};

/// Every code of this area.
pub static ALL: &[Code] = &[
    &SECOND_STATEMENT,
    &UNTERMINATED,
    &UNBALANCED,
    &NO_STATEMENT,
    &NOT_A_QUERY,
    &CLAUSE_OF_CREATE,
    &WRITES,
    &FROZEN_TIME,
    &UNEXPECTED_CHARACTER,
    &BAD_TYPE,
    &BAD_NAME,
];

/// More than one statement where one is taken.
pub static SECOND_STATEMENT: CodeInfo =
    CodeInfo::new("PGAI-3001", "more than one SQL statement", include_str!("PGAI-3001.md"));

/// A quote or comment without its end.
pub static UNTERMINATED: CodeInfo =
    CodeInfo::new("PGAI-3002", "unterminated quote or comment", include_str!("PGAI-3002.md"));

/// Parentheses, brackets or BEGIN ATOMIC without their counterpart.
pub static UNBALANCED: CodeInfo = CodeInfo::new("PGAI-3003", "unbalanced parentheses", include_str!("PGAI-3003.md"));

/// Only blanks and comments.
pub static NO_STATEMENT: CodeInfo = CodeInfo::new("PGAI-3004", "no SQL statement", include_str!("PGAI-3004.md"));

/// The query of a view starts like something else.
pub static NOT_A_QUERY: CodeInfo = CodeInfo::new("PGAI-3005", "not a query", include_str!("PGAI-3005.md"));

/// WITH CHECK OPTION or WITH DATA at the end of a query.
pub static CLAUSE_OF_CREATE: CodeInfo =
    CodeInfo::new("PGAI-3006", "a clause of CREATE inside the query", include_str!("PGAI-3006.md"));

/// A view's query that would write.
pub static WRITES: CodeInfo = CodeInfo::new("PGAI-3007", "a query that writes", include_str!("PGAI-3007.md"));

/// 'now', 'today', 'tomorrow', 'yesterday' in a view.
pub static FROZEN_TIME: CodeInfo =
    CodeInfo::new("PGAI-3008", "a moment frozen into a view", include_str!("PGAI-3008.md"));

/// A character that PostgreSQL's scanner refuses.
pub static UNEXPECTED_CHARACTER: CodeInfo =
    CodeInfo::new("PGAI-3009", "unexpected character in SQL", include_str!("PGAI-3009.md"));

/// A type text that cannot be read.
pub static BAD_TYPE: CodeInfo = CodeInfo::new("PGAI-3010", "not a type", include_str!("PGAI-3010.md"));

/// A name that PostgreSQL cannot hold.
pub static BAD_NAME: CodeInfo =
    CodeInfo::new("PGAI-3011", "a name PostgreSQL cannot hold", include_str!("PGAI-3011.md"));
