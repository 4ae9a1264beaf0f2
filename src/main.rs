//! The binary: start and exit code, nothing else.

fn main() {}
