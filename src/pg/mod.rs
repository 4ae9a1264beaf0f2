//! Room: pg.

pub mod connect;
