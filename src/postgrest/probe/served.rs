//! Whether the served API has become what it should be: one probe per expectation, polled to a deadline.

use std::collections::BTreeSet;
use std::fmt;
use std::time::Duration;

use secrecy::SecretString;
use serde::Serialize;
use tokio::time::Instant;

use super::{NOBODY, Root, RootAnswer, STOP_AFTER_PLANNING, STOPPED, root};
use crate::postgrest::call::{Request, Response, Target};
use crate::postgrest::{Client, ServerVersion};
use crate::sql::QualifiedName;

/// The first pause between two looks; it grows by half up to [`LONGEST_PAUSE`].
const FIRST_PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_millis(1500);
/// The time the last look is given beyond the deadline.
const LAST_LOOK: Duration = Duration::from_millis(500);
/// From this release on PostgREST can be stopped after planning.
const STRICT_SINCE: ServerVersion = ServerVersion::new(12, 0, 0);

/// What should be served after a reload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expectation {
    /// The relation is in the schema cache, with exactly these methods of GET, POST, PUT, PATCH,
    /// DELETE when given. `Allow` says what the cache allows, not what roles may do.
    RelationServed {
        /// The relation.
        relation: QualifiedName,
        /// Upper-case methods.
        methods: Option<BTreeSet<String>>,
    },
    /// The relation is not in the schema cache.
    RelationGone(QualifiedName),
    /// The cache knows the column.
    ColumnServed(QualifiedName, String),
    /// The cache does not know the column.
    ColumnGone(QualifiedName, String),
    /// The cache has an overload that takes exactly these named arguments.
    FunctionServed(QualifiedName, Vec<String>),
    /// It has none that takes them.
    FunctionGone(QualifiedName, Vec<String>),
    /// The schema is exposed.
    SchemaExposed(String),
    /// The schema is not exposed.
    SchemaHidden(String),
}

/// What a probe says of an expectation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "answer", content = "why")]
pub enum Answer {
    /// As expected.
    Met,
    /// Not yet: what is served instead.
    Open(String),
    /// No probe can tell.
    NotProven(String),
}

/// One expectation and its last answer.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// What was expected.
    pub expectation: Expectation,
    /// What was seen last.
    pub answer: Answer,
}

/// A relation as the schema cache has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Relation {
    /// Cached, with the methods of `Allow`.
    Cached(BTreeSet<String>),
    /// Not in the schema cache (or there is no such relation).
    NotCached,
    /// The schema is not exposed.
    SchemaHidden,
    /// Refused or answered otherwise.
    Unclear(String),
}

/// `OPTIONS` on a relation: the cheapest look into the schema cache; needs no privilege on it.
pub async fn options(client: &Client, relation: &QualifiedName, token: Option<&SecretString>) -> Relation {
    // OPTIONS reads Content-Profile on 12.0.2; both are sent, since a wrong guess asks the default schema.
    let request = Request::new("OPTIONS", Target::Relation(relation.name.clone()))
        .profile(Some(&relation.schema))
        .header("Accept-Profile", &relation.schema)
        .token(token);
    let answer = match client.send(&request).await {
        Ok(answer) => answer,
        Err(why) => return Relation::Unclear(why.to_string()),
    };
    match (answer.status, answer.header("allow")) {
        (200..300, Some(allow)) => {
            Relation::Cached(allow.split(',').map(|method| method.trim().to_ascii_uppercase()).collect())
        }
        (404, _) => Relation::NotCached,
        (406, _) => Relation::SchemaHidden,
        _ => Relation::Unclear(shown(&answer)),
    }
}

