//! Room: diff.
