//! A recorded exchange, whatever it was recorded with.

use std::fmt;

/// The part of a recorded exchange that says how a server responds. Nothing of the
/// request but its method and URL is kept.
#[derive(Debug)]
pub(super) struct Exchange {
    pub(super) method: String,
    pub(super) url: String,
    pub(super) status: u16,
    /// `Content-Type` of the response.
    pub(super) media_type: Option<String>,
    pub(super) body: Body,
}

/// The body of a response.
#[derive(Debug)]
pub(super) enum Body {
    /// There was none.
    Empty,
    /// There may have been one, which isn't in the recording.
    Missing,
    /// Its bytes.
    Bytes(Vec<u8>),
}

impl Body {
    /// A body that a recording has no text for.
    pub(super) fn without_text(status: u16, method: &str, is_empty: bool) -> Self {
        let has_none = matches!(status, 100..=199 | 204 | 205 | 304);
        match has_none || is_empty || method.eq_ignore_ascii_case("HEAD") {
            true => Self::Empty,
            false => Self::Missing,
        }
    }

    /// Decompressed bytes; recorders keep those that a browser shows.
    pub(super) fn of(bytes: Vec<u8>, encoding: Option<&str>) -> Result<Self, Skip> {
        const MAGIC: &[&[u8]] = &[&[0x1f, 0x8b], &[0x28, 0xb5, 0x2f, 0xfd]];
        let is_coded = encoding.is_some_and(|coding| {
            let coding = coding.trim();
            !coding.is_empty() && !coding.eq_ignore_ascii_case("identity")
        });
        let is_packed = MAGIC.iter().any(|magic| bytes.starts_with(magic));
        if is_packed || (is_coded && std::str::from_utf8(&bytes).is_err()) {
            return Err(Skip::Compressed);
        }
        Ok(match bytes.is_empty() {
            true => Self::Empty,
            false => Self::Bytes(bytes),
        })
    }
}

/// The reason why nothing is learned from an entry of a recording, or not all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Skip {
    /// The recording ends in the middle of it.
    CutOff,
    /// It is no exchange, or not JSON.
    Malformed,
    /// It is with a server that the document doesn't list.
    OtherHost,
    /// No response came.
    NoResponse,
    /// The body of its response isn't recorded.
    BodyMissing,
    /// The body of its response isn't the base64 that it should be.
    NotBase64,
    /// The body of its response is compressed.
    Compressed,
    /// The body of its response isn't the JSON that it should be.
    NotJson,
    /// The comparison with the document takes too many steps.
    TooComplex,
}

impl fmt::Display for Skip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::CutOff => "cut off",
            Self::Malformed => "malformed",
            Self::OtherHost => "other host",
            Self::NoResponse => "no response",
            Self::BodyMissing => "body missing",
            Self::NotBase64 => "not base64",
            Self::Compressed => "compressed",
            Self::NotJson => "not JSON",
            Self::TooComplex => "too complex",
        })
    }
}
