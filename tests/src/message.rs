//! Messages that go back and forth.

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;

use tokio::io::AsyncReadExt as _;
use tokio::net::TcpStream;

/// A request as it arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The request line and the headers, without the empty line at the end.
    pub head: String,
    /// Everything behind the empty line.
    pub body: Vec<u8>,
}

impl Request {
    /// The request line.
    pub fn line(&self) -> &str {
        self.head.lines().next().unwrap_or_default()
    }

    /// The headers in the order in which they came, their names in lower case.
    pub fn headers(&self) -> Vec<(String, &str)> {
        let fields = self.head.lines().skip(1);
        let fields = fields.map(|line| line.split_once(": ").unwrap_or((line, "")));
        fields
            .map(|(name, value)| (name.to_ascii_lowercase(), value))
            .collect()
    }

    /// Reads until the body is as long as the headers say. `None` if the
    /// connection ends before.
    pub(crate) async fn read(connection: &mut TcpStream) -> Option<Self> {
        let mut bytes = Vec::new();
        loop {
            if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
                let request = Self {
                    head: String::from_utf8_lossy(&bytes[..end]).into_owned(),
                    body: bytes[end + 4..].to_vec(),
                };
                if request.body.len() >= request.announced() {
                    return Some(request);
                }
            }
            match connection.read_buf(&mut bytes).await {
                Ok(0) | Err(_) => return None,
                Ok(_) => {}
            }
        }
    }

    fn announced(&self) -> usize {
        let headers = self.headers();
        let length = headers.iter().find(|(name, _)| name == "content-length");
        length.map_or(0, |(_, length)| length.parse().unwrap_or(0))
    }
}

/// A response, and the fate of the connection after it.
#[derive(Debug, Clone)]
pub struct Response {
    pub(crate) bytes: Vec<u8>,
    pub(crate) then: Then,
}

#[derive(Debug, Clone)]
pub(crate) enum Then {
    /// Nothing more is sent.
    Close,
    /// The next request may come.
    Listen,
    /// Nothing more is sent, but the client isn't told.
    Stall,
    /// A space is sent now and then, as long as the client listens.
    Drip,
    /// The connection is reset: what was under way is lost.
    Reset,
    /// 100 MB of spaces are sent, as long as the client listens; what it has
    /// taken is counted.
    Flood(Arc<AtomicUsize>),
}

impl Response {
    /// A whole response with a body of JSON. The connection is closed.
    pub fn new(status: u16, body: &str) -> Self {
        Self::kept_open(status, body)
            .header("connection", "close")
            .then(Then::Close)
    }

    /// As [`new`](Self::new), but the connection serves more requests.
    pub fn kept_open(status: u16, body: &str) -> Self {
        let length = body.len();
        let head = format!(
            "HTTP/1.1 {status} Status\r\ncontent-type: application/json\r\n\
             x-request-id: req_1\r\ncontent-length: {length}\r\n\r\n"
        );
        Self::raw(head + body).then(Then::Listen)
    }

    /// These bytes and no others. The connection is closed.
    pub fn raw(bytes: impl Into<Vec<u8>>) -> Self {
        Self {
            bytes: bytes.into(),
            then: Then::Close,
        }
    }

    /// Adds a header, before all others.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let line = self.bytes.iter().position(|&byte| byte == b'\n');
        let at = line.map_or(0, |at| at + 1);
        let header = format!("{name}: {value}\r\n");
        self.bytes.splice(at..at, header.into_bytes());
        self
    }

    /// Sends these bytes, too.
    pub fn followed_by(mut self, bytes: &str) -> Self {
        self.bytes.extend(bytes.as_bytes());
        self
    }

    /// Leaves the connection open and silent.
    pub fn stalling(self) -> Self {
        self.then(Then::Stall)
    }

    /// Leaves the connection open and sends a space every few milliseconds.
    pub fn dripping(self) -> Self {
        self.then(Then::Drip)
    }

    /// Resets the connection, once these bytes have arrived.
    pub fn resetting(self) -> Self {
        self.then(Then::Reset)
    }

    /// Sends 100 MB of spaces, and adds to this how many bytes of them went out.
    pub fn flooding(self, taken: &Arc<AtomicUsize>) -> Self {
        self.then(Then::Flood(Arc::clone(taken)))
    }

    fn then(self, then: Then) -> Self {
        Self { then, ..self }
    }
}
