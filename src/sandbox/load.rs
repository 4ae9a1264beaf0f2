//! Loads SQL files into a sandbox as superuser.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio_postgres::error::{DbError, ErrorPosition};

use super::files;
use super::running::Running;
use crate::diagnostic::codes::sandbox as codes;
use crate::diagnostic::{Diagnostic, Place, Result};

/// Runs each file whole, in order and in one session, in the sandbox's database.
///
/// A file is one transaction unless it says otherwise; the first error ends the loading.
///
/// # Errors
/// At the place the server points to, or naming the file when it points nowhere.
pub async fn load_sql(running: &Running, database: Option<&str>, paths: &[PathBuf]) -> Result<()> {
    let session = running.postgres.connect(database.unwrap_or(&running.postgres.database)).await?;
    for path in paths {
        let text: Arc<str> = fs::read_to_string(path).map_err(|e| files::failed("read", path, &e))?.into();
        session.client.batch_execute(&text).await.map_err(|e| failed(path, &text, &e))?;
    }
    Ok(())
}

fn failed(path: &Path, text: &Arc<str>, error: &tokio_postgres::Error) -> Diagnostic {
    let Some(server) = error.as_db_error() else {
        return Diagnostic::error(&codes::LOAD_FAILED, format!("cannot load `{}`", path.display()))
            .because(error.to_string());
    };
    let message = format!("cannot load `{}`: {}", path.display(), server.message());
    let diagnostic = Diagnostic::error(&codes::LOAD_FAILED, message)
        .because(format!("SQLSTATE {}", server.code().code()))
        .at_some(place(path, text, server));
    let more = [server.detail(), server.hint(), server.where_()];
    more.into_iter().flatten().fold(diagnostic, |diagnostic, words| diagnostic.because(words))
}

/// The server counts characters from 1, over the whole text that was sent.
fn place(path: &Path, text: &Arc<str>, server: &DbError) -> Option<Place> {
    let Some(ErrorPosition::Original(position)) = server.position() else { return None };
    let character = usize::try_from(*position).ok()?.checked_sub(1)?;
    let start = text.char_indices().nth(character).map_or(text.len(), |(at, _)| at);
    let word =
        text[start..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').map(char::len_utf8).sum::<usize>();
    Some(Place::from_bytes(path.display().to_string(), text, start, start + word))
}
