//! The sandbox: a private PostgreSQL and PostgREST in a folder, on free ports.
//!
//! Finds or installs the binaries, starts and stops processes, keeps their state in
//! files. Reads no environment variable but `PATH` (`binaries`), prints nothing: what
//! happens is told through [`Progress`], what went wrong through diagnostics.

mod access;
mod bin_postgres;
mod bin_postgrest;
mod binaries;
mod bootstrap;
mod client;
mod cluster;
mod down;
mod files;
mod http;
mod install;
mod layout;
mod load;
mod lock;
mod logs;
mod options;
mod passwords;
mod ports;
mod process;
mod progress;
mod rest;
mod running;
mod server;
mod state;
mod status;
mod up;
mod user;
mod watchdog;

pub use client::Session;
pub use down::{Stopped, down, postgrest_down, remove};
pub use load::load_sql;
pub use options::{Instance, Options};
pub use progress::{Listener, Progress, silent};
pub use running::{PostgresServer, Postgrest, Running};
pub use status::{InstanceStatus, PostgresStatus, Status, load_state, status};
pub use up::{postgres_folder, postgres_up, postgrest_up, up};
