//! The view of `pgai contract`.

use std::collections::BTreeMap;

use crate::contract::{Contract, FunctionDetail, Method, RelationDetail, Route, RouteKind};
use crate::output::{Screen, View};

/// Up to this many routes, columns and arguments are shown too.
const IN_FULL: usize = 5;

impl View for Contract {
    fn view(&self, screen: &mut Screen) {
        for schema in &self.schemas {
            let title = schema.title.as_deref().unwrap_or_default();
            let routes: Vec<&Route> = self.routes.iter().filter(|route| route.schema == schema.name).collect();
            if routes.is_empty() && self.routes.len() <= IN_FULL {
                continue;
            }
            screen.gap();
            let default = if schema.default { " (default)" } else { "" };
            screen.line(format!("{}{default} {}", screen.bold(&schema.name), screen.dim(title)));
            screen.table(["route", "endpoint", "state", "who may do what"], routes.iter().map(|route| row(route)));
            if self.routes.len() <= IN_FULL {
                routes.iter().for_each(|route| detail(screen, route));
            }
        }
        screen.gap();
        let named = self.routes.iter().filter(|route| route.promise.endpoint.is_some()).count();
        screen.line(format!(
            "{} routes, {named} of them in endpoints; roles: {}",
            self.routes.len(),
            self.roles.join(", ")
        ));
        for unserved in &self.unserved {
            screen.line(screen.yellow(&format!("{} {} is not served", unserved.endpoint, unserved.version)));
        }
    }
}

fn row(route: &Route) -> [String; 4] {
    let path = match route.kind {
        RouteKind::Relation => format!("/{}", route.name),
        RouteKind::Function => format!("/rpc/{}", route.name),
    };
    let endpoint = match (&route.promise.endpoint, &route.promise.version) {
        (Some(endpoint), Some(version)) => format!("{endpoint} {version}"),
        _ => "-".to_owned(),
    };
    let state = route
        .promise
        .state
        .and_then(|state| serde_json::to_value(state).ok())
        .and_then(|state| state.as_str().map(str::to_owned))
        .unwrap_or_default();
    [path, endpoint, state, rights(&route.methods)]
}

/// Roles with the same methods together.
fn rights(methods: &BTreeMap<String, Vec<Method>>) -> String {
    let mut by_methods: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (role, methods) in methods.iter().filter(|(_, methods)| !methods.is_empty()) {
        let words: Vec<&str> = methods.iter().map(|method| method.name()).collect();
        by_methods.entry(words.join(" ")).or_default().push(role);
    }
    if by_methods.is_empty() {
        return "nobody".to_owned();
    }
    by_methods
        .into_iter()
        .map(|(methods, roles)| format!("{}: {methods}", roles.join(", ")))
        .collect::<Vec<_>>()
        .join("\n")
}

fn detail(screen: &mut Screen, route: &Route) {
    if let Some(relation) = route.relation() {
        columns(screen, route, relation);
    }
    if let Some(function) = route.function() {
        overloads(screen, route, function);
    }
}

fn columns(screen: &mut Screen, route: &Route, relation: &RelationDetail) {
    screen.gap();
    screen.line(screen.bold(&format!("/{}", route.name)));
    let rows = relation.columns.iter().map(|column| {
        let mut notes = Vec::new();
        if relation.primary_key.contains(&column.name) {
            notes.push("key".to_owned());
        }
        if column.required {
            notes.push("required".to_owned());
        }
        if !column.writable {
            notes.push("read-only".to_owned());
        }
        if let Some(origin) = &column.from {
            notes.push(format!("from {}.{}", origin.relation, origin.column));
        }
        let comment = column.comment.as_deref().and_then(|text| text.lines().next()).unwrap_or_default();
        [column.name.clone(), column.type_name.clone(), notes.join(", "), comment.to_owned()]
    });
    screen.table(["column", "type", "", ""], rows);
}

fn overloads(screen: &mut Screen, route: &Route, function: &FunctionDetail) {
    for overload in &function.overloads {
        screen.gap();
        screen.line(screen.bold(&format!("/rpc/{}{}", route.name, overload.signature)));
        let rows = overload.arguments.iter().map(|argument| {
            let name = argument.name.clone().unwrap_or_else(|| "(body)".to_owned());
            let note = if argument.required { "required" } else { "optional" };
            [name, argument.type_name.clone(), note.to_owned()]
        });
        screen.table(["argument", "type", ""], rows);
        screen.line(format!("returns {}", overload.result.type_name));
    }
}
