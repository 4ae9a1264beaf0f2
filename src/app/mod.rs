//! Room: app.

pub mod check;
pub mod sandbox;
