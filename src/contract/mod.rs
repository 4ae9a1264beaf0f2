//! Room: contract.
