//! The order of views among themselves: what a view stands on comes first.

use std::collections::{BTreeMap, BTreeSet};

use super::{Input, Object};
use crate::catalog::Catalog;
use crate::diagnostic::{Diagnostic, codes::database as codes};
use crate::sql::QualifiedName;
use crate::sql::references::mentions;

/// Views that read each other in a circle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cycle(pub Vec<QualifiedName>);

impl From<Cycle> for Diagnostic {
    fn from(cycle: Cycle) -> Self {
        let names: Vec<String> = cycle.0.iter().map(ToString::to_string).collect();
        Self::error(&codes::VIEW_CYCLE, format!("views read each other in a circle: {}", names.join(" -> ")))
            .advice("take one of the references out: PostgreSQL accepts such views and fails on every query")
    }
}

/// Sorts `names` so that each comes after those of them that its text mentions; ties by name.
pub fn sort<'a>(
    names: impl IntoIterator<Item = &'a QualifiedName>,
    text: impl Fn(&QualifiedName) -> Option<&'a str>,
) -> Result<Vec<QualifiedName>, Cycle> {
    let names: BTreeSet<&QualifiedName> = names.into_iter().collect();
    let below: BTreeMap<&QualifiedName, Vec<QualifiedName>> = names
        .iter()
        .map(|name| {
            let mentioned = text(name).map(mentions).unwrap_or_default();
            (*name, mentioned.into_iter().filter(|other| names.contains(other) && other != *name).collect())
        })
        .collect();
    let mut sorted = Vec::with_capacity(names.len());
    let mut state: BTreeMap<&QualifiedName, bool> = BTreeMap::new();
    for start in &names {
        let mut path = vec![(*start, 0)];
        while let Some((name, next)) = path.pop() {
            match state.get(name) {
                Some(true) => continue,
                Some(false) if next == 0 => {
                    let mut circle: Vec<QualifiedName> = path.iter().map(|(name, _)| (*name).clone()).collect();
                    circle.push(name.clone());
                    return Err(Cycle(circle));
                }
                _ => {}
            }
            state.insert(name, false);
            let children = below.get(name).map(Vec::as_slice).unwrap_or_default();
            match children.get(next).and_then(|child| names.get(child)) {
                Some(child) => {
                    path.push((name, next + 1));
                    if state.get(child) != Some(&true) {
                        path.push((child, 0));
                    }
                }
                None => {
                    state.insert(name, true);
                    sorted.push(name.clone());
                }
            }
        }
    }
    Ok(sorted)
}

/// The views that change, in the order in which they can be made.
pub(super) fn views(input: &Input<'_>) -> Result<Vec<QualifiedName>, Cycle> {
    let names: BTreeSet<&QualifiedName> = input
        .changes
        .iter()
        .filter_map(|change| match &change.object {
            Object::View(name) => Some(name),
            _ => None,
        })
        .collect();
    sort(names, |name| input.desired.views.get(name).map(|view| view.query.as_str()))
}

/// `names` so that each comes before those of them that it stands on, directly or through others; ties by name.
/// That is the order in which readers lock, and the one in which views can be dropped.
pub(super) fn dependents_first(live: &Catalog, names: &BTreeSet<QualifiedName>) -> Vec<QualifiedName> {
    let mut bases_first = Vec::with_capacity(names.len());
    let mut seen: BTreeSet<&QualifiedName> = BTreeSet::new();
    let below = |name: &QualifiedName| live.relations.get(name).map(|relation| relation.reads.iter());
    for start in names.iter().rev() {
        if !seen.insert(start) {
            continue;
        }
        let mut path = vec![(start, below(start))];
        while let Some((name, left)) = path.last_mut() {
            match left.as_mut().and_then(Iterator::next) {
                Some(next) if seen.insert(next) => path.push((next, below(next))),
                Some(_) => {}
                None => {
                    bases_first.extend(names.get(*name).cloned());
                    path.pop();
                }
            }
        }
    }
    bases_first.reverse();
    bases_first
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(texts: &[(&str, &str)]) -> Result<Vec<String>, Cycle> {
        let texts: BTreeMap<QualifiedName, &str> =
            texts.iter().map(|(name, text)| (QualifiedName::new("api", *name), *text)).collect();
        sort(texts.keys(), |name| texts.get(name).copied())
            .map(|names| names.into_iter().map(|name| name.name).collect())
    }

    #[test]
    fn what_is_read_comes_first() {
        let views = [("a", "select * from api.b, api.c"), ("b", "select * from api.c"), ("c", "select 1 from x.t")];
        assert_eq!(sorted(&views), Ok(vec!["c".to_owned(), "b".to_owned(), "a".to_owned()]));
    }

    #[test]
    fn dependents_come_before_what_they_stand_on() {
        let mut live = crate::catalog::testing::catalog(
            "table api.z(id int)\nview api.mid on api.z(id)\nview api.a on api.mid(id)\nview api.x on api.z(id)\nview api.y on api.x(id)",
        );
        if let Some(x) = live.relations.get_mut(&QualifiedName::new("api", "x")) {
            x.reads.insert(QualifiedName::new("api", "y"));
        }
        let names = |names: &[&str]| names.iter().map(|name| QualifiedName::new("api", *name)).collect::<BTreeSet<_>>();
        let order = |set: &[&str]| {
            dependents_first(&live, &names(set)).into_iter().map(|name| name.name).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(order(&["z", "a"]), "a z");
        assert_eq!(order(&["a", "mid", "z", "unknown"]).replace("unknown ", "").replace(" unknown", ""), "a mid z");
        assert_eq!(order(&["x", "y"]).len(), 3);
    }

    #[test]
    fn a_circle_is_named() {
        let cycle = sorted(&[("a", "select * from api.b"), ("b", "select * from api.a")]);
        assert!(cycle.is_err());
        assert!(sorted(&[("a", "select * from api.a_b"), ("b", "select 1")]).is_ok());
    }
}
