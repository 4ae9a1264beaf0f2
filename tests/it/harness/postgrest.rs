//! A PostgREST for one test, and requests to it.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;

use pgai::sandbox::{self, Instance, Postgrest, silent};

use super::cluster::{Cluster, shop_folder};
use super::run::block_on;

/// Starts PostgREST on a database, with the shop's configuration unless there is another.
pub(super) fn start(cluster: &Cluster, name: &str, database: &str, config: Option<PathBuf>) -> Postgrest {
    let mut instance = Instance::named(name);
    instance.database = Some(database.to_owned());
    instance.config = Some(config.unwrap_or_else(|| shop_folder().join("postgrest.conf")));
    instance.env = vec![
        ("PGRST_JWT_SECRET".to_owned(), "a secret of thirty-two characters or more".to_owned()),
        ("PGRST_DB_POOL".to_owned(), "2".to_owned()),
    ];
    instance.watch = Some(std::process::id());
    block_on(sandbox::postgrest_up(&cluster.options, &cluster.running, &instance, &silent)).unwrap()
}

/// Stops it. Nothing to stop is fine.
pub(super) fn stop(cluster: &Cluster, name: &str) {
    block_on(sandbox::postgrest_down(&cluster.options.dir, name, &silent)).unwrap();
}

/// Status and body of a GET.
pub(crate) fn get(url: &str, path: &str) -> (u16, String) {
    let mut stream = TcpStream::connect(url.strip_prefix("http://").unwrap()).unwrap();
    write!(stream, "GET {path} HTTP/1.0\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap();
    let body = answer.split_once("\r\n\r\n").map(|(_, body)| body.to_owned()).unwrap_or_default();
    (status, body)
}
