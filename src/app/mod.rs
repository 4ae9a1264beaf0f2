//! Use cases: each joins the rooms below it and gives a result that knows its JSON. Nothing is
//! printed here; the command line and, later, the server share it.

pub mod api;
pub mod apply;
pub mod check;
pub mod compose;
pub mod contract;
pub mod database;
pub mod demo;
pub mod diff;
pub mod doctor;
pub mod environment;
pub mod sandbox;
pub mod state;
pub mod uncaptured;
pub mod unread;

pub mod files;
pub mod fix;
pub mod init;
pub mod lock;
pub mod openapi;
pub mod plan;
pub mod pull;
pub mod settings;

mod exit;

pub use exit::{Exit, Failure, Outcome};