/// Polls until every expectation is met or cannot be proven, or the time is up.
///
/// Answers in the order of `expectations`. `version` decides which probes are safe: below 12.0 columns
/// and functions are read from the root document.
pub async fn await_served(
    client: &Client,
    expectations: &[Expectation],
    version: ServerVersion,
    token: Option<&SecretString>,
    limit: Duration,
) -> Vec<Outcome> {
    let deadline = Instant::now() + limit;
    let mut pause = FIRST_PAUSE;
    let mut outcomes: Vec<Outcome> = expectations
        .iter()
        .map(|expectation| Outcome {
            expectation: expectation.clone(),
            answer: Answer::Open("not looked at".to_owned()),
        })
        .collect();
    loop {
        let mut all_settled = true;
        for outcome in outcomes.iter_mut().filter(|outcome| matches!(outcome.answer, Answer::Open(_))) {
            // At least this much, so that the look at the deadline is a look.
            let left = deadline.saturating_duration_since(Instant::now()).max(LAST_LOOK);
            if let Ok(answer) = tokio::time::timeout(left, probe(client, &outcome.expectation, version, token)).await {
                outcome.answer = answer;
            }
            all_settled &= !matches!(outcome.answer, Answer::Open(_));
        }
        let left = deadline.saturating_duration_since(Instant::now());
        if all_settled || left.is_zero() {
            return outcomes;
        }
        tokio::time::sleep(pause.min(left)).await;
        pause = (pause * 3 / 2).min(LONGEST_PAUSE);
    }
}

/// Looks once.
pub async fn probe(
    client: &Client,
    expectation: &Expectation,
    version: ServerVersion,
    token: Option<&SecretString>,
) -> Answer {
    match expectation {
        Expectation::RelationServed { relation, methods } => {
            relation_answer(&options(client, relation, token).await, methods.as_ref(), true)
        }
        Expectation::RelationGone(relation) => relation_answer(&options(client, relation, token).await, None, false),
        Expectation::SchemaExposed(name) => schema(client, name, token, true).await,
        Expectation::SchemaHidden(name) => schema(client, name, token, false).await,
        Expectation::ColumnServed(relation, name) => column(client, relation, name, version, token).await.answer(true),
        Expectation::ColumnGone(relation, name) => column(client, relation, name, version, token).await.answer(false),
        Expectation::FunctionServed(name, arguments) => {
            function(client, name, arguments, version, token).await.answer(true)
        }
        Expectation::FunctionGone(name, arguments) => {
            function(client, name, arguments, version, token).await.answer(false)
        }
    }
}

fn relation_answer(relation: &Relation, methods: Option<&BTreeSet<String>>, wanted: bool) -> Answer {
    match (relation, wanted) {
        (Relation::Cached(allow), true) => methods.map_or(Answer::Met, |methods| methods_answer(allow, methods)),
        (Relation::Cached(_), false) => Answer::Open("still served".to_owned()),
        (Relation::NotCached | Relation::SchemaHidden, false) => Answer::Met,
        (Relation::NotCached, true) => Answer::Open("not in the schema cache".to_owned()),
        (Relation::SchemaHidden, true) => Answer::Open("its schema is not exposed".to_owned()),
        (Relation::Unclear(why), _) => unclear(why),
    }
}

fn methods_answer(allow: &BTreeSet<String>, wanted: &BTreeSet<String>) -> Answer {
    let plain: BTreeSet<&str> =
        allow.iter().map(String::as_str).filter(|method| !matches!(*method, "OPTIONS" | "HEAD")).collect();
    if plain.iter().copied().eq(wanted.iter().map(String::as_str)) {
        return Answer::Met;
    }
    Answer::Open(format!("served with {}", plain.into_iter().collect::<Vec<_>>().join(", ")))
}

/// Whether the cache has an object.
enum Seen {
    Yes,
    No(String),
    Unclear(String),
}

impl Seen {
    fn answer(self, wanted: bool) -> Answer {
        match (self, wanted) {
            (Self::Yes, true) | (Self::No(_), false) => Answer::Met,
            (Self::Yes, false) => Answer::Open("still served".to_owned()),
            (Self::No(why), true) => Answer::Open(why),
            (Self::Unclear(why), _) => unclear(&why),
        }
    }
}

/// Refusals stay refusals; all else may pass (a restart, a lost connection).
fn unclear(why: &str) -> Answer {
    if why.starts_with("401") || why.starts_with("403") {
        Answer::NotProven(why.to_owned())
    } else {
        Answer::Open(why.to_owned())
    }
}

