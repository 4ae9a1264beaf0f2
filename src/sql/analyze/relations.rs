//! Relations named without a schema.

use std::collections::HashSet;
use std::ops::{ControlFlow, Range};

use sqlparser::ast::{Ident, ObjectNamePart, Query, TableFactor, Visit, Visitor};
use sqlparser::tokenizer::Location;

use super::token_scan::TokenScan;

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
    let mut items = scan.in_from_clauses();
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
