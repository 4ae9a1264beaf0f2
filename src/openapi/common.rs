//! What every document shares: query parameters and headers of PostgREST, errors, security.

use indexmap::IndexMap;

use super::model::{Header, MediaType, OrRef, Parameter, Response, Schema, SecurityRequirement, SecurityScheme, Types};

/// The media type of bodies and answers.
pub(super) const JSON: &str = "application/json";

/// `{mediaType: {schema}}`
pub(super) fn content(media_type: &str, schema: Schema) -> IndexMap<String, MediaType> {
    IndexMap::from([(media_type.to_owned(), MediaType { schema })])
}

/// A JSON answer.
pub(super) fn answer(description: &str, schema: Schema) -> Response {
    Response { description: description.to_owned(), content: content(JSON, schema), ..Response::default() }
}

/// An answer without a body.
pub(super) fn empty(description: &str) -> Response {
    Response { description: description.to_owned(), ..Response::default() }
}

/// References to headers of an answer.
pub(super) fn headers(names: &[&'static str]) -> IndexMap<&'static str, OrRef<Header>> {
    names.iter().map(|name| (*name, OrRef::component("headers", &name.replace('-', "")))).collect()
}

/// The error answers of every operation.
pub(super) fn errors() -> [(&'static str, OrRef<Response>); 2] {
    [("4XX", OrRef::component("responses", "ClientError")), ("5XX", OrRef::component("responses", "ServerError"))]
}

/// The answers that `errors` refers to.
pub(super) fn error_responses() -> IndexMap<String, Response> {
    let error = |name: &str, description: &str| (name.to_owned(), answer(description, Schema::component("ApiError")));
    IndexMap::from([
        error("ClientError", "The request is refused; `code` is PostgREST's (`PGRST..`) or PostgreSQL's (SQLSTATE)."),
        error("ServerError", "The request could not be answered."),
    ])
}

/// PostgREST's error object.
pub(super) fn api_error() -> Schema {
    let text = |description: &str| Schema { description: Some(description.to_owned()), ..Schema::of("string") };
    let any = |description: &str| Schema { description: Some(description.to_owned()), ..Schema::default() };
    Schema {
        description: Some("An error as PostgREST answers it.".to_owned()),
        properties: IndexMap::from([
            ("code".to_owned(), text("`PGRST` and a number, or a SQLSTATE.").or_null()),
            ("message".to_owned(), text("What went wrong.")),
            ("details".to_owned(), any("More about it, often text or null.")),
            ("hint".to_owned(), text("What might help.").or_null()),
        ]),
        required: vec!["message".to_owned()],
        ..Schema::of("object")
    }
}

/// Headers that answers refer to.
pub(super) fn header_components() -> IndexMap<String, Header> {
    let header = |name: &str, description: &str| {
        (name.to_owned(), Header { description: description.to_owned(), schema: Schema::of("string") })
    };
    IndexMap::from([
        header("ContentRange", "Range and, where it was counted, number of rows: `0-24/*`."),
        header("Location", "Where the new row is: its primary key as a filter."),
        header("PreferenceApplied", "The preferences of the request that were heeded."),
    ])
}

/// Parameters shared by operations, by component name.
pub(super) fn parameters(max_rows: Option<u64>) -> Vec<(&'static str, Parameter)> {
    let query = |name: &str, description: &str, schema: Schema, example: Option<&'static str>| Parameter {
        name: name.to_owned(),
        place: "query",
        description: Some(description.to_owned()),
        required: false,
        schema,
        example,
    };
    let header = |name: &str, description: &str, schema: Schema, example: Option<&'static str>| Parameter {
        place: "header",
        ..query(name, description, schema, example)
    };
    let text = || Schema::of("string");
    let count = || Schema { minimum: Some(0), ..Schema::of("integer") };
    let tree = || Schema { pattern: Some(r"^\(.*\)$"), ..text() };
    let limit = match max_rows {
        Some(rows) => format!("Most rows to answer; the server never answers more than {rows}."),
        None => "Most rows to answer.".to_owned(),
    };
    let select = "Columns to answer, with `alias:column::type`, and embedded relations as `relation(columns)`.";
    let resolution = "`resolution=merge-duplicates` or `resolution=ignore-duplicates` makes it an upsert, \
                      `missing=default` uses column defaults for absent keys";
    let returns = "`return=minimal` (default), `return=headers-only` or `return=representation`";
    vec![
        ("Select", query("select", select, text(), None)),
        ("SelectRequired", Parameter { required: true, ..query("select", select, text(), None) }),
        ("Order", query("order", "Columns to sort by, as `column.desc.nullslast`.", text(), None)),
        ("Limit", query("limit", &limit, count(), None)),
        ("Offset", query("offset", "Rows to skip.", count(), None)),
        ("And", query("and", "Conditions that all hold.", tree(), Some("(a.gt.1,b.is.null)"))),
        ("Or", query("or", "Conditions one of which holds.", tree(), Some("(a.gt.1,b.is.null)"))),
        ("Columns", query("columns", "Keys of the body to use; others are ignored.", text(), None)),
        ("OnConflict", query("on_conflict", "Columns of the unique constraint that an upsert goes by.", text(), None)),
        (
            "Range",
            header(
                "Range",
                "Rows to answer, from 0, both ends included.",
                Schema { pattern: Some(r"^\d+-\d*$"), ..text() },
                Some("0-24"),
            ),
        ),
        (
            "RangeUnit",
            header("Range-Unit", "Unit of `Range`.", Schema { values: vec!["items".into()], ..text() }, None),
        ),
        (
            "PreferRead",
            header("Prefer", "`count=exact`, `count=planned` or `count=estimated` counts the rows.", text(), None),
        ),
        ("PreferInsert", header("Prefer", &format!("{returns}; {resolution}."), text(), None)),
        ("PreferWrite", header("Prefer", &format!("{returns}; `count=exact` counts the rows."), text(), None)),
        (
            "PreferCall",
            header(
                "Prefer",
                "`count=exact` counts the rows of a set; `handling=strict` refuses unknown preferences.",
                text(),
                None,
            ),
        ),
    ]
}

/// The profile header of a schema: needed unless it is the default one.
pub(super) fn profile(header: &str, schema: &str, default: bool) -> Parameter {
    Parameter {
        name: header.to_owned(),
        place: "header",
        description: Some(if default {
            format!("The schema; `{schema}` where it is left out.")
        } else {
            "The schema this route is in.".to_owned()
        }),
        required: !default,
        schema: Schema { types: Some(Types::One("string")), values: vec![schema.into()], ..Schema::default() },
        example: None,
    }
}

/// A filter on a column. The value after the operator may be anything.
pub(super) fn filter_schema() -> Schema {
    Schema {
        pattern: Some(
            r"^(not\.)?(eq|neq|gte?|lte?|i?like|i?match|in|isdistinct|is|(fts|plfts|phfts|wfts)(\([^)]*\))?|cs|cd|ov|sl|sr|nxr|nxl|adj)(\((any|all)\))?\.",
        ),
        ..Schema::of("string")
    }
}

/// Bearer tokens.
pub(super) fn security_schemes() -> IndexMap<&'static str, SecurityScheme> {
    IndexMap::from([(
        "jwt",
        SecurityScheme {
            kind: "http",
            description: "A JSON Web Token whose role claim names the role to run as.",
            scheme: "bearer",
            bearer_format: "JWT",
        },
    )])
}

/// A token is needed; or, where `anonymous`, is not.
pub(super) fn security(anonymous: bool) -> Vec<SecurityRequirement> {
    let token = IndexMap::from([("jwt", Vec::new())]);
    if anonymous { vec![IndexMap::new(), token] } else { vec![token] }
}
