//! The PostgreSQL side of the world: connecting, reading catalogs, proving, applying.
//!
//! Touches the network only through `connect`; knows manifests only as catalog values.

pub mod apply;
pub mod connect;
pub mod introspect;
pub mod prove;
pub mod session;
