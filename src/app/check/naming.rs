//! The name of an endpoint follows from what it routes to.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::workspace as codes;
use crate::manifest::document::{Endpoint, Project, Route, Strategy};
use crate::workspace::{Manifest, Workspace};

/// A warning when no version gives the endpoint its name.
pub(super) fn check(workspace: &Workspace, manifest: &Manifest, endpoint: &Endpoint) -> Option<Diagnostic> {
    let strategy = endpoint.strategy.unwrap_or(workspace.project.versioning);
    let mut routes = endpoint.versions.values().map(|version| &version.route);
    let first = routes.clone().next()?;
    if routes.any(|route| names(&workspace.project, strategy, route).contains(&endpoint.name)) {
        return None;
    }
    let wanted = names(&workspace.project, strategy, first).into_iter().next()?;
    let said = format!("an endpoint that routes to `{}` is called `{wanted}`, not `{}`", first.target(), endpoint.name);
    Some(
        Diagnostic::warning(&codes::ENDPOINT_NAME, said)
            .at(manifest.value(&["name"]))
            .advice(format!("write `name: {wanted}`")),
    )
}

/// The names that fit a route, the best first.
fn names(project: &Project, strategy: Strategy, route: &Route) -> Vec<String> {
    let target = route.target();
    let exposed = project.schemas.contains(&target.schema);
    let first = project.schemas.first() == Some(&target.schema);
    let version = strategy == Strategy::Schema || is_version_schema(&target.schema) || !exposed;
    let mut bare = vec![target.name.clone()];
    if strategy != Strategy::Schema
        && let Some((base, _)) = split_suffix(&target.name)
    {
        bare.insert(0, base.to_owned());
    }
    let mut found = Vec::new();
    for name in &bare {
        let plain = first || version;
        match route {
            Route::Relation(_) if plain => found.push(name.clone()),
            Route::Rpc(_) if plain => found.push(format!("rpc/{name}")),
            Route::Relation(_) => found.push(format!("{}.{name}", target.schema)),
            Route::Rpc(_) => {
                found.push(format!("rpc/{}.{name}", target.schema));
                found.push(format!("{}.rpc/{name}", target.schema));
            }
        }
    }
    found
}

/// `orders_v2`: the name before the suffix and the number, by the strict rule `^(.+)_v([1-9][0-9]{0,2})$`.
pub(super) fn split_suffix(name: &str) -> Option<(&str, u32)> {
    let (base, digits) = name.rsplit_once("_v")?;
    let strict = !base.is_empty() && digits.len() <= 3 && !digits.starts_with('0');
    let all = digits.bytes().all(|byte| byte.is_ascii_digit());
    if strict && all { Some((base, digits.parse().ok()?)) } else { None }
}

/// `v2`, `shop_v2`, `2026_11`, `r2026_11`, `shop_r2026_11`.
pub(super) fn is_version_schema(schema: &str) -> bool {
    let tail = schema.rsplit_once('_');
    let number = |text: &str| {
        text.strip_prefix('v')
            .is_some_and(|digits| !digits.starts_with('0') && !digits.is_empty() && all_digits(digits))
    };
    if number(tail.map_or(schema, |(_, last)| last)) {
        return !schema.starts_with("_v");
    }
    let Some((before, month)) = tail else { return false };
    let year = before.rsplit_once('_').map_or(before, |(_, last)| last);
    let year = year.strip_prefix('r').unwrap_or(year);
    let month_fits = month.len() == 2 && all_digits(month) && month.starts_with(['0', '1']);
    month_fits && year.len() == 4 && year.starts_with("20") && all_digits(year)
}

fn all_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suffixes_by_the_strict_rule() {
        for (name, expected) in [
            ("orders_v2", Some(("orders", 2))),
            ("cv_v12", Some(("cv", 12))),
            ("a_v2_v3", Some(("a_v2", 3))),
            ("orders_v0", None),
            ("orders_v1234", None),
            ("orders_v", None),
            ("_v2", None),
            ("ipv4", None),
            ("tax_2024", None),
        ] {
            assert_eq!(split_suffix(name), expected, "{name}");
        }
        for name in ["v1", "shop_v12", "2026_11", "r2026_11", "shop_r2026_01", "shop_2026_01"] {
            assert!(is_version_schema(name), "{name}");
        }
        for name in ["api", "v", "v0", "_v1", "vat", "admin", "r1926_11", "2026_21", "x2026_11", "api_vx", "private"] {
            assert!(!is_version_schema(name), "{name}");
        }
    }

    #[test]
    fn names_follow_from_routes() {
        let project = Project { schemas: vec!["api".into(), "admin".into(), "v2".into()], ..Project::default() };
        let relation = |text: &str| Route::Relation(text.parse().unwrap());
        let rpc = |text: &str| Route::Rpc(text.parse().unwrap());
        for (strategy, route, expected) in [
            (Strategy::Suffix, relation("api.orders"), vec!["orders"]),
            (Strategy::Suffix, relation("api.orders_v2"), vec!["orders", "orders_v2"]),
            (Strategy::Suffix, relation("api.\"Orders\""), vec!["Orders"]),
            (Strategy::Schema, relation("api.orders_v2"), vec!["orders_v2"]),
            (Strategy::Suffix, relation("admin.settings"), vec!["admin.settings"]),
            (Strategy::Schema, relation("admin.settings"), vec!["settings"]),
            (Strategy::Suffix, relation("v2.orders"), vec!["orders"]),
            (Strategy::Suffix, rpc("api.place"), vec!["rpc/place"]),
            (Strategy::Explicit, rpc("admin.clean"), vec!["rpc/admin.clean", "admin.rpc/clean"]),
        ] {
            assert_eq!(names(&project, strategy, &route), expected, "{route:?}");
        }
    }
}
