//! A document that actions change.

use super::document::{Action, Change};
use super::merge::{Clash, put};
use super::query::Query;
use super::steps::{Step, part, remove, steps};
use crate::diag::{Code, Diagnostic};
use crate::source::{Origins, Source};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The most values that the actions of all overlays may add to one file.
const MOST_ADDED: usize = 2_000_000;

/// The deepest nesting that a change may lead to.
const DEEPEST: usize = 127;

/// A file's value while actions change it.
#[derive(Debug)]
pub(super) struct Draft {
    name: String,
    value: Value,
    origins: Origins,
    /// The values that may still be added.
    left: usize,
}

impl Draft {
    pub(super) fn of(source: &Source) -> Self {
        Self {
            name: source.name().to_owned(),
            value: source.value().clone(),
            origins: source.origins(),
            left: MOST_ADDED,
        }
    }

    /// The value, and the places that its parts are from.
    pub(super) fn finish(self) -> (Value, Origins) {
        (self.value, self.origins)
    }

    /// Carries an action out.
    pub(super) fn change(&mut self, action: &Action) -> Result<(), Box<Diagnostic>> {
        let target = &action.target;
        let selected = target.select(&self.value);
        let places: Vec<Vec<Step>> = selected.locations().map(steps).collect();
        if places.is_empty() {
            return Err(self.unmatched(target));
        }
        match &action.change {
            Change::Remove => self.remove(target, places),
            Change::Update(at, value) => self.put(action, &places, value, &Origins::of(at.clone())),
            Change::Copy(query) => {
                let (value, from) = self.value_to_copy(query)?;
                self.put(action, &places, &value, &from)
            }
        }
    }

    fn unmatched(&self, query: &Query) -> Box<Diagnostic> {
        let message = format!("`{}` selects nothing in {}", query.text, self.name);
        let advice = query.advice(&self.value);
        let advice = match advice.is_empty() {
            true => "correct it, or remove the action".to_owned(),
            false => format!("{advice}Else remove the action"),
        };
        let unmatched = Diagnostic::error(Code::UnmatchedAction, &query.at, message);
        Box::new(unmatched.help(advice))
    }

    fn remove(&mut self, target: &Query, places: Vec<Vec<Step>>) -> Result<(), Box<Diagnostic>> {
        if places.iter().any(Vec::is_empty) {
            let message = "the whole document can't be removed";
            let error = Diagnostic::error(Code::Overlay, &target.at, message);
            return Err(Box::new(error.help("select a part of it")));
        }
        let mut parts: BTreeMap<Vec<Step>, BTreeSet<Step>> = BTreeMap::new();
        for mut place in places {
            let last = place.pop();
            parts.entry(place).or_default().extend(last);
        }
        // The last first: those before keep their places.
        for (place, parts) in parts.iter().rev() {
            remove(&mut self.value, &mut self.origins, place, parts, &target.at);
        }
        Ok(())
    }

    /// The one value that a query selects, and its origins.
    fn value_to_copy(&self, query: &Query) -> Result<(Value, Origins), Box<Diagnostic>> {
        let selected = query.select(&self.value);
        match selected.exactly_one() {
            Ok(node) => {
                let mut origins = self.origins.clone();
                for step in steps(node.location()) {
                    origins = match step {
                        Step::Key(key) => origins.child(&key),
                        Step::Index(index) => origins.child(&index.to_string()),
                    };
                }
                Ok((node.node().clone(), origins))
            }
            Err(error) if error.is_empty() => Err(self.unmatched(query)),
            Err(error) => {
                let number = error.as_more_than_one().unwrap_or_default();
                let message = format!("`{}` selects {number} values", query.text);
                let error = Diagnostic::error(Code::Overlay, &query.at, message);
                Err(Box::new(error.help("one value is copied: select one")))
            }
        }
    }

    fn put(
        &mut self,
        action: &Action,
        places: &[Vec<Step>],
        value: &Value,
        from: &Origins,
    ) -> Result<(), Box<Diagnostic>> {
        let (number, depth) = size(value);
        let deepest = places.iter().map(Vec::len).max().unwrap_or_default() + depth;
        let left = self.left.checked_sub(number.saturating_mul(places.len()));
        let (Some(left), true) = (left, deepest <= DEEPEST) else {
            let message = "the document would become too large or too deep";
            let error = Diagnostic::error(Code::Overlay, &action.target.at, message);
            return Err(Box::new(error.help(format!(
                "overlays add at most {MOST_ADDED} values, and nest at most {DEEPEST} levels deep"
            ))));
        };
        self.left = left;
        for place in places {
            let Some((target, origins)) = part(&mut self.value, &mut self.origins, place) else {
                continue;
            };
            put(target, origins, value, from).map_err(|clash| self.clash(&clash))?;
        }
        Ok(())
    }

    fn clash(&self, clash: &Clash) -> Box<Diagnostic> {
        let ((new, old), (at, other)) = (clash.kinds, &clash.places);
        let message = format!(
            "the overlay has {} where {} has {}",
            a(new),
            self.name,
            a(old)
        );
        let error = Diagnostic::error(Code::Overlay, at, message);
        let error = error.related(other, format!("{} that it would replace", a(old)));
        let help = "remove the old value by an action before this one, or write one of its type";
        Box::new(error.help(help))
    }
}

fn a(kind: &str) -> String {
    match kind {
        "null" => "null".to_owned(),
        kind if kind.starts_with(['a', 'i', 'o']) => format!("an {kind}"),
        kind => format!("a {kind}"),
    }
}

/// The number of values in a value, and the levels that they nest.
fn size(value: &Value) -> (usize, usize) {
    let (mut number, mut depth) = (0, 0);
    let mut waiting = vec![(value, 1)];
    while let Some((value, level)) = waiting.pop() {
        number += 1;
        depth = depth.max(level);
        match value {
            Value::Object(members) => {
                waiting.extend(members.values().map(|one| (one, level + 1)));
            }
            Value::Array(items) => waiting.extend(items.iter().map(|one| (one, level + 1))),
            _ => {}
        }
    }
    (number, depth)
}
