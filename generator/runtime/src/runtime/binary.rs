//! Bytes within a text: `format: byte` and `contentEncoding: base64` of
//! OpenAPI 3.0 and JSON Schema 2020-12 (RFC 4648).

use std::fmt;
use std::hash::{Hash, Hasher};

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::{DecodeError, Json, Wire, Writer};

/// What is read: `=` at the end or not, and bits that no byte takes.
const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_allow_trailing_bits(true)
    .with_decode_padding_mode(DecodePaddingMode::Indifferent);

const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);
const URL_SAFE: GeneralPurpose =
    GeneralPurpose::new(&alphabet::URL_SAFE, LENIENT.with_encode_padding(false));

pub(super) fn to_base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// Reads base64 in either alphabet, over one line or several.
pub(super) fn from_base64(text: &str) -> Result<Vec<u8>, DecodeError> {
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
        /// It is read in either alphabet, with or without padding and white
        /// space. What was read is written as it came, to the letter, even if
        /// it isn't how this type would put it. Equal bytes are equal.
        #[derive(Clone, Default)]
        pub struct $name {
            bytes: Vec<u8>,
            /// The text that was read, if it isn't ours.
            text: Option<Box<str>>,
        }

        impl $name {
            /// These bytes.
            pub fn new(bytes: impl Into<Vec<u8>>) -> Self {
                Self {
                    bytes: bytes.into(),
                    text: None,
                }
            }

            /// The bytes.
            pub fn as_bytes(&self) -> &[u8] {
                &self.bytes
            }

            /// The bytes.
            pub fn into_vec(self) -> Vec<u8> {
                self.bytes
            }
        }

        impl Wire for $name {
            fn decode(json: Json<'_>) -> Result<Self, DecodeError> {
                let text = json.string()?;
                let bytes = from_base64(&text)?;
                let ours = $engine.encode(&bytes) == *text;
                let text = (!ours).then(|| text.into_owned().into_boxed_str());
                Ok(Self { bytes, text })
            }

            fn encode(&self, out: &mut Writer) {
                match &self.text {
                    Some(text) => out.string(text),
                    None => out.string(&$engine.encode(&self.bytes)),
                }
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

        impl AsRef<[u8]> for $name {
            fn as_ref(&self) -> &[u8] {
                &self.bytes
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.bytes == other.bytes
            }
        }

        impl Eq for $name {}

        impl Hash for $name {
            fn hash<H: Hasher>(&self, state: &mut H) {
                self.bytes.hash(state);
            }
        }

        super::serde_by_wire!($name);

        /// Shows the number of bytes only.
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({} bytes)", stringify!($name), self.bytes.len())
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
