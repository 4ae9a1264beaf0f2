//! What clients would notice: the contract before and after.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::contract::{Contract, Route, RouteKind};

/// One thing that clients can see.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct ContractChange {
    /// The route: `/orders` or `/rpc/place_order`, with its schema.
    pub route: String,
    /// Endpoint, where one names the route.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<String>,
    /// Version of the endpoint.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// `route`, `method`, `column` or `type`.
    pub what: &'static str,
    /// The role, column or overload it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    /// Before.
    pub from: Option<String>,
    /// After.
    pub to: Option<String>,
}

/// Everything that differs, in order of the routes.
pub fn contract_changes(before: &Contract, after: &Contract) -> Vec<ContractChange> {
    let (old, new) = (by_name(before), by_name(after));
    let names: BTreeSet<_> = old.keys().chain(new.keys()).collect();
    let mut changes = Vec::new();
    for name in names {
        match (old.get(name), new.get(name)) {
            (Some(route), None) => changes.push(change(route, "route", None, Some(methods(route)), None)),
            (None, Some(route)) => {
                changes.push(change(route, "route", None, None, Some(methods(route))));
            }
            (Some(old), Some(new)) => route_changes(old, new, &mut changes),
            (None, None) => {}
        }
    }
    changes
}

fn by_name(contract: &Contract) -> BTreeMap<(&str, RouteKind, &str), &Route> {
    contract.routes.iter().map(|route| ((route.schema.as_str(), route.kind, route.name.as_str()), route)).collect()
}

fn change(
    route: &Route,
    what: &'static str,
    part: Option<String>,
    from: Option<String>,
    to: Option<String>,
) -> ContractChange {
    let prefix = if route.kind == RouteKind::Function { "/rpc" } else { "" };
    ContractChange {
        route: format!("{}:{prefix}/{}", route.schema, route.name),
        endpoint: route.promise.endpoint.clone(),
        version: route.promise.version.clone(),
        what,
        part,
        from,
        to,
    }
}

fn words(methods: &[crate::contract::Method]) -> String {
    methods.iter().map(|method| method.name()).collect::<Vec<_>>().join(" ")
}

fn methods(route: &Route) -> String {
    let of_roles: Vec<String> = route
        .methods
        .iter()
        .filter(|(_, methods)| !methods.is_empty())
        .map(|(role, methods)| format!("{role}: {}", words(methods)))
        .collect();
    if of_roles.is_empty() { "nobody".to_owned() } else { of_roles.join("; ") }
}

fn route_changes(old: &Route, new: &Route, changes: &mut Vec<ContractChange>) {
    let roles: BTreeSet<&String> = old.methods.keys().chain(new.methods.keys()).collect();
    for role in roles {
        let of = |route: &Route| route.methods.get(role).filter(|methods| !methods.is_empty()).map(|m| words(m));
        let (from, to) = (of(old), of(new));
        if from != to {
            changes.push(change(new, "methods", Some(role.clone()), from, to));
        }
    }
    let (Some(old_detail), Some(new_detail)) = (old.relation(), new.relation()) else { return };
    let columns = |detail: &crate::contract::RelationDetail| -> BTreeMap<String, String> {
        detail.columns.iter().map(|column| (column.name.clone(), column.type_name.clone())).collect()
    };
    let (old_columns, new_columns) = (columns(old_detail), columns(new_detail));
    let names: BTreeSet<&String> = old_columns.keys().chain(new_columns.keys()).collect();
    for name in names {
        let (from, to) = (old_columns.get(name), new_columns.get(name));
        if from != to {
            changes.push(change(new, "column", Some(name.clone()), from.cloned(), to.cloned()));
        }
    }
}
