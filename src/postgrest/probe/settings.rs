//! Settings that show from outside, without rights and without executing anything but two small reads.

use std::collections::BTreeMap;

use secrecy::SecretString;

use super::{NOBODY, STOP_AFTER_PLANNING, STOPPED, identify};
use crate::postgrest::call::{Request, Response, Target};
use crate::postgrest::config::Value;
use crate::postgrest::{Client, ServerVersion};
use crate::sql::QualifiedName;

use super::Identity;

/// How many rows are asked for when looking for `db-max-rows`; a higher limit is not seen.
const MANY_ROWS: u64 = 10_001;
const PLAN: &str = "application/vnd.pgrst.plan+json";

/// Probes what can be probed, by in-database spelling. What is absent is not known.
///
/// `relation`: one that is served and readable (with the token), for what needs a read: `db_tx_end`,
/// `db_max_rows`, `server_timing_enabled`, and on 13 and later also aggregates and plans.
pub async fn settings(
    client: &Client,
    relation: Option<&QualifiedName>,
    token: Option<&SecretString>,
) -> BTreeMap<&'static str, Value> {
    let mut found = BTreeMap::new();
    let Identity::Serving(served) = identify(client, token).await else { return found };
    if let Some(schemas) = served.schemas {
        found.insert("db_schemas", Value::Text(schemas.join(",")));
    }
    match served.anonymous {
        Some(true) => found.insert("db_anon_role", Value::Set { kind: None }),
        Some(false) => found.insert("db_anon_role", Value::Unset),
        None => None,
    };
    match served.document {
        Some(true) => found.insert("openapi_mode", Value::Among(vec!["follow-privileges", "ignore-privileges"])),
        Some(false) => found.insert("openapi_mode", Value::Text("disabled".to_owned())),
        None => None,
    };
    let prober = Prober { client, relation, token };
    found.extend(prober.jwt_secret().await.map(|value| ("jwt_secret", value)));
    found.extend(prober.cors().await.map(|value| ("server_cors_allowed_origins", value)));
    if served.version.is_some_and(|version| version >= ServerVersion::new(12, 0, 0)) {
        found.extend(prober.aggregates().await.map(|on| ("db_aggregates_enabled", text(on))));
        found.extend(prober.plan().await.map(|on| ("db_plan_enabled", text(on))));
    }
    if relation.is_some() {
        prober.by_reading(&mut found).await;
    }
    found
}

fn text(on: bool) -> Value {
    Value::Text(on.to_string())
}

struct Prober<'a> {
    client: &'a Client,
    relation: Option<&'a QualifiedName>,
    token: Option<&'a SecretString>,
}

impl Prober<'_> {
    fn to_relation(&self, method: &str) -> Request {
        let name = self.relation.map_or(NOBODY, |relation| &relation.name);
        Request::new(method, Target::Relation(name.to_owned()))
            .profile(self.relation.map(|relation| relation.schema.as_str()))
            .token(self.token)
    }

    fn planned(&self) -> Request {
        STOP_AFTER_PLANNING.iter().fold(self.to_relation("GET"), |request, item| request.prefer(item))
    }

    async fn send(&self, request: Request) -> Option<Response> {
        match self.client.send(&request).await {
            Ok(answer) => Some(answer),
            Err(why) => {
                tracing::debug!(%why, "a probe got no answer");
                None
            }
        }
    }

    /// A bad token: PGRST300 without a secret, 401 with one.
    async fn jwt_secret(&self) -> Option<Value> {
        let bad = SecretString::from("x.y.z");
        let answer = self.send(Request::get(Target::Relation(NOBODY.to_owned())).token(Some(&bad))).await?;
        match (answer.status, answer.code().as_str()) {
            (_, "PGRST300") => Some(Value::Unset),
            (401, "PGRST301" | "PGRST303") => Some(Value::Set { kind: None }),
            _ => None,
        }
    }

    /// Any origin is allowed unless the setting names some; a GET tells even where it is answered 404
    /// (OPTIONS says `*` always on 12.0.2). A proxy may answer in PostgREST's place.
    async fn cors(&self) -> Option<Value> {
        let request = Request::get(Target::Relation(NOBODY.to_owned()))
            .token(self.token)
            .header("Origin", "https://pgai-probe.invalid");
        let answer = self.send(request).await?;
        match answer.header("access-control-allow-origin") {
            Some("*") => Some(Value::Unset),
            None => Some(Value::Set { kind: None }),
            _ => None,
        }
    }

    async fn aggregates(&self) -> Option<bool> {
        let answer = self.send(self.planned().query("select", "count()")).await?;
        match answer.code().as_str() {
            "PGRST123" => Some(false),
            STOPPED => Some(true),
            _ => None,
        }
    }

    async fn plan(&self) -> Option<bool> {
        let answer = self.send(self.planned().header("Accept", PLAN)).await?;
        match answer.code().as_str() {
            "PGRST107" => Some(false),
            STOPPED => Some(true),
            _ => None,
        }
    }

    async fn by_reading(&self, found: &mut BTreeMap<&'static str, Value>) {
        let Some(answer) = self.send(self.to_relation("GET").query("limit", "0").prefer("tx=rollback")).await else {
            return;
        };
        if !answer.is_success() {
            return;
        }
        let ends = if answer.applied("tx=rollback") {
            vec!["commit-allow-override", "rollback-allow-override"]
        } else {
            vec!["commit", "rollback"]
        };
        found.insert("db_tx_end", Value::Among(ends));
        found.insert("server_timing_enabled", text(answer.header("server-timing").is_some()));
        if let Some(rows) = self.max_rows().await {
            found.insert("db_max_rows", Value::Text(rows.to_string()));
        }
    }

    /// Asks for many rows without their text (HEAD); when fewer come and yet there is one behind
    /// them, the server cut there. A relation with fewer rows than the limit tells nothing.
    async fn max_rows(&self) -> Option<u64> {
        let ask = |limit: u64, offset: u64| {
            self.to_relation("HEAD").query("limit", limit.to_string()).query("offset", offset.to_string())
        };
        let (rows, _) = self.send(ask(MANY_ROWS, 0)).await.filter(Response::is_success)?.content_range()?;
        if rows >= MANY_ROWS {
            return None;
        }
        let (behind, _) = self.send(ask(1, rows)).await.filter(Response::is_success)?.content_range()?;
        (behind > 0).then_some(rows)
    }
}
