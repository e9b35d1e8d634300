//! A transport that writes down what goes over another one.

use std::fmt;
use std::io::{self, Write};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;

use super::redact::Secrets;
use crate::runtime::json::writer::Writer;
use crate::runtime::message::request::Request;
use crate::runtime::message::transport_error::TransportError;
use crate::runtime::platform::system::{BoxFuture, BoxStream};
use crate::runtime::response::streaming::StreamingResponse;
use crate::runtime::transport::interface::Transport;

/// The largest body that is written down, in bytes.
const LARGEST: usize = 64 << 20;

/// A transport that writes each exchange of another one down as a line of JSON, from
/// which corrections of a document can be learned.
///
/// A line has the method, the URL without its query, the status, the media type and the
/// JSON that came; no header besides, and nothing of the request's body. Secrets are
/// replaced: members by their names (`client_secret`, `accessToken`), texts that look like
/// keys, and all that the request's credentials are part of. Other data of customers
/// stays, so a recording is to be kept like the data itself.
///
/// A response that is streamed is written down once its body has ended.
///
/// ```no_run
/// # use subscription_cancel::runtime::{ClientBuilder, DefaultTransport, Http, RecordingTransport};
/// # struct Client(Http);
/// # impl From<Http> for Client { fn from(http: Http) -> Self { Self(http) } }
/// # fn example(builder: ClientBuilder<Client>) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
/// use std::{fs::File, time::Duration};
///
/// let inner = DefaultTransport::new(Duration::from_secs(10))?;
/// let recording = RecordingTransport::new(inner, File::create("monday.jsonl")?).hide(["crm_id"]);
/// let client = builder.transport(recording.clone()).build()?;
/// // … calls …
/// recording.finish()?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct RecordingTransport<T> {
    inner: Arc<T>,
    out: Arc<Mutex<Out>>,
    names: Vec<String>,
}

struct Out {
    /// The credentials of the requests so far.
    secrets: Secrets,
    to: Box<dyn Write + Send>,
    /// The first one; nothing is written after it.
    error: Option<io::Error>,
}

impl<T> RecordingTransport<T> {
    /// Writes what goes over a transport to a file, or wherever else.
    pub fn new(inner: T, to: impl Write + Send + 'static) -> Self {
        Self {
            inner: Arc::new(inner),
            out: Arc::new(Mutex::new(Out {
                secrets: Secrets::default(),
                to: Box::new(to),
                error: None,
            })),
            names: Vec::new(),
        }
    }

    /// Hides members, headers and query parameters of further names, too.
    #[must_use]
    pub fn hide<N: Into<String>>(mut self, names: impl IntoIterator<Item = N>) -> Self {
        self.names.extend(names.into_iter().map(N::into));
        self
    }

    /// Writes out what is held back.
    ///
    /// # Errors
    /// The first error of writing. Calls go on without a recording after one.
    pub fn finish(&self) -> io::Result<()> {
        let mut out = lock(&self.out);
        match out.error.take() {
            Some(error) => Err(error),
            None => out.to.flush(),
        }
    }
}

/// A thread that panicked while it wrote has left no more than half a line.
fn lock(out: &Mutex<Out>) -> MutexGuard<'_, Out> {
    out.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<T: Transport> Transport for RecordingTransport<T> {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<StreamingResponse, TransportError>> {
        let secrets = {
            let mut out = lock(&self.out);
            out.secrets = Secrets::of(&request, &self.names, &out.secrets);
            out.secrets.clone()
        };
        let mut line = Line {
            method: request.method.to_string(),
            url: secrets.url(&request.url),
            status: None,
            media_type: None,
            body: None,
            is_whole: false,
            secrets,
            out: Arc::clone(&self.out),
        };
        Box::pin(async move {
            let response = self.inner.send(request).await?;
            line.status = Some(response.status());
            line.media_type = response.media_type().map(str::to_owned);
            line.body = Some(Vec::new());
            Ok(response.map_body(|body| Box::pin(Recorded { body, line })))
        })
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()> {
        self.inner.sleep(time)
    }
}

impl<T> fmt::Debug for RecordingTransport<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecordingTransport").finish_non_exhaustive()
    }
}

/// An exchange, written once it ends.
struct Line {
    method: String,
    url: String,
    status: Option<u16>,
    media_type: Option<String>,
    /// The body so far; none if it can't be known.
    body: Option<Vec<u8>>,
    is_whole: bool,
    secrets: Secrets,
    out: Arc<Mutex<Out>>,
}

impl Line {
    fn text(&self) -> String {
        let mut out = Writer::new();
        out.begin_object();
        let request = out.name("request");
        request.begin_object();
        request.name("method").string(&self.method);
        request.name("url").string(&self.url);
        request.end_object();
        if let Some(status) = self.status {
            let response = out.name("response");
            response.begin_object();
            response.name("status").integer(status);
            let headers = response.name("headers");
            headers.begin_object();
            if let Some(media_type) = &self.media_type {
                headers.name("content-type").string(media_type);
            }
            headers.end_object();
            match self.body.as_ref().filter(|_| self.is_whole) {
                Some(body) if body.is_empty() => response.name("body").string(""),
                // As text, since JSON in the line would be the same only if it is JSON.
                Some(body) => response.name("body").string(&self.secrets.body(body)),
                None => {}
            }
            response.end_object();
        }
        out.end_object();
        out.into_string()
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        let line = self.text() + "\n";
        let mut out = lock(&self.out);
        if out.error.is_none() {
            let written = out.to.write_all(line.as_bytes());
            out.error = written.err();
        }
    }
}

/// A body that is kept while it passes.
struct Recorded {
    body: BoxStream<Result<Bytes, TransportError>>,
    line: Line,
}

impl Stream for Recorded {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        let piece = ready!(this.body.as_mut().poll_next(cx));
        let kept = &mut this.line.body;
        match (&piece, kept.as_mut()) {
            (Some(Ok(piece)), Some(body)) if body.len() + piece.len() <= LARGEST => {
                body.extend_from_slice(piece);
            }
            (None, _) => this.line.is_whole = true,
            _ => *kept = None,
        }
        Poll::Ready(piece)
    }
}
