//! Every configuration key of PostgREST: spellings, type, default, versions, where it may stand. Pure.

mod table;
mod value;

use crate::diagnostic::codes::postgrest as codes;
use crate::diagnostic::{Diagnostic, Result, nearest};

use super::ServerVersion;

pub use table::SETTINGS;
pub use value::{Effect, Invalid, Kind, parse_bool, split_list};

/// How a change of the setting takes effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reload {
    /// `NOTIFY pgrst, 'reload config'`.
    Config,
    /// By `reload config` from this release on, by a restart before.
    ConfigSince(ServerVersion),
    /// Only by a restart.
    Restart,
}

/// Whether the setting is read from `ALTER ROLE .. SET pgrst.*` and the pre-config function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InDatabase {
    /// Never.
    Never,
    /// From this release on.
    Since(ServerVersion),
}

/// One configuration key.
#[derive(Debug, Clone, Copy)]
pub struct SettingInfo {
    /// File spelling: `db-max-rows`.
    pub file: &'static str,
    /// In-database spelling, pgai's own: `db_max_rows`.
    pub name: &'static str,
    /// Older file spellings, which count when the key itself is absent.
    pub aliases: &'static [&'static str],
    /// What values it takes.
    pub kind: Kind,
    /// PostgREST's default as text; `None` when the key has none (unset).
    pub default: Option<&'static str>,
    /// Whether the database may hold it.
    pub in_database: InDatabase,
    /// First release that knows it.
    pub since: ServerVersion,
    /// First release that no longer knows it.
    pub until: Option<ServerVersion>,
    /// How a change takes effect.
    pub reload: Reload,
    /// True when the value is a secret or holds one.
    pub secret: bool,
}

impl SettingInfo {
    /// The environment variable: `PGRST_DB_MAX_ROWS`.
    pub fn env(&self) -> String {
        env_name(self.file)
    }

    /// True when this release knows the key.
    pub fn known_in(&self, version: ServerVersion) -> bool {
        self.since <= version && self.until.is_none_or(|until| version < until)
    }

    /// True when this release reads the key from the database.
    pub fn in_database(&self, version: ServerVersion) -> bool {
        self.known_in(version) && matches!(self.in_database, InDatabase::Since(since) if since <= version)
    }

    /// True when `NOTIFY pgrst, 'reload config'` is enough in this release.
    pub fn reloads(&self, version: ServerVersion) -> bool {
        match self.reload {
            Reload::Config => true,
            Reload::ConfigSince(since) => since <= version,
            Reload::Restart => false,
        }
    }

    /// Checks a value as this release would read it. Never repeats a secret.
    pub fn check(&self, value: &str, version: ServerVersion) -> std::result::Result<(), Invalid> {
        self.kind.check(value, version)
    }
}

/// The environment variable of a file spelling, aliases included.
pub fn env_name(file: &str) -> String {
    format!("PGRST_{}", file.to_ascii_uppercase().replace('-', "_"))
}

/// The key by any of its spellings: file, in-database (with or without `pgrst.`), environment, alias.
pub fn find(key: &str) -> Option<&'static SettingInfo> {
    let bare = key.strip_prefix("pgrst.").or_else(|| key.strip_prefix("PGRST_")).unwrap_or(key);
    let file = bare.to_ascii_lowercase().replace('_', "-");
    SETTINGS.iter().find(|info| info.file == file || info.aliases.contains(&file.as_str()))
}

/// True for `app.settings.*`, which PostgREST hands to SQL as they stand.
pub fn is_app_setting(key: &str) -> bool {
    key.starts_with("app.settings.") || key.starts_with("PGRST_APP_SETTINGS_")
}

/// Checks key and value before anything is written.
///
/// # Errors
/// Unknown key (with the nearest), key unknown to this release, or a value that PostgREST would
/// refuse or, worse, ignore in silence.
pub fn validate(key: &str, value: &str, version: ServerVersion) -> Result<&'static SettingInfo> {
    let info = find(key).ok_or_else(|| unknown(key))?;
    if !info.known_in(version) {
        return Err(not_in_version(info, key, version));
    }
    info.check(value, version).map_err(|invalid| bad_value(info, &invalid))?;
    Ok(info)
}

/// Checks key and value for writing with `ALTER ROLE .. SET pgrst.*`.
///
/// # Errors
/// Those of [`validate`], and a key that this release does not read from the database.
pub fn validate_in_database(key: &str, value: &str, version: ServerVersion) -> Result<&'static SettingInfo> {
    let info = validate(key, value, version)?;
    if info.in_database(version) {
        return Ok(info);
    }
    Err(Diagnostic::error(
        &codes::NOT_IN_DATABASE,
        format!("PostgREST {version} does not read {} from the database", info.name),
    )
    .advice(format!(
        "set `{}` in the configuration file or {} in the environment of PostgREST",
        info.file,
        info.env()
    )))
}

/// The diagnostic for a key PostgREST does not know, naming the nearest in the spelling that was used.
pub fn unknown(key: &str) -> Diagnostic {
    let diagnostic = Diagnostic::error(&codes::UNKNOWN_KEY, format!("PostgREST has no setting `{key}`"));
    match nearest_key(key) {
        Some(near) => diagnostic.advice(format!("write `{near}` if that was meant")),
        None => diagnostic.advice("remove it: PostgREST ignores unknown keys in silence"),
    }
}

