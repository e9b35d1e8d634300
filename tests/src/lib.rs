//! An HTTP server on loopback for tests, and the [`guide`]. The server responds
//! with exact bytes and keeps the exact bytes that it was sent. It knows nothing
//! of the generated clients.

pub mod guide;
mod message;

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::{sleep, timeout};

use message::Then;
pub use message::{Request, Response};

/// The time that a test waits for a request that must have been sent already.
const PATIENCE: Duration = Duration::from_secs(10);

/// The connections that may wait to be accepted. One too many would try again
/// after a second.
const WAITING: u32 = 4096;

/// A thousandth of a flood.
static FLOOD: [u8; 100_000] = [b' '; 100_000];

type Answer = Arc<dyn Fn(&Request) -> Response + Send + Sync>;

/// A running server. It ends with the test's runtime.
#[derive(Debug)]
pub struct Stub {
    address: SocketAddr,
    accepted: UnboundedReceiver<SocketAddr>,
    requests: UnboundedReceiver<Request>,
}

impl Stub {
    /// Answers every request in the same way.
    pub async fn start(response: Response) -> Self {
        Self::answering(move |_| response.clone()).await
    }

    /// Answers each request as it deserves.
    pub async fn answering(answer: impl Fn(&Request) -> Response + Send + Sync + 'static) -> Self {
        let answer: Answer = Arc::new(answer);
        Self::serving(move |connection, record| {
            tokio::spawn(serve(connection, Arc::clone(&answer), record));
        })
        .await
    }

    /// Resets each connection as soon as a request begins to arrive.
    pub async fn hanging_up() -> Self {
        Self::serving(|connection, _| {
            tokio::spawn(async move {
                let _ = connection.readable().await;
                reset(connection);
            });
        })
        .await
    }

    async fn serving(serve: impl Fn(TcpStream, UnboundedSender<Request>) + Send + 'static) -> Self {
        let listener = TcpSocket::new_v4().and_then(|socket| {
            socket.bind(([127, 0, 0, 1], 0).into())?;
            socket.listen(WAITING)
        });
        let listener = listener.expect("loopback has a free port");
        let address = listener
            .local_addr()
            .expect("a bound socket has an address");
        let (accept, accepted) = unbounded_channel();
        let (record, requests) = unbounded_channel();
        tokio::spawn(async move {
            while let Ok((connection, peer)) = listener.accept().await {
                let _ = accept.send(peer);
                serve(connection, record.clone());
            }
        });
        Self {
            address,
            accepted,
            requests,
        }
    }

    /// Host and port, as in the header `Host`.
    pub fn host(&self) -> String {
        self.address.to_string()
    }

    /// The URL, without a slash at its end.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The next request. It is complete: unless its response was
    /// [`kept open`](Response::kept_open), everything that came on its connection
    /// is in it.
    pub async fn request(&mut self) -> Request {
        let request = timeout(PATIENCE, self.requests.recv()).await;
        request
            .expect("the request should have been sent by now")
            .expect("the server should be running")
    }

    /// The number of connections made since the last time this was asked.
    /// Needs no waiting: connections are accepted in the order in which they
    /// were made, so one of our own comes after all others.
    pub async fn connections(&mut self) -> usize {
        let ours = TcpStream::connect(self.address).await;
        let ours = ours.and_then(|connection| connection.local_addr());
        let ours = ours.expect("the server should be running");
        let mut others = 0;
        while self.accepted.recv().await != Some(ours) {
            others += 1;
        }
        others
    }
}

/// Serves one connection until it ends. A client that goes away early is
/// nothing to complain about: some tests are about that.
async fn serve(mut connection: TcpStream, answer: Answer, record: UnboundedSender<Request>) {
    while let Some(mut request) = Request::read(&mut connection).await {
        let response = answer(&request);
        let _ = connection.write_all(&response.bytes).await;
        match response.then {
            Then::Listen => {
                let _ = record.send(request);
                continue;
            }
            Then::Close => drop(connection.shutdown().await),
            Then::Stall => {}
            Then::Drip => {
                while connection.write_all(b" ").await.is_ok() {
                    sleep(Duration::from_millis(5)).await;
                }
            }
            Then::Reset => {
                // A reset overtakes what wasn't read yet.
                sleep(Duration::from_millis(20)).await;
                let _ = record.send(request);
                return reset(connection);
            }
            Then::Flood(taken) => {
                for _ in 0..1000 {
                    match connection.write(&FLOOD).await {
                        Ok(written) => taken.fetch_add(written, Ordering::SeqCst),
                        Err(_) => break,
                    };
                }
            }
        }
        // What still comes was sent without being announced.
        let _ = connection.read_to_end(&mut request.body).await;
        let _ = record.send(request);
        return;
    }
}

/// Closes a connection in such a way that the client sees an error.
fn reset(connection: TcpStream) {
    let _ = connection.set_zero_linger();
}

/// Examples of the README, which are compiled as tests.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;
