//! The integration tests: one binary, a module per capability.

mod catalog;
mod check;
mod codes;
mod connect;
mod envelope;
mod generated;
mod generated_schemas;
mod layout;
mod metadata;
mod openapi;
mod postgrest;
mod readme;
mod rooms;
mod sandbox;
mod source;
mod waits;
