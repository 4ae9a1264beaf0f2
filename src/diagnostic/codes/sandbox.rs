//! Codes of the sandbox area.

use crate::diagnostic::Code;

/// Every code of this area.
pub static ALL: &[Code] = &[];
