//! Opening a connection: hosts in order, their addresses, with and without TLS, until one answers as wanted.

use std::net::IpAddr;
use std::time::Duration;

use secrecy::ExposeSecret;
use tokio_postgres::config::{ChannelBinding as DriverBinding, SslMode as DriverMode, SslNegotiation};
use tokio_postgres::{Config, NoTls, SimpleQueryMessage};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::connection::{Connection, ServerAddress};
use super::failure::{self, Attempt, Failure, Next};
use super::parameters::{Host, HostName, Parameters};
use super::tls;
use super::value::{ChannelBinding, SessionAttributes, SslMode};
use crate::diagnostic::Result;

/// Opens a connection on the current tokio runtime.
///
/// # Errors
/// The most telling failure, with the other hosts' as causes; codes PGAI-1009 to PGAI-1053.
pub async fn connect(parameters: &Parameters) -> Result<Connection> {
    let opener = Opener { parameters, tls: connector(parameters)? };
    let mut failures = Vec::new();
    for wanted in passes(parameters.session) {
        failures.clear();
        for host in order(parameters) {
            match opener.host(host, wanted).await {
                Ok(connection) => {
                    tracing::debug!(server = %connection.address, tls = connection.tls, "connected");
                    return Ok(connection);
                }
                Err(failure) => {
                    tracing::debug!(%host, "no connection: {}", failure.diagnostic);
                    let stop = failure.next == Next::Stop;
                    failures.push(failure);
                    if stop {
                        return Err(failure::combine(failures, parameters));
                    }
                }
            }
        }
    }
    Err(failure::combine(failures, parameters))
}

/// TLS is set up only where it can be used: libpq has none over sockets either.
fn connector(parameters: &Parameters) -> Result<Option<MakeRustlsConnect>> {
    let tcp = parameters.hosts.iter().any(|host| matches!(host.name, HostName::Tcp(_)));
    if !tcp || parameters.security.mode == SslMode::Disable {
        return Ok(None);
    }
    tls::connector(&parameters.security).map(Some)
}

/// What to look for, one round over the hosts after the other.
fn passes(session: SessionAttributes) -> Vec<SessionAttributes> {
    match session {
        SessionAttributes::PreferStandby => vec![SessionAttributes::Standby, SessionAttributes::Any],
        one => vec![one],
    }
}

fn order(parameters: &Parameters) -> Vec<&Host> {
    let mut hosts: Vec<&Host> = parameters.hosts.iter().collect();
    if parameters.random_order {
        fastrand::shuffle(&mut hosts);
    }
    hosts
}

struct Opener<'a> {
    parameters: &'a Parameters,
    tls: Option<MakeRustlsConnect>,
}

