//! The limits of one attempt: time and size.

use std::time::Duration;

/// The limits of one attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Until a connection stands.
    pub connect: Duration,
    /// From the start until the last byte of the response; until its head if it
    /// is streamed.
    pub attempt: Duration,
    /// From one piece of a streamed body to the next.
    pub idle: Duration,
    /// The largest body of a response, and the largest item of a streamed one, in
    /// bytes. A streamed body as such is not limited.
    pub response: usize,
}

/// 10 seconds to connect, 30 seconds for all of it, a minute between the pieces of
/// a stream, 16 MiB.
impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            attempt: Duration::from_secs(30),
            idle: Duration::from_secs(60),
            response: 16 * 1024 * 1024,
        }
    }
}

/// A time limit that was hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TimeLimit {
    /// [`Limits::connect`]; nothing was sent.
    Connect,
    /// [`Limits::attempt`]; the server may have acted on the request.
    Attempt,
    /// That of the call, over all attempts and the waits between them; the
    /// server may have acted on one of them.
    Total,
    /// [`Limits::idle`]; the response had begun.
    Idle,
}
