//! Codes of the database area.

use crate::diagnostic::Code;

/// Every code of this area.
pub static ALL: &[Code] = &[];
