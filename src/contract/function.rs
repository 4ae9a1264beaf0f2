//! Functions: which can be called, how, and by whom (PostgREST, SchemaCache.hs and ApiRequest.hs).

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::{Function, FunctionKind, Privilege, Volatility};

use super::model::{
    Argument, Computed, ComputedKind, Field, FunctionDetail, FunctionResult, Limit, Method, Overload, ResultShape,
};
use super::types::Types;
use super::world::World;

/// Types of a single unnamed argument that takes the whole body.
const WHOLE_BODY: [&str; 5] = ["json", "jsonb", "text", "xml", "bytea"];

/// Keys of a query string that never name an argument.
pub(crate) const RESERVED: [&str; 10] =
    ["select", "order", "limit", "offset", "and", "or", "not.and", "not.or", "columns", "on_conflict"];

/// Why PostgREST does not route to a function; none where it does.
pub(super) fn refusal(function: &Function) -> Option<&'static str> {
    let unnamed = function.inputs().filter(|argument| argument.name.is_none()).count();
    let whole_body = takes_whole_body(function);
    match function.kind {
        FunctionKind::Procedure => Some("a procedure"),
        FunctionKind::Aggregate => Some("an aggregate"),
        FunctionKind::Window => Some("a window function"),
        FunctionKind::Function if matches!(function.returns.as_str(), "trigger" | "event_trigger") => {
            Some("a trigger function")
        }
        FunctionKind::Function if unnamed > 0 && !whole_body => {
            Some("has an unnamed argument that is not a single json, jsonb, text, xml or bytea")
        }
        FunctionKind::Function => None,
    }
}

fn takes_whole_body(function: &Function) -> bool {
    let mut inputs = function.inputs();
    match (inputs.next(), inputs.next()) {
        (Some(only), None) => only.name.is_none() && WHOLE_BODY.contains(&only.type_name.as_str()),
        _ => false,
    }
}

/// A route of all callable overloads of one name, with the methods of each role.
pub(super) fn detail<'a>(
    world: &World<'a>,
    types: &mut Types<'a>,
    functions: &[&'a Function],
    roles: &BTreeSet<&'a str>,
) -> (FunctionDetail, BTreeMap<String, Vec<Method>>) {
    let overloads: Vec<Overload> = functions.iter().map(|function| overload(world, types, function, roles)).collect();
    let mut methods: BTreeMap<String, BTreeSet<Method>> = BTreeMap::new();
    for (role, allowed) in overloads.iter().flat_map(|overload| &overload.methods) {
        methods.entry(role.clone()).or_default().extend(allowed);
    }
    let methods = methods.into_iter().map(|(role, methods)| (role, methods.into_iter().collect())).collect();
    (FunctionDetail { overloads }, methods)
}

fn overload<'a>(
    world: &World<'a>,
    types: &mut Types<'a>,
    function: &'a Function,
    roles: &BTreeSet<&'a str>,
) -> Overload {
    let whole_body = takes_whole_body(function);
    let arguments: Vec<Argument> = function
        .inputs()
        .map(|argument| {
            types.mention(&argument.type_name);
            Argument {
                name: argument.name.clone(),
                type_name: argument.type_name.clone(),
                required: !argument.has_default,
                variadic: argument.mode == crate::catalog::ArgumentMode::Variadic,
                default: argument.default.clone(),
            }
        })
        .collect();
    let methods = methods(world, function, whole_body);
    let allowed = roles.iter().filter(|role| is_callable(world, function, role));
    Overload {
        signature: function.key.signature(),
        whole_body,
        result: result(types, function),
        volatility: match function.volatility {
            Volatility::Volatile => "volatile",
            Volatility::Stable => "stable",
            Volatility::Immutable => "immutable",
        },
        definer: function.definer,
        methods: allowed.map(|role| ((*role).to_owned(), methods.clone())).collect(),
        comment: function.comment.clone(),
        arguments,
    }
}

