//! Kind Schema off a schema.

use super::grants;
use crate::catalog::Catalog;
use crate::manifest::document as doc;

pub(super) fn raise(catalog: &Catalog, name: &str) -> Option<doc::Schema> {
    let schema = catalog.schemas.get(name)?;
    Some(doc::Schema {
        name: name.to_owned(),
        owner: Some(schema.owner.clone()),
        comment: schema.comment.clone(),
        grants: grants::of_schema(&schema.acl, &schema.owner, catalog.server.version_num),
        default_privileges: grants::default_privileges(catalog, Some(name)),
    })
}
