//! Unions of webhooks: a branch belongs to a webhook, not to a type. Two webhooks
//! may have the same body, and are still two variants.

use super::branch::branch;
use super::kinds::Kinds;
use super::tags;
use crate::config::Config;
use crate::diag::{Code, Diagnostic, Pointer};
use crate::ir::{Branch, Plan, Type, WebhookKey};
use crate::lower::definitions::Definitions;
use crate::lower::types::{Candidate, UndecidedUnion, Webhooks};
use serde_json::Value;

type Types = Definitions<UndecidedUnion>;

/// Properties in which vendors write a webhook's name, the plainest first.
const CUSTOMARY: &[&str] = &["event", "event_type", "eventType", "event_name", "type"];

/// The way from a body to its webhook: by the property that the settings name, by
/// one whose fixed values differ, by one that holds the webhook's name, or
/// by its shape.
pub(super) fn discriminate(
    types: &Types,
    config: &Config,
    candidates: Vec<Candidate>,
    webhooks: &Webhooks,
    kinds: &Kinds,
    found: &mut Vec<Diagnostic>,
) -> (Vec<Branch>, Plan) {
    let Webhooks { names, at, .. } = webhooks;
    let settings = config.webhooks.as_ref();
    let settings = settings.filter(|_| webhooks.is_global);
    let stated = settings.and_then(|settings| settings.name_at.as_deref().cloned());
    let by_name = || {
        names
            .iter()
            .map(|name| vec![Value::from(name.as_str())])
            .collect()
    };
    let several = candidates.len() > 1;
    let (property, values): (Option<String>, Vec<Vec<Value>>) = if let Some(stated) = stated {
        (Some(stated), by_name())
    } else if let Some(choice) = tags::inferred(types, &candidates).filter(|_| several) {
        (Some(pointer(&choice.property)), choice.values)
    } else if let Some(property) = naming_property(types, names, &candidates, at, found) {
        (Some(pointer(&property)), by_name())
    } else {
        (None, vec![Vec::new(); names.len()])
    };
    let marks = tags::marks(types, &candidates);
    let keys = names.iter().zip(values).zip(&candidates).zip(marks);
    let keys = keys.map(|(((name, values), candidate), marks)| WebhookKey {
        name: name.clone(),
        values,
        has_shape: !matches!(candidate.ty, Type::Any | Type::Map(_)),
        marks,
    });
    let keys = keys.collect();
    let branches = candidates
        .into_iter()
        .zip(names)
        .map(|(candidate, name)| Branch {
            tag: Some(name.clone()),
            ..branch(candidate, kinds)
        });
    (branches.collect(), Plan::Webhook { property, keys })
}

/// A property that all bodies require and that holds the webhook's name:
/// one whose listed values have it, or one of a customary name whose values
/// nobody lists.
fn naming_property(
    types: &Types,
    names: &[String],
    candidates: &[Candidate],
    at: &Pointer,
    found: &mut Vec<Diagnostic>,
) -> Option<String> {
    let required = tags::required_names(types, candidates);
    let listed = required.into_iter().find(|property| {
        names.iter().zip(candidates).all(|(name, candidate)| {
            tags::required_values(types, &candidate.ty, property)
                .is_some_and(|values| values.contains(&Value::from(name.as_str())))
        })
    });
    if listed.is_some() {
        return listed;
    }
    let customary = CUSTOMARY.iter().find(|property| {
        candidates
            .iter()
            .all(|candidate| tags::requires_text(types, &candidate.ty, property))
    })?;
    let message = format!("`{customary}` of a body is taken to hold its webhook's name");
    found.push(
        Diagnostic::note(Code::Choice, at, message).help(
            "where it holds something else, state `name_at` under [webhooks] in codegen.toml",
        ),
    );
    Some((*customary).to_owned())
}

/// A property of the body as a JSON Pointer.
fn pointer(property: &str) -> String {
    format!("/{}", property.replace('~', "~0").replace('/', "~1"))
}
