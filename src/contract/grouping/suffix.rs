//! Versions by suffix within one schema and kind: only with evidence.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::super::model::RouteKind;
use super::pattern::strict_suffix;
use super::{Group, Member, Named, Rule, endpoint_names};
use crate::manifest::document::Strategy;

type Family<'a> = (&'a str, RouteKind, &'a str);

/// Groups by suffix; `refused` takes the routes that have relatives but no evidence.
pub(super) fn groups(
    names: &[Named],
    schemas: &[String],
    free: &BTreeSet<usize>,
    refused: &mut BTreeMap<usize, String>,
) -> Vec<Group> {
    let mut by_name: HashMap<Family<'_>, usize> = HashMap::new();
    let mut families: BTreeMap<Family<'_>, BTreeMap<u32, usize>> = BTreeMap::new();
    for at in free.iter().copied() {
        let Named { name, kind, .. } = &names[at];
        by_name.insert((&name.schema, *kind, &name.name), at);
        if let Some((base, version)) = strict_suffix(&name.name) {
            families.entry((&name.schema, *kind, base)).or_default().insert(version, at);
        }
    }
    families
        .into_iter()
        .filter_map(|(family, versions)| {
            // A base that is a version itself belongs to its own family.
            let base = by_name.get(&family).copied().filter(|_| strict_suffix(family.2).is_none());
            let members = members(names, base, &versions, refused);
            (members.len() > 1).then(|| describe(names, schemas, family, base, members))
        })
        .collect()
}

/// The versions that have evidence, oldest first; those that have none are refused.
fn members(
    names: &[Named],
    base: Option<usize>,
    versions: &BTreeMap<u32, usize>,
    refused: &mut BTreeMap<usize, String>,
) -> Vec<(u32, usize, String)> {
    let ordered: Vec<(u32, usize)> = versions.iter().map(|(version, at)| (*version, *at)).collect();
    if base.is_none() && ordered.len() < 2 {
        return Vec::new();
    }
    let mut members: Vec<(u32, usize, String)> = Vec::new();
    for (place, (version, at)) in ordered.iter().enumerate() {
        let mut relatives = base.into_iter().collect::<Vec<_>>();
        if base.is_none() {
            relatives.extend(place.checked_sub(1).and_then(|before| ordered.get(before)).map(|(_, at)| *at));
            relatives.extend(ordered.get(place + 1).map(|(_, at)| *at));
        }
        match relatives.iter().find_map(|relative| evidence(&names[*at], &names[*relative])) {
            Some(evidence) => members.push((*version, *at, evidence)),
            None => {
                let other = relatives.first().map_or("", |relative| names[*relative].name.name.as_str());
                refused.insert(*at, format!("shares no table and too few columns or arguments with {other}"));
            }
        }
    }
    if let Some(base) = base.filter(|_| !members.is_empty()) {
        // Beside a `_v1` the base is something else than version 1; which, only its people know.
        let beside_v1 = versions.contains_key(&1) && members.iter().any(|(version, ..)| *version == 1);
        let evidence = "the name without suffix".to_owned();
        if beside_v1 { members.push((0, base, evidence)) } else { members.insert(0, (1, base, evidence)) }
    }
    members
}

fn describe(
    names: &[Named],
    schemas: &[String],
    (_, kind, name): Family<'_>,
    base: Option<usize>,
    members: Vec<(u32, usize, String)>,
) -> Group {
    let has_current = members.last().is_some_and(|(version, at, _)| *version == 0 && Some(*at) == base);
    let first = members.first().map_or(0, |(_, at, _)| *at);
    Group {
        kind,
        names: endpoint_names(&names[first], name, schemas),
        strategy: Some(if has_current { Strategy::Explicit } else { Strategy::Suffix }),
        rule: Rule::Suffix,
        members: members
            .into_iter()
            .map(|(version, at, evidence)| Member {
                at,
                version: if version == 0 { "current".to_owned() } else { format!("v{version}") },
                evidence: Some(evidence),
            })
            .collect(),
    }
}

/// A table that both stand on, or half of the shorter one's columns or arguments.
fn evidence(one: &Named, other: &Named) -> Option<String> {
    if let Some(table) = one.base_tables.intersection(&other.base_tables).next() {
        return Some(format!("stands on {table}, as {} does", other.name.name));
    }
    let common = one.parts.intersection(&other.parts).count();
    let shorter = one.parts.len().min(other.parts.len());
    let what = if one.kind == RouteKind::Function { "arguments" } else { "columns" };
    (shorter > 0 && common * 2 >= shorter)
        .then(|| format!("shares {common} of {shorter} {what} with {}", other.name.name))
}
