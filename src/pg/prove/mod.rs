//! Compiling queries that do not exist yet, and deciding equality by what PostgreSQL makes of them.
//!
//! Everything happens in one server-side block that cannot commit: shadow schemas hold the changed
//! views under their own names, and only the schema part of references to changed views is replaced.
//! Text from manifests is one statement (refused by our tokenizer otherwise) and stands in
//! parentheses, so that the server's parser refuses the whole text where a second one got through.

pub mod functions;
mod group;

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use tokio_postgres::Error;
use tokio_postgres::error::ErrorPosition;
use tokio_postgres::types::Type;

use self::group::{Groups, groups};
use super::introspect::origins;
use super::session::{Purpose, Session};
use crate::catalog::{FunctionKey, Operations, Server};
use crate::diff::{Proof, ProvenColumn};
use crate::sql::QualifiedName;
use crate::sql::quote::{Keywords, Sql, SqlBuilder};
use crate::sql::references::{map_back, replace_schema};
use crate::sql::statement::{Statement, single};

/// A query to compile. Items come in an order in which each only reads earlier ones.
#[derive(Debug, Clone)]
pub struct Item {
    /// The view it belongs to.
    pub name: QualifiedName,
    /// The query: one statement, checked.
    pub query: String,
    /// The live view's query, where there is one to compare with.
    pub live: Option<String>,
}

/// Why a query did not compile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// SQLSTATE.
    pub sqlstate: String,
    /// The server's message.
    pub message: String,
    /// The server's detail.
    pub detail: Option<String>,
    /// The server's hint.
    pub hint: Option<String>,
    /// Character in the query, from 0, where the server pointed at one.
    pub position: Option<usize>,
}

/// The outcome for one item.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// Compiled.
    Proven(Proof),
    /// Refused.
    Refused(Refusal),
    /// Could not be tried: the reason.
    NotProven(String),
}

/// Milliseconds a proof waits for a lock: below deadlock_timeout (1 s), so that nobody else is the victim.
const LOCK_TIMEOUT: u64 = 800;

/// Compiles `items` on the server that `server` describes.
///
/// # Errors
/// A lost connection, or a server that refuses the block itself.
pub async fn prove(
    session: &Session,
    server: &Server,
    items: &[Item],
) -> Result<BTreeMap<QualifiedName, Outcome>, Error> {
    if items.is_empty() {
        return Ok(BTreeMap::new());
    }
    if let Some(reason) = cannot(server) {
        let outcome = |item: &Item| (item.name.clone(), Outcome::NotProven(reason.to_owned()));
        return Ok(items.iter().map(outcome).collect());
    }
    session.begin(Purpose::Prove { lock_timeout: LOCK_TIMEOUT }).await?;
    let proven = in_transaction(session, server, items).await;
    session.rollback().await;
    proven
}

fn cannot(server: &Server) -> Option<&'static str> {
    if server.in_recovery {
        Some("the server is a standby")
    } else if !server.can_create {
        Some("CREATE on the database is missing")
    } else {
        None
    }
}

async fn in_transaction(
    session: &Session,
    server: &Server,
    items: &[Item],
) -> Result<BTreeMap<QualifiedName, Outcome>, Error> {
    let keywords = Keywords::from_server(server.keywords.iter().map(|word| (word.as_str(), 'R')));
    let Groups { groups, too_large } = groups(items, server.lock_slots);
    let mut outcomes: BTreeMap<QualifiedName, Outcome> =
        too_large.iter().map(|item| (item.name.clone(), Outcome::NotProven(group::TOO_LARGE.to_owned()))).collect();
    for group in groups {
        let shadow = Shadow::new(&keywords, &group);
        let input = shadow.input(&group);
        let answers: Vec<Answer> = match input {
            Ok(input) => run(session, &input).await?,
            Err(problem) => {
                outcomes.extend(group.iter().map(|item| (item.name.clone(), Outcome::NotProven(problem.clone()))));
                continue;
            }
        };
        for (item, answer) in group.iter().zip(answers) {
            let mut outcome = shadow.outcome(answer);
            if let Outcome::Refused(refusal) = &mut outcome {
                refusal.position = position(session, &item.query, &refusal.message).await?;
            }
            outcomes.insert(item.name.clone(), outcome);
        }
    }
    Ok(outcomes)
}

