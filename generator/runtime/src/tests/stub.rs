//! A server on loopback that answers with raw bytes and keeps what it was
//! sent, byte for byte.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

pub(super) struct Stub {
    pub(super) url: String,
    requests: Receiver<String>,
}

impl Stub {
    /// Answers every connection with these bytes and closes it.
    pub(super) fn answering(reply: impl Into<Vec<u8>>) -> Self {
        Self::start(reply.into(), Duration::ZERO)
    }

    /// Sends these bytes, then nothing for long.
    pub(super) fn stalling(reply: impl Into<Vec<u8>>) -> Self {
        Self::start(reply.into(), Duration::from_secs(5))
    }

    /// Answers with a status and a body.
    pub(super) fn status(status: u16, body: &str) -> Self {
        let length = body.len();
        Self::answering(format!(
            "HTTP/1.1 {status} X\r\nx-request-id: r1\r\ncontent-length: {length}\r\n\r\n{body}"
        ))
    }

    fn start(reply: Vec<u8>, pause: Duration) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (sender, requests) = channel();
        thread::spawn(move || {
            for connection in listener.incoming() {
                let mut connection = connection.unwrap();
                let _ = sender.send(read(&mut connection));
                let _ = connection.write_all(&reply);
                thread::sleep(pause);
            }
        });
        Self { url, requests }
    }

    /// The next request: its head and its body.
    pub(super) fn request(&self) -> String {
        self.requests
            .recv_timeout(Duration::from_secs(5))
            .expect("a request")
    }

    pub(super) fn got_nothing(&self) -> bool {
        self.requests
            .recv_timeout(Duration::from_millis(50))
            .is_err()
    }
}

fn read(connection: &mut std::net::TcpStream) -> String {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&bytes);
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = header(head, "content-length").map_or(0, |length| length.parse().unwrap());
            if body.len() >= length {
                return text.into_owned();
            }
        }
        match connection.read(&mut buffer) {
            Ok(0) | Err(_) => return String::from_utf8_lossy(&bytes).into_owned(),
            Ok(read) => bytes.extend_from_slice(&buffer[..read]),
        }
    }
}

/// A header of a request.
pub(super) fn header<'a>(request: &'a str, name: &str) -> Option<&'a str> {
    let head = request.split("\r\n\r\n").next()?;
    let mut fields = head
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once(": "));
    fields
        .find(|field| field.0.eq_ignore_ascii_case(name))
        .map(|field| field.1)
}
