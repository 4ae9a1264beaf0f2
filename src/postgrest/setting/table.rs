//! The table of keys, by file spelling.
//!
//! Source: `PostgREST.Config` and `PostgREST.Config.Database` of each line, `--dump-config` of 12.0.2.

use super::{InDatabase, Kind, Reload, SettingInfo};
use crate::postgrest::ServerVersion;

const OLD: ServerVersion = ServerVersion::new(11, 0, 0);
const V11_1: ServerVersion = ServerVersion::new(11, 1, 0);
const V12: ServerVersion = ServerVersion::new(12, 0, 0);
const V12_2: ServerVersion = ServerVersion::new(12, 2, 0);
const V12_2_12: ServerVersion = ServerVersion::new(12, 2, 12);
const V13: ServerVersion = ServerVersion::new(13, 0, 0);
const V14: ServerVersion = ServerVersion::new(14, 0, 0);
const V16: ServerVersion = ServerVersion::new(16, 0, 0);

const fn key(file: &'static str, name: &'static str, kind: Kind) -> SettingInfo {
    SettingInfo {
        file,
        name,
        aliases: &[],
        kind,
        default: None,
        in_database: InDatabase::Never,
        since: OLD,
        until: None,
        reload: Reload::Config,
        secret: false,
    }
}

impl SettingInfo {
    const fn default(mut self, value: &'static str) -> Self {
        self.default = Some(value);
        self
    }
    const fn alias(mut self, aliases: &'static [&'static str]) -> Self {
        self.aliases = aliases;
        self
    }
    const fn db(mut self, since: ServerVersion) -> Self {
        self.in_database = InDatabase::Since(since);
        self
    }
    const fn since(mut self, since: ServerVersion) -> Self {
        self.since = since;
        self
    }
    const fn until(mut self, until: ServerVersion) -> Self {
        self.until = Some(until);
        self
    }
    const fn reload(mut self, reload: Reload) -> Self {
        self.reload = reload;
        self
    }
    const fn secret(mut self) -> Self {
        self.secret = true;
        self
    }
}

const LOG_LEVELS: Kind = Kind::OneOf(&["crit", "error", "warn", "info", "debug"]);
const TX_END: Kind = Kind::OneOf(&["commit", "commit-allow-override", "rollback", "rollback-allow-override"]);
const OPENAPI: Kind = Kind::OneOf(&["follow-privileges", "ignore-privileges", "disabled"]);
const VERBOSITY: Kind = Kind::OneOf(&["minimal", "verbose"]);
const HOISTED: &str = "statement_timeout,plan_filter.statement_cost_limit,default_transaction_isolation";
const FIXED: Reload = Reload::Restart;

