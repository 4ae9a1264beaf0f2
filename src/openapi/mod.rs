//! Room: openapi.
