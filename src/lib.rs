//! pgai: a PostgreSQL database behind PostgREST as a versioned REST API managed in git.
//!
//! The library is unstable and exists for the binary and its tests. Data flows one
//! way: outer rooms read and write the world, the middle is pure, `app` joins them.

// Pure rooms: values in, values out.
pub mod catalog;
pub mod contract;
pub mod diagnostic;
pub mod diff;
pub mod manifest;
pub mod openapi;
pub mod plan;
pub mod sql;

// Outer rooms: each touches one part of the world.
pub mod git;
pub mod pg;
pub mod postgrest;
pub mod sandbox;
pub mod workspace;

// The rooms that join, print and parse arguments.
pub mod app;
pub mod cli;
pub mod output;
