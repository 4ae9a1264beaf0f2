//! Row versions of the catalogs: whether anything moved since a reading.

use super::rows::VersionsRow;
use super::{ReadError, definitions, one};
use crate::pg::session::Session;

/// The row versions at one moment.
#[derive(Debug, Clone)]
pub struct Versions(pub(super) VersionsRow);

impl Versions {
    /// Looks again, inside the open transaction. Our own uncommitted changes would show too.
    ///
    /// # Errors
    /// The server's.
    pub async fn unmoved(&self, session: &Session) -> Result<bool, ReadError> {
        let now: VersionsRow = one(session.json(include_str!("sql/versions.sql"), vec![]).await?, "versions.sql")?;
        Ok(definitions::moved(&self.0, &now).is_nothing())
    }
}
