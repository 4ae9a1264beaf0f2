//! libpq's parameter keywords: their variables, and what pgai makes of each. PostgreSQL docs 34.1.2 and 34.15.

/// A parameter keyword of libpq.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Keyword {
    /// As written in key/value text and URLs.
    pub(super) name: &'static str,
    /// The `PG*` variable that stands behind it.
    pub(super) variable: Option<&'static str>,
    /// What pgai makes of it.
    pub(super) support: Support,
}

/// What pgai makes of a keyword.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Support {
    /// It has its libpq meaning.
    Used,
    /// It changes nothing that matters here.
    Ignored,
    /// Going on without it would be less safe, or different, from what was asked.
    Refused(&'static str),
    /// As `Refused`, but these values ask for nothing.
    Only(&'static [&'static str], &'static str),
}

use Support::{Ignored, Only, Refused, Used};

const fn keyword(name: &'static str, variable: &'static str, support: Support) -> Keyword {
    Keyword { name, variable: Some(variable), support }
}

const fn bare(name: &'static str, support: Support) -> Keyword {
    Keyword { name, variable: None, support }
}

const NO_CRL: &str = "revocation lists are not checked by pgai";
const NO_GSS: &str = "pgai does not speak GSSAPI";
const NO_OAUTH: &str = "pgai does not speak OAuth to PostgreSQL";
const NO_KEYS: &str = "pgai derives SCRAM keys from the password only";

/// All of them.
pub(super) static KEYWORDS: &[Keyword] = &[
    keyword("service", "PGSERVICE", Used),
    keyword("host", "PGHOST", Used),
    keyword("hostaddr", "PGHOSTADDR", Used),
    keyword("port", "PGPORT", Used),
    keyword("dbname", "PGDATABASE", Used),
    keyword("user", "PGUSER", Used),
    keyword("password", "PGPASSWORD", Used),
    keyword("passfile", "PGPASSFILE", Used),
    keyword("options", "PGOPTIONS", Used),
    keyword("application_name", "PGAPPNAME", Used),
    bare("fallback_application_name", Used),
    keyword("connect_timeout", "PGCONNECT_TIMEOUT", Used),
    bare("keepalives", Used),
    bare("keepalives_idle", Used),
    bare("keepalives_interval", Used),
    bare("keepalives_count", Used),
    bare("tcp_user_timeout", Used),
    keyword("target_session_attrs", "PGTARGETSESSIONATTRS", Used),
    keyword("load_balance_hosts", "PGLOADBALANCEHOSTS", Used),
    keyword("channel_binding", "PGCHANNELBINDING", Used),
    keyword("sslmode", "PGSSLMODE", Used),
    keyword("sslnegotiation", "PGSSLNEGOTIATION", Used),
    keyword("sslrootcert", "PGSSLROOTCERT", Used),
    keyword("sslcert", "PGSSLCERT", Used),
    keyword("sslkey", "PGSSLKEY", Used),
    keyword("sslsni", "PGSSLSNI", Used),
    keyword("ssl_min_protocol_version", "PGSSLMINPROTOCOLVERSION", Used),
    keyword("ssl_max_protocol_version", "PGSSLMAXPROTOCOLVERSION", Used),
    keyword("sslcertmode", "PGSSLCERTMODE", Only(&["allow", "disable"], "pgai cannot see whether the server asked")),
    bare("sslpassword", Refused("pgai cannot read encrypted private keys")),
    keyword("sslcrl", "PGSSLCRL", Refused(NO_CRL)),
    keyword("sslcrldir", "PGSSLCRLDIR", Refused(NO_CRL)),
    bare("sslkeylogfile", Refused("pgai writes no TLS keys to files")),
    keyword("requirepeer", "PGREQUIREPEER", Refused("pgai does not check the owner of a socket")),
    keyword("require_auth", "PGREQUIREAUTH", Refused("pgai does not see which method the server used")),
    keyword("gssencmode", "PGGSSENCMODE", Only(&["prefer", "disable"], NO_GSS)),
    keyword("gssdelegation", "PGGSSDELEGATION", Only(&["0"], NO_GSS)),
    keyword("krbsrvname", "PGKRBSRVNAME", Ignored),
    keyword("gsslib", "PGGSSLIB", Ignored),
    keyword("sslcompression", "PGSSLCOMPRESSION", Ignored),
    // PGCLIENTENCODING is for terminals; pgai always speaks UTF-8.
    bare("client_encoding", Only(&["auto", "utf8", "utf-8", "unicode"], "pgai always speaks UTF-8")),
    bare("replication", Only(&["false", "off", "no", "0"], "replication connections take no queries")),
    keyword("min_protocol_version", "PGMINPROTOCOLVERSION", Only(&["3.0"], "pgai speaks protocol 3.0")),
    keyword("max_protocol_version", "PGMAXPROTOCOLVERSION", Ignored),
    bare("scram_client_key", Refused(NO_KEYS)),
    bare("scram_server_key", Refused(NO_KEYS)),
    bare("oauth_issuer", Refused(NO_OAUTH)),
    bare("oauth_client_id", Refused(NO_OAUTH)),
    bare("oauth_client_secret", Refused(NO_OAUTH)),
    bare("oauth_scope", Refused(NO_OAUTH)),
    bare("authtype", Ignored),
    bare("tty", Ignored),
];

/// The keyword of this name.
pub(super) fn find(name: &str) -> Option<&'static Keyword> {
    KEYWORDS.iter().find(|keyword| keyword.name == name)
}

/// Whose parameter an unknown name is, when it is a well-known other program's.
pub(super) fn foreign(name: &str) -> Option<&'static str> {
    match name {
        "pgbouncer" | "schema" | "connection_limit" | "pool_timeout" | "socket_timeout" | "statement_cache_size" => {
            Some("Prisma")
        }
        "currentSchema" | "stringtype" | "prepareThreshold" | "loginTimeout" | "ApplicationName" => Some("JDBC"),
        "pool" | "max_conns" | "min_conns" | "pool_max_conns" | "pool_size" => Some("a connection pool"),
        "supa" | "workaround" => Some("Supabase"),
        "endpoint" => Some("Neon, which takes it inside `options`"),
        _ => None,
    }
}
