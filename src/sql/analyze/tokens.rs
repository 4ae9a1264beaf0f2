//! What tokens alone tell: stars in select lists, and an order without a limit.

use std::ops::Range;

use crate::sql::lex::{Kind, Token, significant};

/// A `*` or `relation.*` in a select list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Star {
    /// The bytes of the `*`.
    pub range: Range<usize>,
    /// True when it stands in the select list of the query itself, not of a subquery or CTE.
    pub outermost: bool,
}

/// Every `*` of a select list, in order. PostgreSQL resolves them when the view is created: later
/// columns do not show up. `count(*)`, products and whole rows in expressions are none.
pub fn stars(query: &str) -> Vec<Star> {
    let tokens = significant(query);
    let scan = Scan { text: query, tokens: &tokens };
    let mut found = Vec::new();
    // Per open parenthesis: is a select list being read?
    let mut lists = vec![false];
    for (at, token) in tokens.iter().enumerate() {
        let depth = lists.len();
        let Some(list) = lists.last_mut() else { break };
        match token.text(query) {
            "(" if token.kind == Kind::Punctuation => lists.push(false),
            ")" if token.kind == Kind::Punctuation && depth > 1 => {
                lists.pop();
            }
            "*" if *list && scan.is_star(at) => {
                let outermost = depth == 1 || scan.only_opening_before(depth - 1);
                found.push(Star { range: token.range.clone(), outermost });
            }
            _ if scan.is_word(at, "select") && !scan.is_label(at) => *list = true,
            _ if scan.any_word(at, &LIST_END) && !scan.is_label(at) => *list = false,
            _ => {}
        }
    }
    found
}

const LIST_END: [&str; 13] = [
    "from",
    "where",
    "group",
    "having",
    "window",
    "order",
    "limit",
    "offset",
    "fetch",
    "union",
    "intersect",
    "except",
    "into",
];

/// The ORDER BY of the query itself, where neither LIMIT nor FETCH (nor OFFSET) make it matter: who
/// reads the view sees rows in any order unless asking for one.
pub fn order_by_without_limit(query: &str) -> Option<Range<usize>> {
    let tokens = significant(query);
    let scan = Scan { text: query, tokens: &tokens };
    let mut depth = 0usize;
    let mut order: Option<Range<usize>> = None;
    for (at, token) in tokens.iter().enumerate() {
        match token.text(query) {
            "(" if token.kind == Kind::Punctuation => depth += 1,
            ")" if token.kind == Kind::Punctuation => depth = depth.saturating_sub(1),
            _ if depth > 0 || scan.is_label(at) => {}
            _ if scan.is_word(at, "order") && scan.is_word(at + 1, "by") => {
                order = Some(token.range.start..tokens[at + 1].range.end);
            }
            _ if scan.any_word(at, &["limit", "fetch", "offset"]) => return None,
            _ => {}
        }
    }
    // DISTINCT ON keeps the first row of that order.
    let distinct_on = (0..tokens.len()).any(|at| scan.is_word(at, "distinct") && scan.is_word(at + 1, "on"));
    order.filter(|_| !distinct_on)
}

struct Scan<'a> {
    text: &'a str,
    tokens: &'a [Token],
}

impl Scan<'_> {
    /// Inside a select list: a `*` that is no product.
    fn is_star(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else { return false };
        let starts_item = self.any_word(before, &["select", "all", "distinct"])
            || self.is_symbol(before, ",")
            || self.is_symbol(before, ".")
            || self.is_symbol(before, ")") && self.closes_distinct_on(before);
        starts_item && self.ends_item(at + 1)
    }

    fn ends_item(&self, at: usize) -> bool {
        match self.tokens.get(at) {
            None => true,
            Some(token) => {
                self.is_symbol(at, ",")
                    || self.is_symbol(at, ")")
                    || self.is_symbol(at, ";")
                    || token.kind == Kind::Word && self.any_word(at, &LIST_END)
                    || self.is_word(at, "for")
            }
        }
    }

    /// True for the `)` of `DISTINCT ON (..)`.
    fn closes_distinct_on(&self, close: usize) -> bool {
        let mut depth = 0usize;
        for at in (0..=close).rev() {
            if self.is_symbol(at, ")") {
                depth += 1;
            } else if self.is_symbol(at, "(") {
                depth -= 1;
                if depth == 0 {
                    return at > 1 && self.is_word(at - 1, "on") && self.is_word(at - 2, "distinct");
                }
            }
        }
        false
    }

    /// A query in parentheses is the query itself when nothing else stands before.
    fn only_opening_before(&self, depth: usize) -> bool {
        (0..depth).all(|at| self.is_symbol(at, "(")) && self.is_word(depth, "select")
    }

    fn is_label(&self, at: usize) -> bool {
        at > 0 && (self.is_symbol(at - 1, ".") || self.is_word(at - 1, "as"))
    }

    fn any_word(&self, at: usize, words: &[&str]) -> bool {
        words.iter().any(|word| self.is_word(at, word))
    }

    fn is_word(&self, at: usize, word: &str) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is_word(self.text, word))
    }

    fn is_symbol(&self, at: usize, symbol: &str) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is_symbol(self.text, symbol))
    }
}
