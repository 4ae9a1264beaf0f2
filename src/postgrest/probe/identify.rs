//! Who answers: PostgREST or not, which release, which schemas.

use secrecy::SecretString;
use serde::Serialize;

use super::NOBODY;
use crate::diagnostic::Diagnostic;
use crate::postgrest::call::{Request, Response, Target};
use crate::postgrest::error::Group;
use crate::postgrest::http::Unreachable;
use crate::postgrest::{Client, ErrorBody, ServerVersion, problem};

/// Who answered.
#[derive(Debug, Clone)]
pub enum Identity {
    /// Nobody.
    Unreachable(Unreachable),
    /// Something else.
    NotPostgrest {
        /// Its status.
        status: u16,
        /// Its `Server` header.
        server: Option<String>,
    },
    /// The admin server of a PostgREST, which serves no API.
    AdminServer,
    /// PostgREST without database or schema cache.
    NoDatabase {
        /// Its status, mostly 503.
        status: u16,
        /// Its words.
        error: Option<ErrorBody>,
    },
    /// PostgREST at work.
    Serving(Served),
}

/// A PostgREST at work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Served {
    /// Its release; `None` when a proxy hides the `Server` header and the root document says none.
    pub version: Option<ServerVersion>,
    /// The exposed schemas, default first; `None` when it answers only with a token.
    pub schemas: Option<Vec<String>>,
    /// Whether requests without a token are served; `None` when a token was sent.
    pub anonymous: Option<bool>,
    /// Whether there is a root document (`openapi-mode` is not `disabled`).
    pub document: Option<bool>,
}

/// Asks who answers. Two requests, three where a proxy hides the `Server` header.
pub async fn identify(client: &Client, token: Option<&SecretString>) -> Identity {
    // Not at the root: with openapi-mode disabled that answers 404 before it looks at the profile.
    let request = Request::get(Target::Relation(NOBODY.to_owned())).profile(Some(NOBODY)).token(token);
    let answer = match client.send(&request).await {
        Ok(answer) => answer,
        Err(why) => return Identity::Unreachable(why),
    };
    let error = answer.error();
    let named = answer.header("server").filter(|server| server.starts_with("postgrest"));
    if named.is_none() && !error.as_ref().is_some_and(ErrorBody::is_postgrest) {
        return Identity::NotPostgrest { status: answer.status, server: answer.header("server").map(str::to_owned) };
    }
    if lacks_database(&answer, error.as_ref()) {
        return Identity::NoDatabase { status: answer.status, error };
    }
    if answer.status == 404 && error.is_none() {
        return Identity::AdminServer;
    }
    let mut served = Served {
        version: named.and_then(ServerVersion::parse),
        schemas: error.as_ref().and_then(ErrorBody::exposed_schemas),
        anonymous: token.is_none().then(|| answer.code() != "PGRST302"),
        document: None,
    };
    look_at_root(client, token, &mut served).await;
    Identity::Serving(served)
}

fn lacks_database(answer: &Response, error: Option<&ErrorBody>) -> bool {
    matches!(answer.status, 502..=504) || error.is_some_and(|error| error.group() == Group::Connection)
}

/// A bogus profile at the root answers 404 when the document is disabled and 406 when it is not,
/// without computing it (12.0.2); the document itself can take half a minute.
async fn look_at_root(client: &Client, token: Option<&SecretString>, served: &mut Served) {
    let request = Request::get(Target::Root).profile(Some(NOBODY)).token(token);
    let Ok(answer) = client.send(&request).await else { return };
    served.document = match answer.status {
        406 => Some(true),
        404 => Some(false),
        _ => None,
    };
    if served.version.is_none() && served.document == Some(true) {
        let Ok(answer) = client.send(&Request::get(Target::Root).token(token)).await else { return };
        let text = answer.json().ok().and_then(|json| json["info"]["version"].as_str().map(str::to_owned));
        served.version = text.as_deref().and_then(ServerVersion::parse);
    }
}

impl Identity {
    /// What to tell the user when this is no PostgREST at work.
    pub fn diagnostic(&self, base: &str) -> Option<Diagnostic> {
        match self {
            Self::Unreachable(why) => Some(problem::unreachable(base, why)),
            Self::NotPostgrest { status, server } => Some(problem::not_postgrest(base, *status, server.as_deref())),
            Self::AdminServer => Some(problem::admin_server(base)),
            Self::NoDatabase { status, error } => Some(problem::no_database(base, *status, error.as_ref())),
            Self::Serving(Served { anonymous: Some(false), schemas: None, .. }) => {
                Some(problem::anonymous_disabled(base))
            }
            Self::Serving(served) => served.version.and_then(ServerVersion::check),
        }
    }
}

/// `GET /ready` of the admin server: `true` when the pool and the schema cache are loaded. It is no
/// proof of a usable cache: relationships are computed by the first request that needs them.
///
/// # Errors
/// No answer.
pub async fn ready(admin: &Client) -> Result<bool, Unreachable> {
    Ok(admin.send(&Request::get(Target::Admin("ready"))).await?.is_success())
}

/// `GET /live` of the admin server.
///
/// # Errors
/// No answer.
pub async fn live(admin: &Client) -> Result<bool, Unreachable> {
    Ok(admin.send(&Request::get(Target::Admin("live"))).await?.is_success())
}
