//! HAR 1.2, the format in which browsers and proxies save their traffic.
//!
//! An entry is read at a time, and as text first, so that one that isn't as it should
//! be leaves the others alone.

use std::fmt;
use std::io::Read;

use serde::Deserialize;
use serde::de::{
    DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::value::RawValue;

use super::exchange::{Body, Exchange, Skip};
use crate::fit::base64;

/// The receiver of the entries of a recording, in their order.
pub(super) type Each<'e> = &'e mut dyn FnMut(Result<Exchange, Skip>);

/// Reads a recording to its end, or to the place where it can't be read further.
pub(super) fn read(reader: impl Read, each: Each<'_>) -> serde_json::Result<()> {
    let mut json = serde_json::Deserializer::from_reader(reader);
    Member {
        path: &["log", "entries"],
        each: &mut *each,
    }
    .deserialize(&mut json)?;
    json.end()
}

/// The member at a path of objects, all others ignored.
struct Member<'p, 'e> {
    path: &'p [&'p str],
    each: Each<'e>,
}

impl<'de> DeserializeSeed<'de> for Member<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        match self.path {
            [] => json.deserialize_seq(self),
            _ => json.deserialize_map(self),
        }
    }
}

impl<'de> Visitor<'de> for Member<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.path {
            [] => f.write_str("an array of entries"),
            [key, ..] => write!(f, "an object with `{key}`"),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let [wanted, path @ ..] = self.path else {
            return Err(A::Error::custom("an object in place of an array"));
        };
        let mut is_there = false;
        while let Some(key) = map.next_key::<String>()? {
            if key == *wanted {
                is_there = true;
                let each = &mut *self.each;
                map.next_value_seed(Member { path, each })?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        match is_there {
            true => Ok(()),
            false => Err(A::Error::custom(format!("`{wanted}` is missing"))),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        while let Some(entry) = entries.next_element::<Box<RawValue>>()? {
            (self.each)(exchange(entry.get()));
        }
        Ok(())
    }
}

#[derive(Deserialize)]
struct Entry {
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
    #[serde(default)]
    status: i64,
    #[serde(default)]
    headers: Vec<Header>,
    #[serde(default)]
    content: Content,
}

#[derive(Deserialize)]
struct Header {
    name: String,
    #[serde(default)]
    value: String,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase")]
struct Content {
    size: Option<f64>,
    mime_type: Option<String>,
    text: Option<String>,
    encoding: Option<String>,
}

fn exchange(text: &str) -> Result<Exchange, Skip> {
    let entry: Entry = serde_json::from_str(text).map_err(|_| Skip::Malformed)?;
    let Entry { request, response } = entry;
    let response = response.ok_or(Skip::NoResponse)?;
    let status = u16::try_from(response.status).unwrap_or(0);
    if status == 0 {
        return Err(Skip::NoResponse);
    }
    let header = |name: &str| {
        let mut headers = response.headers.iter();
        let found = headers.find(|header| header.name.eq_ignore_ascii_case(name));
        found.map(|header| header.value.as_str())
    };
    let media_type = header("content-type").map(str::to_owned);
    let content = &response.content;
    let stated = content.mime_type.clone();
    let body = match (&content.text, content.encoding.as_deref()) {
        (None, _) => Body::without_text(status, &request.method, content.size == Some(0.0)),
        (Some(text), Some("base64")) => {
            let bytes = base64::decode(text).ok_or(Skip::NotBase64)?;
            Body::of(bytes, header("content-encoding"))?
        }
        (Some(text), _) => Body::of(text.clone().into_bytes(), None)?,
    };
    Ok(Exchange {
        method: request.method,
        url: request.url,
        status,
        // What browsers write where there is no header.
        media_type: media_type.or(stated.filter(|one| one != "x-unknown" && !one.is_empty())),
        body,
    })
}
