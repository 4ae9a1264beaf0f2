//! Connecting: what names a database, merged as libpq does, opened with or without TLS. Reads files and variables only
//! through `Environment`; certificates and the network when connecting.
//!
//! ```text
//! Target::from_flag / from_variable / from_manifest / from_libpq -> Parameters::resolve -> connect -> Connection
//! ```

mod connection;
mod environment;
mod failure;
mod hosts;
mod keyvalue;
mod keyword;
mod lost;
mod open;
mod origin;
mod parameters;
mod passfile;
mod pooler;
mod refusal;
mod security;
mod server_error;
mod service;
mod settings;
mod spki;
mod target;
#[cfg(test)]
mod tests;
mod tls;
mod tls_failure;
mod url;
mod value;
mod variables;
mod verifier;

pub use connection::{Canceller, Connection, Notice, ServerAddress};
pub use environment::{Environment, FileFacts};
pub use lost::lost;
pub use open::connect;
pub use origin::Origin;
pub use parameters::{Host, HostName, Keepalive, Parameters};
pub use security::{Identity, Roots, Security, TlsVersion};
pub use server_error::{ServerError, server_error};
pub use target::Target;
pub use value::{ChannelBinding, SessionAttributes, SslMode};