/// Every key that a known release has, sorted.
#[rustfmt::skip]
pub static SETTINGS: &[SettingInfo] = &[
    key("admin-server-config-enabled", "admin_server_config_enabled", Kind::Bool).default("false").since(V12_2_12).until(V13).reload(FIXED),
    key("admin-server-host", "admin_server_host", Kind::Text).since(V13).reload(FIXED),
    key("admin-server-port", "admin_server_port", Kind::Port).reload(FIXED),
    key("admin-server-unix-socket", "admin_server_unix_socket", Kind::Text).since(V16).reload(FIXED),
    key("admin-server-unix-socket-mode", "admin_server_unix_socket_mode", Kind::SocketMode).default("660").since(V16).reload(FIXED),
    key("client-error-verbosity", "client_error_verbosity", VERBOSITY).default("verbose").db(V16).since(V16),
    key("db-aggregates-enabled", "db_aggregates_enabled", Kind::Bool).default("false").db(V12).since(V12),
    key("db-anon-role", "db_anon_role", Kind::Text).db(OLD),
    key("db-channel", "db_channel", Kind::Text).default("pgrst").reload(FIXED),
    key("db-channel-enabled", "db_channel_enabled", Kind::Bool).default("true").reload(Reload::ConfigSince(V16)),
    key("db-config", "db_config", Kind::Bool).default("true"),
    key("db-extra-search-path", "db_extra_search_path", Kind::List).default("public").db(OLD),
    key("db-hoisted-tx-settings", "db_hoisted_tx_settings", Kind::List).default(HOISTED).db(V12_2).since(V12_2),
    key("db-max-rows", "db_max_rows", Kind::Count { least: 0 }).alias(&["max-rows"]).db(OLD),
    key("db-plan-enabled", "db_plan_enabled", Kind::Bool).default("false").db(OLD),
    key("db-pool", "db_pool", Kind::Count { least: 1 }).default("10").reload(FIXED),
    key("db-pool-acquisition-timeout", "db_pool_acquisition_timeout", Kind::Count { least: 1 }).default("10").reload(FIXED),
    key("db-pool-automatic-recovery", "db_pool_automatic_recovery", Kind::Bool).default("true").since(V12).reload(FIXED),
    key("db-pool-max-idletime", "db_pool_max_idletime", Kind::Count { least: 1 }).alias(&["db-pool-timeout"]).default("30").since(V11_1).reload(FIXED),
    key("db-pool-max-lifetime", "db_pool_max_lifetime", Kind::Count { least: 1 }).default("1800").reload(FIXED),
    key("db-pre-config", "db_pre_config", Kind::Function).db(V11_1).since(V11_1),
    key("db-pre-request", "db_pre_request", Kind::Function).alias(&["pre-request"]).db(OLD),
    key("db-prepared-statements", "db_prepared_statements", Kind::Bool).default("true").db(OLD),
    key("db-root-spec", "db_root_spec", Kind::Function).alias(&["root-spec"]).db(OLD),
    key("db-schemas", "db_schemas", Kind::Schemas).alias(&["db-schema"]).default("public").db(OLD),
    key("db-tx-end", "db_tx_end", TX_END).default("commit").db(OLD),
    key("db-uri", "db_uri", Kind::Text).default("postgresql://").reload(FIXED).secret(),
    key("db-use-legacy-gucs", "db_use_legacy_gucs", Kind::Bool).default("true").db(OLD).until(V12),
    key("jwt-aud", "jwt_aud", Kind::Audience).db(OLD),
    key("jwt-cache-max-entries", "jwt_cache_max_entries", Kind::Count { least: 0 }).default("1000").since(V14),
    key("jwt-cache-max-lifetime", "jwt_cache_max_lifetime", Kind::Count { least: 0 }).default("0").db(V12).since(V12).until(V14),
    key("jwt-role-claim-key", "jwt_role_claim_key", Kind::ClaimKey).alias(&["role-claim-key"]).default(".role").db(OLD),
    key("jwt-secret", "jwt_secret", Kind::JwtSecret).db(OLD).secret(),
    key("jwt-secret-is-base64", "jwt_secret_is_base64", Kind::Bool).alias(&["secret-is-base64"]).default("false").db(OLD),
    key("log-level", "log_level", LOG_LEVELS).default("error").reload(Reload::ConfigSince(V16)),
    key("log-query", "log_query", Kind::LogQuery).since(V13),
    key("openapi-mode", "openapi_mode", OPENAPI).default("follow-privileges").db(OLD),
    key("openapi-security-active", "openapi_security_active", Kind::Bool).default("false").db(OLD),
    key("openapi-server-proxy-uri", "openapi_server_proxy_uri", Kind::ProxyUri).db(OLD),
    key("raw-media-types", "raw_media_types", Kind::List).db(OLD).until(V12),
    key("server-cors-allowed-origins", "server_cors_allowed_origins", Kind::List).db(V12_2).since(V12).reload(Reload::ConfigSince(V12_2)),
    key("server-host", "server_host", Kind::Text).default("!4").reload(FIXED),
    key("server-port", "server_port", Kind::Port).default("3000").reload(FIXED),
    key("server-reuseport", "server_reuseport", Kind::Bool).default("false").since(V16).reload(FIXED),
    key("server-timing-enabled", "server_timing_enabled", Kind::Bool).default("false").db(V12).since(V12),
    key("server-trace-header", "server_trace_header", Kind::Text).db(OLD).reload(Reload::ConfigSince(V12_2)),
    key("server-unix-socket", "server_unix_socket", Kind::Text).reload(FIXED),
    key("server-unix-socket-mode", "server_unix_socket_mode", Kind::SocketMode).default("660").reload(FIXED),
    key("url-use-legacy-target-names", "url_use_legacy_target_names", Kind::Bool).since(V16),
];
