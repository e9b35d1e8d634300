//! Bytes within a text: `format: byte` and `contentEncoding: base64` of
//! OpenAPI 3.0 and JSON Schema 2020-12 (RFC 4648).

use std::fmt;

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::nullable::Nullable;
use super::wire::Wire;
use crate::runtime::json::decode_error::DecodeError;
use crate::runtime::json::tree::Json;
use crate::runtime::json::writer::Writer;

/// The leniency of reading: `=` at the end or not, and bits that no byte takes.
const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_allow_trailing_bits(true)
    .with_decode_padding_mode(DecodePaddingMode::Indifferent);

const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);
const URL_SAFE: GeneralPurpose =
    GeneralPurpose::new(&alphabet::URL_SAFE, LENIENT.with_encode_padding(false));

pub(crate) fn to_base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// Reads base64 in either alphabet, over one line or several.
pub(crate) fn from_base64(text: &str) -> Result<Vec<u8>, DecodeError> {
    let plain: String = text
        .chars()
        .filter(|c| !c.is_ascii_whitespace())
        .map(|c| match c {
            '-' => '+',
            '_' => '/',
            c => c,
        })
        .collect();
    STANDARD
        .decode(plain)
        .map_err(|_| DecodeError::text("base64", text))
}

macro_rules! encodings {
    ($($(#[$docs:meta])+ $name:ident: $engine:ident),+) => { $(
        $(#[$docs])+
        ///
        /// It holds the text, so what was read is written as it came, to the
        /// letter, and costs nothing until the bytes are asked for. Two are
        /// equal if their texts are.
        #[derive(Clone, Default, PartialEq, Eq, Hash)]
        pub struct $name {
            text: String,
        }

        impl $name {
            /// These bytes.
            pub fn new(bytes: impl AsRef<[u8]>) -> Self {
                Self {
                    text: $engine.encode(bytes),
                }
            }

            /// The bytes. Either alphabet is understood, with or without padding
            /// and white space.
            ///
            /// # Errors
            /// The text isn't base64.
            pub fn bytes(&self) -> Result<Vec<u8>, DecodeError> {
                from_base64(&self.text)
            }

            /// The text, as it is sent.
            pub fn as_str(&self) -> &str {
                &self.text
            }
        }

        impl Wire for $name {
            fn decode(json: Json<'_>) -> Result<Self, DecodeError> {
                String::decode(json).map(|text| Self { text })
            }

            fn encode(&self, out: &mut Writer) {
                out.string(&self.text);
            }

            #[cfg(feature = "mock")]
            fn sample_within(_: u32) -> Option<Self> {
                Some(Self::new(""))
            }
        }

        impl From<Vec<u8>> for $name {
            fn from(bytes: Vec<u8>) -> Self {
                Self::new(bytes)
            }
        }

        impl From<&[u8]> for $name {
            fn from(bytes: &[u8]) -> Self {
                Self::new(bytes)
            }
        }

        impl From<Vec<u8>> for Nullable<$name> {
            fn from(bytes: Vec<u8>) -> Self {
                Self::Value(bytes.into())
            }
        }

        impl From<&[u8]> for Nullable<$name> {
            fn from(bytes: &[u8]) -> Self {
                Self::Value(bytes.into())
            }
        }

        super::macros::serde_by_wire!($name);

        /// Shows the length only.
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({} characters)", stringify!($name), self.text.len())
            }
        }
    )+ };
}

encodings! {
    /// Bytes that JSON carries as base64: `format: byte`, `contentEncoding: base64`.
    Base64: STANDARD,
    /// Bytes that JSON carries as base64 for URLs, without padding:
    /// `contentEncoding: base64url`.
    Base64Url: URL_SAFE
}
