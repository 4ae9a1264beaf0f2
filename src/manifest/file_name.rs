//! Where a manifest or lock file stands, from its name: paths for every disk, one for each name.
//!
//! `name:` decides what a file is; its path is advice. So the mapping only has to be one to one,
//! also on disks that ignore case, and readable for everyday names.

use sha2::{Digest, Sha256};

use super::document::Document;
use crate::sql::QualifiedName;

/// The folder of all manifests.
pub const FOLDER: &str = "pgai";
/// The project's own file.
pub const PROJECT_FILE: &str = "pgai.yaml";

/// Longer file names than this (in bytes, without `.yaml`) are cut, and get a hash.
const LONGEST: usize = 120;

/// Names that Windows keeps for devices, whatever stands behind a dot.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "clock$", "conin$"];

/// The path of a manifest, with `/`, below the project's folder.
pub fn document_path(document: &Document) -> String {
    match document {
        Document::Schema(schema) => schema_path(&schema.name),
        Document::View(view) => view_path(&view.name),
        Document::MaterializedView(view) => view_path(&view.name),
        Document::Function(function) => function_path(&function.name),
        Document::Endpoint(endpoint) => endpoint_path(&endpoint.name),
        Document::PostgRest(_) => postgrest_path(),
    }
}

/// `pgai/schemas/<name>.yaml`
pub fn schema_path(name: &str) -> String {
    format!("{FOLDER}/schemas/{}.yaml", part(name, Dots::Encoded))
}

/// `pgai/views/<schema>/<name>.yaml`, materialized views too.
pub fn view_path(name: &QualifiedName) -> String {
    format!("{FOLDER}/views/{}", below(name))
}

/// `pgai/functions/<schema>/<name>.yaml`
pub fn function_path(name: &QualifiedName) -> String {
    format!("{FOLDER}/functions/{}", below(name))
}

/// `pgai/endpoints/<name>.yaml`; `rpc/<name>` below `rpc/`; `<schema>.<name>` keeps its dot.
pub fn endpoint_path(name: &str) -> String {
    match name.strip_prefix("rpc/") {
        Some(function) => format!("{FOLDER}/endpoints/rpc/{}.yaml", part(function, Dots::Kept)),
        None => format!("{FOLDER}/endpoints/{}.yaml", part(name, Dots::Kept)),
    }
}

/// `pgai/postgrest.yaml`
pub fn postgrest_path() -> String {
    format!("{FOLDER}/postgrest.yaml")
}

/// `pgai/lock/<schema>/<relation>.yaml`
pub fn lock_relation_path(name: &QualifiedName) -> String {
    format!("{FOLDER}/lock/{}", locked(name, ""))
}

/// `pgai/lock/<schema>/functions/<name>.yaml`
pub fn lock_function_path(name: &QualifiedName) -> String {
    format!("{FOLDER}/lock/{}", locked(name, "functions/"))
}

/// `pgai/lock/_<table>.yaml`: the small files of types, roles, schemas, casts, sequences, handlers, postgrest.
pub fn lock_table_path(table: &str) -> String {
    format!("{FOLDER}/lock/_{table}.yaml")
}

fn below(name: &QualifiedName) -> String {
    format!("{}/{}.yaml", part(&name.schema, Dots::Encoded), part(&name.name, Dots::Encoded))
}

/// In the lock a leading `_` is the mark of the small files, so names may not begin with it.
fn locked(name: &QualifiedName, folder: &str) -> String {
    let part = |name: &str| {
        let part = part(name, Dots::Encoded);
        part.strip_prefix('_').map_or(part.clone(), |rest| format!("%5F{rest}"))
    };
    format!("{}/{folder}{}.yaml", part(&name.schema), part(&name.name))
}

#[derive(Clone, Copy, PartialEq)]
enum Dots {
    Encoded,
    /// An endpoint's dot parts schema and name.
    Kept,
}

