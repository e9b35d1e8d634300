//! What proves who the caller is, and where in a request it goes.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{self, HeaderMap, HeaderName, HeaderValue};

use super::Secret;

/// What a security scheme of the document asks for.
#[derive(Debug, Clone)]
pub struct Credential {
    place: Place,
    secret: Secret,
}

#[derive(Debug, Clone)]
enum Place {
    Header(String),
    Query(String),
    Cookie(String),
}

impl Credential {
    /// `Authorization: Bearer <token>`
    pub fn bearer(token: Secret) -> Self {
        Self::header("Authorization", token).prefix("Bearer ")
    }

    /// `Authorization: Basic <user and password>`
    pub fn basic(user: &str, password: &Secret) -> Self {
        let pair = Secret::new(format!("{user}:{}", password.expose()));
        Self::header("Authorization", Secret::new(STANDARD.encode(pair.expose()))).prefix("Basic ")
    }

    /// An API key in a header.
    pub fn header(name: impl Into<String>, key: Secret) -> Self {
        Self {
            place: Place::Header(name.into()),
            secret: key,
        }
    }

    /// An API key in the query.
    pub fn query(name: impl Into<String>, key: Secret) -> Self {
        Self {
            place: Place::Query(name.into()),
            secret: key,
        }
    }

    /// An API key in a cookie.
    pub fn cookie(name: impl Into<String>, key: Secret) -> Self {
        Self {
            place: Place::Cookie(name.into()),
            secret: key,
        }
    }

    /// Puts a text before the secret, such as `Token ` with its space.
    pub fn prefix(self, prefix: &str) -> Self {
        let secret = Secret::new(format!("{prefix}{}", self.secret.expose()));
        Self { secret, ..self }
    }

    /// Checks once what every request will carry; gives the problem if it
    /// can't be sent.
    pub(super) fn prepare(self) -> Result<Prepared, &'static str> {
        let secret = self.secret.expose();
        match self.place {
            Place::Header(name) => {
                let name =
                    HeaderName::try_from(name).map_err(|_| "its header has no valid name")?;
                Ok(Prepared::Header(name, sensitive(secret)?))
            }
            Place::Query(name) => Ok(Prepared::Query(name, self.secret)),
            Place::Cookie(_) if !secret.bytes().all(is_cookie_octet) => {
                Err("it holds a character that no cookie can")
            }
            Place::Cookie(name) => {
                let pair = Secret::new(format!("{name}={secret}"));
                Ok(Prepared::Cookie(sensitive(pair.expose())?))
            }
        }
    }
}

fn sensitive(text: &str) -> Result<HeaderValue, &'static str> {
    let mut value =
        HeaderValue::from_str(text).map_err(|_| "it holds a character that no header can")?;
    value.set_sensitive(true);
    Ok(value)
}

/// RFC 6265, section 4.1.1.
pub(super) fn is_cookie_octet(byte: u8) -> bool {
    byte.is_ascii_graphic() && !matches!(byte, b'"' | b',' | b';' | b'\\')
}

/// A credential as it goes into a request.
#[derive(Debug)]
pub(super) enum Prepared {
    Header(HeaderName, HeaderValue),
    Query(String, Secret),
    Cookie(HeaderValue),
}

impl Prepared {
    /// Whether it goes into this header.
    pub(super) fn is_in(&self, header: &HeaderName) -> bool {
        match self {
            Self::Header(name, _) => name == header,
            Self::Cookie(_) => *header == header::COOKIE,
            Self::Query(..) => false,
        }
    }

    /// Adds the credential. What belongs into the query is returned.
    pub(super) fn apply(&self, headers: &mut HeaderMap) -> Option<(&str, &str)> {
        match self {
            Prepared::Header(name, value) => {
                headers.insert(name, value.clone());
                None
            }
            // Several `Cookie` headers are one too many for many servers.
            Prepared::Cookie(pair) => {
                let mut cookie = pair.clone();
                if let Some(others) = headers.get(header::COOKIE) {
                    let both = [others.as_bytes(), b"; ", pair.as_bytes()].concat();
                    cookie = HeaderValue::from_bytes(&both).unwrap_or(cookie);
                    cookie.set_sensitive(true);
                }
                headers.insert(header::COOKIE, cookie);
                None
            }
            Prepared::Query(name, secret) => Some((name, secret.expose())),
        }
    }
}
