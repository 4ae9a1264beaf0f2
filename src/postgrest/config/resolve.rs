//! Which layer wins, key by key. Pure.

use std::collections::BTreeMap;

use super::file::Raw;
use super::{ConfigFile, Effective, Known, Login, PreConfig, Resolved, Scope, SecretKind, Settings, Sources, Value};
use crate::diagnostic::codes::postgrest as codes;
use crate::diagnostic::{Diagnostic, Place};
use crate::manifest::document::Layer;
use crate::postgrest::ServerVersion;
use crate::postgrest::setting::{self, Kind, SETTINGS, SettingInfo};

/// A value found in one layer.
struct Candidate {
    layer: Layer,
    /// `None`: the layer sets it, to what is not known here.
    text: Option<String>,
    place: Option<Place>,
}

impl Candidate {
    fn takes_default(&self, kind: Kind) -> bool {
        self.text.as_deref().is_some_and(|text| takes_default(kind, text))
    }
}

/// Resolves the layers for `version`.
pub fn resolve(sources: &Sources<'_>, version: ServerVersion) -> Resolved {
    let mut resolver = Resolver { sources, version, diagnostics: Vec::new() };
    let mut settings = Settings::default();
    resolver.report_strays();
    for info in SETTINGS.iter().filter(|info| info.known_in(version)) {
        let candidates = resolver.candidates(info);
        if info.file == "db-uri" {
            settings.login = candidates.first().and_then(|first| first.text.as_deref()).and_then(Login::from_uri);
        }
        let effective = resolver.decide(info, candidates);
        settings.keys.insert(info.name, effective);
    }
    settings.app_settings = resolver.app_settings();
    Resolved { settings, diagnostics: resolver.diagnostics }
}

/// Fills what the layers left unknown with what probes told. A probe is never stronger than a
/// layer that was read, and never removes a value: it only says how it is known.
pub fn resolve_probed(settings: &mut Settings, probed: &BTreeMap<&'static str, Value>) {
    for (name, value) in probed {
        let Some(setting) = settings.keys.get_mut(name) else { continue };
        if setting.known == Known::Unknown {
            setting.layer = setting.layer.filter(|_| setting.value == *value);
            setting.value = value.clone();
            setting.known = Known::Probed;
        }
    }
}

struct Resolver<'a> {
    sources: &'a Sources<'a>,
    version: ServerVersion,
    diagnostics: Vec<Diagnostic>,
}

