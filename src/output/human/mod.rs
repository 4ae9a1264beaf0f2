//! One file per human view of a result.
