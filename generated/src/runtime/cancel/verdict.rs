//! Responses of a vendor in neutral terms. They are read from the raw JSON, so that one
//! which isn't as documented still tells what has happened.

use super::condition::error_of;
use super::error::CancelError;
use super::kinds::ErrorKind;
use super::mapping::Vendor;
use super::pointer::{find, text};
use super::state::VendorState;
use crate::runtime::json::tree::Tree;
use crate::runtime::json::writer::Writer;
use crate::runtime::message::outcome::Outcome;
use crate::runtime::message::response::Response;
use crate::runtime::response::error::{ApiError, Error, SendError};

/// The error of a call without a response.
pub(crate) fn no_response(vendor: &'static Vendor, error: SendError) -> CancelError {
    let kind = match &error {
        SendError::Request(_) => ErrorKind::InvalidRequest,
        SendError::MissingCredential(_) | SendError::Credential(_) => ErrorKind::NotAuthorised,
        SendError::Transport(_) => ErrorKind::NoResponse,
    };
    CancelError::new(vendor, kind, error.into())
}

/// The response, if it is a success.
pub(crate) fn success(
    vendor: &'static Vendor,
    response: Response,
) -> Result<Response, CancelError> {
    let json = body(&response);
    let status = response.status();
    let is_success = (200..300).contains(&status);
    let said = error_of(vendor.errors, status, &json, vendor.unit);
    if is_success && said.is_none() {
        // Markup in place of JSON is a portal's or a proxy's.
        let outcome = response.outcome_as_error(false);
        if outcome == Outcome::Unknown {
            let error = Error::UnexpectedResponse(Box::new(response));
            return Err(CancelError::new(
                vendor,
                ErrorKind::UnexpectedResponse,
                error,
            ));
        }
        return Ok(response);
    }
    let details = &vendor.details;
    let first = |places: &[&str]| places.iter().find_map(|place| text(&json, place));
    let (code, message) = (first(details.code), first(details.message));
    let mut places = details.fields.iter();
    let fields = places.find_map(|place| find(&json, place).map(json_text));
    let kind = said.unwrap_or_else(|| by_status(status));
    let is_documented = said.is_some();
    let error = match is_documented {
        true => Error::Api(Box::new(ApiError::new(response, Ok(())))),
        false if (300..400).contains(&status) => Error::Redirect(Box::new(response)),
        false => Error::UnexpectedResponse(Box::new(response)),
    };
    let error = CancelError::new(vendor, kind, error).with_details(code, message, fields);
    // An error within a success: the vendor said no, or that it failed.
    Err(match (is_success, kind) {
        (true, ErrorKind::VendorFault) => error.with_outcome(Outcome::Unknown),
        (true, _) => error.with_outcome(Outcome::NotDone),
        (false, _) => error,
    })
}

/// The meaning that a status has by RFC 9110, where the vendor says nothing else. A 404
/// doesn't say that there ever was such a subscription.
fn by_status(status: u16) -> ErrorKind {
    match status {
        401 | 403 => ErrorKind::NotAuthorised,
        404 | 410 => ErrorKind::NotFound,
        400 | 422 => ErrorKind::Invalid,
        409 => ErrorKind::NotCancellable,
        423 => ErrorKind::Locked,
        429 => ErrorKind::RateLimited,
        500..=599 => ErrorKind::VendorFault,
        _ => ErrorKind::UnexpectedResponse,
    }
}

/// The state of the subscription in a response, if it has one there.
pub(crate) fn state(vendor: &Vendor, response: &Response, place: &str) -> Option<VendorState> {
    let json = body(response);
    let subscription = find(&json, place)?;
    match subscription {
        Tree::Object(_) => Some(VendorState::of(vendor, subscription)),
        _ => None,
    }
}

/// The body; `null` if it isn't JSON.
pub(crate) fn body(response: &Response) -> Tree<'_> {
    Tree::parse(response.body()).unwrap_or(Tree::Null)
}

pub(crate) fn json_text(json: &Tree<'_>) -> String {
    let mut out = Writer::new();
    out.tree(json);
    out.into_string()
}
