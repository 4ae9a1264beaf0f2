//! What can be verified: a view, a materialized view, or one overload of a function, as a manifest holds it.

use super::digest::Digest;
use crate::manifest::document::{
    Argument, ArgumentMode, Column, Document, MaterializedView, Overload, Returns, Security, View, Volatility,
};
use crate::sql::layout::comparable;
use crate::sql::{QualifiedName, TypeName};

/// One thing that a manifest says and the server types.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Subject<'a> {
    /// A view.
    View(&'a View),
    /// A materialized view.
    MaterializedView(&'a MaterializedView),
    /// One overload of the function of this name.
    Function(&'a QualifiedName, &'a Overload),
}

impl<'a> Subject<'a> {
    /// The subjects of a document: one of a view, one for each overload of a function, none of other kinds.
    pub fn of(document: &'a Document) -> Vec<Self> {
        match document {
            Document::View(view) => vec![Self::View(view)],
            Document::MaterializedView(view) => vec![Self::MaterializedView(view)],
            Document::Function(function) => {
                function.overloads.iter().map(|overload| Self::Function(&function.name, overload)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// `api.orders`, `api.place_order(bigint, json)`
    pub fn name(&self) -> String {
        match self {
            Self::View(view) => view.name.to_string(),
            Self::MaterializedView(view) => view.name.to_string(),
            Self::Function(name, overload) => format!("{name}{}", signature(overload)),
        }
    }

    /// The hash of what the manifest says, as far as the server's answer follows from it: 16 hex digits.
    /// Columns are part of it, so that a hand-written type never passes for one the server gave.
    pub(super) fn text_hash(&self) -> String {
        match self {
            Self::View(view) => view_hash(view),
            Self::MaterializedView(view) => materialized_view_hash(view),
            Self::Function(_, overload) => overload_hash(overload),
        }
    }
}

/// The types of the input arguments as `access` and the lock spell them: `(bigint, json)`.
pub fn signature(overload: &Overload) -> String {
    let types: Vec<String> = input_types(overload).map(printed).collect();
    format!("({})", types.join(", "))
}

/// The same, each type as the manifest writes it.
pub(super) fn written_signature(overload: &Overload) -> String {
    format!("({})", input_types(overload).collect::<Vec<_>>().join(", "))
}

fn input_types(overload: &Overload) -> impl Iterator<Item = &str> {
    let inputs = overload.arguments.iter().filter(|argument| argument.mode != ArgumentMode::Out);
    inputs.map(|argument| argument.type_name.as_str())
}

/// As PostgreSQL prints it in a signature: `int` is `integer`, modifiers are dropped.
fn printed(type_name: &str) -> String {
    let Ok(parsed) = type_name.parse::<TypeName>() else { return type_name.to_owned() };
    let bare = parsed.without_modifiers();
    bare.canonical().unwrap_or(bare).to_string()
}

fn view_hash(view: &View) -> String {
    let mut digest = Digest::new("view");
    digest.text(&comparable(&view.query));
    digest.flag(view.options.security_barrier).flag(view.options.security_invoker);
    digest.number(view.options.check_option.map_or(0, |option| 1 + option as usize));
    columns(&mut digest, view.columns.iter());
    digest.number(view.triggers.len());
    for (name, trigger) in sorted(view.triggers.iter()) {
        digest.text(name).text(&trigger.when).text(&trigger.execute);
    }
    digest.number(view.rules.len());
    for (name, rule) in sorted(view.rules.iter()) {
        digest.text(name).text(&comparable(&rule.definition));
    }
    digest.finish()
}

fn materialized_view_hash(view: &MaterializedView) -> String {
    let mut digest = Digest::new("materialized view");
    digest.text(&comparable(&view.query));
    columns(&mut digest, view.columns.iter());
    digest.number(view.indexes.len());
    for (name, index) in sorted(view.indexes.iter()) {
        digest.text(name).flag(index.unique).texts(index.columns.iter()).some(index.definition.as_deref());
    }
    digest.finish()
}

fn columns<'a>(digest: &mut Digest, columns: impl ExactSizeIterator<Item = (&'a String, &'a Column)>) {
    digest.number(columns.len());
    for (name, column) in columns {
        digest.text(name).text(&column.type_name).some(column.collation.as_deref());
        // What an insert through a view above has to give follows from it.
        digest.flag(column.default.is_some());
    }
}

/// Order in a manifest is people's; it means nothing to the server.
fn sorted<'a, T>(entries: impl Iterator<Item = (&'a String, &'a T)>) -> Vec<(&'a String, &'a T)> {
    let mut entries: Vec<_> = entries.collect();
    entries.sort_by_key(|(name, _)| *name);
    entries
}

fn overload_hash(overload: &Overload) -> String {
    let mut digest = Digest::new("function");
    digest.number(overload.arguments.len());
    for argument in &overload.arguments {
        digest.number(argument.mode as usize).some(argument.name.as_deref()).text(&argument.type_name);
        digest.some(argument.default.as_deref());
    }
    returns(&mut digest, overload.returns.as_ref());
    digest.text(&overload.language).number(overload.volatility as usize);
    digest.flag(overload.security == Security::Definer).flag(overload.strict).flag(overload.window);
    digest.number(overload.set.len());
    for (name, value) in sorted(overload.set.iter()) {
        digest.text(name).text(value);
    }
    digest.some(overload.body.as_deref());
    digest.some(overload.sql_body.as_deref().map(comparable).as_deref());
    digest.finish()
}

/// A result; left out it is void.
pub(super) fn returns(digest: &mut Digest, returns: Option<&Returns>) {
    match returns {
        None => digest.text("type").text("void"),
        Some(Returns::Type(name)) => digest.text("type").text(name),
        Some(Returns::Setof(name)) => digest.text("setof").text(name),
        Some(Returns::Table(columns)) => {
            digest.text("table").number(columns.len());
            for (name, type_name) in columns {
                digest.text(name).text(type_name);
            }
            digest
        }
    };
}

/// What callers see of a function: equal hashes, equal use.
pub(super) fn shape_hash<'a>(
    arguments: impl ExactSizeIterator<Item = (ArgumentMode, Option<&'a str>, &'a str, bool)>,
    result: Option<&Returns>,
    volatility: Volatility,
) -> String {
    let mut digest = Digest::new("shape");
    digest.number(arguments.len());
    for (mode, name, type_name, has_default) in arguments {
        digest.number(mode as usize).some(name).text(type_name).flag(has_default);
    }
    returns(&mut digest, result);
    digest.number(volatility as usize);
    digest.finish()
}

/// The shape of an overload as the manifest says it.
pub(super) fn shape_of(overload: &Overload) -> String {
    let argument = |argument: &'_ Argument| argument.default.is_some();
    shape_hash(
        overload.arguments.iter().map(|a| (a.mode, a.name.as_deref(), a.type_name.as_str(), argument(a))),
        overload.returns.as_ref(),
        overload.volatility,
    )
}
