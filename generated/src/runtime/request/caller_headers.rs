//! Headers beside those of the operation: the caller's for one call, an idempotency
//! key, and those that all requests of a client have.

use http::header::{
    ACCEPT_ENCODING, AUTHORIZATION, CONNECTION, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE,
    COOKIE, EXPECT, HOST, HeaderName, HeaderValue, PROXY_AUTHORIZATION, TE, TRAILER,
    TRANSFER_ENCODING, UPGRADE, USER_AGENT,
};

use super::request_builder::RequestBuilder;
use crate::runtime::response::error::RequestError;

/// These say where a request goes and where it ends, or are put together
/// from several parts.
const NOT_THE_CALLERS: [HeaderName; 8] = [
    CONNECTION,
    CONTENT_LENGTH,
    COOKIE,
    HOST,
    TE,
    TRAILER,
    TRANSFER_ENCODING,
    UPGRADE,
];

/// `true` of a header that a caller may set.
pub(crate) fn is_callers(header: &HeaderName) -> bool {
    !NOT_THE_CALLERS.contains(header)
}

/// These differ from request to request, hold a credential, or have a setter of
/// their own.
const NOT_FIXED: [HeaderName; 7] = [
    ACCEPT_ENCODING,
    AUTHORIZATION,
    CONTENT_ENCODING,
    CONTENT_TYPE,
    EXPECT,
    PROXY_AUTHORIZATION,
    USER_AGENT,
];

/// A header that all requests of a client have, or the reason why it can't be.
pub(crate) fn fixed_header(
    name: &str,
    value: &str,
) -> Result<(HeaderName, HeaderValue), &'static str> {
    let name = HeaderName::try_from(name).map_err(|_| "no header can have this name")?;
    if !is_callers(&name) || NOT_FIXED.contains(&name) {
        return Err("it isn't the same in every request, or holds a credential");
    }
    match HeaderValue::from_str(value) {
        Ok(value) => Ok((name, value)),
        Err(_) => Err("its value holds a character that no header can"),
    }
}

impl RequestBuilder<'_> {
    /// The header in which the server looks for idempotency keys: by one and
    /// the same key it knows that a request is repeated, and does nothing
    /// twice. A random key is sent unless the caller gives one.
    pub fn idempotency(mut self, header: &'static str) -> Self {
        match HeaderName::try_from(header) {
            // A key that all requests share would make one of them.
            Ok(header) if self.http.shared.fixed_headers.contains_key(&header) => {
                self.problem(None, "the header for idempotency keys has a fixed value")
            }
            Ok(header) => {
                self.parts.idempotency = Some(header);
                self
            }
            Err(_) => self.problem(Some(header), "has no name that a header can have"),
        }
    }

    /// A header that the caller gives by its name. A later one replaces an
    /// earlier one.
    pub(crate) fn set_header(&mut self, name: &str, value: &str) {
        let Ok(header) = HeaderName::try_from(name) else {
            return self.refuse("a header has no name that a header can have".to_owned());
        };
        if !is_callers(&header) {
            return self.refuse(format!("the header `{header}` can't be set for a call"));
        }
        if self.has_credential_in(&header) {
            return self.refuse(format!("the header `{header}` holds a credential"));
        }
        match HeaderValue::try_from(value) {
            Ok(mut value) => {
                // Whatever it is, it isn't for logs.
                value.set_sensitive(true);
                if self.parts.idempotency.as_ref() == Some(&header) {
                    self.parts.key_is_random = false;
                }
                self.parts.headers.insert(header, value);
            }
            Err(_) => {
                self.refuse(format!(
                    "the header `{header}` holds a character that no header can"
                ));
            }
        }
    }

    pub(crate) fn set_idempotency_key(&mut self, key: &str) {
        let Some(header) = self.parts.idempotency.clone() else {
            return self.refuse("the operation has no header for idempotency keys".to_owned());
        };
        match HeaderValue::try_from(key) {
            Ok(value) if !key.is_empty() && key.is_ascii() => {
                self.parts.headers.insert(header, value);
                self.parts.key_is_random = false;
            }
            _ => self.refuse("the idempotency key is empty or not plain ASCII".to_owned()),
        }
    }

    /// The key that the call will send.
    pub(crate) fn idempotency_key(&self) -> Option<&str> {
        let key = self.parts.headers.get(self.parts.idempotency.as_ref()?)?;
        key.to_str().ok().filter(|key| !key.is_empty())
    }

    /// With a key, if the operation has a header for one and the caller gave
    /// none.
    pub(crate) fn keyed(mut self) -> Self {
        let Some(header) = &self.parts.idempotency else {
            return self;
        };
        if self.parts.headers.contains_key(header) {
            return self;
        }
        match random_uuid().map(HeaderValue::try_from) {
            Some(Ok(key)) => {
                self.parts.headers.insert(header, key);
                self.parts.key_is_random = true;
            }
            _ => self.refuse("there is no randomness for an idempotency key".to_owned()),
        }
        self
    }

    /// With an idempotency key of its own: each page is another request.
    pub(crate) fn fresh(mut self) -> Self {
        if let Some(header) = &self.parts.idempotency {
            self.parts.headers.remove(header);
        }
        self.keyed()
    }

    fn refuse(&mut self, problem: String) {
        self.parts
            .problem
            .get_or_insert_with(|| RequestError::new(None, problem));
    }
}

/// A version 4 UUID: RFC 9562, section 5.4.
fn random_uuid() -> Option<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).ok()?;
    let bits = u128::from_be_bytes(bytes);
    let bits = bits & !(0xf000 << 64) & !(0b11 << 62) | 0x4000 << 64 | 0b10 << 62;
    let hex = format!("{bits:032x}");
    let (a, rest) = hex.split_at_checked(8)?;
    let (b, rest) = rest.split_at_checked(4)?;
    let (c, rest) = rest.split_at_checked(4)?;
    let (d, e) = rest.split_at_checked(4)?;
    Some(format!("{a}-{b}-{c}-{d}-{e}"))
}

/// The setter for a header of a call, over a method `with` that changes it.
macro_rules! caller_header {
    () => {
        /// Sends one more header; replaces what the operation would send under
        /// that name. The call fails with [`Error::Request`], and nothing is sent,
        /// for what no header can hold, and for a header that isn't the caller's to
        /// set: one in which the client sends a credential, `Cookie`, and those
        /// that frame a request, such as `Content-Length`.
        pub fn header(self, name: &str, value: &str) -> Self {
            self.with(|call| call.set_header(name, value))
        }
    };
}

pub(crate) use caller_header;
