//! The catalog queries of a reading as plain SQL, in one transaction as pgai runs them.

use std::fmt::Write;
use std::path::PathBuf;

use pgai::pg::session::{Purpose, Session};
use pgai::sandbox::Running;

use crate::Result;

/// Where the queries stand.
const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/pg/introspect/sql");

/// Deparsed in groups of this size under savepoints, as a reading does.
const GROUP: usize = 100;

/// Relations in the exposed schemas and what they stand on.
const RELATIONS: &str = "
WITH RECURSIVE wanted(oid) AS (
  SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname IN ('api', 'helpers') AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
  UNION
  SELECT d.refobjid FROM wanted w JOIN pg_rewrite r ON r.ev_class = w.oid
  JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid
    AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'n')
SELECT coalesce(array_agg(w.oid ORDER BY w.oid), '{}') FROM wanted w JOIN pg_class c ON c.oid = w.oid
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.oid >= 16384";

/// Functions of the exposed schemas with defaults or SQL-standard bodies.
const FUNCTIONS: &str = "
SELECT coalesce(array_agg(p.oid ORDER BY p.oid), '{}') FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname IN ('api', 'helpers') AND (p.pronargdefaults > 0 OR p.prosqlbody IS NOT NULL)";

/// A script of them.
pub(crate) struct Script {
    pub(crate) text: String,
}

impl Script {
    pub(crate) async fn new(running: &Running, database: &str) -> Result<Self> {
        let session = running.postgres.connect(database).await?;
        let relations: Vec<u32> = session.client.query_one(RELATIONS, &[]).await?.try_get(0)?;
        let functions: Vec<u32> = session.client.query_one(FUNCTIONS, &[]).await?.try_get(0)?;
        let mut text = format!("{};\n", Session::opening(Purpose::Read { lock_timeout: 2_000 }));
        let mut definitions = String::new();
        for (name, sql) in queries()? {
            match name.as_str() {
                "relation_definitions.sql" => groups(&mut definitions, &sql, &relations)?,
                "function_definitions.sql" => groups(&mut definitions, &sql, &functions)?,
                _ => writeln!(text, "{};", sql.replace("$1", "NULL::oid[]"))?,
            }
        }
        text.push_str(&definitions);
        writeln!(text, "{};\nROLLBACK;", std::fs::read_to_string(format!("{FOLDER}/versions.sql"))?)?;
        Ok(Self { text })
    }
}

/// Every query, by file name.
fn queries() -> Result<Vec<(String, String)>> {
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(FOLDER)?.map(|entry| entry.map(|entry| entry.path())).collect::<std::io::Result<_>>()?;
    paths.sort();
    let read = |path: &PathBuf| -> Result<(String, String)> {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        Ok((name, std::fs::read_to_string(path)?))
    };
    paths.iter().map(read).collect()
}

fn groups(text: &mut String, sql: &str, oids: &[u32]) -> Result<()> {
    for group in oids.chunks(GROUP) {
        let list: Vec<String> = group.iter().map(u32::to_string).collect();
        let sql = sql.replace("$1", &format!("'{{{}}}'::oid[]", list.join(",")));
        writeln!(text, "SAVEPOINT of_group;\n{sql};\nROLLBACK TO SAVEPOINT of_group; RELEASE SAVEPOINT of_group;")?;
    }
    Ok(())
}
