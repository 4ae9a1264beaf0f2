//! The part of OpenAPI 3.1 that pgai emits, as values. Keys stand in the order in which fields are declared.

use indexmap::IndexMap;
use serde::Serialize;
use serde_json::Value;

/// A document.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the names are OpenAPI's own")]
pub struct Document {
    pub openapi: &'static str,
    pub info: Info,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub servers: Vec<Server>,
    pub security: Vec<SecurityRequirement>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
    pub paths: IndexMap<String, PathItem>,
    pub components: Components,
}

/// Security scheme -> scopes; an empty one means "nothing needed".
pub type SecurityRequirement = IndexMap<&'static str, Vec<String>>;

#[derive(Debug, Clone, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the names are OpenAPI's own")]
pub struct Info {
    pub title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    pub version: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the names are OpenAPI's own")]
pub struct Server {
    pub url: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the names are OpenAPI's own")]
pub struct Tag {
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[expect(missing_docs, reason = "the names are OpenAPI's own")]
pub struct PathItem {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub get: Option<Operation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub put: Option<Operation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub post: Option<Operation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delete: Option<Operation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub head: Option<Operation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub patch: Option<Operation>,
}

impl PathItem {
    /// Its operations.
    pub fn operations(&self) -> impl Iterator<Item = &Operation> {
        [&self.get, &self.put, &self.post, &self.delete, &self.head, &self.patch].into_iter().flatten()
    }
}

#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the names are OpenAPI's own")]
pub struct Operation {
    pub tags: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    pub operation_id: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parameters: Vec<OrRef<Parameter>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_body: Option<RequestBody>,
    pub responses: IndexMap<&'static str, OrRef<Response>>,
    #[serde(skip_serializing_if = "is_false")]
    pub deprecated: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub security: Option<Vec<SecurityRequirement>>,
    /// RFC 8594's date, where there is one.
    #[serde(rename = "x-sunset", skip_serializing_if = "Option::is_none")]
    pub sunset: Option<String>,
}

/// A value in place, or a reference to a component.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum OrRef<T> {
    /// `{"$ref": "#/components/.."}`
    Ref(Reference),
    /// In place.
    Here(Box<T>),
}

impl<T> OrRef<T> {
    /// A reference to `#/components/<section>/<name>`.
    pub fn component(section: &str, name: &str) -> Self {
        Self::Ref(Reference { reference: format!("#/components/{section}/{name}") })
    }
}

impl<T> From<T> for OrRef<T> {
    fn from(value: T) -> Self {
        Self::Here(Box::new(value))
    }
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the names are OpenAPI's own")]
pub struct Reference {
    #[serde(rename = "$ref")]
    pub reference: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the names are OpenAPI's own")]
pub struct Parameter {
    pub name: String,
    #[serde(rename = "in")]
    pub place: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(skip_serializing_if = "is_false")]
    pub required: bool,
    pub schema: Schema,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub example: Option<&'static str>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the names are OpenAPI's own")]
pub struct RequestBody {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    pub content: IndexMap<String, MediaType>,
    pub required: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the names are OpenAPI's own")]
pub struct MediaType {
    pub schema: Schema,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[expect(missing_docs, reason = "the names are OpenAPI's own")]
pub struct Response {
    pub description: String,
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub headers: IndexMap<&'static str, OrRef<Header>>,
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub content: IndexMap<String, MediaType>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the names are OpenAPI's own")]
pub struct Header {
    pub description: String,
    pub schema: Schema,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the names are OpenAPI's own")]
pub struct Components {
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub schemas: IndexMap<String, Schema>,
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub responses: IndexMap<String, Response>,
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub parameters: IndexMap<String, Parameter>,
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub headers: IndexMap<String, Header>,
    pub security_schemes: IndexMap<&'static str, SecurityScheme>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the names are OpenAPI's own")]
pub struct SecurityScheme {
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub description: &'static str,
    pub scheme: &'static str,
    pub bearer_format: &'static str,
}

/// A JSON Schema (2020-12); the default one allows anything.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the names are JSON Schema's own")]
pub struct Schema {
    #[serde(rename = "$ref", skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub types: Option<Types>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<&'static str>,
    #[serde(rename = "enum", skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_length: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pattern: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items: Option<Box<Schema>>,
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub properties: IndexMap<String, Schema>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub required: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub any_of: Vec<Schema>,
}

/// One type, or one of several.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
#[expect(missing_docs, reason = "each holds what its name says")]
pub enum Types {
    One(&'static str),
    Several(Vec<&'static str>),
}

impl Schema {
    /// Of this type.
    pub fn of(kind: &'static str) -> Self {
        Self { types: Some(Types::One(kind)), ..Self::default() }
    }

    /// `{"$ref": "#/components/schemas/<name>"}`
    pub fn component(name: &str) -> Self {
        Self { reference: Some(format!("#/components/schemas/{name}")), ..Self::default() }
    }

    /// An array of `items`.
    pub fn array(items: Self) -> Self {
        Self { items: Some(Box::new(items)), ..Self::of("array") }
    }

    /// The one schema, or any of several; duplicates count once.
    pub fn any(schemas: impl IntoIterator<Item = Self>) -> Self {
        let mut distinct: Vec<Self> = Vec::new();
        for schema in schemas {
            if !distinct.contains(&schema) {
                distinct.push(schema);
            }
        }
        match <[Self; 1]>::try_from(distinct) {
            Ok([only]) => only,
            Err(several) => Self { any_of: several, ..Self::default() },
        }
    }

    /// The same, NULL too.
    #[must_use]
    pub fn or_null(mut self) -> Self {
        match self.types.take() {
            Some(Types::One(kind)) => {
                self.types = Some(Types::Several(vec![kind, "null"]));
                if !self.values.is_empty() {
                    self.values.push(Value::Null);
                }
                self
            }
            None if self.reference.is_some() => Self { any_of: vec![self, Self::of("null")], ..Self::default() },
            other => {
                self.types = other;
                self
            }
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's skip_serializing_if hands a reference")]
fn is_false(value: &bool) -> bool {
    !*value
}
