//! The condition for one more attempt.

use http::HeaderMap;

use super::retry_after::retry_after;

/// The condition for one more attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Repetition {
    /// Another one would end the same.
    Never,
    /// Nothing was done, and another one may help.
    Always,
    /// Something may have been done, or the server is busy.
    IfRepeatable,
    /// Another credential may help; nothing was done.
    OfCredential,
}

impl Repetition {
    pub(crate) fn of_response(status: u16, headers: &HeaderMap) -> Self {
        match status {
            429 | 503 if retry_after(headers).is_some() => Self::Always,
            401 => Self::OfCredential,
            408 | 425 | 429 | 500 | 502..=504 | 520..=524 | 529 => Self::IfRepeatable,
            _ => Self::Never,
        }
    }

    /// `true` if another attempt may help and does no harm.
    pub(crate) fn allows(self, is_repeatable: bool) -> bool {
        match self {
            Self::Never | Self::OfCredential => false,
            Self::Always => true,
            Self::IfRepeatable => is_repeatable,
        }
    }
}
