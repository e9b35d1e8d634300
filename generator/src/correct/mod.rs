//! The document as the vendor's servers keep to it.
//!
//! Takes a [`Spec`] and a [`Config`], gives the [`Spec`] with the corrections of
//! `[[correct]]` and `[security.…]`. Texts stay as they are. Must not know what becomes
//! of any of it.
//!
//! | file | holds |
//! |---|---|
//! | `rules` | the corrections by the places that they are for |
//! | `schemas`, `responses` | the places, and the effect of a correction there |
//! | `security` | security schemes |

mod responses;
mod rules;
mod schemas;
mod security;

use crate::config::Config;
use crate::diag::Diagnostic;
use crate::spec::Spec;
use rules::Rules;

/// The document with its corrections, and errors about those that have no effect at
/// the places that they are for. One that is for no place isn't marked as used.
pub fn correct(mut spec: Spec, config: &Config) -> (Spec, Vec<Diagnostic>) {
    let mut rules = Rules::of(&config.correct);
    if !rules.is_empty() {
        spec.schemas
            .for_each(|schema| schemas::correct(schema, &mut rules));
        for operation in &mut spec.operations {
            responses::correct(operation, &mut rules);
        }
    }
    let mut found = rules.without_effect(config);
    security::apply(&mut spec, config, &mut found);
    (spec, found)
}
