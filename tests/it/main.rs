//! The integration tests: one binary, a module per capability.

mod catalog;
mod check;
mod connect;
mod generated_schemas;
mod openapi;
mod postgrest;
mod sandbox;
mod waits;
