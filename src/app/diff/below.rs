//! What the manifests stand on and do not manage: tables, types and functions that are not as the lock has them.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::Value;

use super::super::lock;
use super::super::state::Ignored;
use super::super::unread::Unread;
use crate::catalog::Catalog;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::database as codes;
use crate::manifest::document::{Endpoint, Project};
use crate::manifest::lock::LockFiles;
use crate::workspace::Workspace;

/// Objects named one by one; beyond them only their number is said.
const SHOWN: usize = 20;

/// Keys of lock entries whose values are roles.
const ROLE_KEYS: [&str; 4] = ["owner", "grants", "requires", "policies"];

/// A warning where the database moved below the manifests since the lock was read. Owners and grants count only
/// where roles have the names that the lock has.
pub(super) fn moved(
    workspace: &Workspace,
    environment: Option<&str>,
    catalog: &Catalog,
    locked: &LockFiles,
) -> Option<Diagnostic> {
    let project = &workspace.project;
    if locked.relations.is_empty() && locked.functions.is_empty() {
        return None;
    }
    let endpoints: Vec<Endpoint> = workspace.endpoints().map(|(_, endpoint)| endpoint.clone()).collect();
    let mut live = lock::build(project, catalog, &endpoints, &[]);
    Unread::new(catalog).keep(&mut live, locked);
    let renamed =
        environment.is_some_and(|environment| project.roles.values().any(|names| names.contains_key(environment)));
    let found = differences(locked, &live, !renamed);
    if found.is_empty() {
        return None;
    }
    let count = if found.len() == 1 { "1 object is".to_owned() } else { format!("{} objects are", found.len()) };
    let message = format!("{count} not as the lock has {}", if found.len() == 1 { "it" } else { "them" });
    let mut diagnostic = Diagnostic::warning(&codes::MOVED_BELOW, message);
    for line in found.iter().take(SHOWN) {
        diagnostic = diagnostic.because(line.clone());
    }
    if found.len() > SHOWN {
        diagnostic = diagnostic.because(format!("and {} more", found.len() - SHOWN));
    }
    Some(diagnostic.advice("run `pgai pull` where the lock is read from; elsewhere, migrate this database"))
}

/// Managed objects are compared in full by the comparison itself.
fn differences(locked: &LockFiles, live: &LockFiles, with_roles: bool) -> Vec<String> {
    let old: BTreeMap<String, Value> = entries(locked, with_roles);
    let new: BTreeMap<String, Value> = entries(live, with_roles);
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let managed: BTreeSet<String> = managed(locked).chain(managed(live)).collect();
    names
        .into_iter()
        .filter(|name| !managed.contains(*name))
        .filter_map(|name| match (old.get(name), new.get(name)) {
            (Some(_), None) => Some(format!("{name}: is gone")),
            (Some(old), Some(new)) if old != new => Some(format!("{name}: {}", parts(old, new).join(", "))),
            // What is new stands below something else that changed, which says so.
            _ => None,
        })
        .collect()
}

/// An entry with a proof only belongs to a view that was never applied.
fn managed(locks: &LockFiles) -> impl Iterator<Item = String> {
    let relations = locks
        .relations
        .iter()
        .filter(|(_, entry)| entry.live.is_some() || entry.verified.is_some())
        .map(|(name, _)| name);
    let functions = locks.functions.iter().filter(|(_, entry)| entry.live.is_some()).map(|(name, _)| name);
    relations.map(|name| format!("relation {name}")).chain(functions.map(|name| format!("function {name}")))
}

fn entries(locks: &LockFiles, with_roles: bool) -> BTreeMap<String, Value> {
    let mut found = BTreeMap::new();
    add(&mut found, "relation", &locks.relations);
    add(&mut found, "function", &locks.functions);
    add(&mut found, "type", &locks.types);
    add(&mut found, "sequence", &locks.sequences);
    if !with_roles {
        for entry in found.values_mut().filter_map(Value::as_object_mut) {
            ROLE_KEYS.iter().for_each(|key| drop(entry.remove(*key)));
        }
    }
    found
}

fn add<K: ToString, V: Serialize>(found: &mut BTreeMap<String, Value>, kind: &str, entries: &BTreeMap<K, V>) {
    for (name, entry) in entries {
        found.insert(format!("{kind} {}", name.to_string()), serde_json::to_value(entry).unwrap_or_default());
    }
}

