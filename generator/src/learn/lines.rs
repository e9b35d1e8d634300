//! JSON lines: an exchange in each line, the format of `specs/LEARN.md`.

use std::io::{self, BufRead};

use serde::Deserialize;
use serde_json::{Map, Value};

use super::exchange::{Body, Exchange, Skip};
use super::har::Each;
use crate::fit::base64;

/// Reads a recording to its end. A last line without an end that isn't JSON is cut off.
pub(super) fn read(mut reader: impl BufRead, each: Each<'_>) -> io::Result<()> {
    let mut line = Vec::new();
    loop {
        line.clear();
        if reader.read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        let is_whole = line.ends_with(b"\n");
        if line.trim_ascii().is_empty() {
            continue;
        }
        match serde_json::from_slice::<Line>(&line) {
            Ok(line) => each(exchange(line)),
            Err(error) if error.is_eof() && !is_whole => each(Err(Skip::CutOff)),
            Err(_) => each(Err(Skip::Malformed)),
        }
    }
}

#[derive(Deserialize)]
struct Line {
    request: Request,
    response: Option<Response>,
}

#[derive(Deserialize)]
struct Request {
    method: String,
    url: String,
}

#[derive(Deserialize)]
struct Response {
    status: u16,
    #[serde(default)]
    headers: Map<String, Value>,
    #[serde(default)]
    body: Value,
    encoding: Option<String>,
}

fn exchange(line: Line) -> Result<Exchange, Skip> {
    let Line { request, response } = line;
    let response = response.ok_or(Skip::NoResponse)?;
    let header = |name: &str| {
        let mut headers = response.headers.iter();
        let (_, value) = headers.find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        // One that came several times is an array.
        let one = value.as_array().and_then(|all| all.first());
        one.unwrap_or(value).as_str().map(str::to_owned)
    };
    let mut media_type = header("content-type");
    let coding = header("content-encoding");
    let body = match (response.body, response.encoding.as_deref()) {
        (Value::Null, _) => Body::without_text(response.status, &request.method, false),
        (Value::String(text), Some("base64")) => {
            let bytes = base64::decode(&text).ok_or(Skip::NotBase64)?;
            Body::of(bytes, coding.as_deref())?
        }
        (Value::String(text), _) => Body::of(text.into_bytes(), None)?,
        (json, _) => {
            media_type.get_or_insert_with(|| "application/json".to_owned());
            Body::Bytes(json.to_string().into_bytes())
        }
    };
    Ok(Exchange {
        method: request.method,
        url: request.url,
        status: response.status,
        media_type,
        body,
    })
}
