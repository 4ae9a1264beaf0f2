//! The contract as an OpenAPI document.
//!
//! Pure. One media type per body and answer, component names in PascalCase, no default expressions:
//! what generators and validators take.

mod common;
mod function;
mod literal;
mod model;
mod names;
mod relation;
mod schemas;
mod yaml;

use std::collections::{BTreeMap, HashSet};

use indexmap::IndexMap;

pub use model::*;

use self::names::{Names, pascal, segment};
use self::schemas::Schemas;
use crate::contract::{Contract, Detail, Method, Route, RouteKind};
use crate::diagnostic::{Diagnostic, Result, codes, nearest};
use crate::manifest::document::State;

/// The dialect. More may follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Version {
    /// 3.1
    #[default]
    V31,
}

/// What should stand in a document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Options {
    /// The dialect.
    pub version: Version,
    /// What these roles can do, together; none: all roles of the contract.
    pub roles: Option<Vec<String>>,
    /// One schema; none: all exposed ones.
    pub schema: Option<String>,
    /// Routes of this endpoint version only.
    pub endpoint_version: Option<String>,
    /// URLs of the API.
    pub servers: Vec<String>,
    /// Title; none: the schema's comment.
    pub title: Option<String>,
    /// Version of the API in `info`; none: `endpoint_version`, or `1`.
    pub api_version: Option<String>,
}

/// A document, and what could not stand in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Output {
    /// The document.
    pub document: Document,
    /// Routes left out because a route of an earlier schema has the same path; a document of their own
    /// schema has them.
    pub shadowed: Vec<Shadowed>,
}

/// A route whose path is taken.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Shadowed {
    /// `/orders`
    pub path: String,
    /// Schema of the route that was left out.
    pub schema: String,
    /// Schema of the route that has the path.
    pub by: String,
}

impl Document {
    /// As JSON, two spaces deep, with a final newline.
    ///
    /// # Errors
    /// When a value cannot be written.
    pub fn to_json(&self) -> Result<String> {
        let text = serde_json::to_string_pretty(self);
        text.map(|text| text + "\n").map_err(|error| unwritable(&error))
    }

    /// As YAML.
    ///
    /// # Errors
    /// When a value cannot be written.
    pub fn to_yaml(&self) -> Result<String> {
        let text = serde_yaml::to_string(self).map_err(|error| unwritable(&error))?;
        Ok(yaml::quote_old_words(&text))
    }
}

fn unwritable(error: &dyn std::error::Error) -> Diagnostic {
    Diagnostic::error(&codes::contract::DOCUMENT_NOT_WRITTEN, "the OpenAPI document cannot be written")
        .because(error.to_string())
}

/// Makes the document. Linear in routes x (columns + roles).
///
/// # Errors
/// A schema, role or endpoint version that the contract does not have.
pub fn document(contract: &Contract, options: &Options) -> Result<Output> {
    check(contract, options)?;
    let mut writer = Writer::new(contract, options);
    let shadowed = writer.write();
    Ok(Output { document: writer.finish(), shadowed })
}

fn check(contract: &Contract, options: &Options) -> Result<()> {
    let unknown = |code, what: &str, written: &str, known: Vec<&str>| {
        let mut diagnostic = Diagnostic::error(code, format!("{what} {written} is not in the contract"));
        if let Some(near) = nearest(written, known.iter().copied()) {
            diagnostic = diagnostic.advice(format!("did you mean {near}?"));
        }
        if known.is_empty() { diagnostic } else { diagnostic.advice(format!("choose one of: {}", known.join(", "))) }
    };
    if let Some(schema) = &options.schema {
        let known: Vec<&str> = contract.schemas.iter().map(|schema| schema.name.as_str()).collect();
        if !known.contains(&schema.as_str()) {
            return Err(unknown(&codes::contract::UNKNOWN_SCHEMA, "schema", schema, known));
        }
    }
    for role in options.roles.iter().flatten() {
        let known: Vec<&str> = contract.roles.iter().map(String::as_str).collect();
        if !known.contains(&role.as_str()) {
            return Err(unknown(&codes::contract::UNKNOWN_ROLE, "role", role, known));
        }
    }
    if let Some(version) = &options.endpoint_version {
        let mut known: Vec<&str> = contract.routes.iter().filter_map(|r| r.promise.version.as_deref()).collect();
        known.sort_unstable();
        known.dedup();
        if !known.contains(&version.as_str()) {
            return Err(unknown(&codes::contract::UNKNOWN_VERSION, "endpoint version", version, known));
        }
    }
    Ok(())
}

