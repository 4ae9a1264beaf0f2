//! One overload off a function.

use indexmap::IndexMap;

use super::{Raise, grants};
use crate::catalog::{Argument, ArgumentMode, Function, FunctionKind, Parallel, Volatility, acl};
use crate::manifest::document as doc;

pub(super) fn overload(raise: &Raise<'_>, function: &Function) -> doc::Overload {
    doc::Overload {
        arguments: function.arguments.iter().filter(|a| a.mode != ArgumentMode::Table).map(argument).collect(),
        returns: returns(function),
        language: function.language.clone(),
        volatility: match function.volatility {
            Volatility::Volatile => doc::Volatility::Volatile,
            Volatility::Stable => doc::Volatility::Stable,
            Volatility::Immutable => doc::Volatility::Immutable,
        },
        parallel: match function.parallel {
            Parallel::Unsafe => doc::Parallel::Unsafe,
            Parallel::Restricted => doc::Parallel::Restricted,
            Parallel::Safe => doc::Parallel::Safe,
        },
        security: if function.definer { doc::Security::Definer } else { doc::Security::Invoker },
        strict: function.strict,
        leakproof: function.leakproof,
        window: function.kind == FunctionKind::Window,
        // 100 is the default of every language but C (PostgreSQL docs, CREATE FUNCTION).
        cost: different(function.cost, 100.0),
        rows: different(function.rows, if function.returns_set { 1000.0 } else { 0.0 }),
        support: function.support.as_ref().map(ToString::to_string),
        set: function.config.iter().map(|(name, value)| (name.clone(), value.clone())).collect(),
        owner: raise.owner(&function.key.name.schema, &function.owner),
        comment: function.comment.clone(),
        body: (!function.has_sql_body).then(|| function.source.clone()),
        sql_body: function.sql_body.clone(),
        grants: if raise.grants_stand_at_endpoint(&function.key.name, true) {
            doc::Grants::new()
        } else {
            grants::of(&function.acl, &function.owner, acl::ObjectKind::Function, raise.catalog.server.version_num)
        },
    }
}

fn different(value: f64, default: f64) -> Option<f64> {
    ((value - default).abs() > f64::EPSILON).then_some(value)
}

fn argument(argument: &Argument) -> doc::Argument {
    doc::Argument {
        mode: match argument.mode {
            ArgumentMode::In | ArgumentMode::Table => doc::ArgumentMode::In,
            ArgumentMode::Out => doc::ArgumentMode::Out,
            ArgumentMode::Inout => doc::ArgumentMode::Inout,
            ArgumentMode::Variadic => doc::ArgumentMode::Variadic,
        },
        name: argument.name.clone(),
        type_name: argument.type_name.clone(),
        default: argument.default.clone(),
        description: None,
    }
}

/// TABLE columns, SETOF, or a type; nothing where OUT arguments say it all.
fn returns(function: &Function) -> Option<doc::Returns> {
    let table: IndexMap<String, String> = function
        .arguments
        .iter()
        .filter(|a| a.mode == ArgumentMode::Table)
        .map(|a| (a.name.clone().unwrap_or_default(), a.type_name.clone()))
        .collect();
    if !table.is_empty() {
        return Some(doc::Returns::Table(table));
    }
    if function.returns_set {
        return Some(doc::Returns::Setof(function.returns.clone()));
    }
    function.outputs().next().is_none().then(|| doc::Returns::Type(function.returns.clone()))
}
