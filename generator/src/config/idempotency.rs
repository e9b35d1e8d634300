//! `[idempotency]`: the header by which a vendor knows a repeated request.

use std::ops::Range;

use super::Entry;
use super::toml::{Fault, Fields, Reader, Value, filled};

/// The header by whose value a vendor knows that a request is sent again, and
/// does nothing twice.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Idempotency {
    /// The header's name.
    pub header: String,
    /// The operations that heed it, by `operationId`. `None` means all whose
    /// method isn't idempotent by itself.
    pub operations: Option<Vec<String>>,
    /// How this is known.
    pub reason: String,
}

impl Reader<'_> {
    pub(super) fn idempotency(
        &mut self,
        value: &Value<'_>,
        span: &Range<usize>,
    ) -> Result<(), Fault> {
        let keys = ["header", "operations", "reason"];
        let mut fields = Fields::new("idempotency", value, &keys)?;
        let place = fields.need("header", span)?;
        let header = filled("header", place)?;
        if !is_header_name(&header) {
            return Err(Fault::new(
                place.span(),
                format!("`{header}` is not the name of a header"),
                "write one such as `Idempotency-Key`",
            ));
        }
        let operations = match fields.take("operations") {
            Some(value) => {
                let ids = self.ids("operations", value, Entry::IdempotentOperation)?;
                if ids.is_empty() {
                    return Err(Fault::new(
                        value.span(),
                        "`operations` is empty, so no key would be sent",
                        "name an `operationId`, or leave the key out for all operations",
                    ));
                }
                Some(ids)
            }
            None => None,
        };
        let reason = fields.reason(span)?;
        self.remember(Entry::Idempotency, span);
        self.config.idempotency = Some(Idempotency {
            header,
            operations,
            reason,
        });
        Ok(())
    }
}

/// RFC 9110, section 5.6.2.
fn is_header_name(text: &str) -> bool {
    let is_token = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
    text.bytes().all(is_token)
}
