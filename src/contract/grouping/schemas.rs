//! Versions by schema: `v1` and `v2`, `api` and `api_v2`, `api_r2026_11`.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::super::model::RouteKind;
use super::pattern::{SchemaVersion, schema_version};
use super::{Group, Member, Named, Rule};
use crate::manifest::document::Strategy;

/// Exposed schemas that are versions of one another.
struct Family<'a> {
    /// Schema, version, its place in time.
    versions: Vec<(&'a str, String)>,
    explicit: bool,
}

pub(super) fn groups(names: &[Named], schemas: &[String], free: &BTreeSet<usize>) -> Vec<Group> {
    let mut by_schema: BTreeMap<&str, BTreeMap<(RouteKind, &str), usize>> = BTreeMap::new();
    for at in free.iter().copied() {
        let Named { name, kind, .. } = &names[at];
        by_schema.entry(&name.schema).or_default().insert((*kind, &name.name), at);
    }
    families(schemas)
        .into_iter()
        .filter(|family| share_a_name(family, &by_schema))
        .flat_map(|family| of_family(&family, schemas, &by_schema))
        .collect()
}

/// Families of two or more schemas. Numbers and dates never mix; the bare prefix counts as version 1,
/// and beside a `_v1` as `current`.
fn families(schemas: &[String]) -> Vec<Family<'_>> {
    let mut by_prefix: BTreeMap<(&str, bool), Vec<(SchemaVersion<'_>, &str)>> = BTreeMap::new();
    for schema in schemas {
        if let Some(version) = schema_version(schema) {
            let dated = !version.version.starts_with('v');
            by_prefix.entry((version.prefix, dated)).or_default().push((version, schema));
        }
    }
    let mut bare_taken: HashSet<&str> = HashSet::new();
    let mut families = Vec::new();
    for ((prefix, _), mut versions) in by_prefix {
        versions.sort_by_key(|(version, _)| version.order);
        let mut ordered: Vec<(&str, String)> =
            versions.iter().map(|(version, schema)| (*schema, version.version.clone())).collect();
        let bare = schemas.iter().find(|schema| *schema == prefix).filter(|_| bare_taken.insert(prefix));
        let mut explicit = false;
        if let Some(bare) = bare {
            explicit = ordered.iter().any(|(_, version)| version == "v1");
            if explicit {
                ordered.push((bare, "current".to_owned()));
            } else {
                ordered.insert(0, (bare, "v1".to_owned()));
            }
        }
        if ordered.len() > 1 {
            families.push(Family { versions: ordered, explicit });
        }
    }
    families
}

fn share_a_name(family: &Family<'_>, by_schema: &BTreeMap<&str, BTreeMap<(RouteKind, &str), usize>>) -> bool {
    let mut seen = HashSet::new();
    let names = family.versions.iter().filter_map(|(schema, _)| by_schema.get(schema)).flat_map(BTreeMap::keys);
    names.into_iter().any(|name| !seen.insert(*name))
}

/// One group per name, a version per schema that has it.
fn of_family(
    family: &Family<'_>,
    schemas: &[String],
    by_schema: &BTreeMap<&str, BTreeMap<(RouteKind, &str), usize>>,
) -> Vec<Group> {
    let mut members: BTreeMap<(RouteKind, &str), Vec<Member>> = BTreeMap::new();
    for (schema, version) in &family.versions {
        for (name, at) in by_schema.get(schema).into_iter().flatten() {
            let evidence = Some(format!("schema {schema} is a version"));
            members.entry(*name).or_default().push(Member { at: *at, version: version.clone(), evidence });
        }
    }
    let first = family.versions.first().map_or("", |(schema, _)| *schema);
    let has_default = family.versions.iter().any(|(schema, _)| schemas.first().map(String::as_str) == Some(*schema));
    // `v1`, `v2` without a prefix are versions of the whole API; `admin`, `admin_v2` of a further schema.
    let whole_api = has_default || schema_version(first).is_some_and(|version| version.prefix.is_empty());
    members
        .into_iter()
        .map(|((kind, name), members)| {
            let qualified = format!("{first}.{name}");
            Group {
                kind,
                names: if whole_api { vec![name.to_owned(), qualified] } else { vec![qualified] },
                strategy: Some(if family.explicit { Strategy::Explicit } else { Strategy::Schema }),
                rule: Rule::Schema,
                members,
            }
        })
        .collect()
}