/// One part of a path: `a-z`, `0-9`, `_`, `-` stand for themselves, every other byte is `%XX`.
fn part(name: &str, dots: Dots) -> String {
    if name.is_empty() {
        // No name is empty; a path all the same never has an empty part.
        return "%-".to_owned();
    }
    let reserved = is_device(name);
    let mut out = String::with_capacity(name.len());
    for (index, byte) in name.bytes().enumerate() {
        let edge = index == 0 || index + 1 == name.len();
        let plain = match byte {
            b'a'..=b'z' | b'0'..=b'9' | b'_' => !(reserved && index == 0),
            b'-' => index > 0,
            b'.' => dots == Dots::Kept && !edge,
            _ => false,
        };
        if plain {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    if out.len() > LONGEST { shortened(&out, name) } else { out }
}

/// `con`, `com1.orders`: reserved with and without what follows a dot.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default();
    let numbered =
        |prefix: &str| stem.strip_prefix(prefix).is_some_and(|n| n.len() == 1 && n.bytes().all(|b| b.is_ascii_digit()));
    DEVICES.contains(&stem) || stem == "conout$" || numbered("com") || numbered("lpt")
}

/// The beginning of a long name and a hash of all of it. `%~` is no encoded byte, so no short name looks like it.
fn shortened(encoded: &str, name: &str) -> String {
    let hash = Sha256::digest(name.as_bytes());
    let hash: String = hash.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    let mut end = LONGEST - hash.len() - 2;
    // Never through the middle of `%XX`.
    if let Some(percent) = encoded[..end].rfind('%').filter(|percent| end - percent < 3) {
        end = percent;
    }
    format!("{}%~{hash}", &encoded[..end])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn everyday_names_are_themselves_and_others_are_encoded() {
        let name = |schema: &str, name: &str| QualifiedName::new(schema, name);
        for (path, expected) in [
            (view_path(&name("api", "orders")), "pgai/views/api/orders.yaml"),
            (view_path(&name("api", "Orders")), "pgai/views/api/%4Frders.yaml"),
            (view_path(&name("api", "a.b/c")), "pgai/views/api/a%2Eb%2Fc.yaml"),
            (view_path(&name("api", "con")), "pgai/views/api/%63on.yaml"),
            (view_path(&name("com1", "lpt9")), "pgai/views/%63om1/%6Cpt9.yaml"),
            (view_path(&name("api", "console")), "pgai/views/api/console.yaml"),
            (view_path(&name("api", "état")), "pgai/views/api/%C3%A9tat.yaml"),
            (view_path(&name("api", "..")), "pgai/views/api/%2E%2E.yaml"),
            (view_path(&name("api", "-x y%")), "pgai/views/api/%2Dx%20y%25.yaml"),
            (function_path(&name("api", "place_order")), "pgai/functions/api/place_order.yaml"),
            (endpoint_path("orders"), "pgai/endpoints/orders.yaml"),
            (endpoint_path("rpc/place_order"), "pgai/endpoints/rpc/place_order.yaml"),
            (endpoint_path("admin.settings"), "pgai/endpoints/admin.settings.yaml"),
            (endpoint_path("a/b"), "pgai/endpoints/a%2Fb.yaml"),
            (endpoint_path("nul.x"), "pgai/endpoints/%6Eul.x.yaml"),
            (endpoint_path(".."), "pgai/endpoints/%2E%2E.yaml"),
            (schema_path("api"), "pgai/schemas/api.yaml"),
            (postgrest_path(), "pgai/postgrest.yaml"),
            (lock_relation_path(&name("sales", "orders")), "pgai/lock/sales/orders.yaml"),
            (lock_relation_path(&name("_types", "_x")), "pgai/lock/%5Ftypes/%5Fx.yaml"),
            (lock_function_path(&name("api", "f")), "pgai/lock/api/functions/f.yaml"),
            (lock_table_path("types"), "pgai/lock/_types.yaml"),
        ] {
            assert_eq!(path, expected);
        }
    }

    fn names() -> impl Strategy<Value = String> {
        prop_oneof![
            "[a-zA-Z._/%~-]{1,4}",
            "[aA.éÉ]{1,3}",
            "a{100,200}",
            "[é.A]{30,60}",
            any::<String>(),
            Just("con".to_owned()),
            Just("rpc/x".to_owned())
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn one_name_one_path_on_every_disk((a, b) in (names(), names()), (c, d) in (names(), names())) {
            let (x, y) = (QualifiedName::new(a.clone(), c.clone()), QualifiedName::new(b.clone(), d));
            for path in [view_path, function_path, lock_relation_path, lock_function_path] {
                prop_assert_eq!(x == y, path(&x).to_lowercase() == path(&y).to_lowercase());
            }
            prop_assert_eq!(a == b, endpoint_path(&a).to_lowercase() == endpoint_path(&b).to_lowercase());
            prop_assert_eq!(a == b, schema_path(&a).to_lowercase() == schema_path(&b).to_lowercase());
            prop_assert!(lock_relation_path(&x) != lock_function_path(&y));
            for path in [view_path(&x), endpoint_path(&a), lock_function_path(&x)] {
                prop_assert!(path.is_ascii());
                for part in path.split('/') {
                    prop_assert!(part.len() <= 125 && !part.is_empty() && part != "." && part != "..", "{}", path);
                    prop_assert!(part.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-.%~".contains(&b)), "{}", path);
                }
            }
        }
    }
}
