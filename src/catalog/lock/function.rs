//! Function entries.

use std::collections::BTreeMap;

use super::Reached;
use crate::catalog::raise::{Raise, access_of_function};
use crate::catalog::{self, Catalog};
use crate::manifest::document::Security;
use crate::manifest::lock::{Argument, Function, FunctionKind, Overload, body_hash, query_hash};
use crate::sql::QualifiedName;

pub(super) fn functions(catalog: &Catalog, reached: &Reached) -> BTreeMap<QualifiedName, Function> {
    let raise = Raise::new(catalog, Default::default(), Default::default());
    let mut functions: BTreeMap<QualifiedName, Function> = BTreeMap::new();
    for (key, managed) in reached.functions.iter().filter(|(key, _)| !reached.not_read.contains(&key.to_string())) {
        let Some(found) = catalog.functions.get(key) else { continue };
        let name = &key.name;
        let entry = functions.entry(name.clone()).or_insert_with(|| Function {
            function: name.clone(),
            live: None,
            overloads: BTreeMap::new(),
        });
        entry.overloads.insert(key.signature(), overload(catalog, &raise, found, *managed));
    }
    functions
}

fn overload(catalog: &Catalog, raise: &Raise<'_>, found: &catalog::Function, managed: bool) -> Overload {
    let said = raise.overload(found);
    let inputs = found.arguments.iter().filter(|argument| argument.mode != catalog::ArgumentMode::Table);
    let arguments = said.arguments.into_iter().zip(inputs).map(|(said, found)| Argument {
        mode: said.mode,
        name: said.name,
        type_name: said.type_name,
        optional: found.has_default && said.default.is_none(),
        default: said.default,
    });
    let mut entry = Overload {
        kind: kind(found.kind),
        arguments: arguments.collect(),
        returns: said.returns,
        volatility: said.volatility,
        computed_over: found
            .row_argument
            .clone()
            .filter(|_| found.kind == catalog::FunctionKind::Function && found.inputs().count() == 1),
        ..Overload::default()
    };
    if !managed {
        entry.rows = said.rows;
        entry.owner = Some(found.owner.clone());
        entry.extension.clone_from(&found.extension);
        entry.language = Some(said.language);
        entry.strict = said.strict;
        entry.definer = said.security == Security::Definer;
        entry.parallel = said.parallel;
        entry.set = found.config.clone();
        entry.body_hash = hashed_body(found);
        entry.comment = said.comment;
        entry.grants = access_of_function(found, catalog.server.version_num);
    }
    entry
}

fn kind(kind: catalog::FunctionKind) -> FunctionKind {
    match kind {
        catalog::FunctionKind::Function => FunctionKind::Function,
        catalog::FunctionKind::Procedure => FunctionKind::Procedure,
        catalog::FunctionKind::Aggregate => FunctionKind::Aggregate,
        catalog::FunctionKind::Window => FunctionKind::Window,
    }
}

/// The hash of the body; none for an aggregate, or for a `BEGIN ATOMIC` body that was not read.
fn hashed_body(found: &catalog::Function) -> Option<String> {
    if found.kind == catalog::FunctionKind::Aggregate {
        return None;
    }
    if found.has_sql_body { found.sql_body.as_deref().map(query_hash) } else { Some(body_hash(&found.source)) }
}
