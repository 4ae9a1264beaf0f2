//! What Endpoint manifests promise about routes.

use std::collections::{BTreeSet, HashMap};

use crate::manifest::document::{Endpoint, Route, Version};
use crate::sql::QualifiedName;

use super::model::{NotRouted, Promise, RouteKind, Unserved};

/// Endpoint versions by what they route to.
pub(super) struct Promises<'a> {
    by_target: HashMap<(RouteKind, &'a QualifiedName), (&'a Endpoint, &'a str, &'a Version)>,
}

impl<'a> Promises<'a> {
    /// Where two versions route to one target, which is an error elsewhere, the first counts.
    pub(super) fn new(endpoints: &'a [Endpoint]) -> Self {
        let mut by_target = HashMap::new();
        for endpoint in endpoints {
            for (name, version) in &endpoint.versions {
                by_target.entry(target(&version.route)).or_insert((endpoint, name.as_str(), version));
            }
        }
        Self { by_target }
    }

    /// The promise about a route; all none where no endpoint names it.
    pub(super) fn of(&self, kind: RouteKind, name: &QualifiedName) -> Promise {
        let Some((endpoint, name, version)) = self.by_target.get(&(kind, name)) else { return Promise::default() };
        Promise {
            endpoint: Some(endpoint.name.clone()),
            version: Some((*name).to_owned()),
            state: Some(version.state),
            team: endpoint.team.clone(),
            description: endpoint.description.clone(),
            deprecated: version.deprecated.clone(),
            sunset: version.sunset.clone(),
            successor: version.successor.clone(),
        }
    }
}

fn target(route: &Route) -> (RouteKind, &QualifiedName) {
    match route {
        Route::Relation(name) => (RouteKind::Relation, name),
        Route::Rpc(name) => (RouteKind::Function, name),
    }
}

/// Versions whose route does not answer, in the order of the manifests.
pub(super) fn unserved(
    endpoints: &[Endpoint],
    schemas: &[String],
    routed: &BTreeSet<(RouteKind, QualifiedName)>,
    not_routed: &[NotRouted],
) -> Vec<Unserved> {
    let left_out: HashMap<(RouteKind, &str, &str), &NotRouted> =
        not_routed.iter().map(|object| ((object.kind, object.schema.as_str(), object.name.as_str()), object)).collect();
    let mut unserved = Vec::new();
    for endpoint in endpoints {
        for (name, version) in &endpoint.versions {
            let (kind, target) = target(&version.route);
            if routed.contains(&(kind, target.clone())) {
                continue;
            }
            let reason = if !schemas.contains(&target.schema) {
                format!("schema {} is not exposed", target.schema)
            } else if let Some(object) = left_out.get(&(kind, target.schema.as_str(), target.name.as_str())) {
                object.reason.clone()
            } else {
                "no such object in the database".to_owned()
            };
            unserved.push(Unserved {
                endpoint: endpoint.name.clone(),
                version: name.clone(),
                state: version.state,
                target: target.clone(),
                reason,
            });
        }
    }
    unserved
}