async fn run(session: &Session, input: &str) -> Result<Vec<Answer>, Error> {
    session
        .json::<serde_json::Value>(
            "SELECT to_json(set_config('pgai.prove_input', $1, true) IS NULL)",
            vec![(&input, Type::TEXT)],
        )
        .await?;
    session.run(include_str!("block.sql")).await?;
    let rows = session.json::<Vec<Answer>>("SELECT current_setting('pgai.prove_output')::json", vec![]).await?;
    Ok(rows.into_iter().next().unwrap_or_default())
}

/// Where the server stops reading the query by itself. Parse only: nothing runs, and the protocol
/// takes a single statement. A different message (a query over another changed view) gives no place.
async fn position(session: &Session, query: &str, message: &str) -> Result<Option<usize>, Error> {
    session.run("SAVEPOINT pgai_position").await?;
    let parsed = session.client().prepare(query).await;
    session.run("ROLLBACK TO SAVEPOINT pgai_position").await?;
    let Err(error) = parsed else { return Ok(None) };
    let Some(error) = error.as_db_error().filter(|error| error.message() == message) else { return Ok(None) };
    Ok(match error.position() {
        Some(ErrorPosition::Original(at)) => Some((*at as usize).saturating_sub(1)),
        _ => None,
    })
}

/// Name, type, and the schema and name of a collation that is not the type's own.
type ColumnAnswer = (String, String, Option<(String, String)>);

/// Object id, schema, name and columns of a relation that a query reads.
type Base = (u32, String, String, Option<Vec<(i16, String)>>);

/// Schema, name and input types of a function that a query calls.
type CallAnswer = (String, String, Option<Vec<String>>);

#[derive(Debug, Deserialize)]
struct Answer {
    query: Option<String>,
    own: Option<i32>,
    all: Option<i32>,
    columns: Option<Vec<ColumnAnswer>>,
    writable: Option<Vec<i16>>,
    tree: Option<String>,
    bases: Option<Vec<Base>>,
    calls: Option<Vec<CallAnswer>>,
    types: Option<Vec<(String, String)>>,
    second: Option<String>,
    live: Option<String>,
    sqlstate: Option<String>,
    message: Option<String>,
    detail: Option<String>,
    hint: Option<String>,
}

/// The shadow schemas of one group.
struct Shadow<'k> {
    keywords: &'k Keywords,
    /// Changed view -> its shadow schema.
    replaced: Vec<(QualifiedName, String)>,
    /// Shadow schema -> schema.
    back: Vec<(String, String)>,
    /// Schema for second rounds.
    second: String,
}

impl<'k> Shadow<'k> {
    /// The names hold a token that no text of the group holds, so that mapping back is unambiguous.
    fn new(keywords: &'k Keywords, group: &[&Item]) -> Self {
        let taken = |token: &str| {
            group
                .iter()
                .any(|item| item.query.contains(token) || item.live.as_ref().is_some_and(|live| live.contains(token)))
        };
        // From a random number on: two proofs at the same time would wait for each other's schema.
        let token = (fastrand::u32(..1_000_000)..)
            .map(|n| format!("pgai_s{n}_"))
            .find(|token| !taken(token))
            .unwrap_or_default();
        let schemas: BTreeSet<&str> = group.iter().map(|item| item.name.schema.as_str()).collect();
        let back: Vec<(String, String)> =
            schemas.iter().enumerate().map(|(at, schema)| (format!("{token}{at}"), (*schema).to_owned())).collect();
        let replaced = group
            .iter()
            .filter_map(|item| {
                let (shadow, _) = back.iter().find(|(_, schema)| *schema == item.name.schema)?;
                Some((item.name.clone(), shadow.clone()))
            })
            .collect();
        Self { keywords, replaced, back, second: format!("{token}x") }
    }

    fn input(&self, group: &[&Item]) -> Result<String, String> {
        let schemas = self.back.iter().map(|(shadow, _)| shadow).chain(std::iter::once(&self.second));
        let setup = schemas
            .map(|name| SqlBuilder::new(self.keywords).push("CREATE SCHEMA ").ident(name).finish())
            .collect::<Result<Vec<Sql>, _>>()
            .map_err(|error| error.to_string())?;
        let items = group
            .iter()
            .enumerate()
            .map(|(at, item)| self.item(at, item))
            .collect::<Result<Vec<_>, _>>()
            .map_err(|error| error.to_string())?;
        Ok(serde_json::json!({ "setup": setup, "items": items }).to_string())
    }

