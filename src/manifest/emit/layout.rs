//! Which parts of a document stand as blocks, which as rows, which in one line.

/// How a collection is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layout {
    /// A mapping whose keys are a type's fields: a line each, laid out by the field's name.
    Fields,
    /// Named things or items, each of them a block of fields.
    Blocks,
    /// Named things or items, each in one line where it fits.
    Rows,
    /// As rows, with the values of short keys below each other.
    Table,
    /// In one line where it fits.
    Line,
}

impl Layout {
    /// The layout of a field's value.
    pub(crate) fn of_field(name: &str) -> Self {
        match name {
            "versions" | "overloads" | "triggers" | "rules" => Self::Blocks,
            "columns" => Self::Table,
            "verified" => Self::Fields,
            "access"
            | "accepted"
            | "arguments"
            | "config"
            | "constraints"
            | "default_privileges"
            | "environments"
            | "extended_statistics"
            | "grants"
            | "indexes"
            | "inputs"
            | "policies"
            | "roles" => Self::Rows,
            _ => Self::Line,
        }
    }

    /// The layout of what stands directly below: by its key in a mapping of fields.
    pub(crate) fn below(self, key: &str) -> Self {
        match self {
            Self::Fields => Self::of_field(key),
            Self::Blocks => Self::Fields,
            Self::Rows | Self::Table | Self::Line => Self::Line,
        }
    }

    /// The layout of what stands behind a path from the top.
    pub(crate) fn at<S: AsRef<str>>(path: &[S]) -> Self {
        path.iter().fold(Self::Fields, |layout, step| layout.below(step.as_ref()))
    }
}

/// Fields that hold SQL and always stand as block text.
pub(super) fn is_sql(layout: Layout, key: &str) -> bool {
    layout == Layout::Fields && matches!(key, "query" | "body" | "sql_body")
}
