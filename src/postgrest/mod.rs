//! Room: postgrest.
