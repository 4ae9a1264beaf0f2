//! Everything a connection needs, merged by libpq's precedence: text, service file, variables, defaults.

use std::fmt;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use secrecy::SecretString;

use super::environment::Environment;
use super::hosts;
use super::keyword::KEYWORDS;
use super::origin::Origin;
use super::passfile::{Passfile, Wanted};
use super::security::Security;
use super::settings::Settings;
use super::target::Target;
use super::value::{self, ChannelBinding, SessionAttributes};
use super::{pooler, service};
use crate::diagnostic::codes::connection as codes;
use crate::diagnostic::{Diagnostic, Result};

/// How a server is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HostName {
    /// A name or an address.
    Tcp(String),
    /// The folder of a Unix socket.
    Socket(PathBuf),
}

/// One server to try.
#[derive(Clone)]
pub struct Host {
    /// Name or socket folder.
    pub name: HostName,
    /// The address to use instead of looking the name up.
    pub address: Option<IpAddr>,
    /// Port; of a socket, the number in its file name.
    pub port: u16,
    /// The password for this host.
    pub(super) password: Option<SecretString>,
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.name {
            HostName::Tcp(name) if name.contains(':') => write!(f, "[{name}]:{}", self.port),
            HostName::Tcp(name) => write!(f, "{name}:{}", self.port),
            HostName::Socket(folder) => write!(f, "{}:{}", folder.display(), self.port),
        }
    }
}

impl fmt::Debug for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// How a silent peer is noticed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keepalive {
    /// TCP keepalives at all.
    pub enabled: bool,
    /// Silence before the first probe.
    pub idle: Duration,
    /// Time between probes.
    pub interval: Duration,
    /// Lost probes that end the connection.
    pub retries: u32,
    /// How long sent data may stay unacknowledged.
    pub user_timeout: Option<Duration>,
}

/// Everything a connection needs. `Debug` shows no password.
#[derive(Clone)]
pub struct Parameters {
    /// Servers, in the order to try them; never empty.
    pub hosts: Vec<Host>,
    /// Role to log in as.
    pub user: String,
    /// Database.
    pub dbname: String,
    /// What the server shows as application_name.
    pub application_name: String,
    /// Startup options, only when somebody gave them: transaction poolers refuse them.
    pub options: Option<String>,
    /// How long one attempt may take; `None` is no limit.
    pub connect_timeout: Option<Duration>,
    /// How a silent peer is noticed.
    pub keepalive: Keepalive,
    /// Which server will do.
    pub session: SessionAttributes,
    /// Try the hosts in random order.
    pub random_order: bool,
    /// TLS.
    pub security: Security,
    /// Whether SCRAM is tied to the TLS channel.
    pub channel_binding: ChannelBinding,
    origin: Origin,
    warnings: Vec<Diagnostic>,
}

impl Parameters {
    /// Fills what the target leaves open: from its service, libpq's variables, defaults, the password file.
    ///
    /// # Errors
    /// An unknown service, a value that cannot be used, a parameter pgai cannot honour.
    pub fn resolve(target: &Target, environment: &Environment) -> Result<Self> {
        let settings = merge(target, environment)?;
        let mut parameters = Self::from_settings(&settings, target, environment)?;
        parameters.find_passwords(&settings, environment);
        parameters.warnings.extend(pooler::note(&parameters.hosts));
        Ok(parameters)
    }

    fn from_settings(settings: &Settings, target: &Target, environment: &Environment) -> Result<Self> {
        let owned = |name: &str| settings.get(name).map(str::to_owned);
        let user = owned("user").or_else(|| environment.user().map(str::to_owned)).ok_or_else(no_user)?;
        let application_name = owned("application_name").or_else(|| owned("fallback_application_name"));
        Ok(Self {
            hosts: hosts::list(settings, environment)?,
            dbname: owned("dbname").unwrap_or_else(|| user.clone()),
            user,
            application_name: application_name.unwrap_or_else(|| "pgai".to_owned()),
            options: owned("options"),
            connect_timeout: value::seconds(settings, "connect_timeout", 10)?,
            keepalive: keepalive(settings)?,
            session: value::choice(
                settings,
                "target_session_attrs",
                value::SESSION_ATTRIBUTES,
                SessionAttributes::Any,
            )?,
            random_order: value::choice(
                settings,
                "load_balance_hosts",
                &[("disable", false), ("random", true)],
                false,
            )?,
            security: Security::resolve(settings, environment)?,
            channel_binding: value::choice(
                settings,
                "channel_binding",
                value::CHANNEL_BINDINGS,
                ChannelBinding::Prefer,
            )?,
            origin: target.origin().clone(),
            warnings: target.warnings().to_vec(),
        })
    }

