//! Grants in PostgreSQL's words off an ACL.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use crate::catalog::acl::{Acl, Grant, ObjectKind, PUBLIC, Privilege, owned};
use crate::catalog::{Catalog, Function, Relation};
use crate::manifest::document::{DefaultPrivileges, Grants};
use crate::manifest::privilege;

/// The grants of an object by grantee. The owner is left out while it has exactly what an owner has.
pub(super) fn of(acl: &Acl, owner: &str, kind: ObjectKind, server: u32) -> Grants {
    let mut by_grantee: BTreeMap<&str, Vec<&Grant>> = BTreeMap::new();
    for grant in acl {
        by_grantee.entry(&grant.grantee).or_default().push(grant);
    }
    if owner_has_all(by_grantee.get(owner).map(Vec::as_slice).unwrap_or_default(), owner, kind, server) {
        by_grantee.remove(owner);
    } else {
        by_grantee.entry(owner).or_default();
    }
    by_grantee.into_iter().map(|(grantee, grants)| (grantee.to_owned(), items(&grants, owner))).collect()
}

fn owner_has_all(grants: &[&Grant], owner: &str, kind: ObjectKind, server: u32) -> bool {
    let whole: BTreeSet<Privilege> =
        grants.iter().filter(|g| g.column.is_none() && g.grantor == owner).map(|g| g.privilege).collect();
    owned(kind, server).all(|privilege| whole.contains(&privilege))
        && grants.iter().all(|g| g.column.is_none() && g.grantor == owner)
}

/// Canonical and minimal.
fn items(grants: &[&Grant], owner: &str) -> Vec<String> {
    let privileges: Vec<privilege::Privilege> = grants
        .iter()
        .map(|grant| privilege::Privilege {
            kind: grant.privilege,
            column: grant.column.clone(),
            grantable: grant.grantable,
            grantor: (grant.grantor != owner).then(|| grant.grantor.clone()),
        })
        .collect();
    privilege::print(&privileges)
}

/// `access` of a version that routes to a relation.
pub fn access_of_relation(relation: &Relation, server: u32) -> Grants {
    of(&relation.acl, &relation.owner, ObjectKind::Relation, server)
}

/// `access` of one overload.
pub fn access_of_function(function: &Function, server: u32) -> Grants {
    of(&function.acl, &function.owner, ObjectKind::Function, server)
}

/// Grants of a schema.
pub(super) fn of_schema(acl: &Acl, owner: &str, server: u32) -> Grants {
    of(acl, owner, ObjectKind::Schema, server)
}

/// Default privileges of one schema, or of the whole database. In a schema they can only add; for the
/// whole database an empty list says that PUBLIC lost what it has by default.
pub fn default_privileges(catalog: &Catalog, schema: Option<&str>) -> DefaultPrivileges {
    let mut found: BTreeMap<&str, IndexMap<String, Grants>> = BTreeMap::new();
    for default in catalog.default_acls.iter().filter(|default| default.schema.as_deref() == schema) {
        let mut by_grantee: BTreeMap<&str, Vec<&Grant>> = BTreeMap::new();
        for grant in &default.acl {
            by_grantee.entry(&grant.grantee).or_default().push(grant);
        }
        let public_by_default = schema.is_none() && matches!(default.kind, "functions" | "types");
        if public_by_default && !by_grantee.contains_key(PUBLIC) {
            by_grantee.entry(PUBLIC).or_default();
        }
        if schema.is_none() {
            by_grantee.remove(default.role.as_str());
        }
        let grants: Grants = by_grantee
            .into_iter()
            .filter(|(grantee, grants)| !(public_by_default && *grantee == PUBLIC && is_plain_default(grants)))
            .map(|(grantee, grants)| (grantee.to_owned(), items(&grants, &default.role)))
            .collect();
        if !grants.is_empty() {
            found.entry(&default.role).or_default().insert(default.kind.to_owned(), grants);
        }
    }
    found.into_iter().map(|(role, kinds)| (role.to_owned(), kinds)).collect()
}

fn is_plain_default(grants: &[&Grant]) -> bool {
    matches!(grants, [one] if !one.grantable)
}
