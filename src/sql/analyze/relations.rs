//! Relations named without a schema.

use std::collections::HashSet;
use std::ops::{ControlFlow, Range};

use sqlparser::ast::{Ident, ObjectNamePart, Query, TableFactor, Visit, Visitor};
use sqlparser::tokenizer::Location;

use crate::sql::lex::{Kind, Token, identifier_value, significant};

/// A relation named without a schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnqualifiedRelation {
    /// Bare name, folded.
    pub name: String,
    /// Where it stands in the query, in bytes.
    pub range: Range<usize>,
}

/// What the answer was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The syntax tree.
    Parser,
    /// Tokens only: sqlparser could not read the query, names may be missing.
    Tokens,
}

/// Relations named without a schema, in the order of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relations {
    /// The names.
    pub items: Vec<UnqualifiedRelation>,
    /// How they were found.
    pub source: Source,
}

pub(super) fn from_parser(text: &str, query: &Query) -> Relations {
    let mut collector = Collector { text, scopes: Vec::new(), found: Vec::new() };
    let _ = query.visit(&mut collector);
    let mut items = collector.found;
    // TABLE has no place in the tree.
    let scan = TokenScan::new(text);
    items.extend(scan.table_commands());
    items.sort_by_key(|item| item.range.start);
    items.dedup();
    Relations { items, source: Source::Parser }
}

pub(super) fn from_tokens(text: &str) -> Relations {
    let scan = TokenScan::new(text);
    let mut items = scan.from_items();
    items.extend(scan.table_commands());
    items.sort_by_key(|item| item.range.start);
    items.dedup();
    Relations { items, source: Source::Tokens }
}

struct Collector<'a> {
    text: &'a str,
    /// Names of the CTEs that each enclosing query brings. Those of the same WITH see each other
    /// here, which PostgreSQL allows only to later ones.
    scopes: Vec<HashSet<String>>,
    found: Vec<UnqualifiedRelation>,
}

impl Visitor for Collector<'_> {
    type Break = ();

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<()> {
        let tables = query.with.iter().flat_map(|with| &with.cte_tables);
        self.scopes.push(tables.map(|cte| folded(&cte.alias.name)).collect());
        ControlFlow::Continue(())
    }

    fn post_visit_query(&mut self, _: &Query) -> ControlFlow<()> {
        self.scopes.pop();
        ControlFlow::Continue(())
    }

    fn pre_visit_table_factor(&mut self, factor: &TableFactor) -> ControlFlow<()> {
        if let TableFactor::Table { name, args: None, .. } = factor
            && let [ObjectNamePart::Identifier(ident)] = name.0.as_slice()
        {
            let name = folded(ident);
            if !self.scopes.iter().any(|scope| scope.contains(&name)) {
                let start = byte_offset(self.text, ident.span.start);
                let end = byte_offset(self.text, ident.span.end).max(start);
                self.found.push(UnqualifiedRelation { name, range: start..end });
            }
        }
        ControlFlow::Continue(())
    }
}

/// The name an identifier of the tree stands for.
pub(super) fn folded(ident: &Ident) -> String {
    if ident.quote_style.is_some() { ident.value.clone() } else { ident.value.to_ascii_lowercase() }
}

/// sqlparser counts lines and characters from 1.
fn byte_offset(text: &str, at: Location) -> usize {
    let line = usize::try_from(at.line.saturating_sub(1)).unwrap_or(usize::MAX);
    let column = usize::try_from(at.column.saturating_sub(1)).unwrap_or(usize::MAX);
    let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let rest = &text[start..];
    start + rest.char_indices().nth(column).map_or(rest.len(), |(offset, _)| offset)
}

/// What tokens can tell about relations.
struct TokenScan<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    ctes: HashSet<String>,
}

/// Words that end a FROM clause within its parentheses.
const AFTER_FROM: [&str; 14] = [
    "where",
    "group",
    "having",
    "window",
    "order",
    "limit",
    "offset",
    "fetch",
    "for",
    "union",
    "intersect",
    "except",
    "select",
    "returning",
];

impl<'a> TokenScan<'a> {
    fn new(text: &'a str) -> Self {
        let mut scan = Self { text, tokens: significant(text), ctes: HashSet::new() };
        scan.ctes = scan.cte_names();
        scan
    }

