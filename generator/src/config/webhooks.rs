//! `[webhooks]`: the document's webhooks that are wanted, and the place of
//! their names in a body.

use super::setting::{Audit, Setting};
use super::signature;
use super::text::Fault;
use super::toml::{Fields, Member, check_pointer, string, strings};
use crate::signature::Signature;

/// Settings about webhooks. Without them, a document's webhooks are generated
/// where all of its operations are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Webhooks {
    /// The webhooks to generate, by their names. `None` means all.
    pub only: Option<Vec<Setting<String>>>,
    /// The place of a webhook's name in its body, as a JSON Pointer.
    pub name_at: Option<Setting<String>>,
    /// The way to sign them.
    pub signature: Option<Setting<Signature>>,
}

const KEYS: &[&str] = &["only", "name_at", "signature"];

/// The keys of the section, and those of the table in it.
pub(super) const TABLES: &[(&str, &[&str])] = &[("", KEYS), ("signature.", signature::KEYS)];

pub(super) fn read(section: &Member<'_, '_>) -> Result<Webhooks, Fault> {
    let mut fields = Fields::new("webhooks", section.value, KEYS)?;
    let mut webhooks = Webhooks::default();
    if let Some(value) = fields.take("only") {
        webhooks.only = Some(strings("only", "the webhook", value)?);
    }
    if let Some(value) = fields.take("name_at") {
        let pointer = string("name_at", value)?;
        check_pointer(pointer, &value.span())?;
        webhooks.name_at = Some(Setting::new(pointer.to_owned(), &value.span()));
    }
    if let Some(value) = fields.take("signature") {
        webhooks.signature = Some(signature::read(value)?);
    }
    Ok(webhooks)
}

pub(super) fn audit(webhooks: Option<&Webhooks>, audit: &mut Audit<'_>) {
    let Some(webhooks) = webhooks else {
        return;
    };
    let Webhooks {
        only,
        name_at,
        signature,
    } = webhooks;
    for name in only.iter().flatten() {
        audit.check(name, |name| format!("the document has no webhook `{name}`"));
    }
    if let Some(name_at) = name_at {
        audit.check(name_at, |_| "the document has no webhooks".to_owned());
    }
    if let Some(signature) = signature {
        audit.check(signature, |_| "the document has no webhooks".to_owned());
    }
}
