//! A string that must not be seen.

use std::fmt;
use std::hash::{Hash, Hasher};

use secrecy::{ExposeSecret as _, SecretString};

use super::nullable::Nullable;
use super::wire::Wire;
use crate::runtime::json::decode_error::DecodeError;
use crate::runtime::json::tape::Json;
use crate::runtime::json::writer::Writer;

/// A string that `Debug` and `Display` don't show and that is wiped from
/// memory when dropped: an API key, a token, a password.
#[derive(Clone)]
pub struct Secret(SecretString);

impl Secret {
    /// Hides a string.
    pub fn new(secret: impl Into<String>) -> Self {
        Self(SecretString::from(secret.into()))
    }

    /// Shows the string. The name is long enough to find in a review.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl From<&str> for Secret {
    fn from(secret: &str) -> Self {
        Self::new(secret)
    }
}

impl From<String> for Secret {
    fn from(secret: String) -> Self {
        Self::new(secret)
    }
}

impl From<&str> for Nullable<Secret> {
    fn from(secret: &str) -> Self {
        Self::Value(secret.into())
    }
}

impl From<String> for Nullable<Secret> {
    fn from(secret: String) -> Self {
        Self::Value(secret.into())
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.expose() == other.expose()
    }
}

impl Eq for Secret {}

impl Hash for Secret {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.expose().hash(state);
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret([redacted])")
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// A secret is written like any string: this is how it is sent.
impl Wire for Secret {
    fn decode(json: Json<'_>) -> Result<Self, DecodeError> {
        String::decode(json).map(Self::new)
    }

    fn encode(&self, out: &mut Writer) {
        out.string(self.expose());
    }
}