async fn schema(client: &Client, name: &str, token: Option<&SecretString>, wanted: bool) -> Answer {
    let request = Request::get(Target::Relation(NOBODY.to_owned())).profile(Some(NOBODY)).token(token);
    let answer = match client.send(&request).await {
        Ok(answer) => answer,
        Err(why) => return Answer::Open(why.to_string()),
    };
    let Some(schemas) = answer.error().and_then(|error| error.exposed_schemas()) else {
        return unclear(&shown(&answer));
    };
    match schemas.iter().any(|schema| schema == name) == wanted {
        true => Answer::Met,
        false => Answer::Open(format!("exposed are {}", schemas.join(", "))),
    }
}

/// A POST of no rows that names the column and stops after planning: PGRST204 when the cache lacks it.
async fn column(
    client: &Client,
    relation: &QualifiedName,
    name: &str,
    version: ServerVersion,
    token: Option<&SecretString>,
) -> Seen {
    if version < STRICT_SINCE {
        return column_in_document(client, relation, name, token).await;
    }
    let request = stopped(Request::new("POST", Target::Relation(relation.name.clone())), &relation.schema, token)
        .query("columns", format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\"")))
        .json(&serde_json::json!([]));
    let answer = match client.send(&request).await {
        Ok(answer) => answer,
        Err(why) => return Seen::Unclear(why.to_string()),
    };
    match (answer.status, answer.code().as_str()) {
        (_, STOPPED) => Seen::Yes,
        (_, "PGRST204") => Seen::No("the column is not in the schema cache".to_owned()),
        (404, _) => Seen::No("the relation is not in the schema cache".to_owned()),
        (406, _) => Seen::No("the schema is not exposed".to_owned()),
        _ => Seen::Unclear(shown(&answer)),
    }
}

/// Looks for an overload by its argument names, and stops after planning, so that it is not called.
///
/// GET looks at named arguments only; a POST would also find a function with one unnamed json argument.
async fn function(
    client: &Client,
    name: &QualifiedName,
    arguments: &[String],
    version: ServerVersion,
    token: Option<&SecretString>,
) -> Seen {
    if version < STRICT_SINCE {
        return function_in_document(client, name, arguments, token).await;
    }
    let unnamed = arguments.iter().any(String::is_empty);
    let target = Target::Function(name.name.clone());
    let request = if unnamed || arguments.iter().any(|argument| is_reserved(argument)) {
        let body = arguments.iter().filter(|name| !name.is_empty()).map(|name| (name.clone(), serde_json::Value::Null));
        stopped(Request::new("POST", target), &name.schema, token).json(&serde_json::Value::Object(body.collect()))
    } else {
        let request = stopped(Request::get(target), &name.schema, token);
        arguments.iter().fold(request, |request, argument| request.query(argument, ""))
    };
    let answer = match client.send(&request).await {
        Ok(answer) => answer,
        Err(why) => return Seen::Unclear(why.to_string()),
    };
    match (answer.status, answer.code().as_str()) {
        // PGRST203: several overloads fit, so that it is there and callers cannot reach it.
        (_, STOPPED | "PGRST203") => Seen::Yes,
        (404, "PGRST202") => Seen::No("the function is not in the schema cache".to_owned()),
        (406, "PGRST106") => Seen::No("the schema is not exposed".to_owned()),
        _ => Seen::Unclear(shown(&answer)),
    }
}

/// Query keys that are not arguments (`PostgREST.ApiRequest.QueryParams`).
fn is_reserved(name: &str) -> bool {
    matches!(
        name,
        "select" | "order" | "limit" | "offset" | "and" | "or" | "not.and" | "not.or" | "columns" | "on_conflict"
    ) || name.contains('.')
}

fn stopped(request: Request, schema: &str, token: Option<&SecretString>) -> Request {
    STOP_AFTER_PLANNING.iter().fold(request.profile(Some(schema)).token(token), |request, item| request.prefer(item))
}

async fn document(client: &Client, schema: &str, token: Option<&SecretString>) -> Result<Root, Seen> {
    match root(client, Some(schema), token).await {
        Ok(RootAnswer::Document(root)) => Ok(root),
        Ok(RootAnswer::Disabled) => {
            Err(Seen::Unclear("403 the root document is disabled, and this release has no other probe".to_owned()))
        }
        Ok(RootAnswer::Refused { status, error }) => {
            Err(Seen::Unclear(error.map_or_else(|| status.to_string(), |error| format!("{status} {error}"))))
        }
        Err(why) => Err(Seen::Unclear(why.to_string())),
    }
}