impl Resolver<'_> {
    fn is_dump(&self) -> bool {
        self.sources.file.is_some_and(|file| file.is_dump)
    }

    /// Every layer that sets the key, the one that counts first.
    fn candidates(&mut self, info: &SettingInfo) -> Vec<Candidate> {
        let mut found = Vec::new();
        if info.in_database(self.version) {
            self.in_database(info, &mut found);
        }
        self.in_environment(info.file, &mut found);
        self.in_file(info.file, &mut found);
        // The key's highest layer counts, even when it says nothing; then an alias is looked at.
        let counts = |found: &[Candidate]| found.first().is_some_and(|first| !first.takes_default(info.kind));
        for alias in info.aliases {
            if counts(&found) {
                break;
            }
            let mut aliased = Vec::new();
            self.in_environment(alias, &mut aliased);
            self.in_file(alias, &mut aliased);
            aliased.append(&mut found);
            found = aliased;
        }
        found
    }

    fn in_database(&self, info: &SettingInfo, found: &mut Vec<Candidate>) {
        if matches!(self.sources.preconfig, PreConfig::Broken(_)) || !self.database_counts() {
            return;
        }
        let named = |name: &str| name.strip_prefix("pgrst.").unwrap_or(name) == info.name;
        let rows = self.sources.database.unwrap_or_default();
        let at = |scope: Scope| {
            rows.iter().rev().find(|row| row.scope == scope && named(&row.name)).map(|row| row.value.clone())
        };
        let mut push = |layer, text: Option<String>| {
            found.extend(text.map(|text| Candidate { layer, text: Some(text), place: None }));
        };
        push(Layer::Database, at(Scope::RoleInDatabase));
        push(Layer::Database, at(Scope::Role));
        if let PreConfig::Rows(rows) = &self.sources.preconfig {
            push(Layer::Preconfig, rows.iter().rev().find(|(name, _)| named(name)).map(|(_, value)| value.clone()));
            push(Layer::Preconfig, at(Scope::Database));
        }
    }

    /// `db-config = false` in environment or file switches the database layer off.
    fn database_counts(&self) -> bool {
        let text =
            self.sources.environment.and_then(|environment| environment.get("PGRST_DB_CONFIG").cloned()).or_else(
                || match &self.sources.file?.last("db-config")?.value {
                    Raw::Text(text) => Some(text.clone()),
                    _ => None,
                },
            );
        text.and_then(|text| setting::parse_bool(&text)) != Some(false)
    }

    fn in_environment(&self, file_key: &str, found: &mut Vec<Candidate>) {
        let value = self.sources.environment.and_then(|environment| environment.get(&setting::env_name(file_key)));
        found.extend(value.map(|value| Candidate { layer: Layer::Env, text: Some(value.clone()), place: None }));
    }

    fn in_file(&mut self, file_key: &str, found: &mut Vec<Candidate>) {
        let Some(file) = self.sources.file else { return };
        let Some(entry) = file.last(file_key) else { return };
        let place = Some(file.place(entry));
        let text = match &entry.value {
            Raw::Text(text) => Some(text.clone()),
            Raw::Interpolated => None,
            Raw::List => {
                self.diagnostics.push(
                    Diagnostic::error(&codes::INVALID_VALUE, format!("{file_key} must not be a list in brackets"))
                        .at_some(place)
                        .advice("write the names in one text, parted by commas"),
                );
                return;
            }
        };
        found.push(Candidate { layer: Layer::File, text, place });
    }

    fn decide(&mut self, info: &SettingInfo, candidates: Vec<Candidate>) -> Effective {
        for candidate in &candidates {
            self.check(info, candidate);
        }
        self.report_shadows(info, &candidates);
        let shadows = candidates.iter().skip(1).map(|candidate| candidate.layer).collect();
        let Some(first) = candidates.into_iter().next() else {
            return self.default_of(info, Vec::new());
        };
        let known = match first.text {
            Some(_) if self.seen_above(info, first.layer) => Known::Read,
            _ => Known::Unknown,
        };
        if first.takes_default(info.kind) {
            let default = self.default_of(info, shadows);
            return Effective { known, layer: Some(first.layer), place: first.place, ..default };
        }
        let layer = self.layer_shown(info, &first);
        Effective { value: value_of(info, first.text), layer: Some(layer), known, place: first.place, shadows }
    }

    /// A dump does not say which of file and environment a value comes from, but shows defaults.
    fn layer_shown(&self, info: &SettingInfo, candidate: &Candidate) -> Layer {
        let default = self.is_dump() && candidate.text.as_deref() == info.default;
        if default && candidate.layer == Layer::File { Layer::Default } else { candidate.layer }
    }

    fn default_of(&self, info: &SettingInfo, shadows: Vec<Layer>) -> Effective {
        let known = if self.seen_above(info, Layer::Default) { Known::Read } else { Known::Unknown };
        let value = match info.default {
            Some(default) if !info.secret => Value::Text(default.to_owned()),
            _ => Value::Unset,
        };
        let layer = (known == Known::Read).then_some(Layer::Default);
        Effective { value, layer, known, place: None, shadows }
    }

    /// True when no layer that was not looked at can override a value standing in `layer`.
    fn seen_above(&self, info: &SettingInfo, layer: Layer) -> bool {
        if self.is_dump() {
            return true;
        }
        let database = layer >= Layer::Database
            || !info.in_database(self.version)
            || !self.database_counts()
            || (self.sources.database.is_some()
                && (layer >= Layer::Preconfig || !matches!(self.sources.preconfig, PreConfig::NotSeen)));
        let environment = layer >= Layer::Env || self.sources.environment.is_some();
        let file = layer >= Layer::File || self.sources.file.is_some();
        database && environment && file
    }

    fn check(&mut self, info: &SettingInfo, candidate: &Candidate) {
        let Some(text) = candidate.text.as_deref() else { return };
        // Below 13 a list of schemas may well be empty text in a dump; only written values are judged.
        if text.is_empty() {
            return;
        }
        if let Err(invalid) = info.check(text, self.version) {
            let diagnostic = setting::bad_value(info, &invalid).at_some(candidate.place.clone());
            let diagnostic = match candidate.layer {
                Layer::Env => diagnostic.because(format!("it stands in the environment as {}", info.env())),
                Layer::Database | Layer::Preconfig => {
                    diagnostic.because(format!("it stands in the database as pgrst.{}", info.name))
                }
                _ => diagnostic,
            };
            self.diagnostics.push(diagnostic);
        }
    }

    fn report_shadows(&mut self, info: &SettingInfo, candidates: &[Candidate]) {
        let Some((first, lower)) = candidates.split_first() else { return };
        if !matches!(first.layer, Layer::Database | Layer::Preconfig) || self.is_dump() {
            return;
        }
        let lower =
            lower.iter().find(|other| matches!(other.layer, Layer::File | Layer::Env) && other.text != first.text);
        let Some(lower) = lower else { return };
        let what = if lower.layer == Layer::File { "the file" } else { "the environment" };
        self.diagnostics.push(
            Diagnostic::warning(
                &codes::SHADOWED,
                format!("{} in the database overrides the value in {what}", info.name),
            )
            .at_some(lower.place.clone())
            .advice(format!(
                "keep one of the two: change `{}` where it counts, or reset pgrst.{}",
                info.file, info.name
            )),
        );
    }

    /// Keys that PostgREST ignores in silence: unknown, of another release, without effect where they stand.
    fn report_strays(&mut self) {
        if let Some(file) = self.sources.file {
            self.report_file_strays(file);
        }
        let variables = self.sources.environment.into_iter().flat_map(|environment| environment.keys());
        let strays: Vec<_> =
            variables.filter(|name| name.starts_with("PGRST_")).filter_map(|name| self.stray(name)).collect();
        self.diagnostics.extend(strays);
        self.report_database_strays();
        if let PreConfig::Broken(function) = &self.sources.preconfig {
            self.diagnostics.push(
                Diagnostic::error(&codes::INVALID_VALUE, format!("the pre-config function {function} does not work"))
                    .because("PostgREST then drops every setting of the database, also those of ALTER ROLE")
                    .advice("create the function, or remove db-pre-config"),
            );
        }
    }

    fn report_file_strays(&mut self, file: &ConfigFile) {
        for entry in &file.entries {
            let is_last =
                file.last(&entry.key).is_some_and(|last| last.line == entry.line && last.column == entry.column);
            let diagnostic = if is_last {
                self.stray(&entry.key)
            } else {
                Some(Diagnostic::warning(
                    &codes::SHADOWED,
                    format!("`{}` stands twice; the last one counts", entry.key),
                ))
            };
            self.diagnostics.extend(diagnostic.map(|diagnostic| diagnostic.at(file.place(entry))));
        }
    }

    fn stray(&self, key: &str) -> Option<Diagnostic> {
        if setting::is_app_setting(key) {
            return None;
        }
        match setting::find(key) {
            None => Some(as_warning(&setting::unknown(key))),
            Some(info) if !info.known_in(self.version) => {
                Some(as_warning(&setting::not_in_version(info, key, self.version)))
            }
            Some(_) => None,
        }
    }

    fn report_database_strays(&mut self) {
        let has_preconfig = matches!(self.sources.preconfig, PreConfig::Rows(_));
        for row in self.sources.database.unwrap_or_default() {
            let name = row.name.strip_prefix("pgrst.").unwrap_or(&row.name);
            let diagnostic = match setting::find(name).filter(|info| info.name == name) {
                None => as_warning(&setting::unknown(name)),
                Some(info) if !info.in_database(self.version) => Diagnostic::warning(
                    &codes::NOT_IN_DATABASE,
                    format!("pgrst.{name} has no effect: PostgREST {} does not read it from the database", self.version),
                ),
                Some(_) if row.scope == Scope::Database && !has_preconfig => Diagnostic::warning(
                    &codes::NOT_IN_DATABASE,
                    format!("ALTER DATABASE .. SET pgrst.{name} has no effect: PostgREST reads the settings of its login role"),
                )
                .advice("set it with ALTER ROLE .. IN DATABASE .. SET"),
                Some(_) => continue,
            };
            self.diagnostics.push(diagnostic);
        }
    }

    fn app_settings(&self) -> Vec<String> {
        let file = self.sources.file.into_iter().flat_map(|file| &file.entries).map(|entry| entry.key.clone());
        let environment = self.sources.environment.into_iter().flat_map(|environment| environment.keys());
        let environment = environment
            .filter_map(|name| name.strip_prefix("PGRST_APP_SETTINGS_"))
            .map(|name| format!("app.settings.{name}"));
        let mut names: Vec<_> = file.filter(|key| setting::is_app_setting(key)).chain(environment).collect();
        names.sort();
        names.dedup();
        names
    }
}