    /// Names before `AS [NOT] [MATERIALIZED] (`, with or without a column list: CTEs, and windows,
    /// which do no harm here.
    fn cte_names(&self) -> HashSet<String> {
        let mut names = HashSet::new();
        for at in (1..self.tokens.len()).filter(|at| self.is_word(*at, "as")) {
            let mut next = at + 1;
            next += usize::from(self.is_word(next, "not"));
            next += usize::from(self.is_word(next, "materialized"));
            if !self.is_symbol(next, "(") {
                continue;
            }
            let mut name = at - 1;
            if self.is_symbol(name, ")") {
                while name > 0 && !self.is_symbol(name, "(") {
                    name -= 1;
                }
                name = name.saturating_sub(1);
            }
            names.extend(identifier_value(&self.tokens[name], self.text, '\\'));
        }
        names
    }

    /// `TABLE name`
    fn table_commands(&self) -> Vec<UnqualifiedRelation> {
        let starts = |at: usize| at == 0 || self.is_symbol(at - 1, "(") || self.after_set_operation(at);
        let commands = (0..self.tokens.len())
            .filter(|at| self.is_word(*at, "table") && (starts(*at) || self.is_symbol(at - 1, ")")));
        commands.filter_map(|at| self.relation(at + 1 + usize::from(self.is_word(at + 1, "only")))).collect()
    }

    fn after_set_operation(&self, at: usize) -> bool {
        ["union", "intersect", "except", "all", "distinct"].iter().any(|word| self.is_word(at - 1, word))
    }

    /// Relations after FROM, JOIN and the commas of a FROM clause.
    fn from_items(&self) -> Vec<UnqualifiedRelation> {
        let mut found = Vec::new();
        // Per open parenthesis: is there a SELECT, and is its FROM clause being read?
        let mut levels = vec![(false, false)];
        for at in 0..self.tokens.len() {
            let Some((select, from)) = levels.last_mut() else { break };
            let mut item = false;
            match self.tokens[at].text(self.text) {
                "(" if self.tokens[at].kind == Kind::Punctuation => {
                    // The parentheses of a join go on with the FROM clause.
                    let inside = (*select && *from, *from);
                    item = inside.1 && self.join_parenthesis(at);
                    levels.push(if item { (true, true) } else { (false, false) });
                }
                ")" if self.tokens[at].kind == Kind::Punctuation => {
                    levels.pop();
                    if levels.is_empty() {
                        levels.push((false, false));
                    }
                }
                "," if self.tokens[at].kind == Kind::Punctuation => item = *from,
                _ if self.is_word(at, "select") => (*select, *from) = (true, false),
                _ if self.is_word(at, "from") => {
                    let distinct = at > 1
                        && self.is_word(at - 1, "distinct")
                        && (self.is_word(at - 2, "is") || self.is_word(at - 2, "not"));
                    if *select && !*from && !distinct {
                        (*from, item) = (true, true);
                    }
                }
                _ if self.is_word(at, "join") => item = *from,
                _ if AFTER_FROM.iter().any(|word| self.is_word(at, word)) => *from = false,
                _ => {}
            }
            if item {
                let modifiers = ["only", "lateral"].iter().filter(|word| self.is_word(at + 1, word)).count();
                found.extend(self.relation(at + 1 + modifiers));
            }
        }
        found
    }

    /// `FROM (a JOIN b ..)`: a parenthesis where a relation may stand.
    fn join_parenthesis(&self, at: usize) -> bool {
        at > 0
            && (["from", "join"].iter().any(|word| self.is_word(at - 1, word))
                || self.is_symbol(at - 1, ",")
                || self.is_symbol(at - 1, "("))
            && !["select", "with", "values", "table"].iter().any(|word| self.is_word(at + 1, word))
    }

    /// The relation named by the token, unless it is qualified, a function or a CTE.
    fn relation(&self, at: usize) -> Option<UnqualifiedRelation> {
        let token = self.tokens.get(at)?;
        let name = identifier_value(token, self.text, '\\')?;
        let no_relation = ["select", "values", "with", "lateral", "rows", "unnest"];
        let keyword = token.kind == Kind::Word && no_relation.contains(&name.as_str());
        if keyword || self.is_symbol(at + 1, ".") || self.is_symbol(at + 1, "(") || self.ctes.contains(&name) {
            return None;
        }
        Some(UnqualifiedRelation { name, range: token.range.clone() })
    }

    fn is_word(&self, at: usize, word: &str) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is_word(self.text, word))
    }

    fn is_symbol(&self, at: usize, symbol: &str) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is_symbol(self.text, symbol))
    }
}