fn nearest_key(key: &str) -> Option<String> {
    let file = key.strip_prefix("PGRST_").unwrap_or(key).to_ascii_lowercase().replace('_', "-");
    let near = nearest(&file, SETTINGS.iter().map(|info| info.file))?;
    Some(if key.starts_with("PGRST_") {
        env_name(near)
    } else if key.contains('_') {
        near.replace('-', "_")
    } else {
        near.to_owned()
    })
}

/// The diagnostic for a key of another release.
pub fn not_in_version(info: &SettingInfo, key: &str, version: ServerVersion) -> Diagnostic {
    let when = match info.until {
        Some(until) if until <= version => format!("it ended before {until}"),
        _ => format!("it came with {}", info.since),
    };
    Diagnostic::error(&codes::UNKNOWN_KEY, format!("PostgREST {version} does not know `{key}`: {when}"))
        .advice("remove the key, or run a release that knows it")
}

/// The diagnostic for a bad value, saying what PostgREST would do with it.
pub fn bad_value(info: &SettingInfo, invalid: &Invalid) -> Diagnostic {
    let does = match invalid.effect {
        Effect::Stops => "PostgREST refuses it: it does not start, and on reload keeps the old configuration",
        Effect::Ignored => "PostgREST ignores it in silence and takes its default",
        Effect::Fails => "PostgREST takes it, and requests fail or go wrong",
    };
    Diagnostic::error(&codes::INVALID_VALUE, format!("{} {}", info.file, invalid.reason)).because(does)
}

#[cfg(test)]
mod tests {
    use super::*;

    const V12: ServerVersion = ServerVersion::new(12, 0, 2);

    #[test]
    fn every_key_is_found_by_all_its_spellings() {
        for info in SETTINGS {
            assert_eq!(info.name, info.file.replace('-', "_"));
            for key in [info.file.to_owned(), info.name.to_owned(), info.env(), format!("pgrst.{}", info.name)] {
                assert_eq!(find(&key).map(|found| found.file), Some(info.file), "{key}");
            }
            for alias in info.aliases {
                assert_eq!(find(alias).map(|found| found.file), Some(info.file), "{alias}");
            }
        }
    }

    #[test]
    fn keys_are_sorted_and_once() {
        let files: Vec<_> = SETTINGS.iter().map(|info| info.file).collect();
        assert!(files.is_sorted_by(|a, b| a < b), "{files:?}");
    }

    #[test]
    fn defaults_are_valid_in_the_first_release_that_knows_them() {
        for info in SETTINGS {
            if let Some(default) = info.default {
                assert!(info.check(default, info.since).is_ok(), "{} = {default}", info.file);
            }
        }
    }

    #[test]
    fn the_in_database_set_of_12_0_is_exactly_the_source_list() {
        let mut keys: Vec<_> = SETTINGS.iter().filter(|info| info.in_database(V12)).map(|info| info.name).collect();
        keys.sort_unstable();
        assert_eq!(
            keys.join(" "),
            "db_aggregates_enabled db_anon_role db_extra_search_path db_max_rows db_plan_enabled db_pre_config \
             db_pre_request db_prepared_statements db_root_spec db_schemas db_tx_end jwt_aud jwt_cache_max_lifetime \
             jwt_role_claim_key jwt_secret jwt_secret_is_base64 openapi_mode openapi_security_active \
             openapi_server_proxy_uri server_timing_enabled server_trace_header"
        );
    }

    #[test]
    fn the_dump_of_12_0_2_holds_exactly_the_keys_of_the_table() {
        let dump = include_str!("../../../tests/fixtures/postgrest/12.0.2/dump-config.conf");
        let mut dumped: Vec<_> = dump
            .lines()
            .filter_map(|line| line.split_once(" = "))
            .map(|(key, _)| key)
            .filter(|key| !is_app_setting(key))
            .collect();
        dumped.sort_unstable();
        let table: Vec<_> = SETTINGS.iter().filter(|info| info.known_in(V12)).map(|info| info.file).collect();
        assert_eq!(dumped, table);
    }

    #[test]
    fn unknown_keys_name_the_nearest_in_the_same_spelling() {
        for (key, advice) in [
            ("db-max-row", "write `db-max-rows` if that was meant"),
            ("db_max_row", "write `db_max_rows` if that was meant"),
            ("PGRST_DB_MAX_ROW", "write `PGRST_DB_MAX_ROWS` if that was meant"),
            ("colour", "remove it: PostgREST ignores unknown keys in silence"),
        ] {
            let error = validate(key, "1", V12).expect_err("unknown");
            assert_eq!(error.code(), &codes::UNKNOWN_KEY);
            assert_eq!(error.advices(), [advice]);
        }
    }

    #[test]
    fn keys_of_other_releases_and_of_the_file_are_refused() {
        assert!(validate("jwt_cache_max_entries", "5", V12).is_err());
        assert!(validate("raw_media_types", "x/y", V12).is_err());
        assert!(validate("jwt_cache_max_entries", "5", ServerVersion::new(14, 0, 0)).is_ok());
        let error = validate_in_database("db_pool", "5", V12).expect_err("file only");
        assert_eq!(error.code(), &codes::NOT_IN_DATABASE);
        assert!(validate_in_database("db_max_rows", "5", V12).is_ok());
        assert!(validate_in_database("server_cors_allowed_origins", "http://a", V12).is_err());
        assert!(validate_in_database("jwt_cache_max_entries", "5", ServerVersion::new(14, 0, 0)).is_err());
    }
}