    fn item(&self, at: usize, item: &Item) -> Result<serde_json::Value, String> {
        let shadow = self.replaced.iter().find(|(name, _)| *name == item.name).map(|(_, shadow)| shadow.as_str());
        let name = QualifiedName::new(shadow.unwrap_or_default(), &item.name.name);
        let again = QualifiedName::new(&self.second, format!("a{at}"));
        let live = QualifiedName::new(&self.second, format!("l{at}"));
        let query = replace_schema(&item.query, self.keywords, &self.replaced);
        let mut value = serde_json::json!({
            "name": self.text(SqlBuilder::new(self.keywords).name(&name))?,
            "create": self.create(&name, &query)?,
        });
        if let Some(text) = &item.live {
            let head = SqlBuilder::new(self.keywords).push("CREATE VIEW ").name(&again).push(" AS ");
            value["again"] = self.text(head)?.into();
            value["again_name"] = self.text(SqlBuilder::new(self.keywords).name(&again))?.into();
            value["live"] = self.create(&live, text)?.into();
            value["live_name"] = self.text(SqlBuilder::new(self.keywords).name(&live))?.into();
        }
        Ok(value)
    }

    /// The parentheses end on a line of their own, so that a comment cannot swallow them.
    fn create(&self, name: &QualifiedName, query: &str) -> Result<String, String> {
        let statement: Statement<'_> = single(query).map_err(|problem| problem.to_string())?;
        self.text(
            SqlBuilder::new(self.keywords)
                .push("CREATE VIEW ")
                .name(name)
                .push(" AS (\n")
                .statement(&statement)
                .push("\n)"),
        )
    }

    fn text(&self, sql: SqlBuilder<'_>) -> Result<String, String> {
        sql.finish().map(|sql| sql.as_str().to_owned()).map_err(|error| error.to_string())
    }

    /// A name with its shadow schema mapped back.
    fn real(&self, schema: &str, name: &str) -> QualifiedName {
        let schema = self.back.iter().find(|(shadow, _)| shadow == schema).map_or(schema, |(_, schema)| schema);
        QualifiedName::new(schema, name)
    }

    /// Base columns by the number of the view's column, shadow names mapped back.
    fn origins(&self, tree: &str, bases: &[Base]) -> BTreeMap<i16, (QualifiedName, String)> {
        origins(tree)
            .into_iter()
            .filter_map(|origin| {
                let (_, schema, name, columns) = bases.iter().find(|(oid, ..)| *oid == origin.relation)?;
                let (_, column) = columns.iter().flatten().find(|(number, _)| *number == origin.relation_column)?;
                Some((origin.column, (self.real(schema, name), column.clone())))
            })
            .collect()
    }

    fn outcome(&self, answer: Answer) -> Outcome {
        let back = |text: String| map_back(&text, self.keywords, &self.back);
        let (Some(query), Some(columns)) = (answer.query, answer.columns) else {
            let sqlstate = answer.sqlstate.unwrap_or_default();
            // Messages hold names inside quotes and words; the token stands for nothing else.
            let back =
                |text: String| self.back.iter().fold(text, |text, (shadow, schema)| text.replace(shadow, schema));
            let message = answer.message.map(back).unwrap_or_default();
            if matches!(sqlstate.as_str(), "55P03" | "40P01" | "57014") {
                return Outcome::NotProven(message);
            }
            let (detail, hint) = (answer.detail.map(back), answer.hint.map(back));
            return Outcome::Refused(Refusal { sqlstate, message, detail, hint, position: None });
        };
        let query = back(query);
        let writable = answer.writable.unwrap_or_default();
        let bases = answer.bases.unwrap_or_default();
        let origins = self.origins(answer.tree.as_deref().unwrap_or_default(), &bases);
        let second = answer.second.map(back);
        Outcome::Proven(Proof {
            columns: columns
                .into_iter()
                .zip(1_i16..)
                .map(|((name, type_name, collation), number)| ProvenColumn {
                    name,
                    type_name,
                    from: origins.get(&number).cloned(),
                    updatable: writable.contains(&number),
                    collation: collation.map(|(schema, name)| QualifiedName::new(schema, name).to_string()),
                })
                .collect(),
            reads: bases.iter().map(|(_, schema, name, _)| self.real(schema, name)).collect(),
            calls: answer
                .calls
                .unwrap_or_default()
                .into_iter()
                .map(|(schema, name, types)| FunctionKey {
                    name: self.real(&schema, &name),
                    types: types.unwrap_or_default(),
                })
                .collect(),
            uses_types: answer.types.unwrap_or_default().iter().map(|(schema, name)| self.real(schema, name)).collect(),
            equals_live: second.as_ref().zip(answer.live.as_ref()).map(|(second, live)| second == live),
            operations: answer.own.zip(answer.all).map(|(own, all)| Operations::from_bits(own, all)),
            query,
        })
    }
}
