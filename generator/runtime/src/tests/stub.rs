//! A server on loopback that answers with raw bytes and keeps what it was
//! sent, byte for byte.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

pub(super) struct Stub {
    pub(super) url: String,
    requests: Receiver<Vec<u8>>,
}

impl Stub {
    /// Answers every connection with these bytes and closes it.
    pub(super) fn answering(response: impl Into<Vec<u8>>) -> Self {
        let response = response.into();
        Self::start(move |connection| {
            let _ = connection.write_all(&response);
        })
    }

    /// Sends these bytes, then nothing for long.
    pub(super) fn stalling(response: impl Into<Vec<u8>>) -> Self {
        let response = response.into();
        Self::start(move |connection| {
            let _ = connection.write_all(&response);
            thread::sleep(Duration::from_secs(5));
        })
    }

    /// Answers with a status and a body. As the connection is closed, the next
    /// request must not be sent on it.
    pub(super) fn status(status: u16, body: &str) -> Self {
        let length = body.len();
        let headers = format!("connection: close\r\ncontent-length: {length}");
        Self::answering(format!(
            "HTTP/1.1 {status} X\r\nx-request-id: r1\r\n{headers}\r\n\r\n{body}"
        ))
    }

    /// Answers each connection in its own way.
    pub(super) fn start(answer: impl Fn(&mut TcpStream) + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (sender, requests) = channel();
        thread::spawn(move || {
            for connection in listener.incoming() {
                let mut connection = connection.unwrap();
                let _ = connection.set_nodelay(true);
                let _ = sender.send(read(&mut connection));
                answer(&mut connection);
            }
        });
        Self { url, requests }
    }

    /// The next request: its head and its body.
    pub(super) fn request(&self) -> String {
        String::from_utf8(self.request_bytes()).unwrap()
    }

    pub(super) fn request_bytes(&self) -> Vec<u8> {
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

fn read(connection: &mut TcpStream) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            let head = str::from_utf8(&bytes[..end]).unwrap();
            let length = header(head, "content-length").map_or(0, |length| length.parse().unwrap());
            let is_chunked = header(head, "transfer-encoding") == Some("chunked");
            if is_chunked && !bytes.ends_with(b"\r\n0\r\n\r\n") {
                // The last chunk is to come.
            } else if bytes.len() >= end + 4 + length {
                return bytes;
            }
        }
        match connection.read(&mut buffer) {
            Ok(0) | Err(_) => return bytes,
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
