//! An open connection: its client, its notices, and the task that drives it.

use std::fmt;
use std::future::poll_fn;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio_postgres::{AsyncMessage, CancelToken, Client, NoTls, Socket};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::lost::lost_because;
use super::server_error::{ServerError, chain, server_error};
use crate::diagnostic::codes::connection as codes;
use crate::diagnostic::{Diagnostic, Result};

/// A notice of the server.
pub type Notice = ServerError;

/// Notices kept while nobody reads them; later ones are traced and dropped.
const NOTICES_KEPT: usize = 1024;

/// How long a dropped connection may take to end a running statement before it is cut.
const GRACE: Duration = Duration::from_secs(1);

/// The server a connection reached, as it was named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerAddress {
    /// Host name, address or socket folder.
    pub host: String,
    /// Port.
    pub port: u16,
}

impl fmt::Display for ServerAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.host.contains(':') {
            true => write!(f, "[{}]:{}", self.host, self.port),
            false => write!(f, "{}:{}", self.host, self.port),
        }
    }
}

/// An open connection. Dropping it closes it, a running statement included.
pub struct Connection {
    /// Where statements go.
    pub client: Client,
    /// What the server said besides results.
    pub notices: mpsc::Receiver<Notice>,
    /// The server it reached.
    pub address: ServerAddress,
    /// True when it is encrypted.
    pub tls: bool,
    /// Parameters the server reported at the start: server_version, TimeZone, in_hot_standby, ..
    reported: Vec<(&'static str, String)>,
    canceller: Canceller,
    last_words: Arc<OnceLock<String>>,
    close: Option<oneshot::Sender<()>>,
    task: Option<JoinHandle<()>>,
}

/// What pgai wants to know of a server without asking; poolers report these too.
const REPORTED: [&str; 4] = ["server_version", "in_hot_standby", "default_transaction_read_only", "is_superuser"];

impl Connection {
    /// Takes an opened pair and starts driving it.
    pub(super) fn start<T>(
        client: Client,
        connection: tokio_postgres::Connection<Socket, T>,
        address: ServerAddress,
        tls: Option<MakeRustlsConnect>,
    ) -> Self
    where
        T: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let reported =
            REPORTED.iter().filter_map(|name| Some((*name, connection.parameter(name)?.to_owned()))).collect();
        let (sender, notices) = mpsc::channel(NOTICES_KEPT);
        let (close, closed) = oneshot::channel();
        let last_words = Arc::new(OnceLock::new());
        let task = tokio::spawn(drive(connection, sender, Arc::clone(&last_words), closed));
        Self {
            notices,
            address,
            tls: tls.is_some(),
            reported,
            canceller: Canceller { token: client.cancel_token(), tls },
            client,
            last_words,
            close: Some(close),
            task: Some(task),
        }
    }

    /// A parameter the server reported at the start: server_version, in_hot_standby (14 and later), ..
    pub fn reported(&self, name: &str) -> Option<&str> {
        self.reported.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    /// The backend's process id. It costs a round trip: the driver keeps the one of the handshake to itself.
    ///
    /// # Errors
    /// Those of any statement.
    pub async fn backend_pid(&self) -> Result<i32, tokio_postgres::Error> {
        self.client
            .query_typed("SELECT pg_catalog.pg_backend_pid()", &[])
            .await?
            .first()
            .map_or(Ok(0), |row| row.try_get(0))
    }

    /// What stops a running statement, to keep where the connection is borrowed.
    pub fn canceller(&self) -> Canceller {
        self.canceller.clone()
    }

    /// Asks the server to stop the running statement, over a connection of its own.
    ///
    /// # Errors
    /// The server could not be reached; whether it stopped anything is seen by the statement only.
    pub async fn cancel(&self) -> Result<()> {
        self.canceller.cancel().await
    }

    /// The diagnostic for an error that means this connection is gone, with the server's last words.
    pub fn lost(&self, error: &tokio_postgres::Error) -> Option<Diagnostic> {
        lost_because(error, self.last_words.get().map(String::as_str))
    }

    /// The notices that have arrived.
    pub fn take_notices(&mut self) -> Vec<Notice> {
        std::iter::from_fn(|| self.notices.try_recv().ok()).collect()
    }

    /// Closes politely and waits, a second at most, until the server was told.
    pub async fn close(mut self) {
        let task = self.task.take();
        drop(self);
        if let Some(task) = task
            && let Err(error) = task.await
        {
            tracing::debug!("connection task: {error}");
        }
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        // The other end is gone when the connection has ended already: nothing to close then.
        if let Some(close) = self.close.take()
            && close.send(()).is_err()
        {
            tracing::trace!("the connection had ended before it was dropped");
        }
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection").field("address", &self.address).field("tls", &self.tls).finish_non_exhaustive()
    }
}

/// Stops a running statement. PostgreSQL docs 55.2.8.
#[derive(Clone)]
pub struct Canceller {
    token: CancelToken,
    tls: Option<MakeRustlsConnect>,
}

impl Canceller {
    /// Asks the server to stop the running statement.
    ///
    /// # Errors
    /// The server could not be reached.
    pub async fn cancel(&self) -> Result<()> {
        let sent = match &self.tls {
            Some(tls) => self.token.cancel_query(tls.clone()).await,
            None => self.token.cancel_query(NoTls).await,
        };
        sent.map_err(|error| {
            Diagnostic::error(&codes::CONNECTION_LOST, "the running statement could not be cancelled")
                .because(chain(&error))
                .advice("end it on the server with pg_cancel_backend(), or wait for its time limit")
        })
    }
}

/// Runs the connection until it ends, or until a second after it was dropped.
async fn drive<T>(
    mut connection: tokio_postgres::Connection<Socket, T>,
    notices: mpsc::Sender<Notice>,
    last_words: Arc<OnceLock<String>>,
    closed: oneshot::Receiver<()>,
) where
    T: AsyncRead + AsyncWrite + Unpin,
{
    let run = async {
        while let Some(message) = poll_fn(|context| connection.poll_message(context)).await {
            match message {
                Ok(message) => hear(&message, &notices),
                Err(error) => {
                    let words = server_error(&error).to_string();
                    tracing::debug!("connection ended: {words}");
                    last_words.get_or_init(|| words);
                    return;
                }
            }
        }
    };
    let cut = async {
        // Both a signal and a vanished sender mean that the connection was dropped.
        match closed.await {
            Ok(()) | Err(_) => tokio::time::sleep(GRACE).await,
        }
    };
    tokio::select! {
        () = run => {}
        () = cut => tracing::debug!("connection cut while a statement was running"),
    }
}

fn hear(message: &AsyncMessage, notices: &mpsc::Sender<Notice>) {
    match message {
        AsyncMessage::Notice(notice) => {
            let notice = Notice::from(notice);
            tracing::debug!(severity = %notice.severity, sqlstate = %notice.sqlstate, "{}", notice.message);
            if let Err(error) = notices.try_send(notice) {
                tracing::debug!("notice not kept: {error}");
            }
        }
        AsyncMessage::Notification(notification) => {
            tracing::debug!(channel = notification.channel(), "notification");
        }
        _ => tracing::debug!("message of an unknown kind"),
    }
}
