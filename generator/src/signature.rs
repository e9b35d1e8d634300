//! Signatures of webhooks, which every stage from `config` to `emit` speaks of.

/// The signature of webhooks: an HMAC with SHA-256 over a text of id, time and body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// The header with the signatures.
    pub header: String,
    /// The character between the parts of that header.
    pub separator: char,
    /// The beginning of a part that is a signature.
    pub prefix: String,
    /// The place of the time, if it is signed.
    pub timestamp: Option<SignatureTime>,
    /// The header with the id of the message, if it is signed.
    pub id_header: Option<String>,
    /// The text that is signed, with `{timestamp}`, `{id}` and `{body}`.
    pub payload: String,
    /// The spelling of a signature.
    pub encoding: SignatureEncoding,
    /// The prefix of secrets that are base64 of the key; `None` if they are the key.
    pub secret_base64: Option<String>,
    /// The longest time between the signature and now, in seconds.
    pub tolerance: u64,
}

/// The place of the time of a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignatureTime {
    /// In the header with the signatures, behind this text.
    Part(String),
    /// In a header of its own.
    Header(String),
}

/// The spelling of a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignatureEncoding {
    /// Hexadecimal digits.
    Hex,
    /// Base64.
    Base64,
}
