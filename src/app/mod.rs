//! Room: app.

pub mod sandbox;
