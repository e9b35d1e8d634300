//! Proofs of who the caller is, and their places in a request. Knows nothing
//! of how a secret that changes is got.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{self, HeaderMap, HeaderName, HeaderValue};

use super::secret_source::{Origin, SecretSource};
use crate::runtime::value::secret::Secret;

/// A credential for a security scheme of the document.
#[derive(Debug, Clone)]
pub struct Credential {
    pub(crate) layout: Layout,
    pub(crate) source: SecretSource,
}

/// The place of a secret, and its form there.
#[derive(Debug, Clone)]
pub(crate) struct Layout {
    place: Place,
    prefix: String,
    is_base64: bool,
}

#[derive(Debug, Clone)]
enum Place {
    Header(String),
    Query(String),
    Cookie(String),
}

/// The place of a secret by its name, for somebody who looks at a request.
#[allow(dead_code, reason = "dry runs alone show it")]
pub(crate) enum Shown {
    Header(String),
    Query(String),
    Cookie(String),
}

impl Credential {
    /// `Authorization: Bearer <token>`
    pub fn bearer(token: impl Into<SecretSource>) -> Self {
        Self::header("Authorization", token).prefix("Bearer ")
    }

    /// As [`bearer`](Self::bearer). With
    /// [`ClientCredentials`](crate::runtime::ClientCredentials), this is where tokens
    /// are fetched and what scopes are asked for, unless they say otherwise.
    pub fn oauth2(token: impl Into<SecretSource>, token_url: &str, scopes: &[&str]) -> Self {
        match token.into().0 {
            Origin::ClientCredentials(client) => Self::bearer(client.or(token_url, scopes)),
            other => Self::bearer(SecretSource(other)),
        }
    }

    /// `Authorization: Basic <user and password>`
    pub fn basic(user: &str, password: &Secret) -> Self {
        let pair = Secret::new(format!("{user}:{}", password.expose()));
        let mut basic = Self::header("Authorization", pair).prefix("Basic ");
        basic.layout.is_base64 = true;
        basic
    }

    /// An API key in a header.
    pub fn header(name: impl Into<String>, key: impl Into<SecretSource>) -> Self {
        Self::new(Place::Header(name.into()), key.into())
    }

    /// An API key in the query.
    pub fn query(name: impl Into<String>, key: impl Into<SecretSource>) -> Self {
        Self::new(Place::Query(name.into()), key.into())
    }

    /// An API key in a cookie.
    pub fn cookie(name: impl Into<String>, key: impl Into<SecretSource>) -> Self {
        Self::new(Place::Cookie(name.into()), key.into())
    }

    fn new(place: Place, source: SecretSource) -> Self {
        let layout = Layout {
            place,
            prefix: String::new(),
            is_base64: false,
        };
        Self { layout, source }
    }

    /// Puts a text before the secret, such as `Token ` with its space.
    pub fn prefix(mut self, prefix: &str) -> Self {
        self.layout.prefix.insert_str(0, prefix);
        self
    }
}

impl Layout {
    /// `true` if the secret goes into this header.
    pub(crate) fn is_in(&self, header: &HeaderName) -> bool {
        match &self.place {
            Place::Header(name) => name.eq_ignore_ascii_case(header.as_str()),
            Place::Cookie(_) => *header == header::COOKIE,
            Place::Query(_) => false,
        }
    }

    /// The name under which the secret goes into the query, if it does.
    pub(crate) fn name_in_query(&self) -> Option<&str> {
        match &self.place {
            Place::Query(name) => Some(name),
            Place::Header(_) | Place::Cookie(_) => None,
        }
    }

    #[allow(dead_code, reason = "dry runs alone show it")]
    pub(crate) fn shown(&self) -> Shown {
        match &self.place {
            Place::Header(name) => Shown::Header(name.to_ascii_lowercase()),
            Place::Query(name) => Shown::Query(name.clone()),
            Place::Cookie(name) => Shown::Cookie(name.clone()),
        }
    }

    /// The secret as a request carries it; the problem if none can.
    pub(crate) fn write(&self, secret: &Secret) -> Result<Prepared, &'static str> {
        let prefix = &self.prefix;
        // Of user and password both are.
        if secret.expose().trim().is_empty() || (self.is_base64 && secret.expose() == ":") {
            return Err("it is empty");
        }
        let secret = match self.is_base64 {
            true => Secret::new(format!("{prefix}{}", STANDARD.encode(secret.expose()))),
            false => Secret::new(format!("{prefix}{}", secret.expose())),
        };
        match &self.place {
            Place::Header(name) => {
                let name = HeaderName::try_from(name.as_str())
                    .map_err(|_| "its header has no valid name")?;
                Ok(Prepared::Header(name, sensitive(secret.expose())?))
            }
            Place::Query(name) => Ok(Prepared::Query(name.clone(), secret)),
            Place::Cookie(_) if !secret.expose().bytes().all(is_cookie_octet) => {
                Err("it holds a character that no cookie can")
            }
            Place::Cookie(name) => {
                let pair = Secret::new(format!("{name}={}", secret.expose()));
                Ok(Prepared::Cookie(sensitive(pair.expose())?))
            }
        }
    }
}

pub(crate) fn sensitive(text: &str) -> Result<HeaderValue, &'static str> {
    let mut value =
        HeaderValue::from_str(text).map_err(|_| "it holds a character that no header can")?;
    value.set_sensitive(true);
    Ok(value)
}

/// RFC 6265, section 4.1.1.
pub(crate) fn is_cookie_octet(byte: u8) -> bool {
    byte.is_ascii_graphic() && !matches!(byte, b'"' | b',' | b';' | b'\\')
}

/// A credential as it goes into a request.
#[derive(Debug, Clone)]
pub(crate) enum Prepared {
    Header(HeaderName, HeaderValue),
    Query(String, Secret),
    Cookie(HeaderValue),
}

impl Prepared {
    /// `true` if it goes into this header.
    pub(crate) fn is_in(&self, header: &HeaderName) -> bool {
        match self {
            Self::Header(name, _) => name == header,
            Self::Cookie(_) => *header == header::COOKIE,
            Self::Query(..) => false,
        }
    }

    /// The name under which it goes into the query, if it does.
    pub(crate) fn name_in_query(&self) -> Option<&str> {
        match self {
            Self::Query(name, _) => Some(name),
            Self::Header(..) | Self::Cookie(_) => None,
        }
    }

    /// The secret, if it goes into the query.
    pub(crate) fn in_query(&self) -> Option<&str> {
        match self {
            Self::Query(_, secret) => Some(secret.expose()),
            Self::Header(..) | Self::Cookie(_) => None,
        }
    }

    #[allow(dead_code, reason = "dry runs alone show it")]
    pub(crate) fn shown(&self) -> Shown {
        match self {
            Self::Header(name, _) => Shown::Header(name.to_string()),
            Self::Query(name, _) => Shown::Query(name.clone()),
            Self::Cookie(pair) => {
                let text = pair.to_str().unwrap_or_default();
                let name = text.split('=').next().unwrap_or_default();
                Shown::Cookie(name.to_owned())
            }
        }
    }

    /// Adds the credential. What belongs into the query is returned.
    pub(crate) fn apply(&self, headers: &mut HeaderMap) -> Option<(&str, &str)> {
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
