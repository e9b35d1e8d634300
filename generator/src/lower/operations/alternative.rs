//! Media types that may take the place of the one that is used by default.

use crate::diag::{Code, Diagnostic, Severity};
use crate::ir::{AlternativeMediaType, Content};
use crate::spec::MediaType;

/// The media type with its content, unless what was found in that is in its way:
/// it isn't in the way of the operation. `failure` says what can't be done then.
pub(super) fn alternative(
    media_type: &str,
    media: &MediaType,
    failure: &str,
    content: impl FnOnce(&mut Vec<Diagnostic>) -> Content,
    found: &mut Vec<Diagnostic>,
) -> Option<AlternativeMediaType> {
    let mut own = Vec::new();
    let content = content(&mut own);
    let at = media.at.clone();
    if let Some(error) = own.iter().find(|one| one.severity == Severity::Error) {
        let message = format!("{failure} as {media_type}: {}", error.message);
        found.push(Diagnostic::note(Code::Choice, &at, message));
        return None;
    }
    found.extend(own);
    Some(AlternativeMediaType {
        at,
        media_type: media_type.to_owned(),
        content,
    })
}
