//! Names of output columns by PostgreSQL's rules (FigureColname in parse_target.c).

use sqlparser::ast::{AccessExpr, DataType, Expr, ObjectName, Query, SelectItem, SetExpr, Value};

use super::relations::folded;

/// None for `*` and for TABLE.
pub(super) fn of_query(query: &Query) -> Option<Vec<Option<String>>> {
    of_body(&query.body)
}

fn of_body(body: &SetExpr) -> Option<Vec<Option<String>>> {
    match body {
        SetExpr::Select(select) => select.projection.iter().map(of_item).collect(),
        SetExpr::Query(query) => of_query(query),
        // The first query of a set operation names the columns.
        SetExpr::SetOperation { left, .. } => of_body(left),
        SetExpr::Values(values) => {
            let width = values.rows.first()?.len();
            Some((1..=width).map(|number| Some(format!("column{number}"))).collect())
        }
        _ => None,
    }
}

/// The outer None: not a single column.
fn of_item(item: &SelectItem) -> Option<Option<String>> {
    match item {
        SelectItem::UnnamedExpr(expr) => Some(match name_of(expr) {
            Name::Strong(name) | Name::Weak(name) => Some(name),
            Name::None => Some("?column?".to_owned()),
            Name::Unknown => None,
        }),
        SelectItem::ExprWithAlias { alias, .. } => Some(Some(folded(alias))),
        _ => None,
    }
}

/// How much a name counts: a cast takes a strong name of what it casts, and its own over a weak one.
enum Name {
    Strong(String),
    Weak(String),
    None,
    Unknown,
}

fn name_of(expr: &Expr) -> Name {
    match expr {
        Expr::Identifier(ident) => Name::Strong(folded(ident)),
        Expr::CompoundIdentifier(parts) => parts.last().map_or(Name::Unknown, |part| Name::Strong(folded(part))),
        Expr::CompoundFieldAccess { root, access_chain } => of_access(root, access_chain),
        Expr::Nested(inner) | Expr::Collate { expr: inner, .. } => name_of(inner),
        Expr::Function(function) => last_part(&function.name),
        Expr::Cast { expr, data_type, .. } => of_cast(expr, data_type),
        Expr::Case { else_result, .. } => match else_result.as_deref().map(name_of) {
            Some(Name::Strong(name)) => Name::Strong(name),
            Some(Name::Unknown) => Name::Unknown,
            _ => Name::Weak("case".to_owned()),
        },
        Expr::Subquery(query) => match of_query(query).as_deref() {
            Some([Some(name)]) if name != "?column?" => Name::Strong(name.clone()),
            _ => Name::Unknown,
        },
        Expr::Exists { negated: false, .. } => strong("exists"),
        Expr::Array(_) => strong("array"),
        Expr::Extract { .. } => strong("extract"),
        Expr::Position { .. } => strong("position"),
        Expr::Substring { .. } => strong("substring"),
        Expr::Overlay { .. } => strong("overlay"),
        Expr::AtTimeZone { .. } => strong("timezone"),
        // PostgreSQL 14 names these `bool`, later ones not.
        Expr::Value(value) if matches!(value.value, Value::Boolean(_)) => Name::Unknown,
        Expr::Value(_) => Name::None,
        Expr::BinaryOp { .. } | Expr::UnaryOp { .. } => Name::None,
        Expr::IsNull(_) | Expr::IsNotNull(_) | Expr::InList { .. } | Expr::Between { .. } => Name::None,
        Expr::Like { .. } | Expr::ILike { .. } | Expr::SimilarTo { .. } => Name::None,
        _ => Name::Unknown,
    }
}

fn strong(name: &str) -> Name {
    Name::Strong(name.to_owned())
}

fn last_part(name: &ObjectName) -> Name {
    match name.0.last().and_then(|part| part.as_ident()) {
        // Some functions with a syntax of their own are named after what they become (`trim`: btrim).
        Some(ident) if ident.quote_style.is_none() && ident.value.eq_ignore_ascii_case("trim") => Name::Unknown,
        Some(ident) => Name::Strong(folded(ident)),
        None => Name::Unknown,
    }
}

/// The last field of `(x).field[1]`; subscripts do not count.
fn of_access(root: &Expr, chain: &[AccessExpr]) -> Name {
    for access in chain.iter().rev() {
        match access {
            AccessExpr::Dot(Expr::Identifier(ident)) => return Name::Strong(folded(ident)),
            AccessExpr::Dot(_) => return Name::Unknown,
            AccessExpr::Subscript(_) => {}
        }
    }
    name_of(root)
}

/// A cast without a strong name below is named like its type, by the catalog's name.
fn of_cast(expr: &Expr, data_type: &DataType) -> Name {
    match name_of(expr) {
        Name::Strong(name) => return Name::Strong(name),
        Name::Unknown => return Name::Unknown,
        Name::Weak(_) | Name::None => {}
    }
    let name = match data_type {
        DataType::Text => "text",
        DataType::Integer(_) | DataType::Int(_) | DataType::Int4(_) => "int4",
        DataType::BigInt(_) | DataType::Int8(_) => "int8",
        DataType::SmallInt(_) | DataType::Int2(_) => "int2",
        DataType::Numeric(_) => "numeric",
        DataType::Boolean | DataType::Bool => "bool",
        DataType::Date => "date",
        DataType::Uuid => "uuid",
        DataType::JSON => "json",
        DataType::JSONB => "jsonb",
        DataType::Bytea => "bytea",
        DataType::Varchar(_) | DataType::CharacterVarying(_) => "varchar",
        DataType::Custom(name, _) => {
            return match last_part(name) {
                Name::Strong(name) => Name::Weak(name),
                _ => Name::Unknown,
            };
        }
        _ => return Name::Unknown,
    };
    Name::Weak(name.to_owned())
}
