//! PostgreSQL types as JSON Schemas: what PostgREST sends and takes.

use std::collections::HashMap;

use indexmap::IndexMap;
use serde_json::Value;

use super::literal;
use super::model::{Schema, Types};
use super::names::{Names, pascal};
use crate::contract::type_name::{element, modifiers, user_type};
use crate::contract::{Column, Contract, TypeShape, TypeShapeKind};

/// Domains over domains are followed this far.
const MAX_DOMAINS: usize = 64;

/// Schemas of types; enums and composite types become components when they are used.
pub(super) struct Schemas<'a> {
    contract: &'a Contract,
    names: HashMap<&'a str, String>,
    used: IndexMap<String, Option<Schema>>,
}

/// Whether casts of data representations apply: on relations, not on functions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Relation,
    Function,
}

impl<'a> Schemas<'a> {
    /// Names every component that a type may need, in the order of the types.
    pub(super) fn new(contract: &'a Contract, names: &mut Names) -> Self {
        let mut by_type = HashMap::new();
        for (type_name, shape) in &contract.types {
            if !matches!(shape.kind, TypeShapeKind::Enum { .. } | TypeShapeKind::Composite { .. }) {
                continue;
            }
            let Some(name) = user_type(type_name) else { continue };
            let wanted = [pascal(&name.name), format!("{}{}", pascal(&name.schema), pascal(&name.name))];
            by_type.insert(type_name.as_str(), names.take(&wanted));
        }
        Self { contract, names: by_type, used: IndexMap::new() }
    }

    /// The components that were used, by name.
    pub(super) fn finish(self) -> Vec<(String, Schema)> {
        self.used.into_iter().filter_map(|(name, schema)| Some((name, schema?))).collect()
    }

    fn shape(&self, type_name: &str) -> Option<(&'a str, &'a TypeShape)> {
        let key = user_type(type_name)?.to_string();
        self.contract.types.get_key_value(&key).map(|(key, shape)| (key.as_str(), shape))
    }

    /// A value of this type, not NULL.
    pub(super) fn of(&mut self, type_name: &str, side: Side) -> Schema {
        let (inner, is_array) = element(type_name);
        if is_array {
            return Schema::array(self.of(inner, side));
        }
        let mut current = inner.to_owned();
        for _ in 0..MAX_DOMAINS {
            let Some((key, shape)) = self.shape(&current) else { return plain(&current) };
            if shape.represented && side == Side::Relation {
                return Schema::default();
            }
            match &shape.kind {
                TypeShapeKind::Domain { base, .. } if element(base).1 => return self.of(base, side),
                TypeShapeKind::Domain { base, .. } => current.clone_from(base),
                TypeShapeKind::Enum { .. } | TypeShapeKind::Composite { .. } => return self.component(key, shape),
                TypeShapeKind::Range { .. } | TypeShapeKind::Other => return Schema::of("string"),
            }
        }
        Schema::default()
    }

    fn component(&mut self, key: &str, shape: &'a TypeShape) -> Schema {
        let Some(name) = self.names.get(key).cloned() else { return Schema::default() };
        if !self.used.contains_key(&name) {
            // Set first: a type that holds itself refers to its own component.
            self.used.insert(name.clone(), None);
            let mut schema = match &shape.kind {
                TypeShapeKind::Enum { labels } => {
                    Schema { values: labels.iter().cloned().map(Value::String).collect(), ..Schema::of("string") }
                }
                TypeShapeKind::Composite { fields } => {
                    let fields = fields.iter().map(|f| (f.name.clone(), f.type_name.clone())).collect();
                    self.object(fields, Side::Function)
                }
                _ => Schema::default(),
            };
            schema.description.clone_from(&shape.comment);
            self.used.insert(name.clone(), Some(schema));
        }
        Schema::component(&name)
    }

    /// An object of nullable fields.
    pub(super) fn object(&mut self, fields: Vec<(String, String)>, side: Side) -> Schema {
        let properties =
            fields.into_iter().map(|(name, type_name)| (name, self.of(&type_name, side).or_null())).collect();
        Schema { properties, ..Schema::of("object") }
    }

    /// A column; `null` where NULL is not known to be impossible.
    pub(super) fn column(&mut self, column: &Column) -> Schema {
        let schema = self.of(&column.type_name, Side::Relation);
        let mut schema = if column.not_null == Some(true) { schema } else { schema.or_null() };
        schema.description.clone_from(&column.comment);
        schema
    }

    /// The default as JSON, if it is a literal that fits the type.
    pub(super) fn default(&self, type_name: &str, labels: Option<&[String]>, expression: &str) -> Option<Value> {
        let base = self.base(type_name);
        let plain = if labels.is_some() { Schema::of("string") } else { plain(&base) };
        if element(&base).1 {
            return literal::parse(expression)?.as_json("array", None);
        }
        // A literal of one of these may be a word like `infinity` that its format does not allow.
        let worded = plain.format.is_some_and(|format| format.starts_with("date"));
        let kind = match plain.types {
            Some(Types::One(kind)) if !worded => kind,
            None => "any",
            _ => return None,
        };
        literal::parse(expression)?.as_json(kind, labels)
    }

    fn base(&self, type_name: &str) -> String {
        let mut current = type_name.to_owned();
        for _ in 0..MAX_DOMAINS {
            match self.shape(&current).map(|(_, shape)| &shape.kind) {
                Some(TypeShapeKind::Domain { base, .. }) if !element(&current).1 => current.clone_from(base),
                _ => break,
            }
        }
        current
    }
}

/// PostgreSQL's own types. `json` and `jsonb` are any value; what has no JSON form of its own is a string.
fn plain(type_name: &str) -> Schema {
    let (name, modifier) = modifiers(type_name);
    let integer = |minimum, maximum, format| Schema {
        minimum: Some(minimum),
        maximum: Some(maximum),
        format: Some(format),
        ..Schema::of("integer")
    };
    let formatted = |kind, format| Schema { format: Some(format), ..Schema::of(kind) };
    match name.as_str() {
        "smallint" => integer(i16::MIN.into(), i16::MAX.into(), "int32"),
        "integer" => integer(i32::MIN.into(), i32::MAX.into(), "int32"),
        "bigint" => integer(i64::MIN, i64::MAX, "int64"),
        "oid" => integer(0, u32::MAX.into(), "int64"),
        "numeric" => Schema::of("number"),
        "real" => formatted("number", "float"),
        "double precision" => formatted("number", "double"),
        "boolean" => Schema::of("boolean"),
        "json" | "jsonb" => Schema::default(),
        "uuid" => formatted("string", "uuid"),
        "date" => formatted("string", "date"),
        "timestamp with time zone" => formatted("string", "date-time"),
        "character varying" | "character" => {
            Schema { max_length: modifier.and_then(|length| length.parse().ok()), ..Schema::of("string") }
        }
        _ => Schema::of("string"),
    }
}
