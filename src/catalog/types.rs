//! Types, casts and sequences that the API depends on.

use super::Acl;
use crate::sql::QualifiedName;

/// A user type.
#[derive(Debug, Clone, PartialEq)]
pub struct Type {
    /// Owning role.
    pub owner: String,
    /// What it is.
    pub kind: TypeKind,
    /// Grants.
    pub acl: Acl,
    /// COMMENT ON TYPE.
    pub comment: Option<String>,
    /// Extension it belongs to.
    pub extension: Option<String>,
}

/// What a type is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TypeKind {
    /// Labels in order.
    Enum(Vec<String>),
    /// A domain.
    Domain {
        /// Base type with modifiers.
        base: String,
        /// NOT NULL
        not_null: bool,
        /// Default expression.
        default: Option<String>,
        /// Check constraints as printed, by name order.
        checks: Vec<String>,
    },
    /// A free-standing composite type.
    Composite(Vec<CompositeField>),
    /// A range type over this subtype.
    Range(String),
    /// A base, pseudo or shell type.
    Other,
}

/// A field of a composite type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompositeField {
    /// Name.
    pub name: String,
    /// Type.
    pub type_name: String,
}

/// A cast that changes how PostgREST reads or writes a value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cast {
    /// Source type.
    pub source: String,
    /// Target type.
    pub target: String,
    /// Function that does it: `schema.name(types)`.
    pub function: Option<String>,
    /// `implicit`, `assignment` or `explicit`.
    pub context: &'static str,
}

/// A sequence.
#[derive(Debug, Clone, PartialEq)]
pub struct Sequence {
    /// Owning role.
    pub owner: String,
    /// Column it belongs to (serial or identity).
    pub owned_by: Option<(QualifiedName, String)>,
    /// Grants.
    pub acl: Acl,
}
