//! Catalogs from a few lines of text, by the builder that the pure rooms test with.

pub(crate) use pgai::catalog::*;

#[expect(clippy::unwrap_used, reason = "only tests build catalogs this way")]
#[path = "../../src/catalog/testing.rs"]
pub(crate) mod testing;
