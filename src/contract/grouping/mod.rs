//! Which routes are versions of one endpoint: schemas first, then strict suffixes with evidence, and
//! nothing on suspicion. What only looks like a version is listed as a candidate.

mod explicit;
mod pattern;
mod schemas;
mod suffix;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use indexmap::IndexMap;
use serde::Serialize;

pub use explicit::parse_group;

use super::model::{Contract, RouteKind};
use crate::diagnostic::Result;
use crate::manifest::document::{Access, Endpoint, Route, State, Strategy, Version};
use crate::sql::QualifiedName;

/// A route as grouping sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Schema and name.
    pub name: QualifiedName,
    /// Relation or function.
    pub kind: RouteKind,
    /// Columns, or the argument names of all overloads.
    pub parts: BTreeSet<String>,
    /// Tables it stands on through all layers.
    pub base_tables: BTreeSet<QualifiedName>,
}

/// How to look for versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// Schemas, then suffixes.
    #[default]
    Auto,
    /// Suffixes only.
    Suffix,
    /// Schemas only.
    Schema,
    /// Every route is an endpoint of its own.
    None,
}

/// What somebody said beforehand.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Options {
    /// How to look for versions.
    pub mode: Mode,
    /// Groups that hold whatever the rules say.
    pub groups: Vec<ExplicitGroup>,
}

/// `orders=orders,ordersV2`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExplicitGroup {
    /// Name of the endpoint.
    pub endpoint: String,
    /// Its routes, oldest first: `orders`, `rpc/place_order`, `admin.settings`.
    pub routes: Vec<String>,
}

/// Endpoints with their evidence, and what is only suspected.
#[derive(Debug, Clone, PartialEq)]
pub struct Grouping {
    /// One entry per route, by endpoint and in the order of its versions.
    pub grouping: Vec<Assignment>,
    /// Routes that look like versions and were not grouped.
    pub candidates: Vec<Candidate>,
    /// The endpoints, by name, active and without access.
    pub endpoints: Vec<Endpoint>,
}

/// One route's place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Assignment {
    /// Endpoint.
    pub endpoint: String,
    /// Version of it.
    pub version: String,
    /// The route.
    pub route: RouteName,
    /// Why it is there.
    pub rule: Rule,
    /// What speaks for it, in words; none for a route alone.
    pub evidence: Option<String>,
}

/// `{relation: api.orders}` or `{rpc: api.place_order}`, as manifests write it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names are those of kind Endpoint")]
pub enum RouteName {
    Relation(QualifiedName),
    Rpc(QualifiedName),
}

/// The rule that placed a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Rule {
    /// Somebody said so.
    Explicit,
    /// Its schema is a version.
    Schema,
    /// Its suffix is a version.
    Suffix,
    /// It has no relatives.
    Alone,
}

/// A route that looks like a version of something.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Candidate {
    /// Schema and name.
    pub route: QualifiedName,
    /// Relation or function.
    pub kind: RouteKind,
    /// What it may be a version of.
    pub base: String,
    /// Why it was not grouped.
    pub reason: String,
}

/// A group before endpoints have names.
#[derive(Debug)]
struct Group {
    kind: RouteKind,
    /// The name it would like, and a longer one where that is taken.
    names: Vec<String>,
    strategy: Option<Strategy>,
    rule: Rule,
    members: Vec<Member>,
}

#[derive(Debug)]
struct Member {
    at: usize,
    version: String,
    evidence: Option<String>,
}

/// The routes of a contract as grouping sees them.
pub fn names(contract: &Contract) -> Vec<Named> {
    let named = contract.routes.iter().map(|route| {
        let (parts, base_tables) = match (route.relation(), route.function()) {
            (Some(relation), _) => (
                relation.columns.iter().map(|column| column.name.clone()).collect(),
                relation.base_tables.iter().cloned().collect(),
            ),
            (_, Some(function)) => {
                let arguments = function.overloads.iter().flat_map(|overload| &overload.arguments);
                (arguments.filter_map(|argument| argument.name.clone()).collect(), BTreeSet::new())
            }
            (None, None) => (BTreeSet::new(), BTreeSet::new()),
        };
        Named { name: route.qualified_name(), kind: route.kind, parts, base_tables }
    });
    named.collect()
}

/// Groups routes into endpoints. `schemas` are the exposed ones, default first.
///
/// # Errors
/// An explicit group that names no route, or one twice.
pub fn group(names: &[Named], schemas: &[String], options: &Options) -> Result<Grouping> {
    let mut free: BTreeSet<usize> = (0..names.len()).collect();
    let mut groups = explicit::groups(names, schemas, &options.groups)?;
    take(&mut free, &groups);
    if matches!(options.mode, Mode::Auto | Mode::Schema) {
        let found = schemas::groups(names, schemas, &free);
        take(&mut free, &found);
        groups.extend(found);
    }
    let mut refused = BTreeMap::new();
    if matches!(options.mode, Mode::Auto | Mode::Suffix) {
        let found = suffix::groups(names, schemas, &free, &mut refused);
        take(&mut free, &found);
        groups.extend(found);
    }
    let candidates = candidates(names, &free, &refused);
    groups.extend(free.iter().map(|at| alone(&names[*at], *at, schemas)));
    Ok(finish(names, groups, candidates))
}