fn as_warning(diagnostic: &Diagnostic) -> Diagnostic {
    let warning = Diagnostic::warning(diagnostic.code(), diagnostic.message());
    diagnostic.advices().iter().fold(warning, |warning, advice| warning.advice(advice.clone()))
}

/// Empty text, unreadable numbers and unreadable booleans count as "not set" (`PostgREST.Config`).
fn takes_default(kind: Kind, text: &str) -> bool {
    match kind {
        Kind::List => false,
        Kind::Bool => setting::parse_bool(text).is_none(),
        Kind::Count { .. } | Kind::Port => text.trim().parse::<i64>().is_err(),
        _ => text.is_empty(),
    }
}

fn value_of(info: &SettingInfo, text: Option<String>) -> Value {
    match (info.kind, text) {
        (Kind::JwtSecret, Some(text)) => Value::Set { kind: Some(SecretKind::of(&text)) },
        (_, None) => Value::Set { kind: None },
        (_, Some(_)) if info.secret => Value::Set { kind: None },
        (Kind::Bool, Some(text)) => Value::Text(setting::parse_bool(&text).unwrap_or_default().to_string()),
        (Kind::List | Kind::Schemas, Some(text)) => Value::Text(setting::split_list(&text).join(",")),
        (_, Some(text)) => Value::Text(text),
    }
}
