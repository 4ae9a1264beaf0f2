//! Constraints and indexes in lock files.

use serde::{Deserialize, Serialize};

use super::{References, is_false};

/// A constraint: exactly one of primary, unique, foreign, check and exclusion is said.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Constraint {
    /// Columns of a primary key, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub primary: Vec<String>,
    /// Columns of a unique constraint, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unique: Vec<String>,
    /// NULLS NOT DISTINCT (PostgreSQL 15 and later).
    #[serde(default, skip_serializing_if = "is_false")]
    pub nulls_not_distinct: bool,
    /// Columns of a foreign key, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub foreign: Vec<String>,
    /// What the foreign key refers to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub references: Option<References>,
    /// ON DELETE; no action where left out.
    #[serde(default, skip_serializing_if = "Action::is_default")]
    pub on_delete: Action,
    /// ON UPDATE; no action where left out.
    #[serde(default, skip_serializing_if = "Action::is_default")]
    pub on_update: Action,
    /// Expression of a check constraint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check: Option<String>,
    /// What stands behind EXCLUDE.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exclusion: Option<String>,
    /// DEFERRABLE: no arbiter of ON CONFLICT.
    #[serde(default, skip_serializing_if = "is_false")]
    pub deferrable: bool,
    /// NOT VALID
    #[serde(default, skip_serializing_if = "is_false")]
    pub not_valid: bool,
}

/// What happens to rows that refer to a changed one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// NO ACTION
    #[default]
    #[serde(rename = "no action")]
    NoAction,
    /// RESTRICT
    Restrict,
    /// CASCADE
    Cascade,
    /// SET NULL
    #[serde(rename = "set null")]
    SetNull,
    /// SET DEFAULT
    #[serde(rename = "set default")]
    SetDefault,
}

impl Action {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// An index that no constraint made.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Index {
    /// Key columns, up to the first expression.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<String>,
    /// UNIQUE
    #[serde(default, skip_serializing_if = "is_false")]
    pub unique: bool,
    /// It has a predicate.
    #[serde(default, skip_serializing_if = "is_false")]
    pub partial: bool,
    /// What stands behind USING, for anything beyond a btree over plain columns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub definition: Option<String>,
}
