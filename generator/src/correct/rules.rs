//! The corrections, found by the places that they are for.

use std::collections::HashMap;

use crate::config::{Config, Correct, Correction, Places, Setting};
use crate::diag::{Code, Diagnostic, Pointer};

/// All corrections of a run, and their effect so far.
pub(super) struct Rules<'c> {
    rules: Vec<Rule<'c>>,
    /// Those for one place, by its pointer.
    by_place: HashMap<&'c str, Vec<usize>>,
    /// Those for many.
    patterns: Vec<usize>,
}

/// A correction, and its effect so far.
struct Rule<'c> {
    places: &'c Places,
    correction: &'c Setting<Correction>,
    has_effect: bool,
    /// A place where it has none, and the reason: the first in the order of places, as
    /// schemas come in any order.
    refused: Option<(Pointer, &'static str)>,
}

/// The effect of a correction at a place: an error says why there is none.
pub(super) type Effect = Result<(), &'static str>;

impl<'c> Rules<'c> {
    pub(super) fn of(entries: &'c [Correct]) -> Self {
        let mut all = Self {
            rules: Vec::new(),
            by_place: HashMap::new(),
            patterns: Vec::new(),
        };
        for entry in entries {
            for correction in &entry.corrections {
                let index = all.rules.len();
                match entry.at.is_single() {
                    true => all
                        .by_place
                        .entry(entry.at.as_str())
                        .or_default()
                        .push(index),
                    false => all.patterns.push(index),
                }
                all.rules.push(Rule {
                    places: &entry.at,
                    correction,
                    has_effect: false,
                    refused: None,
                });
            }
        }
        all
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// Applies the corrections for a place to what stands there. `apply` gives nothing
    /// for a correction that is for something else.
    pub(super) fn at(
        &mut self,
        place: &Pointer,
        mut apply: impl FnMut(&Correction) -> Option<Effect>,
    ) {
        let single = self.by_place.get(place.path()).into_iter().flatten();
        for index in single.chain(&self.patterns) {
            let Some(rule) = self.rules.get_mut(*index) else {
                continue;
            };
            if !rule.places.holds(place.path()) {
                continue;
            }
            match apply(rule.correction) {
                None => {}
                Some(Ok(())) => rule.has_effect = true,
                Some(Err(why)) => {
                    let earlier = rule.refused.as_ref();
                    if earlier.is_none_or(|(earlier, _)| place < earlier) {
                        rule.refused = Some((place.clone(), why));
                    }
                }
            }
        }
    }

    /// Errors about the corrections that reached their places and changed nothing. All
    /// that reached any are marked as used.
    pub(super) fn without_effect(&self, config: &Config) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for rule in &self.rules {
            match &rule.refused {
                _ if rule.has_effect => {
                    rule.correction.apply();
                }
                None => {}
                Some((place, why)) => {
                    let key = rule.correction.apply().key();
                    let message = format!("`{key}` changes nothing: {why}");
                    let error = config.diagnostic(rule.correction, Code::UnusedConfig, message);
                    let help = "remove the key, or correct the place in `at`";
                    found.push(error.related(place, "the place that it is for").help(help));
                }
            }
        }
        found
    }
}
