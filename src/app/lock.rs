//! Lock files of a catalog.

use std::collections::BTreeMap;

use super::settings::Found;
use crate::catalog::Catalog;
use crate::diagnostic::Result;
use crate::manifest::document::{Document, Project};

/// Every lock file by path.
pub fn files(
    _project: &Project,
    _catalog: &Catalog,
    _documents: &[Document],
    _found: Option<&Found>,
) -> Result<BTreeMap<String, String>> {
    Ok(BTreeMap::new())
}
