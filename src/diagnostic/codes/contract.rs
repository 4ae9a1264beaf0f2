//! Codes of the contract area.

use crate::diagnostic::Code;

/// Every code of this area.
pub static ALL: &[Code] = &[];