/// Which parts differ: a key, or an entry of the map below it.
fn parts(old: &Value, new: &Value) -> Vec<String> {
    let (Value::Object(old), Value::Object(new)) = (old, new) else { return vec!["differs".to_owned()] };
    let keys: BTreeSet<&String> = old.keys().chain(new.keys()).filter(|key| old.get(*key) != new.get(*key)).collect();
    keys.into_iter()
        .flat_map(|key| match (old.get(key), new.get(key)) {
            (Some(Value::Object(old)), Some(Value::Object(new))) => old
                .keys()
                .chain(new.keys())
                .filter(|part| old.get(*part) != new.get(*part))
                .map(|part| format!("{key} {part}"))
                .collect::<BTreeSet<String>>()
                .into_iter()
                .collect(),
            _ => vec![key.replace('_', " ")],
        })
        .collect()
}

/// A warning where the default privileges of the whole database are not those of pgai.yaml.
pub(super) fn default_privileges(
    project: &Project,
    wanted: &crate::manifest::document::DefaultPrivileges,
    catalog: &Catalog,
) -> Option<Diagnostic> {
    let ignored = Ignored::new(project);
    let mut live = crate::catalog::raise::default_privileges(catalog, None);
    live.retain(|role, _| !ignored.role(role));
    let roles: BTreeSet<&String> = live.keys().chain(wanted.keys()).collect();
    let differing: Vec<&String> =
        roles.into_iter().filter(|role| !ignored.role(role) && live.get(*role) != wanted.get(*role)).collect();
    if differing.is_empty() {
        return None;
    }
    let mut diagnostic =
        Diagnostic::warning(&codes::MOVED_BELOW, "`default_privileges` of pgai.yaml are not those of the database");
    for role in differing {
        let shown = |side: Option<_>| side.and_then(|kinds| serde_json::to_string(kinds).ok()).unwrap_or_default();
        diagnostic = diagnostic.because(format!(
            "{role}: the database has {}, pgai.yaml has {}",
            none(shown(live.get(role))),
            none(shown(wanted.get(role)))
        ));
    }
    Some(diagnostic.advice("bring pgai.yaml or the database to what is meant, by ALTER DEFAULT PRIVILEGES"))
}

fn none(text: String) -> String {
    if text.is_empty() { "none".to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEFORE: &str = "schema api\nrole web_anon\nenum api.status new paid\n\
        table api.orders(id bigint pk, status api.status)\nview api.v on api.orders(id)";

    fn lines(after: &str) -> Vec<String> {
        let project = Project { schemas: vec!["api".to_owned()], ..Project::default() };
        let catalog = crate::catalog::testing::catalog;
        let build = |text: &str| lock::build(&project, &catalog(text), &[], &[]);
        differences(&build(BEFORE), &build(after), true)
    }

    #[test]
    fn what_stands_below_is_named_by_its_parts() {
        assert_eq!(lines(BEFORE), Vec::<String>::new());
        assert_eq!(lines(&BEFORE.replace("new paid", "new paid sent")), ["type api.status: enum"]);
        assert_eq!(
            lines(&BEFORE.replace("status api.status", "status text, note text")),
            ["relation api.orders: columns note, columns status", "type api.status: is gone"]
        );
        assert_eq!(
            lines(&format!("{BEFORE}\ngrant select on api.orders to web_anon")),
            ["relation api.orders: grants"]
        );
        // A managed view is the comparison's own business.
        assert_eq!(lines(&format!("{BEFORE}\ncomment api.v Another")), Vec::<String>::new());
    }

    #[test]
    fn default_privileges_are_compared_by_role() {
        let project = Project::default();
        let mut catalog = crate::catalog::testing::catalog("role owner");
        let wanted = crate::manifest::document::DefaultPrivileges::default();
        assert!(default_privileges(&project, &wanted, &catalog).is_none());
        catalog.default_acls.push(crate::catalog::DefaultAcl {
            role: "owner".to_owned(),
            schema: None,
            kind: "functions",
            acl: Default::default(),
        });
        let found = default_privileges(&project, &wanted, &catalog).unwrap();
        assert_eq!(found.causes(), [r#"owner: the database has {"functions":{"public":[]}}, pgai.yaml has none"#]);
    }
}
