//! What a plan is made of.

use serde::Serialize;

use crate::catalog::FunctionKey;
use crate::sql::QualifiedName;
use crate::sql::quote::Sql;

/// Ordered steps, to be run in one transaction.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Plan {
    /// In the order they run.
    pub steps: Vec<Step>,
    /// Relations that a step needs exclusively, dependents before what they stand on.
    pub locked: Vec<QualifiedName>,
    /// Relations to read back and open before the commit.
    pub touched: Vec<QualifiedName>,
    /// Functions that were made or changed: to be validated before the commit.
    pub functions: Vec<FunctionKey>,
}

impl Plan {
    /// Locks the transaction will take, estimated: a drop 4, a create 2 and its bases, a replace 1 and its bases.
    pub fn lock_estimate(&self) -> u64 {
        self.steps
            .iter()
            .map(|step| match step.lock {
                Lock::AccessExclusive => 4,
                Lock::ShareUpdateExclusive => 1,
                Lock::None => 3,
            })
            .sum()
    }

    /// True when there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }
}

/// One statement.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step {
    /// The statement, without a semicolon.
    pub sql: Sql,
    /// Role it runs as; none for the connected one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// The object it changes.
    pub object: String,
    /// Why it is there.
    pub reason: String,
    /// The lock it takes on the object, and whom that keeps waiting.
    pub lock: Lock,
    /// The class that allowed it, for destructive steps.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowed: Option<Allow>,
}

/// Locks of the steps (measured on 14, 17 and 18).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Lock {
    /// None on anything that exists.
    None,
    /// SHARE UPDATE EXCLUSIVE: readers and writers pass.
    ShareUpdateExclusive,
    /// ACCESS EXCLUSIVE: readers wait.
    AccessExclusive,
}

impl Lock {
    /// PostgreSQL's words.
    pub fn words(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::ShareUpdateExclusive => "SHARE UPDATE EXCLUSIVE",
            Self::AccessExclusive => "ACCESS EXCLUSIVE",
        }
    }
}

/// Classes of destructive steps, each to be allowed by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Allow {
    /// Dropping an object.
    Drop,
    /// Taking a privilege away.
    Revoke,
    /// Changing a function whose results are stored.
    StoredData,
}

impl Allow {
    /// Every class.
    pub const ALL: [Self; 3] = [Self::Drop, Self::Revoke, Self::StoredData];

    /// The word of `--allow`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Drop => "drop",
            Self::Revoke => "revoke",
            Self::StoredData => "stored-data",
        }
    }
}