/// EXECUTE, USAGE on the schema, and on the schemas of types that a call must name.
fn is_callable<'a>(world: &World<'a>, function: &'a Function, role: &'a str) -> bool {
    world.rights.has(role, &function.acl, Privilege::Execute)
        && world.rights.uses_schema(role, &function.key.name.schema)
        && function.inputs().filter(|a| !a.has_default).all(|a| world.rights.names_type(role, &a.type_name))
}

/// What GET of a volatile function comes to.
pub(super) fn limits(overloads: &[Overload]) -> Vec<Limit> {
    let reads = |overload: &&Overload| {
        overload.volatility == "volatile" && overload.methods.values().any(|methods| methods.contains(&Method::Get))
    };
    let limit = |overload: &Overload| Limit {
        role: None,
        methods: vec![Method::Get, Method::Head],
        refused: false,
        reason: format!("{} is volatile: read-only here, 405 if it writes", overload.signature),
    };
    overloads.iter().filter(reads).map(limit).collect()
}

/// GET runs in a read-only transaction, so a function that writes answers 405 to it; whether a volatile one
/// writes is not known. PostgREST 12 offers GET for all, 13.0.5 and later documents it for others than volatile.
fn methods(world: &World<'_>, function: &Function, whole_body: bool) -> Vec<Method> {
    let reads = function.volatility != Volatility::Volatile || !world.postgrest.at_least(13, 0, 5);
    let reserved = |argument: &crate::catalog::Argument| {
        !argument.has_default && argument.name.as_deref().is_some_and(|name| RESERVED.contains(&name))
    };
    if whole_body || !reads || function.inputs().any(reserved) {
        vec![Method::Post]
    } else {
        vec![Method::Get, Method::Head, Method::Post]
    }
}

fn result<'a>(types: &mut Types<'a>, function: &'a Function) -> FunctionResult {
    types.mention(&function.returns);
    let outputs: Vec<Field> = function
        .outputs()
        .enumerate()
        .map(|(at, argument)| Field {
            name: argument.name.clone().unwrap_or_else(|| format!("column{}", at + 1)),
            type_name: argument.type_name.clone(),
        })
        .collect();
    let composite = types.composite(&function.returns);
    let (shape, columns) = match function.returns.as_str() {
        "void" => (ResultShape::Void, Vec::new()),
        _ if function.returns_relation.is_some() => (ResultShape::Relation, Vec::new()),
        _ if !outputs.is_empty() => (ResultShape::Composite, outputs),
        "record" => (ResultShape::Record, Vec::new()),
        _ => match composite {
            Some(fields) => (ResultShape::Composite, fields),
            None => (ResultShape::Scalar, Vec::new()),
        },
    };
    for column in &columns {
        types.mention(&column.type_name);
    }
    FunctionResult {
        shape,
        set: function.returns_set,
        type_name: function.returns.clone(),
        relation: function.returns_relation.clone(),
        columns,
        media_type: types.media_type(&function.returns),
    }
}

/// A function whose one argument is a relation's row: a computed field, or a relationship where it gives rows.
pub(super) fn computed<'a>(
    world: &World<'a>,
    types: &mut Types<'a>,
    function: &'a Function,
    roles: &BTreeSet<&'a str>,
) -> Option<Computed> {
    let single = function.kind == FunctionKind::Function && function.inputs().count() == 1;
    if !single || function.row_argument.is_none() {
        return None;
    }
    let may = |role: &&&'a str| {
        world.rights.has(role, &function.acl, Privilege::Execute)
            && world.rights.uses_schema(role, &function.key.name.schema)
    };
    let result = result(types, function);
    Some(Computed {
        name: function.key.name.name.clone(),
        schema: function.key.name.schema.clone(),
        kind: if result.relation.is_some() { ComputedKind::Relationship } else { ComputedKind::Field },
        result,
        roles: roles.iter().filter(may).map(|role| (*role).to_owned()).collect(),
        comment: function.comment.clone(),
    })
}
