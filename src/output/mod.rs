//! Room: output.
