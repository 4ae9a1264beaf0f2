//! Entries of the small files.

use std::collections::BTreeMap;

use super::{Reached, expression};
use crate::catalog::acl::{self, ObjectKind};
use crate::catalog::raise::{access_of_function, default_privileges, grants_of};
use crate::catalog::{self, Catalog, TypeKind};
use crate::manifest::lock::{Cast, ColumnName, Handler, Membership, Role, Schema, Sequence, Type};
use crate::sql::QualifiedName;

pub(super) fn types(catalog: &Catalog, reached: &Reached) -> BTreeMap<QualifiedName, Type> {
    let found = reached.types.iter().filter_map(|name| Some((name, catalog.types.get(name)?)));
    found.map(|(name, found)| (name.clone(), type_entry(found, catalog.server.version_num))).collect()
}

fn type_entry(found: &catalog::Type, server: u32) -> Type {
    let default_acl = acl::default(ObjectKind::Type, &found.owner, server);
    let mut entry = Type {
        owner: found.owner.clone(),
        comment: found.comment.clone(),
        extension: found.extension.clone(),
        grants: (found.acl != default_acl).then(|| grants_of(&found.acl, &found.owner, ObjectKind::Type, server)),
        ..Type::default()
    };
    match &found.kind {
        TypeKind::Enum(labels) => entry.labels = Some(labels.clone()),
        TypeKind::Domain { base, not_null, default, checks } => {
            entry.domain = Some(base.clone());
            entry.not_null = *not_null;
            entry.default.clone_from(default);
            entry.checks = checks.iter().map(|check| expression::check(check)).collect();
        }
        TypeKind::Composite(fields) => {
            entry.composite = Some(fields.iter().map(|field| (field.name.clone(), field.type_name.clone())).collect());
        }
        TypeKind::Range(subtype) => entry.range = Some(subtype.clone()),
        TypeKind::Other => {}
    }
    entry
}

pub(super) fn roles(catalog: &Catalog, reached: &Reached) -> BTreeMap<String, Role> {
    let found = reached.roles.iter().filter_map(|name| Some((name, catalog.roles.get(name)?)));
    found.map(|(name, found)| (name.clone(), role(found))).collect()
}

fn role(found: &catalog::Role) -> Role {
    let membership =
        |found: &catalog::Membership| Membership { admin: found.admin, inherit: found.inherit, set: found.set };
    Role {
        login: found.login,
        inherit: found.inherit,
        superuser: found.superuser,
        bypassrls: found.bypass_rls,
        member_of: found.member_of.iter().map(|(name, found)| (name.clone(), membership(found))).collect(),
        settings: found.settings.iter().map(setting).collect(),
        database_settings: found.database_settings.iter().map(setting).collect(),
    }
}

/// Names with a dot are not PostgreSQL's own parameters; people keep keys in them.
fn setting((name, value): (&String, &String)) -> (String, Option<String>) {
    (name.clone(), (!name.contains('.')).then(|| value.clone()))
}

pub(super) fn schemas(catalog: &Catalog, reached: &Reached) -> BTreeMap<String, Schema> {
    let server = catalog.server.version_num;
    let found = reached.schemas.iter().filter_map(|name| Some((name, catalog.schemas.get(name)?)));
    let entry = |name: &str, found: &catalog::Schema| Schema {
        owner: found.owner.clone(),
        comment: found.comment.clone(),
        extension: found.extension.clone(),
        grants: grants_of(&found.acl, &found.owner, ObjectKind::Schema, server),
        default_privileges: default_privileges(catalog, Some(name)),
    };
    found.map(|(name, found)| (name.clone(), entry(name, found))).collect()
}

pub(super) fn casts(_: &Catalog, reached: &Reached) -> BTreeMap<String, BTreeMap<String, Cast>> {
    let mut casts: BTreeMap<String, BTreeMap<String, Cast>> = BTreeMap::new();
    for found in &reached.casts {
        let entry = Cast { function: found.function.clone(), context: found.context.to_owned() };
        casts.entry(found.source.clone()).or_default().insert(found.target.clone(), entry);
    }
    casts
}

pub(super) fn sequences(catalog: &Catalog, reached: &Reached) -> BTreeMap<QualifiedName, Sequence> {
    let server = catalog.server.version_num;
    let found = reached.sequences.iter().filter_map(|name| Some((name, catalog.sequences.get(name)?)));
    let entry = |found: &catalog::Sequence| Sequence {
        owner: found.owner.clone(),
        owned_by: found.owned_by.clone().map(|(relation, column)| ColumnName::new(relation, column)),
        grants: grants_of(&found.acl, &found.owner, ObjectKind::Sequence, server),
    };
    found.map(|(name, found)| (name.clone(), entry(found))).collect()
}

pub(super) fn handlers(catalog: &Catalog, reached: &Reached) -> BTreeMap<String, Handler> {
    let found = reached.handlers.iter().filter_map(|key| catalog.functions.get(key));
    let entry = |found: &catalog::Function| Handler {
        returns: found.returns.clone(),
        owner: found.owner.clone(),
        grants: access_of_function(found, catalog.server.version_num),
    };
    found.map(|found| (found.key.to_string(), entry(found))).collect()
}
