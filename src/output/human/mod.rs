//! One file per human view of a result.

mod check;
mod diff;
mod init;
mod pull;
mod sandbox;
