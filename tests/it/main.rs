//! The integration tests: one binary, a module per capability.

mod check;
mod connect;
mod generated_schemas;
mod sandbox;
