//! The table of codes, a file per area. `pgai explain` reads it; a test compares it with the texts.
//!
//! Areas by first digit: 0 command line and workspace, 1 connection, 2 manifests, 3 SQL text,
//! 4 database (reading, proving, applying), 5 PostgREST, 6 sandbox, 7 contract and documents.

pub mod connection;
pub mod contract;
pub mod database;
pub mod manifest;
pub mod postgrest;
pub mod sandbox;
pub mod sql;
pub mod usage;
pub mod workspace;

use super::Code;

/// Every code, in order of its id.
pub fn all() -> Vec<Code> {
    let areas: [&[Code]; 9] = [
        usage::ALL,
        workspace::ALL,
        connection::ALL,
        manifest::ALL,
        sql::ALL,
        database::ALL,
        postgrest::ALL,
        sandbox::ALL,
        contract::ALL,
    ];
    let mut codes: Vec<Code> = areas.concat();
    codes.sort_by_key(|code| code.id);
    codes
}

/// The code with this id, whatever case it was written in.
pub fn find(id: &str) -> Option<Code> {
    all().into_iter().find(|code| code.id.eq_ignore_ascii_case(id))
}
