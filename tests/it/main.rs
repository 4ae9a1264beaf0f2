//! The integration tests: one binary, a module per capability.

mod apply;
mod bad_input;
mod catalog;
mod check;
mod codes;
mod connect;
mod contract;
mod demo;
mod diff;
mod doctor;
mod envelope;
mod generated;
mod generated_schemas;
mod harness;
mod init;
mod layout;
mod locks;
mod metadata;
mod openapi;
mod postgrest;
mod pull;
mod readme;
mod rooms;
mod sandbox;
mod source;
mod waits;
