//! Replays recorded responses of GitHub's server on loopback, each to the generated
//! function of its operation, and counts how they are taken.
//!
//! A response is decoded if the function gives a value or an API error of its document;
//! it is undocumented if it has a status that the document doesn't, whose body is kept.
//! It is equal if its value, written again, is the JSON that came. Each is read leniently,
//! too, which has to give a value wherever reading as usual does.
//! Exits with 1 if `REPLAY_EXPECTED` isn't the number of those that are
//! decoded, or `REPLAY_UNEQUAL` that of those that aren't equal.

mod calls;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use client::runtime::{
    BoxFuture, DefaultTransport, Request, ResponseFuture, RetryPolicy, StreamingResponse, Transport,
    TransportError, Wire, from_json,
};
use client::{Client, Error};
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// The way in which a response was taken.
pub enum Outcome {
    /// It has a value; `Some` says if that is equal to what came.
    Decoded(Option<bool>),
    /// It has one only leniently: what was read over.
    Lenient(String),
    Undocumented(u16),
    /// The body isn't as documented, and where.
    Undecoded(String),
    /// There was no response to take.
    Failed(String),
}

pub async fn outcome<T, E>(
    call: ResponseFuture<'_, T, E>,
    again: ResponseFuture<'_, T, E>,
    back: Option<fn(&T) -> String>,
) -> Outcome {
    let lenient = again.lenient().with_parts().await;
    match call.with_parts().await {
        Ok(_) if lenient.is_err() => Outcome::Failed("not read leniently".to_owned()),
        Ok(parts) => Outcome::Decoded(back.map(|back| {
            let sent = serde_json::from_slice(parts.body()).unwrap_or_default();
            let written = serde_json::from_str(&back(&parts.value)).unwrap_or_default();
            is_equal(&sent, &written)
        })),
        Err(error) if error.decode_error().is_some() => match lenient {
            Ok(parts) => {
                let read_over = parts.differences().iter().map(ToString::to_string);
                Outcome::Lenient(read_over.collect::<Vec<_>>().join("; "))
            }
            Err(error) => Outcome::Undecoded(error.to_string()),
        },
        Err(Error::Api(_)) => Outcome::Decoded(None),
        Err(Error::UnexpectedResponse(response) | Error::Redirect(response)) => {
            Outcome::Undocumented(response.status())
        }
        Err(error) => Outcome::Failed(error.to_string()),
    }
}

/// `true` of the same JSON; a number is the same however it is written, and a member that
/// a server leaves out may have been read as `null`.
fn is_equal(sent: &Value, written: &Value) -> bool {
    match (sent, written) {
        (Value::Object(sent), Value::Object(written)) => {
            let of = |name: &String| sent.get(name).unwrap_or(&Value::Null);
            let mut members = written.iter();
            sent.keys().all(|name| written.contains_key(name))
                && members.all(|(name, written)| is_equal(of(name), written))
        }
        (Value::Array(sent), Value::Array(written)) => {
            let mut pairs = sent.iter().zip(written);
            sent.len() == written.len() && pairs.all(|(one, other)| is_equal(one, other))
        }
        (Value::Number(one), Value::Number(other)) => one.as_f64() == other.as_f64(),
        _ => sent == written,
    }
}

/// A recorded exchange.
pub struct Exchange(Value);

impl Exchange {
    fn member(&self, name: &str) -> &str {
        self.0[name].as_str().unwrap_or_default()
    }

    pub fn operation(&self) -> &str {
        self.member("id")
    }

    /// An argument of the request, from its path or query.
    pub fn text(&self, name: &str) -> Result<String, String> {
        let argument = self.0["arguments"][name].as_str();
        argument
            .map(str::to_owned)
            .ok_or_else(|| format!("the request has no {name}"))
    }

    pub fn number(&self, name: &str) -> Result<i64, String> {
        let text = self.text(name)?;
        // Evened out fixtures have no number in some places.
        Ok(text.parse().unwrap_or(1))
    }

    /// The body of the request.
    pub fn body<T: Wire>(&self) -> Result<T, String> {
        let body = self.member("request");
        from_json(body.as_bytes()).map_err(|error| format!("the request's body: {error}"))
    }

