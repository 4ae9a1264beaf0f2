//! The query of a view: one statement, and none of what only looks like part of a query.

use std::ops::Range;

use super::{SqlProblem, Statement, dates, single};
use crate::diagnostic::codes::sql as codes;
use crate::sql::lex::{Kind, Token, significant};

/// The query of a view or materialized view, and what may be wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViewQuery<'a> {
    /// The query.
    pub statement: Statement<'a>,
    /// Warnings, with ranges in the whole text.
    pub warnings: Vec<SqlProblem>,
}

/// The one query that `text` holds, fit to stand after `CREATE VIEW .. AS`.
///
/// # Errors
/// Those of [`single`]; text that starts like no query; a trailing `WITH CHECK OPTION` or
/// `WITH [NO] DATA`, which would become part of the CREATE statement; `INTO` and data-modifying
/// statements at the top level; date/time literals that PostgreSQL turns into constants
/// when the view is created (docs 8.5.1.4).
pub fn view_query(text: &str) -> Result<ViewQuery<'_>, SqlProblem> {
    let statement = single(text)?;
    let query = Query { text: statement.text(), tokens: significant(statement.text()) };
    let checked = query.check();
    let offset = statement.offset();
    let warnings = checked.map_err(|problem| moved(problem, offset))?;
    let warnings = warnings.into_iter().map(|warning| moved(warning, offset)).collect();
    Ok(ViewQuery { statement, warnings })
}

fn moved(problem: SqlProblem, offset: usize) -> SqlProblem {
    SqlProblem { range: problem.range.start + offset..problem.range.end + offset, ..problem }
}

struct Query<'a> {
    text: &'a str,
    tokens: Vec<Token>,
}

impl Query<'_> {
    fn check(&self) -> Result<Vec<SqlProblem>, SqlProblem> {
        self.check_start()?;
        self.check_tail()?;
        self.check_top_level()?;
        dates::check(self.text, &self.tokens)
    }

    fn check_start(&self) -> Result<(), SqlProblem> {
        let starts = ["select", "with", "values", "table"].iter().any(|word| self.is_word(0, word));
        if starts || self.is_symbol(0, "(") {
            return Ok(());
        }
        let message = format!("a query cannot start with `{}`", self.slice(0));
        Err(SqlProblem::error(&codes::NOT_A_QUERY, self.range(0), message)
            .with_advice("start the query with SELECT, WITH, VALUES or TABLE, without CREATE VIEW before it"))
    }

    /// `WITH [CASCADED | LOCAL] CHECK OPTION` and `WITH [NO] DATA` belong to CREATE, not to the query.
    fn check_tail(&self) -> Result<(), SqlProblem> {
        let last = self.tokens.len().saturating_sub(1);
        let tail = |words: &[&str]| {
            let first = (last + 1).checked_sub(words.len())?;
            let all = words.iter().enumerate().all(|(at, word)| self.is_word(first + at, word));
            all.then(|| self.range(first).start..self.range(last).end)
        };
        let check_option = [
            (&["with", "check", "option"][..], "cascaded"),
            (&["with", "cascaded", "check", "option"], "cascaded"),
            (&["with", "local", "check", "option"], "local"),
        ];
        for (words, value) in check_option {
            if let Some(range) = tail(words) {
                return Err(SqlProblem::error(
                    &codes::CLAUSE_OF_CREATE,
                    range,
                    "the check option is no part of a query",
                )
                .with_advice(format!("remove it here and write `options: {{check_option: {value}}}`")));
            }
        }
        for (words, value) in [(&["with", "no", "data"][..], "false"), (&["with", "data"], "true")] {
            if let Some(range) = tail(words) {
                return Err(SqlProblem::error(&codes::CLAUSE_OF_CREATE, range, "WITH DATA is no part of a query")
                    .with_advice(format!("remove it here and write `populated: {value}` in the materialized view")));
            }
        }
        Ok(())
    }

    /// SELECT .. INTO, and WITH .. INSERT / UPDATE / DELETE / MERGE.
    fn check_top_level(&self) -> Result<(), SqlProblem> {
        let mut depth = 0usize;
        let mut main_seen = !self.is_word(0, "with");
        for index in 0..self.tokens.len() {
            match self.slice(index) {
                "(" | "[" if self.tokens[index].kind == Kind::Punctuation => depth += 1,
                ")" | "]" if self.tokens[index].kind == Kind::Punctuation => depth = depth.saturating_sub(1),
                _ if depth > 0 || self.is_label(index) => {}
                _ if self.is_word(index, "into") => {
                    return Err(SqlProblem::error(&codes::WRITES, self.range(index), "INTO would write, not read")
                        .with_advice("remove INTO: a view only returns rows"));
                }
                _ if main_seen => {}
                _ if self.any_word(index, &["select", "values", "table"]) => main_seen = true,
                _ if self.any_word(index, &["insert", "update", "delete", "merge"]) && self.follows_cte(index) => {
                    let message = format!("{} writes; a view only reads", self.slice(index).to_ascii_uppercase());
                    return Err(SqlProblem::error(&codes::WRITES, self.range(index), message)
                        .with_advice("move the statement into a function, or select what it would return"));
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// True where a keyword is a column label or part of a name: after `.` and AS.
    fn is_label(&self, index: usize) -> bool {
        index > 0 && (self.is_symbol(index - 1, ".") || self.is_word(index - 1, "as"))
    }

    /// False where the word names a CTE itself (`WITH update AS ..`).
    fn follows_cte(&self, index: usize) -> bool {
        index > 0 && !self.any_word(index - 1, &["with", "recursive"]) && !self.is_symbol(index - 1, ",")
    }

    fn any_word(&self, index: usize, words: &[&str]) -> bool {
        words.iter().any(|word| self.is_word(index, word))
    }

    fn is_word(&self, index: usize, word: &str) -> bool {
        self.tokens.get(index).is_some_and(|token| token.is_word(self.text, word))
    }

    fn is_symbol(&self, index: usize, symbol: &str) -> bool {
        self.tokens.get(index).is_some_and(|token| token.is_symbol(self.text, symbol))
    }

    fn slice(&self, index: usize) -> &str {
        self.tokens.get(index).map_or("", |token| token.text(self.text))
    }

    fn range(&self, index: usize) -> Range<usize> {
        self.tokens.get(index).map_or(0..0, |token| token.range.clone())
    }
}