/// A document in the making.
struct Writer<'a> {
    contract: &'a Contract,
    options: &'a Options,
    roles: HashSet<&'a str>,
    names: Names,
    parameter_names: Names,
    schemas: Schemas<'a>,
    bases: BTreeMap<(&'a str, RouteKind, &'a str), String>,
    rows: BTreeMap<(&'a str, &'a str), String>,
    profiles: BTreeMap<(&'static str, &'a str), String>,
    paths: IndexMap<String, PathItem>,
    tags: BTreeMap<String, Option<String>>,
    components: Components,
}

impl<'a> Writer<'a> {
    fn new(contract: &'a Contract, options: &'a Options) -> Self {
        let mut names = Names::new();
        let mut bases = BTreeMap::new();
        for route in &contract.routes {
            let prefix = if route.kind == RouteKind::Function { "Rpc" } else { "" };
            let name = pascal(&route.name);
            let mut wanted = vec![format!("{prefix}{name}"), format!("{prefix}{}{name}", pascal(&route.schema))];
            if route.kind == RouteKind::Relation {
                wanted.push(format!("{name}Row"));
            }
            bases.insert((route.schema.as_str(), route.kind, route.name.as_str()), names.take(&wanted));
        }
        let schemas = Schemas::new(contract, &mut names);
        let mut components = Components {
            schemas: IndexMap::from([("ApiError".to_owned(), common::api_error())]),
            responses: common::error_responses(),
            headers: common::header_components(),
            security_schemes: common::security_schemes(),
            ..Components::default()
        };
        let mut parameter_names = Names::default();
        for (name, parameter) in common::parameters(contract.postgrest.max_rows) {
            parameter_names.take(&[name.to_owned()]);
            components.parameters.insert(name.to_owned(), parameter);
        }
        let chosen = options.roles.as_ref().unwrap_or(&contract.roles);
        Self {
            contract,
            options,
            roles: chosen.iter().map(String::as_str).collect(),
            names,
            parameter_names,
            schemas,
            bases,
            rows: BTreeMap::new(),
            profiles: BTreeMap::new(),
            paths: IndexMap::new(),
            tags: BTreeMap::new(),
            components,
        }
    }

