//! The list of servers out of host, hostaddr and port. PostgreSQL docs 34.1.1.3.

use std::net::IpAddr;
use std::path::{Path, PathBuf};

use super::environment::Environment;
use super::parameters::{Host, HostName};
use super::settings::Settings;
use super::value::{self, invalid};
use crate::diagnostic::Result;

/// Where servers put their sockets: Debian and Red Hat, PostgreSQL's own default.
pub(super) const SOCKET_FOLDERS: [&str; 2] = ["/var/run/postgresql", "/tmp"];

/// The servers to try; at least one.
pub(super) fn list(settings: &Settings, environment: &Environment) -> Result<Vec<Host>> {
    let names = split(settings.get("host"));
    let addresses = split(settings.get("hostaddr"));
    let ports = split(settings.get("port"));
    if !names.is_empty() && !addresses.is_empty() && names.len() != addresses.len() {
        return Err(invalid("hostaddr", &format!("{} addresses do not fit {} hosts", addresses.len(), names.len())));
    }
    let count = names.len().max(addresses.len()).max(1);
    if ports.len() > 1 && ports.len() != count {
        return Err(invalid("port", &format!("{} ports do not fit {count} hosts", ports.len())));
    }
    (0..count)
        .map(|at| {
            let port = value::port(ports.get(at).or(ports.first()).copied().unwrap_or_default())?;
            let address = value::address(addresses.get(at).copied().unwrap_or_default())?;
            let name = host_name(names.get(at).copied().unwrap_or_default(), address, port, environment)?;
            // A socket has no address; libpq lets hostaddr win as well.
            let name = match (name, address) {
                (HostName::Socket(_), Some(address)) => HostName::Tcp(address.to_string()),
                (name, _) => name,
            };
            Ok(Host { name, address, port, password: None })
        })
        .collect()
}

fn split(list: Option<&str>) -> Vec<&str> {
    list.map(|list| list.split(',').map(str::trim).collect()).unwrap_or_default()
}

fn host_name(name: &str, address: Option<IpAddr>, port: u16, environment: &Environment) -> Result<HostName> {
    if name.is_empty() {
        return Ok(match address {
            Some(address) => HostName::Tcp(address.to_string()),
            None => default_host(port, environment),
        });
    }
    if name.starts_with('@') {
        return Err(invalid("host", "sockets in the abstract namespace are not supported"));
    }
    if name.starts_with('/') {
        if cfg!(not(unix)) {
            return Err(invalid("host", "Unix sockets are not supported on this system"));
        }
        return Ok(HostName::Socket(PathBuf::from(name)));
    }
    Ok(HostName::Tcp(name.to_owned()))
}

/// The socket of a local server when there is one, else localhost.
fn default_host(port: u16, environment: &Environment) -> HostName {
    let socket = SOCKET_FOLDERS
        .iter()
        .map(Path::new)
        .find(|folder| cfg!(unix) && environment.exists(&folder.join(format!(".s.PGSQL.{port}"))));
    match socket {
        Some(folder) => HostName::Socket(folder.to_owned()),
        None => HostName::Tcp("localhost".to_owned()),
    }
}
