mod connect;
mod sandbox;
//! The integration tests: one binary, a module per capability.

mod generated_schemas;
