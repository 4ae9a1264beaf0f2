//! The API surface: routes, versions, columns, arguments, keys, methods per role.
//!
//! Pure. Catalogs, PostgREST's own rules and the endpoint manifests in, one [`Contract`] out.

mod access;
mod function;
pub mod grouping;
mod ignored;
mod input;
mod lineage;
mod model;
mod promise;
mod relation;
mod rights;
pub mod type_name;
mod types;
mod world;

use std::collections::{BTreeMap, BTreeSet, HashMap};

pub use input::{Input, PostgRest};
pub use model::{
    Argument, Column, ColumnAccess, Computed, ComputedKind, Contract, Detail, ExposedSchema, Field, FunctionDetail,
    FunctionResult, Limit, Method, NotRouted, Origin, Overload, Promise, RelationDetail, ResultShape, Route, RouteKind,
    Server, TypeShape, TypeShapeKind, Unserved, Way, Writes,
};

pub(crate) use function::RESERVED;

use self::promise::Promises;
use self::types::Types;
use self::world::World;
use crate::catalog::Function;
use crate::sql::QualifiedName;

/// Computes the contract. Linear in relations x roles.
pub fn contract(input: &Input<'_>) -> Contract {
    let builder = Builder::new(input);
    builder.build()
}

struct Builder<'i, 'a> {
    input: &'i Input<'a>,
    world: World<'a>,
    types: Types<'a>,
    promises: Promises<'a>,
    roles: BTreeSet<&'a str>,
    position: HashMap<&'a str, usize>,
    routes: Vec<Route>,
    not_routed: Vec<NotRouted>,
}

