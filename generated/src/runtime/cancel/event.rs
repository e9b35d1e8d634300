//! Webhooks of a vendor in neutral terms.

use super::key::Key;
use super::kinds::EventKind;
use super::mapping::Vendor;
use super::pointer::{find, text};
use super::state::{State, VendorState};
use crate::runtime::json::decode_error::DecodeError;
use crate::runtime::json::tree::Tree;

/// The news of a webhook about a subscription.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SubscriptionEvent {
    /// The kind of event.
    pub kind: EventKind,
    /// The vendor's type of it.
    pub event_type: String,
    /// The key of the subscription, if the body has all parts of it.
    pub key: Option<Key>,
    /// The state of the subscription when it was sent. Events may come late and in another
    /// order: compare with what is read.
    pub state: Option<VendorState>,
}

impl Vendor {
    /// The event that the body of a webhook tells of; `None` for one that isn't about what
    /// becomes of a subscription. Verify the signature first.
    ///
    /// # Errors
    /// The body isn't JSON.
    pub fn event(&self, body: &[u8]) -> Result<Option<SubscriptionEvent>, DecodeError> {
        let json = Tree::parse(body)?;
        let Some(events) = &self.events else {
            return Ok(None);
        };
        let Some(event_type) = text(&json, events.kind) else {
            return Ok(None);
        };
        let mut types = events.types.iter();
        let Some((_, kind)) = types.find(|(name, _)| *name == event_type) else {
            return Ok(None);
        };
        let subscription = find(&json, events.subscription);
        let state = subscription.map(|subscription| VendorState::of(self, subscription));
        Ok(Some(SubscriptionEvent {
            kind: kind.unwrap_or_else(|| by_state(state.as_ref())),
            event_type,
            key: subscription.and_then(|subscription| {
                let parts = self.key.iter().zip(events.key);
                let parts = parts.map(|(name, place)| Some((*name, text(subscription, place)?)));
                Some(Key::from_parts(parts.collect::<Option<Vec<_>>>()?))
            }),
            state,
        }))
    }
}

/// The kind of an event that tells of several.
fn by_state(state: Option<&VendorState>) -> EventKind {
    match state.map(|state| state.state) {
        Some(State::Ended { .. }) => EventKind::Ended,
        Some(State::Scheduled { .. }) => EventKind::CancellationScheduled,
        _ => EventKind::Changed,
    }
}
