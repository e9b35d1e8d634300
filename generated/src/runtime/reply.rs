//! A whole reply, and what an operation makes of it.

use std::fmt;

use bytes::Bytes;
use http::header::SET_COOKIE;
use http::{HeaderMap, StatusCode};

use super::{DecodeError, Error, Refused, Undecodable, Wire, from_json};

/// A reply with its whole body.
#[derive(Clone)]
pub struct Reply {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl Reply {
    /// A reply; made by a [`Transport`](super::Transport).
    pub fn new(status: StatusCode, mut headers: HeaderMap, body: impl Into<Bytes>) -> Self {
        for (_, value) in headers.iter_mut().filter(|(name, _)| *name == SET_COOKIE) {
            value.set_sensitive(true);
        }
        Self {
            status,
            headers,
            body: body.into(),
        }
    }

    /// The status code.
    pub fn status(&self) -> u16 {
        self.status.as_u16()
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body as it came.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The body as a value.
    ///
    /// # Errors
    /// [`Error::Decode`] if it isn't one.
    pub fn json<T: Wire, E>(self) -> Result<T, Error<E>> {
        from_json(&self.body).map_err(|error| self.undecodable(error))
    }

    /// The body as text.
    ///
    /// # Errors
    /// [`Error::Decode`] if it isn't UTF-8.
    pub fn text<E>(self) -> Result<String, Error<E>> {
        match str::from_utf8(&self.body) {
            Ok(text) => Ok(text.to_owned()),
            Err(_) => Err(self.undecodable(DecodeError::new("UTF-8", "other bytes"))),
        }
    }

    /// Nothing: the document promises no body, so one that came is ignored.
    ///
    /// # Errors
    /// None; the type is that of the other readers.
    pub fn empty<E>(self) -> Result<(), Error<E>> {
        Ok(())
    }

    /// A documented refusal with a body. It is an [`Error::Decode`] if the body
    /// isn't what was documented, such as the HTML page of a proxy.
    pub fn refused<T: Wire, E>(self, refusal: impl FnOnce(T) -> E) -> Error<E> {
        match from_json(&self.body) {
            Ok(body) => self.refused_empty(refusal(body)),
            Err(error) => self.undecodable(error),
        }
    }

    /// A documented refusal without a body.
    pub fn refused_empty<E>(self, refusal: E) -> Error<E> {
        Error::Refused(Box::new(Refused {
            reply: self,
            refusal,
        }))
    }

    /// A status that the document doesn't have.
    pub fn unexpected<E>(self) -> Error<E> {
        Error::Unexpected(Box::new(self))
    }

    fn undecodable<E>(self, error: DecodeError) -> Error<E> {
        Error::Decode(Box::new(Undecodable { reply: self, error }))
    }
}

/// Shows the length of the body only.
impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("status", &self.status)
            .field("headers", &self.headers)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish()
    }
}
