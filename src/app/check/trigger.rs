//! The shape of triggers and rules on views (PostgreSQL docs, CREATE TRIGGER and CREATE RULE).

use std::ops::Range;

use crate::diagnostic::codes::workspace as codes;
use crate::sql::QualifiedName;
use crate::sql::lex::{Kind, Token, significant};
use crate::sql::statement::{SqlProblem, single};

const WHEN_ADVICE: &str = "write for example `instead of insert or update`, or `after delete for each statement`";

/// `instead of insert or update`, `before delete for each statement`.
pub(super) fn when(text: &str) -> Result<(), SqlProblem> {
    single(text)?;
    let mut words = Words::new(text);
    let instead = if words.take("instead") {
        words.expect("of")?;
        true
    } else if words.take("before") || words.take("after") {
        false
    } else {
        return Err(words.unexpected("`instead of`, `before` or `after`"));
    };
    events(&mut words, instead)?;
    let level = words.here();
    let mut statement = false;
    if words.take("for") {
        let _ = words.take("each");
        statement = words.take("statement");
        if !statement {
            words.expect("row")?;
        }
    }
    if instead && statement {
        return Err(refused(level, "an INSTEAD OF trigger works on rows", "remove `for each statement`"));
    }
    if !instead && !statement {
        let message = "a BEFORE or AFTER trigger of a view works on statements";
        return Err(refused(level, message, "add `for each statement`, or write `instead of`"));
    }
    condition(&mut words, instead)?;
    words.end()
}

fn events(words: &mut Words<'_>, instead: bool) -> Result<(), SqlProblem> {
    loop {
        let here = words.here();
        if words.take("update") {
            let columns = words.here();
            if words.take("of") {
                words.list()?;
                if instead {
                    let message = "an INSTEAD OF trigger has no list of columns";
                    return Err(refused(columns, message, "write `update` alone"));
                }
            }
        } else if words.take("truncate") {
            return Err(refused(here, "a view has no TRUNCATE triggers", WHEN_ADVICE));
        } else if !words.take("insert") && !words.take("delete") {
            return Err(words.unexpected("`insert`, `update` or `delete`"));
        }
        if !words.take("or") {
            return Ok(());
        }
    }
}

fn condition(words: &mut Words<'_>, instead: bool) -> Result<(), SqlProblem> {
    let here = words.here();
    if !words.take("when") {
        return Ok(());
    }
    if instead {
        let message = "an INSTEAD OF trigger has no condition";
        return Err(refused(here, message, "test the condition in the trigger's function"));
    }
    words.parentheses()
}

/// `private.order_full_write('x')`: a qualified function with its arguments.
pub(super) fn execute(text: &str) -> Result<(), SqlProblem> {
    single(text)?;
    let mut words = Words::new(text);
    let advice = "write the function with its schema and arguments: `private.write_orders()`";
    let shape = (|| {
        words.identifier()?;
        words.symbol(".")?;
        words.identifier()?;
        words.parentheses()?;
        words.end()
    })();
    shape.map_err(|problem| SqlProblem { advice: Some(advice.to_owned()), ..problem })
}

/// `CREATE RULE name AS ON event TO view .. DO ..`, of this name and this view.
pub(super) fn rule(name: &str, view: &QualifiedName, text: &str) -> Result<(), SqlProblem> {
    single(text)?;
    let mut words = Words { code: &codes::RULE_SHAPE, ..Words::new(text) };
    words.expect("create")?;
    if words.take("or") {
        words.expect("replace")?;
    }
    words.expect("rule")?;
    let here = words.here();
    let written = words.identifier()?;
    if written != name {
        return Err(words.differs(here, format!("the rule is called `{written}` here, and `{name}` as a key")));
    }
    words.expect("as")?;
    words.expect("on")?;
    if !["insert", "update", "delete", "select"].into_iter().any(|event| words.take(event)) {
        return Err(words.unexpected("`insert`, `update` or `delete`"));
    }
    words.expect("to")?;
    let here = words.here();
    let first = words.identifier()?;
    let written = if words.symbol(".").is_ok() {
        QualifiedName::new(first, words.identifier()?)
    } else {
        return Err(words.differs(here, format!("the rule's relation has no schema: write `{view}`")));
    };
    if written != *view {
        return Err(words.differs(here, format!("the rule is one of `{written}`, not of `{view}`")));
    }
    match words.find("do") {
        true => Ok(()),
        false => Err(words.unexpected("`do` and what it does")),
    }
}

fn refused(range: Range<usize>, message: &str, advice: &str) -> SqlProblem {
    SqlProblem::error(&codes::TRIGGER_SHAPE, range, message).with_advice(advice)
}

/// The tokens of a text, taken from the left.
struct Words<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    at: usize,
    code: crate::diagnostic::Code,
}