async fn column_in_document(
    client: &Client,
    relation: &QualifiedName,
    name: &str,
    token: Option<&SecretString>,
) -> Seen {
    match document(client, &relation.schema, token).await {
        Err(seen) => seen,
        Ok(root) => match root.definitions.get(&relation.name) {
            Some(definition) if definition.properties.contains_key(name) => Seen::Yes,
            Some(_) => Seen::No("the column is not in the root document".to_owned()),
            None if root.complete => Seen::No("the relation is not in the root document".to_owned()),
            None => Seen::Unclear("the root document is cut".to_owned()),
        },
    }
}

async fn function_in_document(
    client: &Client,
    name: &QualifiedName,
    arguments: &[String],
    token: Option<&SecretString>,
) -> Seen {
    match document(client, &name.schema, token).await {
        Err(seen) => seen,
        Ok(root) => match root.functions.get(&name.name) {
            Some(function) if function.arguments.keys().eq(arguments.iter().collect::<BTreeSet<_>>()) => Seen::Yes,
            Some(_) => Seen::No("the root document shows other arguments".to_owned()),
            None if root.complete => Seen::No("the function is not in the root document".to_owned()),
            None => Seen::Unclear("the root document is cut".to_owned()),
        },
    }
}

fn shown(answer: &Response) -> String {
    answer.error().map_or_else(|| answer.status.to_string(), |error| format!("{} {error}", answer.status))
}

impl fmt::Display for Expectation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::RelationServed { relation, methods: None } => write!(f, "{relation} is served"),
            Self::RelationServed { relation, methods: Some(methods) } => {
                write!(f, "{relation} is served with {}", methods.iter().cloned().collect::<Vec<_>>().join(", "))
            }
            Self::RelationGone(relation) => write!(f, "{relation} is gone"),
            Self::ColumnServed(relation, column) => write!(f, "column {column} of {relation} is served"),
            Self::ColumnGone(relation, column) => write!(f, "column {column} of {relation} is gone"),
            Self::FunctionServed(name, arguments) => write!(f, "{name}({}) is served", arguments.join(", ")),
            Self::FunctionGone(name, arguments) => write!(f, "{name}({}) is gone", arguments.join(", ")),
            Self::SchemaExposed(schema) => write!(f, "schema {schema} is exposed"),
            Self::SchemaHidden(schema) => write!(f, "schema {schema} is not exposed"),
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.answer {
            Answer::Met => write!(f, "{}", self.expectation),
            Answer::Open(why) => write!(f, "expected: {}; seen: {why}", self.expectation),
            Answer::NotProven(why) => write!(f, "not proven: {}; {why}", self.expectation),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(methods: &[&str]) -> BTreeSet<String> {
        methods.iter().map(|method| (*method).to_owned()).collect()
    }

    #[test]
    fn relations_and_their_methods() {
        let cached = Relation::Cached(set(&["OPTIONS", "GET", "HEAD", "POST"]));
        for (relation, methods, wanted, met) in [
            (&cached, None, true, true),
            (&cached, Some(set(&["GET", "POST"])), true, true),
            (&cached, Some(set(&["GET"])), true, false),
            (&cached, None, false, false),
            (&Relation::NotCached, None, false, true),
            (&Relation::NotCached, None, true, false),
            (&Relation::SchemaHidden, None, false, true),
        ] {
            let answer = relation_answer(relation, methods.as_ref(), wanted);
            assert_eq!(answer == Answer::Met, met, "{relation:?} {methods:?} {wanted}");
        }
        let refused =
            relation_answer(&Relation::Unclear("401 PGRST302 Anonymous access is disabled".into()), None, true);
        assert!(matches!(refused, Answer::NotProven(_)));
    }

    #[test]
    fn outcomes_read_as_sentences() {
        let outcome = Outcome {
            expectation: Expectation::ColumnServed(QualifiedName::new("api", "orders"), "note".into()),
            answer: Answer::Open("the column is not in the schema cache".into()),
        };
        assert_eq!(
            outcome.to_string(),
            "expected: column note of api.orders is served; seen: the column is not in the schema cache"
        );
    }
}
