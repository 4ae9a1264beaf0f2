//! The result of `pgai diff`.

use serde::Serialize;

use super::super::api;
use super::super::environment::Selected;
use super::compare::{Compared, object_names};
use super::{ContractChange, Served, contract_changes};
use crate::diff::Change;
use crate::workspace::Workspace;

/// What differs, and what was not looked at.
#[derive(Debug, Clone, Serialize)]
pub struct Difference {
    /// Environment; none for an ad hoc target.
    pub environment: Option<String>,
    /// `user@host:port/database`.
    pub database: String,
    /// The differences.
    pub changes: Vec<Change>,
    /// What clients would notice when they were applied.
    pub contract: Vec<ContractChange>,
    /// Objects of managed schemas that no manifest holds and pgai did not make.
    pub unmanaged: Vec<String>,
    /// Objects whose equality could not be decided.
    pub not_proven: Vec<String>,
    /// What was not looked at, and why.
    pub skipped: Vec<Skip>,
    /// PostgREST as served.
    pub postgrest: Served,
}

/// Something that was not looked at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Skip {
    /// What kind of object.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// Why.
    pub reason: String,
}

impl Difference {
    pub(super) fn new(
        workspace: &Workspace,
        selected: &Selected,
        database: &str,
        compared: Compared,
        postgrest: Served,
    ) -> Self {
        let contract = contract_part(workspace, selected, &compared);
        let mut skipped: Vec<Skip> = compared
            .catalog
            .skipped
            .iter()
            .map(|skipped| Skip {
                kind: skipped.kind.clone(),
                name: skipped.name.clone(),
                reason: skipped.reason.clone(),
            })
            .collect();
        skipped.extend(not_captured(workspace, &compared));
        skipped.sort();
        let environment = selected.name.clone();
        Self {
            environment,
            database: database.to_owned(),
            unmanaged: object_names(&compared.comparison.unmanaged),
            not_proven: object_names(&compared.comparison.not_proven),
            changes: compared.comparison.changes,
            contract,
            skipped,
            postgrest,
        }
    }

    /// Whether the database differs from the manifests.
    pub fn has_changes(&self) -> bool {
        !self.changes.is_empty()
    }
}

/// The contract before and after; nothing to compute where nothing changes.
pub(super) fn contract_part(workspace: &Workspace, selected: &Selected, compared: &Compared) -> Vec<ContractChange> {
    if compared.comparison.changes.is_empty() {
        return Vec::new();
    }
    let Ok(wanted) = compared.wanted() else {
        return Vec::new();
    };
    let environment = selected.name.as_deref();
    let before = api::contract(workspace, environment, &compared.catalog);
    let after = api::contract(workspace, environment, &wanted);
    contract_changes(&before, &after)
}

/// Objects of the managed schemas that no manifest kind holds.
fn not_captured(workspace: &Workspace, compared: &Compared) -> Vec<Skip> {
    super::super::uncaptured::list(&workspace.project, &compared.catalog)
        .into_iter()
        .map(|uncaptured| Skip {
            kind: uncaptured.kind,
            name: format!("{}.{}", crate::sql::identifier_text(&uncaptured.schema), uncaptured.name),
            reason: "no manifest captures it".to_owned(),
        })
        .collect()
}
