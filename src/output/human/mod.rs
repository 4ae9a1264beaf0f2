//! One file per human view of a result.

mod apply;
mod check;
mod contract;
mod demo;
mod diff;
mod doctor;
mod init;
mod plan;
mod pull;
mod sandbox;