    /// The response as bytes of HTTP.
    fn response(&self) -> Vec<u8> {
        let hex = self.member("response").as_bytes();
        let digit = |byte: u8| char::from(byte).to_digit(16).unwrap_or_default();
        let byte = |pair: &[u8]| pair.iter().fold(0, |sum, one| sum * 16 + digit(*one)) as u8;
        let body: Vec<u8> = hex.chunks(2).map(byte).collect();
        let mut head = format!("HTTP/1.1 {} Recorded\r\nconnection: close\r\n", self.0["status"]);
        for (name, member) in [("content-type", "media_type"), ("location", "location")] {
            let value = self.member(member);
            if !value.is_empty() {
                head.push_str(&format!("{name}: {value}\r\n"));
            }
        }
        if self.0["status"] != 204 {
            head.push_str(&format!("content-length: {}\r\n", body.len()));
        }
        head.push_str("\r\n");
        [head.into_bytes(), body].concat()
    }
}

/// Sends every request to loopback, wherever it is for.
struct Loopback {
    inner: DefaultTransport,
    address: SocketAddr,
}

impl Transport for Loopback {
    fn send(
        &self,
        mut request: Request,
    ) -> BoxFuture<'_, Result<StreamingResponse, TransportError>> {
        let path = request.url.path_and_query().map_or("/", |path| path.as_str());
        let url = format!("http://{}{path}", self.address);
        request.url = url.parse().expect("a URL of the same path");
        self.inner.send(request)
    }
}

/// Sends the response that is due, when a request has come whole.
async fn serve(listener: TcpListener, due: Arc<Mutex<Vec<u8>>>) {
    while let Ok((connection, _)) = listener.accept().await {
        let response = due.lock().map(|due| due.clone()).unwrap_or_default();
        // A client that went away has its own word for it.
        let _ = respond(connection, &response).await;
    }
}

async fn respond(mut connection: TcpStream, response: &[u8]) -> std::io::Result<()> {
    let mut request = Vec::new();
    let mut buffer = [0; 4096];
    while !is_whole(&request) {
        match connection.read(&mut buffer).await? {
            0 => return Ok(()),
            count => request.extend_from_slice(&buffer[..count]),
        }
    }
    connection.write_all(response).await?;
    connection.shutdown().await
}

fn is_whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request).to_ascii_lowercase();
    let Some((head, body)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    if head.contains("transfer-encoding: chunked") {
        return body.ends_with("0\r\n\r\n");
    }
    let length = head.split("content-length: ").nth(1);
    let length = length.and_then(|rest| rest.split("\r\n").next()?.parse().ok());
    body.len() >= length.unwrap_or(0)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let file = std::env::args().nth(1).expect("the file of exchanges");
    let text = std::fs::read_to_string(file).expect("a readable file");
    let exchanges: Vec<Value> = serde_json::from_str(&text).expect("a list of exchanges");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    let due = Arc::new(Mutex::new(Vec::new()));
    tokio::spawn(serve(listener, Arc::clone(&due)));
    let inner = DefaultTransport::new(Duration::from_secs(10)).expect("an HTTP client");
    let builder = Client::builder().transport(Loopback { inner, address });
    let client = builder.retries(RetryPolicy::none()).build().expect("a client");

    let (mut decoded, mut equal, mut unequal, mut lenient, mut undocumented) = (0, 0, 0, 0, 0);
    let mut wrong: BTreeMap<String, usize> = BTreeMap::new();
    let all = exchanges.len();
    for exchange in exchanges.into_iter().map(Exchange) {
        if let Ok(mut due) = due.lock() {
            *due = exchange.response();
        }
        let problem = match calls::call(&client, &exchange).await {
            Ok(Outcome::Decoded(is_equal)) => {
                decoded += 1;
                equal += usize::from(is_equal == Some(true));
                if is_equal != Some(false) {
                    continue;
                }
                unequal += 1;
                "not written as it came".to_owned()
            }
            Ok(Outcome::Lenient(read_over)) => {
                lenient += 1;
                format!("read leniently: {read_over}")
            }
            Ok(Outcome::Undocumented(status)) => {
                undocumented += 1;
                format!("undocumented status {status}")
            }
            Ok(Outcome::Undecoded(why)) => format!("not decoded: {why}"),
            Ok(Outcome::Failed(why)) | Err(why) => why,
        };
        *wrong.entry(format!("{}: {problem}", exchange.operation())).or_default() += 1;
    }
    println!(
        "{all} replayed, {decoded} decoded ({equal} of JSON equal, {unequal} not), {lenient} \
         more read leniently, {undocumented} of undocumented statuses"
    );
    for (problem, times) in wrong {
        println!("  {times} times {problem}");
    }
    let is_other = |name: &str, count: usize| {
        let expected = std::env::var(name).ok();
        expected.is_some_and(|expected| expected != count.to_string())
    };
    let is_wrong = is_other("REPLAY_EXPECTED", decoded) || is_other("REPLAY_UNEQUAL", unequal);
    ExitCode::from(u8::from(is_wrong))
}
