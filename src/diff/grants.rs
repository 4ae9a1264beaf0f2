//! Grants of manifests as ACLs, and their differences.

use super::change::{Change, Object, What};
use crate::catalog::acl::{self, Acl, Grant, ObjectKind};
use crate::manifest::document::Grants;
use crate::manifest::privilege;

/// A grant that cannot be read.
pub type GrantError = crate::diagnostic::Diagnostic;

/// The whole ACL that `grants` say: an owner that is not named has everything.
///
/// # Errors
/// An item that is no privilege of this kind of object.
pub fn acl_of(grants: &Grants, owner: &str, kind: ObjectKind, server: u32) -> Result<Acl, GrantError> {
    let mut acl = Acl::new();
    if !grants.contains_key(owner) {
        acl.extend(acl::owned(kind, server).map(|privilege| Grant {
            grantee: owner.to_owned(),
            privilege,
            column: None,
            grantable: false,
            grantor: owner.to_owned(),
        }));
    }
    for (grantee, items) in grants {
        for item in items {
            for found in privilege::parse(item, kind)? {
                acl.insert(Grant {
                    grantee: grantee.clone(),
                    privilege: found.kind,
                    column: found.column,
                    grantable: found.grantable,
                    grantor: found.grantor.unwrap_or_else(|| owner.to_owned()),
                });
            }
        }
    }
    Ok(acl)
}

/// One grant in words.
fn words(grant: &Grant, owner: &str) -> String {
    let column =
        grant.column.as_ref().map(|column| format!("({})", crate::sql::identifier_text(column))).unwrap_or_default();
    let option = if grant.grantable { " with grant option" } else { "" };
    let by = if grant.grantor == owner { String::new() } else { format!(" granted by {}", grant.grantor) };
    format!("{}{column}{option}{by}", grant.privilege.word())
}

/// Revokes first, as a plan runs them; each side's grants in order.
pub(super) fn changes(object: &Object, owner: &str, live: &Acl, desired: &Acl) -> Vec<Change> {
    let revoked = live
        .difference(desired)
        .map(|grant| Change::new(object, What::Grant(grant.clone()), Some(words(grant, owner)), None));
    let granted = desired
        .difference(live)
        .map(|grant| Change::new(object, What::Grant(grant.clone()), None, Some(words(grant, owner))));
    revoked.chain(granted).collect()
}