fn take(free: &mut BTreeSet<usize>, groups: &[Group]) {
    for member in groups.iter().flat_map(|group| &group.members) {
        free.remove(&member.at);
    }
}

fn alone(named: &Named, at: usize, schemas: &[String]) -> Group {
    Group {
        kind: named.kind,
        names: endpoint_names(named, &named.name.name, schemas),
        strategy: None,
        rule: Rule::Alone,
        members: vec![Member { at, version: "v1".to_owned(), evidence: None }],
    }
}

/// The exposed name; with its schema before it in a further schema. `rpc/` comes later.
fn endpoint_names(named: &Named, name: &str, schemas: &[String]) -> Vec<String> {
    let qualified = format!("{}.{name}", named.name.schema);
    if schemas.first() == Some(&named.name.schema) { vec![name.to_owned(), qualified] } else { vec![qualified] }
}

/// Routes that look like versions, with what speaks against each.
fn candidates(names: &[Named], free: &BTreeSet<usize>, refused: &BTreeMap<usize, String>) -> Vec<Candidate> {
    let there: HashSet<(&str, RouteKind, &str)> =
        names.iter().map(|named| (named.name.schema.as_str(), named.kind, named.name.name.as_str())).collect();
    let mut siblings: BTreeMap<(&str, RouteKind, String), usize> = BTreeMap::new();
    for named in names {
        if let Some(looks) = pattern::looks_like_version(&named.name.name) {
            *siblings.entry((&named.name.schema, named.kind, looks.base)).or_default() += 1;
        }
    }
    let mut candidates = Vec::new();
    for at in free {
        let named = &names[*at];
        let (schema, name) = (named.name.schema.as_str(), named.name.name.as_str());
        let Some(looks) = pattern::looks_like_version(name) else { continue };
        let base_there = there.contains(&(schema, named.kind, looks.base.as_str()));
        let several = siblings.get(&(schema, named.kind, looks.base.clone())).is_some_and(|count| *count > 1);
        if !looks.strict && !base_there && (looks.weak || !several) {
            continue;
        }
        let reason = refused.get(at).cloned().unwrap_or_else(|| match (looks.strict, base_there || several) {
            (true, false) => "no other version of it is there".to_owned(),
            (true, true) => "suffixes were not asked for".to_owned(),
            (false, _) => looks.reason.to_owned(),
        });
        candidates.push(Candidate { route: named.name.clone(), kind: named.kind, base: looks.base, reason });
    }
    candidates.sort();
    candidates
}

/// Gives names, which are unique, and orders everything by them.
fn finish(names: &[Named], mut groups: Vec<Group>, candidates: Vec<Candidate>) -> Grouping {
    // What was said by somebody keeps its name; then groups; then single routes.
    groups.sort_by_key(|group| (group.rule, group.members.first().map(|member| member.at)));
    let mut taken: HashSet<String> = HashSet::new();
    let mut named: BTreeMap<String, Group> = BTreeMap::new();
    for group in groups {
        let name = unique(&group, &mut taken);
        named.insert(name, group);
    }
    let mut grouping = Vec::new();
    let mut endpoints = Vec::new();
    for (endpoint, group) in named {
        let mut versions = IndexMap::new();
        for member in group.members {
            let name = names[member.at].name.clone();
            let (route, route_name) = match group.kind {
                RouteKind::Relation => (Route::Relation(name.clone()), RouteName::Relation(name)),
                RouteKind::Function => (Route::Rpc(name.clone()), RouteName::Rpc(name)),
            };
            versions.insert(member.version.clone(), version(route));
            grouping.push(Assignment {
                endpoint: endpoint.clone(),
                version: member.version,
                route: route_name,
                rule: group.rule,
                evidence: member.evidence,
            });
        }
        endpoints.push(Endpoint { name: endpoint, team: None, description: None, strategy: group.strategy, versions });
    }
    Grouping { grouping, candidates, endpoints }
}

fn unique(group: &Group, taken: &mut HashSet<String>) -> String {
    let prefix = if group.kind == RouteKind::Function { "rpc/" } else { "" };
    let wanted = |name: &String| if name.starts_with(prefix) { name.clone() } else { format!("{prefix}{name}") };
    for name in group.names.iter().map(wanted) {
        if taken.insert(name.clone()) {
            return name;
        }
    }
    let stem = group.names.last().map(wanted).unwrap_or_default();
    let mut number = 2;
    loop {
        let name = format!("{stem}~{number}");
        if taken.insert(name.clone()) {
            return name;
        }
        number += 1;
    }
}

fn version(route: Route) -> Version {
    let access = match &route {
        Route::Relation(_) => Access::default(),
        Route::Rpc(_) => Access::Rpc(IndexMap::new()),
    };
    Version {
        route,
        state: State::Active,
        deprecated: None,
        sunset: None,
        successor: None,
        access,
        accepted: Vec::new(),
    }
}

#[cfg(test)]
mod tests;
