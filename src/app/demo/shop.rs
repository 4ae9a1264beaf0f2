//! The example database, carried in the binary so that `pgai demo` needs no checkout.

use std::path::{Path, PathBuf};

use crate::diagnostic::codes::workspace::NOT_WRITABLE;
use crate::diagnostic::{Diagnostic, Result};

/// Files of `examples/shop/sql`, in the order they are loaded.
const SQL: [(&str, &str); 10] = [
    ("01_roles.sql", include_str!("../../../examples/shop/sql/01_roles.sql")),
    ("02_schemas.sql", include_str!("../../../examples/shop/sql/02_schemas.sql")),
    ("03_tables_catalog.sql", include_str!("../../../examples/shop/sql/03_tables_catalog.sql")),
    ("04_tables_sales.sql", include_str!("../../../examples/shop/sql/04_tables_sales.sql")),
    ("05_tables_other.sql", include_str!("../../../examples/shop/sql/05_tables_other.sql")),
    ("06_rules_of_the_shop.sql", include_str!("../../../examples/shop/sql/06_rules_of_the_shop.sql")),
    ("07_data.sql", include_str!("../../../examples/shop/sql/07_data.sql")),
    ("08_views.sql", include_str!("../../../examples/shop/sql/08_views.sql")),
    ("09_functions.sql", include_str!("../../../examples/shop/sql/09_functions.sql")),
    ("10_grants.sql", include_str!("../../../examples/shop/sql/10_grants.sql")),
];

/// `examples/shop/postgrest.conf`
pub(super) const POSTGREST_CONF: &str = include_str!("../../../examples/shop/postgrest.conf");

/// Writes the files into `folder`: the SQL files in order, and the configuration.
pub(super) fn write(folder: &Path) -> Result<(Vec<PathBuf>, PathBuf)> {
    std::fs::create_dir_all(folder).map_err(|error| not_writable(folder, &error))?;
    let mut files = Vec::new();
    for (name, text) in SQL {
        let path = folder.join(name);
        std::fs::write(&path, text).map_err(|error| not_writable(&path, &error))?;
        files.push(path);
    }
    let configuration = folder.join("postgrest.conf");
    std::fs::write(&configuration, POSTGREST_CONF).map_err(|error| not_writable(&configuration, &error))?;
    Ok((files, configuration))
}

fn not_writable(path: &Path, error: &std::io::Error) -> Diagnostic {
    Diagnostic::error(&NOT_WRITABLE, format!("{} cannot be written", path.display())).because(error.to_string())
}
