//! Room: postgrest. Configuration layers, probes and requests of a PostgREST that the user runs.
//!
//! Touches the network only in `http`, `call` and `probe`; `setting` and `config` are pure.

pub mod call;
pub mod config;
pub mod error;
pub mod http;
pub mod probe;
pub mod problem;
pub mod setting;
pub mod version;

pub use error::ErrorBody;
pub use http::Client;
pub use version::ServerVersion;
