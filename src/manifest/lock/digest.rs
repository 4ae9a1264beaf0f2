//! Hashes of values: SHA-256, cut to 16 hex digits, over fields with their lengths, so that no two
//! lists of fields run together to the same bytes.

use sha2::{Digest as _, Sha256};

use crate::sql::layout::comparable;

/// Takes fields one after the other.
pub(super) struct Digest(Sha256);

impl Digest {
    /// `what` keeps values of different kinds apart.
    pub(super) fn new(what: &str) -> Self {
        let mut digest = Self(Sha256::new());
        digest.text(what);
        digest
    }

    pub(super) fn text(&mut self, value: &str) -> &mut Self {
        self.number(value.len());
        self.0.update(value.as_bytes());
        self
    }

    pub(super) fn some(&mut self, value: Option<&str>) -> &mut Self {
        self.number(usize::from(value.is_some()));
        if let Some(value) = value {
            self.text(value);
        }
        self
    }

    pub(super) fn flag(&mut self, value: bool) -> &mut Self {
        self.number(usize::from(value))
    }

    pub(super) fn number(&mut self, value: usize) -> &mut Self {
        self.0.update((value as u64).to_le_bytes());
        self
    }

    pub(super) fn texts<'a>(&mut self, values: impl ExactSizeIterator<Item = &'a String>) -> &mut Self {
        self.number(values.len());
        for value in values {
            self.text(value);
        }
        self
    }

    pub(super) fn finish(self) -> String {
        self.0.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    }
}

/// The hash of a query: 16 hex digits, line ends and trailing blanks aside.
pub fn query_hash(query: &str) -> String {
    let mut digest = Digest::new("query");
    digest.text(&comparable(query));
    digest.finish()
}

/// The hash of a function's body: 16 hex digits, byte for byte.
pub fn body_hash(body: &str) -> String {
    let mut digest = Digest::new("body");
    digest.text(body);
    digest.finish()
}
