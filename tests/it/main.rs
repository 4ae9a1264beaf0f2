//! The integration tests: one binary, a module per capability.

mod connect;
mod generated_schemas;
mod postgrest;
mod sandbox;
//! Integration tests, a module per capability.

mod catalog;
mod openapi;
mod check;
mod connect;
mod generated_schemas;
mod sandbox;
