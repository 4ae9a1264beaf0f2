//! The root document (Swagger 2.0): what of it is worth comparing, whole or cut.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use secrecy::SecretString;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::postgrest::call::{Request, Target};
use crate::postgrest::http::Unreachable;
use crate::postgrest::{Client, ErrorBody, ServerVersion};

/// The first document of a large schema takes half a minute, and PostgREST cuts at 60 s.
const PATIENCE: Duration = Duration::from_secs(75);

/// What came for a schema's document.
#[derive(Debug, Clone)]
pub enum RootAnswer {
    /// The document, perhaps cut.
    Document(Root),
    /// `openapi-mode` is `disabled`.
    Disabled,
    /// Refused: no token, wrong token, unknown schema, no database.
    Refused {
        /// The status.
        status: u16,
        /// PostgREST's words.
        error: Option<ErrorBody>,
    },
}

/// The part of the document that pgai compares. Sets: paths come in hash order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Root {
    /// `info.version`.
    pub version: Option<ServerVersion>,
    /// `info.title`: first line of the schema's comment.
    pub title: Option<String>,
    /// Relations with the methods the document shows (POST, PATCH and DELETE come all or none).
    pub relations: BTreeMap<String, BTreeSet<Method>>,
    /// Functions; of overloads one is shown, which one is not defined.
    pub functions: BTreeMap<String, Function>,
    /// Definitions by relation.
    pub definitions: BTreeMap<String, Definition>,
    /// False when the document is cut: then what is absent proves nothing.
    pub complete: bool,
    /// How many bytes came.
    pub bytes: usize,
}

/// A method of a path item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    /// GET
    Get,
    /// POST
    Post,
    /// PATCH
    Patch,
    /// DELETE
    Delete,
}

/// A function as the document shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Function {
    /// GET is shown.
    pub get: bool,
    /// Arguments by name, with whether they are required.
    pub arguments: BTreeMap<String, bool>,
}

/// A relation's definition.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Definition {
    /// Columns by name.
    pub properties: BTreeMap<String, Property>,
    /// NOT NULL columns of tables; views never have any.
    pub required: BTreeSet<String>,
}

/// A column.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Property {
    /// JSON type; none for json and jsonb.
    pub r#type: Option<String>,
    /// PostgreSQL's type name, `int32`/`int64` from 14.8.
    pub format: Option<String>,
    /// True for `<pk/>` in the description.
    pub primary_key: bool,
}

/// Reads the root document of a schema (`None`: the default one).
///
/// # Errors
/// No answer at all.
pub async fn root(
    client: &Client,
    schema: Option<&str>,
    token: Option<&SecretString>,
) -> Result<RootAnswer, Unreachable> {
    let request = Request::get(Target::Root)
        .profile(schema)
        .header("Accept", "application/openapi+json")
        .token(token)
        .patience(PATIENCE);
    let answer = client.send(&request).await?;
    let error = answer.error();
    Ok(match answer.status {
        200..300 => RootAnswer::Document(Root::parse(&answer.body, answer.complete)),
        404 if error.as_ref().is_none_or(|error| error.code == "PGRST126") => RootAnswer::Disabled,
        status => RootAnswer::Refused { status, error },
    })
}

impl Root {
    /// Reads a document; one that is cut is closed where it ends and read up to there.
    pub fn parse(body: &[u8], complete: bool) -> Self {
        let whole = serde_json::from_slice::<Value>(body).ok().filter(Value::is_object);
        let complete = complete && whole.is_some();
        let document = whole.or_else(|| serde_json::from_str(&close(&String::from_utf8_lossy(body))).ok());
        let mut root = Self { complete, bytes: body.len(), ..Self::default() };
        let Some(document) = document else { return root };
        let info = &document["info"];
        root.version = info["version"].as_str().and_then(ServerVersion::parse);
        root.title = info["title"].as_str().map(str::to_owned);
        for (path, item) in object(&document["paths"]) {
            root.take_path(path, object(item));
        }
        for (name, definition) in object(&document["definitions"]) {
            root.definitions.insert(name.clone(), definition_of(definition));
        }
        root
    }

    fn take_path(&mut self, path: &str, item: &Map<String, Value>) {
        // Names are not percent-encoded in the document: `/Server Today`, and a name may hold a slash.
        let Some(name) = path.strip_prefix('/').filter(|name| !name.is_empty()) else { return };
        match name.strip_prefix("rpc/") {
            Some(function) => {
                self.functions.insert(function.to_owned(), function_of(item));
            }
            None => {
                self.relations.insert(name.to_owned(), item.keys().filter_map(|key| method(key)).collect());
            }
        }
    }
}

fn object(value: &Value) -> &Map<String, Value> {
    static EMPTY: std::sync::LazyLock<Map<String, Value>> = std::sync::LazyLock::new(Map::new);
    value.as_object().unwrap_or(&EMPTY)
}