    fn write(&mut self) -> Vec<Shadowed> {
        let contract = self.contract;
        let mut shadowed = Vec::new();
        let mut owners: IndexMap<String, &str> = IndexMap::new();
        let mut shown: Vec<(String, &'a Route)> = Vec::new();
        for route in contract.routes.iter().filter(|route| self.is_shown(route)) {
            let path = path(route);
            if let Some(by) = owners.get(&path) {
                shadowed.push(Shadowed { path, schema: route.schema.clone(), by: (*by).to_owned() });
            } else {
                owners.insert(path.clone(), &route.schema);
                shown.push((path, route));
            }
        }
        // Rows first, so that functions can refer to them.
        for (_, route) in &shown {
            self.row_component(route);
        }
        for (path, route) in shown {
            let item = match &route.detail {
                Detail::Relation(relation) => self.relation_item(route, relation),
                Detail::Function(function) => self.function_item(route, function),
            };
            if item.operations().next().is_some() {
                let (tag, description) = tag(route);
                self.tags.entry(tag).or_insert(description);
                self.paths.insert(path, item);
            }
        }
        shadowed
    }

    /// In the schema and version asked for, and answering something else than 410.
    fn is_shown(&self, route: &Route) -> bool {
        let in_schema = self.options.schema.as_ref().is_none_or(|schema| *schema == route.schema);
        let wanted = &self.options.endpoint_version;
        let in_version = wanted.is_none() || *wanted == route.promise.version;
        in_schema && in_version && route.promise.state != Some(State::Retired)
    }

    /// Methods that one of the chosen roles can use.
    fn methods(&self, methods: &BTreeMap<String, Vec<Method>>) -> HashSet<Method> {
        methods
            .iter()
            .filter(|(role, _)| self.roles.contains(role.as_str()))
            .flat_map(|(_, m)| m.iter().copied())
            .collect()
    }

    /// Whether requests without a token can use the method.
    fn anonymous(&self, methods: &BTreeMap<String, Vec<Method>>, method: Method) -> bool {
        let anon = self.contract.postgrest.anon_role.as_deref().filter(|role| self.roles.contains(role));
        anon.and_then(|role| methods.get(role)).is_some_and(|methods| methods.contains(&method))
    }

    /// The name that everything about a route starts with.
    fn base(&self, route: &Route) -> String {
        self.bases.get(&(route.schema.as_str(), route.kind, route.name.as_str())).cloned().unwrap_or_default()
    }

    /// An operation of a route, without parameters, body and answers.
    fn operation(&self, route: &Route, method: Method) -> Operation {
        let promise = &route.promise;
        let (summary, details) = crate::contract::split_comment(route.comment.as_deref());
        let deprecated = promise.state == Some(State::Deprecated);
        let notice = deprecated.then(|| notice(promise));
        let description: Vec<String> = [details, notice].into_iter().flatten().collect();
        let anonymous = self.anonymous(&route.methods, method);
        Operation {
            tags: vec![tag(route).0],
            summary,
            description: Some(description.join("\n\n")).filter(|text| !text.is_empty()),
            operation_id: format!("{}{}", method.word(), self.base(route)),
            deprecated,
            security: anonymous.then(|| common::security(true)),
            sunset: promise.sunset.clone().filter(|_| deprecated),
            ..Operation::default()
        }
    }

    /// The header that chooses the schema, where there are several.
    fn profile(&mut self, route: &'a Route, method: Method) -> Option<OrRef<Parameter>> {
        if self.contract.schemas.len() < 2 {
            return None;
        }
        let header = if matches!(method, Method::Get | Method::Head) { "Accept-Profile" } else { "Content-Profile" };
        let name = match self.profiles.get(&(header, route.schema.as_str())) {
            Some(name) => name.clone(),
            None => {
                let default = self.contract.schemas.iter().any(|s| s.default && s.name == route.schema);
                let name = format!("{}{}", header.replace('-', ""), pascal(&route.schema));
                let name = self.add_parameter(&name, common::profile(header, &route.schema, default));
                self.profiles.insert((header, &route.schema), name.clone());
                name
            }
        };
        Some(OrRef::component("parameters", &name))
    }

    fn add_parameter(&mut self, name: &str, parameter: Parameter) -> String {
        let name = self.parameter_names.take(&[name.to_owned()]);
        self.components.parameters.insert(name.clone(), parameter);
        name
    }

    fn add_schema(&mut self, name: String, schema: Schema) -> String {
        let name = self.names.take(&[name]);
        self.components.schemas.insert(name.clone(), schema);
        name
    }

    fn finish(mut self) -> Document {
        self.components.schemas.extend(self.schemas.finish());
        self.components.schemas.sort_unstable_keys();
        let schema = match &self.options.schema {
            Some(name) => self.contract.schemas.iter().find(|schema| schema.name == *name),
            None => self.contract.schemas.first(),
        };
        let title = self.options.title.clone().or_else(|| schema.and_then(|schema| schema.title.clone()));
        let version = self.options.api_version.clone().or_else(|| self.options.endpoint_version.clone());
        let mut document = Document {
            openapi: match self.options.version {
                Version::V31 => "3.1.0",
            },
            info: Info {
                title: title.unwrap_or_else(|| "PostgREST API".to_owned()),
                description: schema.and_then(|schema| schema.description.clone()),
                version: version.unwrap_or_else(|| "1".to_owned()),
            },
            servers: self.options.servers.iter().map(|url| Server { url: url.clone() }).collect(),
            security: common::security(false),
            tags: self.tags.into_iter().map(|(name, description)| Tag { name, description }).collect(),
            paths: self.paths,
            components: self.components,
        };
        drop_unused_parameters(&mut document);
        document
    }
}

/// Shared parameters that no operation refers to are left out.
fn drop_unused_parameters(document: &mut Document) {
    let operations = document.paths.values().flat_map(PathItem::operations);
    let used: HashSet<String> = operations
        .flat_map(|operation| &operation.parameters)
        .filter_map(|parameter| match parameter {
            OrRef::Ref(reference) => reference.reference.rsplit('/').next().map(str::to_owned),
            OrRef::Here(_) => None,
        })
        .collect();
    document.components.parameters.retain(|name, _| used.contains(name));
}

fn path(route: &Route) -> String {
    let name = segment(&route.name);
    if route.kind == RouteKind::Function { format!("/rpc/{name}") } else { format!("/{name}") }
}

/// The endpoint with its description; the route itself where no endpoint names it.
fn tag(route: &Route) -> (String, Option<String>) {
    let promise = &route.promise;
    let own = || if route.kind == RouteKind::Function { format!("rpc/{}", route.name) } else { route.name.clone() };
    (promise.endpoint.clone().unwrap_or_else(own), promise.description.clone())
}

fn notice(promise: &crate::contract::Promise) -> String {
    let mut notice = "Deprecated".to_owned();
    if let Some(since) = &promise.deprecated {
        notice += &format!(" since {since}");
    }
    if let Some(sunset) = &promise.sunset {
        notice += &format!("; gone from {sunset}");
    }
    if let Some(successor) = &promise.successor {
        notice += &format!("; use {successor} instead");
    }
    notice + "."
}

#[cfg(test)]
mod tests;
