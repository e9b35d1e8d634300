//! The webhooks of a mapping.

use super::values::{pointer, word};
use crate::cancel::EventKind;
use crate::config::setting::Setting;
use crate::config::text::Fault;
use crate::config::toml::{Fields, Value, members, string, table};

/// The webhooks that tell of subscriptions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CancelEvents {
    /// The place of the event's type in a body, as a JSON Pointer.
    pub kind: Setting<String>,
    /// The place of the subscription in a body.
    pub subscription: Setting<String>,
    /// The places of the parts of the key, in a subscription.
    pub key: Vec<(Setting<String>, Setting<String>)>,
    /// The vendor's types; none for one of which the state tells the kind.
    pub types: Vec<(Setting<String>, Option<EventKind>)>,
}

pub(super) const KEYS: &[&str] = &["type", "subscription", "key", "types"];

pub(super) fn read(value: &Value<'_>) -> Result<CancelEvents, Fault> {
    let span = value.span();
    let mut fields = Fields::new("events", value, KEYS)?;
    let mut key = Vec::new();
    for part in members(table("key", fields.need("key", &span)?)?) {
        let name = Setting::new(part.key.to_owned(), &part.span);
        key.push((name, pointer("key", part.value)?));
    }
    let mut types = Vec::new();
    for one in members(table("types", fields.need("types", &span)?)?) {
        let kind = match string("event", one.value)? {
            "by_state" => None,
            _ => Some(word("event", one.value, EventKind::ALL, EventKind::as_str)?),
        };
        types.push((Setting::new(one.key.to_owned(), &one.span), kind));
    }
    Ok(CancelEvents {
        kind: pointer("type", fields.need("type", &span)?)?,
        subscription: pointer("subscription", fields.need("subscription", &span)?)?,
        key,
        types,
    })
}