impl Opener<'_> {
    async fn host(&self, host: &Host, wanted: SessionAttributes) -> Result<Connection, Failure> {
        let mut last = None;
        for address in self.addresses(host).await? {
            match self.encryptions(host, address, wanted).await {
                Ok(connection) => return Ok(connection),
                Err(failure) if failure.next == Next::Address => last = Some(failure),
                Err(failure) => return Err(failure),
            }
        }
        Err(last.unwrap_or_else(|| failure::unresolved(host, None)))
    }

    /// The addresses behind a host; a socket has none.
    async fn addresses(&self, host: &Host) -> Result<Vec<Option<IpAddr>>, Failure> {
        let HostName::Tcp(name) = &host.name else { return Ok(vec![None]) };
        if let Some(address) = host.address.or_else(|| name.parse().ok()) {
            return Ok(vec![Some(address)]);
        }
        let lookup = tokio::net::lookup_host((name.as_str(), host.port));
        match self.timed(lookup).await {
            None => Err(failure::timeout(host, self.parameters)),
            Some(Err(error)) => Err(failure::unresolved(host, Some(&error))),
            Some(Ok(found)) => Ok(found.map(|address| Some(address.ip())).collect()),
        }
    }

    /// With TLS and without, in the order `sslmode` gives, until one is accepted.
    async fn encryptions(
        &self,
        host: &Host,
        address: Option<IpAddr>,
        wanted: SessionAttributes,
    ) -> Result<Connection, Failure> {
        let mut first: Option<Failure> = None;
        for tls in self.encryption_order(host) {
            let failure = match self.attempt(host, address, tls, wanted).await {
                Ok(connection) => return Ok(connection),
                Err(failure) => failure,
            };
            let retry = failure.other_encryption;
            let merged = match first.take() {
                None => failure,
                Some(before) => before.and(failure),
            };
            if !retry {
                return Err(merged);
            }
            first = Some(merged);
        }
        Err(first.unwrap_or_else(|| failure::unresolved(host, None)))
    }

    fn encryption_order(&self, host: &Host) -> Vec<Option<&MakeRustlsConnect>> {
        let Some(tls) = self.tls.as_ref().filter(|_| matches!(host.name, HostName::Tcp(_))) else { return vec![None] };
        match self.parameters.security.mode {
            SslMode::Disable => vec![None],
            SslMode::Allow => vec![None, Some(tls)],
            SslMode::Prefer => vec![Some(tls), None],
            SslMode::Require | SslMode::VerifyCa | SslMode::VerifyFull => vec![Some(tls)],
        }
    }

    async fn attempt(
        &self,
        host: &Host,
        address: Option<IpAddr>,
        tls: Option<&MakeRustlsConnect>,
        wanted: SessionAttributes,
    ) -> Result<Connection, Failure> {
        let attempt = Attempt { host, address, tls: tls.is_some(), parameters: self.parameters };
        let config = self.config(host, address, tls.is_some());
        match self.timed(open(&config, tls, host, wanted)).await {
            None => Err(failure::timeout(host, self.parameters)),
            Some(Ok(Some(connection))) => Ok(connection),
            Some(Ok(None)) => Err(failure::unwanted(host, wanted)),
            Some(Err(error)) => Err(failure::explain(&error, &attempt)),
        }
    }

    async fn timed<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        match self.parameters.connect_timeout {
            None => Some(work.await),
            // libpq allows no less than two seconds.
            Some(limit) => tokio::time::timeout(limit.max(Duration::from_secs(2)), work).await.ok(),
        }
    }

    fn config(&self, host: &Host, address: Option<IpAddr>, tls: bool) -> Config {
        let parameters = self.parameters;
        let mut config = Config::new();
        config.user(&parameters.user).dbname(&parameters.dbname).application_name(&parameters.application_name);
        if let Some(password) = &host.password {
            config.password(password.expose_secret());
        }
        if let Some(options) = &parameters.options {
            config.options(options);
        }
        match &host.name {
            HostName::Tcp(name) => {
                config.host(name);
            }
            #[cfg(unix)]
            HostName::Socket(folder) => {
                config.host_path(folder);
            }
            #[cfg(not(unix))]
            HostName::Socket(_) => {}
        }
        if let Some(address) = address {
            config.hostaddr(address);
        }
        config.port(host.port);
        config.ssl_mode(if tls { DriverMode::Require } else { DriverMode::Disable });
        if parameters.security.direct && tls {
            config.ssl_negotiation(SslNegotiation::Direct);
        }
        config.channel_binding(match parameters.channel_binding {
            ChannelBinding::Disable => DriverBinding::Disable,
            ChannelBinding::Prefer => DriverBinding::Prefer,
            ChannelBinding::Require => DriverBinding::Require,
        });
        self.keep_alive(&mut config);
        config
    }

    fn keep_alive(&self, config: &mut Config) {
        let keepalive = &self.parameters.keepalive;
        config
            .keepalives(keepalive.enabled)
            .keepalives_idle(keepalive.idle)
            .keepalives_interval(keepalive.interval)
            .keepalives_retries(keepalive.retries);
        if let Some(limit) = keepalive.user_timeout {
            config.tcp_user_timeout(limit);
        }
        // A cancel request opens a connection of its own, by the driver.
        if let Some(limit) = self.parameters.connect_timeout {
            config.connect_timeout(limit);
        }
    }
}

/// Opens one connection; `None` when the server is not of the wanted kind.
async fn open(
    config: &Config,
    tls: Option<&MakeRustlsConnect>,
    host: &Host,
    wanted: SessionAttributes,
) -> Result<Option<Connection>, tokio_postgres::Error> {
    let name = match &host.name {
        HostName::Tcp(name) => name.clone(),
        HostName::Socket(folder) => folder.display().to_string(),
    };
    let address = ServerAddress { host: name, port: host.port };
    let connection = match tls {
        Some(tls) => {
            let (client, connection) = config.connect(tls.clone()).await?;
            Connection::start(client, connection, address, Some(tls.clone()))
        }
        None => {
            let (client, connection) = config.connect(NoTls).await?;
            Connection::start(client, connection, address, None)
        }
    };
    let fits = suits(&connection, wanted).await?;
    if fits {
        return Ok(Some(connection));
    }
    connection.close().await;
    Ok(None)
}

/// Asks the server what it is, unless any will do.
async fn suits(connection: &Connection, wanted: SessionAttributes) -> Result<bool, tokio_postgres::Error> {
    if wanted == SessionAttributes::Any {
        return Ok(true);
    }
    let question = "SELECT pg_catalog.pg_is_in_recovery(), pg_catalog.current_setting('transaction_read_only')";
    let answer = connection.client.simple_query(question).await?;
    let row = answer.iter().find_map(|message| match message {
        SimpleQueryMessage::Row(row) => Some(row),
        _ => None,
    });
    let Some(row) = row else { return Ok(false) };
    let standby = row.try_get(0)? == Some("t");
    let read_only = row.try_get(1)? == Some("on");
    Ok(match wanted {
        SessionAttributes::Any | SessionAttributes::PreferStandby => true,
        SessionAttributes::ReadWrite => !read_only,
        SessionAttributes::ReadOnly => read_only,
        SessionAttributes::Primary => !standby,
        SessionAttributes::Standby => standby,
    })
}