    fn find_passwords(&mut self, settings: &Settings, environment: &Environment) {
        if let Some(password) = settings.password() {
            self.hosts.iter_mut().for_each(|host| host.password = Some(password.clone()));
            return;
        }
        let (file, warning) = Passfile::open(settings.get("passfile"), environment);
        self.warnings.extend(warning);
        let Some(file) = file else { return };
        for host in &mut self.hosts {
            let name = passfile_name(host);
            let wanted = Wanted { host: &name, port: host.port, dbname: &self.dbname, user: &self.user };
            host.password = file.password(&wanted);
        }
    }

    /// `user@host:port/dbname`, without a password; several hosts stand side by side.
    pub fn describe(&self) -> String {
        let hosts: Vec<String> = self.hosts.iter().map(Host::to_string).collect();
        format!("{}@{}/{}", self.user, hosts.join(","), self.dbname)
    }

    /// Where the target was written.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// What is worth saying before connecting: an exposed password, an ignored password file, a pooler.
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }

    /// The warning that a password file was there and not used.
    pub(super) fn passfile_warning(&self) -> Option<&Diagnostic> {
        self.warnings.iter().find(|warning| warning.code() == &codes::PASSFILE_IGNORED)
    }
}

impl fmt::Debug for Parameters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parameters")
            .field("target", &self.describe())
            .field("session", &self.session)
            .field("security", &self.security)
            .finish_non_exhaustive()
    }
}

/// Text, then its service, then libpq's variables.
fn merge(target: &Target, environment: &Environment) -> Result<Settings> {
    let mut settings = target.settings.clone();
    let service = settings.get("service").map(str::to_owned).or_else(|| environment.variable("PGSERVICE"));
    if let Some(name) = service {
        let below = service::load(&name, environment)?;
        below.check_support(&Origin::Service(name))?;
        settings.fill_from(&below);
    }
    let mut variables = Settings::default();
    for keyword in KEYWORDS {
        if let Some(value) = keyword.variable.and_then(|name| environment.variable(name)) {
            variables.set(keyword, value);
        }
    }
    variables.check_support(&Origin::Libpq)?;
    settings.fill_from(&variables);
    Ok(settings)
}

fn keepalive(settings: &Settings) -> Result<Keepalive> {
    let retries = value::integer(settings, "keepalives_count", 3)?;
    Ok(Keepalive {
        enabled: value::choice(settings, "keepalives", value::BOOLEANS, true)?,
        idle: value::seconds(settings, "keepalives_idle", 30)?.unwrap_or(Duration::from_secs(30)),
        interval: value::seconds(settings, "keepalives_interval", 10)?.unwrap_or(Duration::from_secs(10)),
        retries: u32::try_from(retries).ok().filter(|count| *count > 0).unwrap_or(3),
        // As long as the keepalives take to give up.
        user_timeout: value::milliseconds(settings, "tcp_user_timeout", 60_000)?,
    })
}

/// The name that lines of a password file use for this host. PostgreSQL docs 34.16.
fn passfile_name(host: &Host) -> String {
    match &host.name {
        HostName::Tcp(name) => name.clone(),
        HostName::Socket(folder) if hosts::SOCKET_FOLDERS.iter().any(|one| folder == Path::new(one)) => {
            "localhost".to_owned()
        }
        HostName::Socket(folder) => folder.display().to_string(),
    }
}

fn no_user() -> Diagnostic {
    Diagnostic::error(&codes::INVALID_VALUE, "no user is named, and the operating system tells none")
        .advice("name a user in the target, or set PGUSER")
}