impl<'a> Words<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, tokens: significant(text), at: 0, code: &codes::TRIGGER_SHAPE }
    }

    fn here(&self) -> Range<usize> {
        self.tokens.get(self.at).map_or(self.text.len()..self.text.len(), |token| token.range.clone())
    }

    fn take(&mut self, word: &str) -> bool {
        let found = self.tokens.get(self.at).is_some_and(|token| token.is_word(self.text, word));
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, word: &str) -> Result<(), SqlProblem> {
        if self.take(word) { Ok(()) } else { Err(self.unexpected(&format!("`{word}`"))) }
    }

    fn symbol(&mut self, symbol: &str) -> Result<(), SqlProblem> {
        let found = self.tokens.get(self.at).is_some_and(|token| token.is_symbol(self.text, symbol));
        self.at += usize::from(found);
        if found { Ok(()) } else { Err(self.unexpected(&format!("`{symbol}`"))) }
    }

    /// An identifier as PostgreSQL reads it: folded, or without its quotes.
    fn identifier(&mut self) -> Result<String, SqlProblem> {
        let Some(token) = self.tokens.get(self.at).filter(|token| token.is_identifier()) else {
            return Err(self.unexpected("a name"));
        };
        let written = token.text(self.text);
        let quoted = written.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        let name = quoted.map_or_else(|| written.to_lowercase(), |inner| inner.replace("\"\"", "\""));
        self.at += 1;
        Ok(name)
    }

    fn list(&mut self) -> Result<(), SqlProblem> {
        self.identifier()?;
        while self.symbol(",").is_ok() {
            self.identifier()?;
        }
        Ok(())
    }

    /// `(..)`, whatever stands inside.
    fn parentheses(&mut self) -> Result<(), SqlProblem> {
        self.symbol("(")?;
        let mut depth = 1_usize;
        while let Some(token) = self.tokens.get(self.at) {
            self.at += 1;
            match token.text(self.text) {
                "(" if token.kind == Kind::Punctuation => depth += 1,
                ")" if token.kind == Kind::Punctuation => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return Ok(());
            }
        }
        Err(self.unexpected("`)`"))
    }

    /// Skips to and over a word.
    fn find(&mut self, word: &str) -> bool {
        while self.at < self.tokens.len() {
            if self.take(word) {
                return self.at < self.tokens.len();
            }
            self.at += 1;
        }
        false
    }

    fn end(&self) -> Result<(), SqlProblem> {
        if self.at == self.tokens.len() { Ok(()) } else { Err(self.unexpected("the end")) }
    }

    fn unexpected(&self, wanted: &str) -> SqlProblem {
        let found = self.tokens.get(self.at).map_or("the end".to_owned(), |t| format!("`{}`", t.text(self.text)));
        let advice = if self.code == &codes::TRIGGER_SHAPE { WHEN_ADVICE } else { RULE_ADVICE };
        SqlProblem::error(self.code, self.here(), format!("expected {wanted}, found {found}")).with_advice(advice)
    }

    fn differs(&self, range: Range<usize>, message: String) -> SqlProblem {
        SqlProblem::error(self.code, range, message).with_advice("let the definition and the file say the same")
    }
}

const RULE_ADVICE: &str =
    "write the whole statement: `CREATE RULE name AS ON DELETE TO schema.view DO INSTEAD NOTHING`";

#[cfg(test)]
mod tests {
    use super::*;

    fn show(result: Result<(), SqlProblem>) -> String {
        result.map_or_else(|problem| format!("{} {}", problem.offset(), problem.message), |()| "fine".to_owned())
    }

    #[test]
    fn triggers_of_views() {
        for (text, expected) in [
            ("instead of insert or update or delete", "fine"),
            ("INSTEAD OF UPDATE FOR EACH ROW", "fine"),
            ("before insert or update of \"Total\", note for each statement", "fine"),
            ("after delete for statement when (true)", "fine"),
            ("instead insert", "8 expected `of`, found `insert`"),
            ("insert", "0 expected `instead of`, `before` or `after`, found `insert`"),
            ("instead of insert, update", "17 expected the end, found `,`"),
            ("instead of upsert", "11 expected `insert`, `update` or `delete`, found `upsert`"),
            ("instead of update of a", "18 an INSTEAD OF trigger has no list of columns"),
            ("instead of insert when (true)", "18 an INSTEAD OF trigger has no condition"),
            ("instead of insert for each statement", "18 an INSTEAD OF trigger works on rows"),
            ("after insert", "12 a BEFORE or AFTER trigger of a view works on statements"),
            ("after truncate for each statement", "6 a view has no TRUNCATE triggers"),
            ("instead of insert; drop table x", "19 a second statement starts here"),
            ("", "0 there is no SQL statement here"),
        ] {
            assert_eq!(show(when(text)), expected, "{text}");
        }
    }

    #[test]
    fn functions_of_triggers() {
        for (text, expected) in [
            ("private.f()", "fine"),
            ("\"Odd\".\"f(\" ('a', '(')", "fine"),
            ("f()", "1 expected `.`, found `(`"),
            ("a.f", "3 expected `(`, found the end"),
            ("a.f() x", "6 expected the end, found `x`"),
            ("a.b.f()", "3 expected `(`, found `.`"),
        ] {
            assert_eq!(show(execute(text)), expected, "{text}");
        }
    }

    #[test]
    fn rules_of_views() {
        let view: QualifiedName = "api.orders".parse().unwrap();
        for (text, expected) in [
            ("CREATE RULE r AS\n    ON DELETE TO api.orders DO INSTEAD NOTHING", "fine"),
            (
                "CREATE OR REPLACE RULE \"r\" AS ON UPDATE TO \"api\".orders WHERE old.a DO ALSO (SELECT 1; SELECT 2)",
                "fine",
            ),
            (
                "CREATE RULE q AS ON DELETE TO api.orders DO INSTEAD NOTHING",
                "12 the rule is called `q` here, and `r` as a key",
            ),
            (
                "CREATE RULE r AS ON DELETE TO api.other DO INSTEAD NOTHING",
                "30 the rule is one of `api.other`, not of `api.orders`",
            ),
            (
                "CREATE RULE r AS ON DELETE TO orders DO NOTHING",
                "30 the rule's relation has no schema: write `api.orders`",
            ),
            ("CREATE RULE r AS ON DELETE TO api.orders", "40 expected `do` and what it does, found the end"),
            ("DROP RULE r", "0 expected `create`, found `DROP`"),
        ] {
            assert_eq!(show(rule("r", &view, text)), expected, "{text}");
        }
    }
}
