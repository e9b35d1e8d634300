//! Names of headers.

use std::ops::Range;

use super::text::Fault;

/// Refuses a text that no header can have as its name. RFC 9110, section 5.6.2.
pub(super) fn check_header_name(
    text: &str,
    span: Range<usize>,
    such_as: &str,
) -> Result<(), Fault> {
    let is_token = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
    if !text.is_empty() && text.bytes().all(is_token) {
        return Ok(());
    }
    Err(Fault::new(
        span,
        format!("`{text}` is not a valid name of a header"),
        format!("write one such as `{such_as}`"),
    ))
}
