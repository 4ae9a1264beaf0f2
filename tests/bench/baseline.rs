//! The catalog queries without pgai: through `psql`, else through the driver, their answers thrown away.

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use pgai::sandbox::Running;

use crate::Result;
use crate::measure::{self, Run};
use crate::statements::Script;

pub(crate) async fn run(running: &Running, database: &str, folder: &Path, script: &Script) -> Result<Run> {
    if Command::new("psql").arg("--version").output().is_err() {
        return with_driver(running, database, script).await;
    }
    let file = folder.join(format!("{database}.sql"));
    std::fs::write(&file, &script.text)?;
    let server = &running.postgres;
    let mut psql = Command::new("psql");
    psql.args(["-XqAt", "-v", "ON_ERROR_STOP=1", "-o", "/dev/null", "-h", &server.host]);
    psql.args(["-p", &server.port.to_string(), "-U", &server.superuser, "-d", database, "-f"]).arg(file);
    psql.env("PGPASSFILE", &server.passfile).env("PGSSLMODE", "disable");
    Ok(measure::run(&mut psql)?.0)
}

/// Connecting counts, as it does for `psql`.
async fn with_driver(running: &Running, database: &str, script: &Script) -> Result<Run> {
    let started = Instant::now();
    let session = running.postgres.connect(database).await?;
    session.client.simple_query(&script.text).await?;
    Ok(Run { wall: started.elapsed(), ..Run::default() })
}
