//! sqlparser behind limits that keep hostile nesting from overflowing the stack.

use sqlparser::ast::{Query, Statement};
use sqlparser::dialect::PostgreSqlDialect;
use sqlparser::parser::Parser;

use super::Unparsed;
use crate::sql::lex::{Kind, Token, significant};
use crate::sql::statement::single;

/// How deep sqlparser may descend.
const RECURSION_LIMIT: usize = 64;

/// How many parentheses may be open at once. sqlparser tries alternatives at each of them, so that
/// its time grows with a power of the depth.
const MAX_DEPTH: usize = 24;

/// How deep the tree may become: chains like `a + b + c ..` are read in a loop but nest in the tree,
/// which is visited and dropped by recursion.
const MAX_CHAIN: usize = 400;

/// The syntax tree of a query.
pub(super) fn query(text: &str) -> Result<Box<Query>, Unparsed> {
    let statement = single(text).map_err(|problem| Unparsed { reason: problem.message })?;
    starts_like_query(statement.text())?;
    refuse_only(text)?;
    limits(text)?;
    let dialect = PostgreSqlDialect {};
    let parsed = Parser::new(&dialect)
        .with_recursion_limit(RECURSION_LIMIT)
        .try_with_sql(text)
        .and_then(|mut parser| parser.parse_statements());
    let mut statements = parsed.map_err(|error| Unparsed { reason: error.to_string().to_lowercase() })?;
    match (statements.pop(), statements.is_empty()) {
        (Some(Statement::Query(query)), true) => Ok(query),
        _ => Err(Unparsed { reason: "it is not one query".to_owned() }),
    }
}

/// Other statements nest in ways that the limits do not count (EXPLAIN EXPLAIN ..).
fn starts_like_query(text: &str) -> Result<(), Unparsed> {
    let first = significant(text).into_iter().next();
    let words = ["select", "with", "values", "table"];
    let starts =
        first.is_some_and(|first| first.is_symbol(text, "(") || words.iter().any(|word| first.is_word(text, word)));
    if starts { Ok(()) } else { Err(Unparsed { reason: "it is not a query".to_owned() }) }
}

/// sqlparser takes ONLY for the relation in `FROM ONLY a`, and `a` for its alias.
fn refuse_only(text: &str) -> Result<(), Unparsed> {
    let tokens = significant(text);
    let before = |token: &Token| {
        token.is_symbol(text, ",") || ["from", "join", "table"].iter().any(|word| token.is_word(text, word))
    };
    let only = tokens.windows(2).any(|pair| pair[1].is_word(text, "only") && before(&pair[0]));
    if only { Err(Unparsed { reason: "it selects FROM ONLY".to_owned() }) } else { Ok(()) }
}

/// Words that nest the tree one level deeper without a parenthesis.
const NESTING_WORDS: [&str; 17] = [
    "and", "or", "not", "is", "isnull", "notnull", "in", "like", "ilike", "similar", "between", "collate", "at",
    "case", "join", "interval", "array",
];
const SET_WORDS: [&str; 3] = ["union", "intersect", "except"];

/// Refuses text whose tree could be too deep. Counts more than it nests: commas start over within
/// their parentheses, set operations never do.
pub(super) fn limits(text: &str) -> Result<(), Unparsed> {
    let refused = |reason: &str| Err(Unparsed { reason: reason.to_owned() });
    let mut levels = vec![0usize];
    let mut set_operations = 0usize;
    for token in significant(text) {
        let slice = token.text(text);
        let add = match (token.kind, slice) {
            (Kind::Error(_), _) => return refused("it holds characters that PostgreSQL refuses"),
            (Kind::Punctuation, "(") => {
                levels.push(1);
                0
            }
            (Kind::Punctuation, "[") => {
                if let Some(level) = levels.last_mut() {
                    *level += 1;
                }
                levels.push(1);
                0
            }
            (Kind::Punctuation, ")" | "]") => {
                if levels.len() > 1 {
                    levels.pop();
                }
                0
            }
            (Kind::Punctuation, ",") => {
                if let Some(level) = levels.last_mut() {
                    *level = 1;
                }
                0
            }
            (Kind::Operator | Kind::Cast, _) => 1,
            (Kind::Word, _) if is_one_of(slice, &SET_WORDS) => {
                set_operations += 1;
                0
            }
            (Kind::Word, _) => usize::from(is_one_of(slice, &NESTING_WORDS)),
            _ => 0,
        };
        if let Some(level) = levels.last_mut() {
            *level += add;
        }
        if levels.len() > MAX_DEPTH || levels.iter().sum::<usize>() + set_operations > MAX_CHAIN {
            return refused("it is nested too deeply");
        }
    }
    Ok(())
}

fn is_one_of(slice: &str, words: &[&str]) -> bool {
    words.iter().any(|word| slice.eq_ignore_ascii_case(word))
}
