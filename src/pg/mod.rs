//! Room: pg.