fn method(key: &str) -> Option<Method> {
    match key {
        "get" => Some(Method::Get),
        "post" => Some(Method::Post),
        "patch" => Some(Method::Patch),
        "delete" => Some(Method::Delete),
        _ => None,
    }
}

fn strings(value: &Value) -> BTreeSet<String> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn function_of(item: &Map<String, Value>) -> Function {
    let body = item
        .get("post")
        .and_then(|post| post["parameters"].as_array())
        .into_iter()
        .flatten()
        .find(|p| p["name"] == "args");
    let schema = body.map_or(&Value::Null, |body| &body["schema"]);
    let required = strings(&schema["required"]);
    let arguments = object(&schema["properties"]).keys().map(|name| (name.clone(), required.contains(name))).collect();
    Function { get: item.contains_key("get"), arguments }
}

fn definition_of(value: &Value) -> Definition {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let property = |value: &Value| Property {
        r#type: text(&value["type"]),
        format: text(&value["format"]),
        primary_key: value["description"].as_str().is_some_and(|words| words.contains("<pk/>")),
    };
    Definition {
        properties: object(&value["properties"]).iter().map(|(name, value)| (name.clone(), property(value))).collect(),
        required: strings(&value["required"]),
    }
}

/// Closes cut JSON: drops what stands after the last complete value, then ends every open bracket.
///
/// A member that was begun is dropped with its key, so that no half value is taken for a whole one.
fn close(text: &str) -> String {
    let mut open: Vec<(char, usize)> = Vec::new();
    let (mut in_string, mut escaped) = (false, false);
    let mut cut = (0, Vec::new());
    for (at, c) in text.char_indices() {
        if in_string {
            (escaped, in_string) = (c == '\\' && !escaped, escaped || c != '"');
            continue;
        }
        match c {
            '"' => in_string = true,
            '{' | '[' => {
                open.push((if c == '{' { '}' } else { ']' }, at));
                cut = (at + 1, open.clone());
            }
            '}' | ']' => {
                open.pop();
                cut = (at + 1, open.clone());
            }
            // What stands before a comma is complete; the comma itself goes.
            ',' => cut = (at, open.clone()),
            _ => {}
        }
    }
    let mut closed = text[..cut.0].to_owned();
    closed.extend(cut.1.iter().rev().map(|(bracket, _)| *bracket));
    closed
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const DOCUMENT: &str = include_str!("../../../tests/fixtures/postgrest/12.0.2/root.json");

    #[test]
    fn reads_the_document_of_12_0_2() {
        let root = Root::parse(DOCUMENT.as_bytes(), true);
        assert!(root.complete);
        assert_eq!(root.version, Some(ServerVersion::new(12, 0, 2)));
        assert_eq!(root.title.as_deref(), Some("Shop API"));
        let relations: Vec<_> = root.relations.keys().map(String::as_str).collect();
        assert_eq!(relations, ["Server Today", "counts", "orders"]);
        assert_eq!(root.relations["counts"], BTreeSet::from([Method::Get]));
        assert_eq!(root.relations["orders"].len(), 4);
        let place = &root.functions["place"];
        assert!(place.get && place.arguments["customer_id"]);
        let id = &root.definitions["orders"].properties["id"];
        assert_eq!(
            (id.r#type.as_deref(), id.format.as_deref(), id.primary_key),
            (Some("integer"), Some("bigint"), true)
        );
        assert_eq!(root.definitions["orders"].required, BTreeSet::from(["id".to_owned(), "status".to_owned()]));
    }

    #[test]
    fn no_document_is_nothing_and_not_complete() {
        for body in ["", "[]", "<html>", "{\"info\":"] {
            let root = Root::parse(body.as_bytes(), true);
            assert!(!root.complete && root.relations.is_empty(), "{body}");
        }
    }

    proptest! {
        /// Cut anywhere, the document is read up to there: never more than it holds, and never a panic.
        #[test]
        fn a_cut_document_gives_a_part(at in 0..DOCUMENT.len()) {
            let whole = Root::parse(DOCUMENT.as_bytes(), true);
            let part = Root::parse(&DOCUMENT.as_bytes()[..at], false);
            prop_assert!(!part.complete);
            prop_assert!(part.relations.iter().all(|(name, methods)| methods.is_subset(&whole.relations[name])));
            prop_assert!(part.functions.keys().all(|name| whole.functions.contains_key(name)));
            prop_assert!(part.definitions.keys().all(|name| whole.definitions.contains_key(name)));
        }
    }

    #[test]
    fn late_cuts_keep_nearly_everything() {
        let part = Root::parse(&DOCUMENT.as_bytes()[..DOCUMENT.len() - 2], false);
        let whole = Root::parse(DOCUMENT.as_bytes(), true);
        assert_eq!((part.relations, part.definitions), (whole.relations, whole.definitions));
    }
}
