//! Groups that somebody named.

use std::collections::{HashMap, HashSet};

use super::super::model::RouteKind;
use super::pattern::strict_suffix;
use super::{ExplicitGroup, Group, Member, Named, Rule};
use crate::diagnostic::{Diagnostic, Result, codes, nearest};
use crate::manifest::document::Strategy;

/// Reads `orders=orders,ordersV2`.
///
/// # Errors
/// A text of another form.
pub fn parse_group(text: &str) -> Result<ExplicitGroup> {
    let unreadable = || {
        Diagnostic::error(&codes::contract::GROUP_NOT_READABLE, format!("`{text}` is no group"))
            .advice("write the endpoint, `=`, and its routes oldest first: 'orders=orders,ordersV2'")
    };
    let (endpoint, routes) = text.split_once('=').ok_or_else(unreadable)?;
    let routes: Vec<String> = routes.split(',').map(|route| route.trim().to_owned()).collect();
    let endpoint = endpoint.trim().to_owned();
    if endpoint.is_empty() || routes.iter().any(String::is_empty) {
        return Err(unreadable());
    }
    Ok(ExplicitGroup { endpoint, routes })
}

pub(super) fn groups(names: &[Named], schemas: &[String], groups: &[ExplicitGroup]) -> Result<Vec<Group>> {
    if groups.is_empty() {
        return Ok(Vec::new());
    }
    let by_text = by_text(names, schemas);
    let mut used = HashSet::new();
    groups.iter().map(|group| resolve(names, &by_text, group, &mut used)).collect()
}

/// Every way to write a route: `orders` in the default schema, `admin.settings` anywhere, `rpc/` for functions.
fn by_text(names: &[Named], schemas: &[String]) -> HashMap<String, usize> {
    let mut by_text = HashMap::new();
    for (at, named) in names.iter().enumerate() {
        let prefix = if named.kind == RouteKind::Function { "rpc/" } else { "" };
        by_text.entry(format!("{prefix}{}", named.name)).or_insert(at);
        by_text.entry(format!("{prefix}{}.{}", named.name.schema, named.name.name)).or_insert(at);
        if schemas.first() == Some(&named.name.schema) {
            by_text.insert(format!("{prefix}{}", named.name.name), at);
        }
    }
    by_text
}

fn resolve(
    names: &[Named],
    by_text: &HashMap<String, usize>,
    group: &ExplicitGroup,
    used: &mut HashSet<usize>,
) -> Result<Group> {
    let mut members: Vec<Member> = Vec::new();
    let mut kind = None;
    for (place, route) in group.routes.iter().enumerate() {
        let at = *by_text.get(route).ok_or_else(|| unknown(route, by_text))?;
        if !used.insert(at) {
            return Err(Diagnostic::error(&codes::contract::ROUTE_IN_TWO_GROUPS, format!("{route} is grouped twice"))
                .advice(format!("take {route} out of one of the groups")));
        }
        if *kind.get_or_insert(names[at].kind) != names[at].kind {
            return Err(Diagnostic::error(
                &codes::contract::GROUP_NOT_READABLE,
                format!("group {} has relations and functions", group.endpoint),
            )
            .advice("make a group of the relations and one, with rpc/ before each name, of the functions"));
        }
        let evidence = Some("named in a group".to_owned());
        members.push(Member { at, version: format!("v{}", place + 1), evidence });
    }
    let by_suffix = members.iter().enumerate().all(|(place, member)| {
        let name = names[member.at].name.name.as_str();
        strict_suffix(name).map_or(place == 0, |(_, version)| usize::try_from(version) == Ok(place + 1))
    });
    Ok(Group {
        kind: kind.unwrap_or(RouteKind::Relation),
        names: vec![group.endpoint.clone()],
        strategy: Some(if by_suffix { Strategy::Suffix } else { Strategy::Explicit }),
        rule: Rule::Explicit,
        members,
    })
}

fn unknown(route: &str, by_text: &HashMap<String, usize>) -> Diagnostic {
    let diagnostic = Diagnostic::error(&codes::contract::UNKNOWN_ROUTE, format!("{route} is no route of the API"));
    let mut known: Vec<&str> = by_text.keys().map(String::as_str).collect();
    known.sort_unstable();
    match nearest(route, known) {
        Some(near) => diagnostic.advice(format!("did you mean {near}?")),
        None => diagnostic.advice("list the routes with `pgai contract`"),
    }
}
