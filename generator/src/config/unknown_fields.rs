//! `[unknown_fields]`: objects that keep the properties which the document doesn't name.

use ::toml::de::DeValue;

use super::places::Places;
use super::setting::{Audit, Setting};
use super::text::Fault;
use super::toml::{Fields, Member, twice, wrong_type};
use crate::diag::Pointer;

/// The objects that keep properties which the document doesn't name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownFields {
    /// The places of their schemas. `None` means all that a response has.
    pub keep: Option<Vec<Setting<Places>>>,
    /// The reason.
    pub reason: String,
}

pub(super) const KEYS: &[&str] = &["keep", "reason"];

pub(super) fn read(section: &Member<'_, '_>) -> Result<UnknownFields, Fault> {
    let mut fields = Fields::new("unknown_fields", section.value, KEYS)?;
    let value = fields.need("keep", &section.span)?;
    let keep = match value.get_ref() {
        DeValue::Boolean(true) => None,
        DeValue::String(_) => Some(vec![Setting::new(
            Places::read("keep", value)?,
            &value.span(),
        )]),
        DeValue::Array(items) if !items.is_empty() => {
            let mut keep: Vec<Setting<Places>> = Vec::new();
            for item in items {
                let places = Places::read("keep", item)?;
                if keep.iter().any(|one| **one == places) {
                    return Err(twice(item.span(), &format!("`{}`", places.as_str())));
                }
                keep.push(Setting::new(places, &item.span()));
            }
            Some(keep)
        }
        _ => {
            return Err(Fault {
                help: "write `keep = true` for all objects, or the places of some".to_owned(),
                ..wrong_type("keep", "`true`, or one or several JSON Pointers", value)
            });
        }
    };
    Ok(UnknownFields {
        keep,
        reason: fields.reason(&section.span)?,
    })
}

impl UnknownFields {
    /// Tells if an object that came from schemas at these places keeps them, which marks
    /// the settings for it as used.
    pub fn keeps(&self, places: &[Pointer], in_response: bool) -> bool {
        let Some(keep) = &self.keep else {
            return in_response;
        };
        let mut keeps = false;
        for setting in keep {
            if places.iter().any(|place| setting.holds(place.path())) {
                setting.apply();
                keeps = true;
            }
        }
        keeps
    }
}

pub(super) fn audit(unknown_fields: Option<&UnknownFields>, audit: &mut Audit<'_>) {
    for setting in unknown_fields
        .iter()
        .flat_map(|one| one.keep.iter().flatten())
    {
        audit.check(setting, |places| {
            format!("no object of the client is at `{}`", places.as_str())
        });
    }
}