impl<'i, 'a> Builder<'i, 'a> {
    fn new(input: &'i Input<'a>) -> Self {
        let world = World::new(input);
        let postgrest = input.postgrest;
        let mut roles: BTreeSet<&'a str> = match input.roles {
            Some(roles) => roles.iter().map(String::as_str).collect(),
            None => world.rights.served(postgrest.login_role.as_deref(), postgrest.anon_role.as_deref(), input.schemas),
        };
        roles.retain(|role| !ignored::is_role(input.ignore, role));
        Self {
            input,
            types: Types::new(input.catalog),
            promises: Promises::new(input.endpoints),
            roles,
            position: input.schemas.iter().enumerate().rev().map(|(at, name)| (name.as_str(), at)).collect(),
            world,
            routes: Vec::new(),
            not_routed: Vec::new(),
        }
    }

    fn build(mut self) -> Contract {
        self.relations();
        self.functions();
        let position = &self.position;
        let key = |route: &Route| (position.get(route.schema.as_str()).copied(), route.kind);
        self.routes.sort_by(|a, b| key(a).cmp(&key(b)).then_with(|| a.name.cmp(&b.name)));
        self.not_routed.sort();
        let routed: BTreeSet<(RouteKind, QualifiedName)> =
            self.routes.iter().map(|route| (route.kind, route.qualified_name())).collect();
        let postgrest = self.input.postgrest;
        Contract {
            postgrest: Server {
                version: postgrest.version.clone(),
                anon_role: postgrest.anon_role.clone(),
                max_rows: postgrest.max_rows,
                aggregates: postgrest.aggregates,
            },
            schemas: self.schemas(),
            roles: self.roles.iter().map(|role| (*role).to_owned()).collect(),
            unserved: promise::unserved(self.input.endpoints, self.input.schemas, &routed, &self.not_routed),
            routes: self.routes,
            types: self.types.finish(),
            not_routed: self.not_routed,
        }
    }

    fn schemas(&self) -> Vec<ExposedSchema> {
        let exposed = self.input.schemas.iter().enumerate();
        exposed
            .map(|(at, name)| {
                let schema = self.input.catalog.schemas.get(name);
                let (title, description) = split_comment(schema.and_then(|schema| schema.comment.as_deref()));
                ExposedSchema { name: name.clone(), default: at == 0, exists: schema.is_some(), title, description }
            })
            .collect()
    }

    fn relations(&mut self) {
        let computed = self.computed();
        for relation in self.input.catalog.relations.values() {
            if !self.position.contains_key(relation.name.schema.as_str()) {
                continue;
            }
            if let Some(reason) = ignored::reason(self.input.ignore, &relation.name, relation.extension.as_deref()) {
                self.leave_out(&relation.name, None, RouteKind::Relation, true, reason);
                continue;
            }
            let Detail::Relation(mut detail) = relation::detail(&self.world, &mut self.types, relation) else {
                continue;
            };
            let access = access::of_relation(&self.world, relation, &detail, &self.roles);
            detail.column_access = access.columns;
            detail.computed = computed.get(&relation.name).cloned().unwrap_or_default();
            self.routes.push(Route {
                schema: relation.name.schema.clone(),
                name: relation.name.name.clone(),
                kind: RouteKind::Relation,
                promise: self.promises.of(RouteKind::Relation, &relation.name),
                methods: access.methods,
                limits: access.limits,
                comment: relation.comment.clone(),
                extension: relation.extension.clone(),
                detail: Detail::Relation(detail),
            });
        }
    }

    /// Computed fields and relationships by relation. PostgREST finds them in the relation's own schema and in
    /// db-extra-search-path.
    fn computed(&mut self) -> BTreeMap<QualifiedName, Vec<Computed>> {
        let extra: BTreeSet<&str> = self.input.postgrest.extra_search_path.iter().map(String::as_str).collect();
        let mut found: BTreeMap<QualifiedName, Vec<Computed>> = BTreeMap::new();
        for function in self.input.catalog.functions.values() {
            let Some(relation) = &function.row_argument else { continue };
            let schema = function.key.name.schema.as_str();
            if !self.position.contains_key(relation.schema.as_str())
                || (schema != relation.schema && !extra.contains(schema))
            {
                continue;
            }
            if let Some(computed) = function::computed(&self.world, &mut self.types, function, &self.roles) {
                found.entry(relation.clone()).or_default().push(computed);
            }
        }
        found
    }

    fn functions(&mut self) {
        let mut routed: BTreeMap<&'a QualifiedName, Vec<&'a Function>> = BTreeMap::new();
        for function in self.input.catalog.functions.values() {
            let name = &function.key.name;
            if !self.position.contains_key(name.schema.as_str()) {
                continue;
            }
            let signature = Some(function.key.signature());
            let left_alone = ignored::reason(self.input.ignore, name, function.extension.as_deref());
            let of_extension = function.extension.as_ref().map(|name| format!("belongs to extension {name}"));
            let refusal = function::refusal(function);
            if let Some(reason) = refusal {
                let computed = function.row_argument.is_some() && function.inputs().count() == 1;
                let reason = if computed { "a computed field or relationship" } else { reason };
                self.leave_out(name, signature, RouteKind::Function, false, reason.to_owned());
            } else if let Some(reason) = left_alone.or(of_extension) {
                self.leave_out(name, signature, RouteKind::Function, true, reason);
            } else {
                routed.entry(name).or_default().push(function);
            }
        }
        for (name, overloads) in routed {
            let (function, methods) = function::detail(&self.world, &mut self.types, &overloads, &self.roles);
            let limits = function::limits(&function.overloads);
            self.routes.push(Route {
                schema: name.schema.clone(),
                name: name.name.clone(),
                kind: RouteKind::Function,
                promise: self.promises.of(RouteKind::Function, name),
                methods,
                limits,
                comment: overloads.iter().find_map(|function| function.comment.clone()),
                extension: None,
                detail: Detail::Function(function),
            });
        }
    }

    fn leave_out(
        &mut self,
        name: &QualifiedName,
        signature: Option<String>,
        kind: RouteKind,
        served: bool,
        reason: String,
    ) {
        let (schema, name) = (name.schema.clone(), name.name.clone());
        self.not_routed.push(NotRouted { schema, name, signature, kind, served, reason });
    }
}

/// First line and the rest of a comment, as PostgREST splits it; blank parts are none.
pub(crate) fn split_comment(comment: Option<&str>) -> (Option<String>, Option<String>) {
    let Some(comment) = comment else { return (None, None) };
    let (first, rest) = comment.split_once('\n').unwrap_or((comment, ""));
    let text = |part: &str| Some(part.trim().to_owned()).filter(|part| !part.is_empty());
    (text(first), text(rest))
}

#[cfg(test)]
mod tests;
