//! Conditions of a mapping, and the rules that they are of.

use super::kinds::ErrorKind;
use super::mapping::{Condition, Constant, ErrorRule, StateRule, TimeUnit};
use super::moment::Moment;
use super::pointer::find;
use crate::runtime::json::tree::Tree;

/// The first rule whose conditions hold, and the time at which it ends or has ended.
pub(crate) fn state_of(
    rules: &'static [StateRule],
    subscription: &Tree<'_>,
    unit: TimeUnit,
) -> Option<(&'static StateRule, Option<Moment>)> {
    let mut rules = rules.iter();
    let rule = rules.find(|rule| all_hold(rule.conditions, subscription, unit))?;
    let mut places = rule.at.iter();
    let at = places.find_map(|place| Moment::of(find(subscription, place)?, unit));
    Some((rule, at))
}

/// The kind of error that the first rule tells which is about such a response.
pub(crate) fn error_of(
    rules: &[ErrorRule],
    status: u16,
    body: &Tree<'_>,
    unit: TimeUnit,
) -> Option<ErrorKind> {
    let mut rules = rules.iter();
    let rule = rules.find(|rule| {
        let is_about = match rule.status {
            [] => !(200..300).contains(&status),
            statuses => statuses.contains(&status),
        };
        is_about && all_hold(rule.conditions, body, unit)
    });
    rule.map(|rule| rule.kind)
}

fn all_hold(conditions: &[(&str, Condition)], json: &Tree<'_>, unit: TimeUnit) -> bool {
    unmet(conditions, json, unit).is_none()
}

/// The place of the first condition that doesn't hold.
pub(crate) fn unmet<'c>(
    conditions: &[(&'c str, Condition)],
    json: &Tree<'_>,
    unit: TimeUnit,
) -> Option<&'c str> {
    let mut conditions = conditions.iter();
    let unmet = conditions.find(|(place, condition)| !holds(*condition, find(json, place), unit));
    unmet.map(|(place, _)| *place)
}

fn holds(condition: Condition, value: Option<&Tree<'_>>, unit: TimeUnit) -> bool {
    let value = value.filter(|value| !matches!(value, Tree::Null));
    let time = || value.and_then(|value| Moment::of(value, unit));
    match condition {
        Condition::In(constants) => constants.iter().any(|one| is_equal(*one, value)),
        Condition::Present => value.is_some(),
        Condition::Absent => value.is_none(),
        Condition::Future => time().is_some_and(Moment::is_future),
        Condition::Past => time().is_some_and(|time| !time.is_future()),
        Condition::Contains(part) => matches!(
            value,
            Some(Tree::String(text)) if text.to_lowercase().contains(&part.to_lowercase())
        ),
    }
}

fn is_equal(constant: Constant, value: Option<&Tree<'_>>) -> bool {
    match (constant, value) {
        (Constant::Null, None) => true,
        (Constant::Bool(constant), Some(Tree::Bool(value))) => *value == constant,
        (Constant::Integer(constant), Some(Tree::Number(value))) => value.parse() == Ok(constant),
        (Constant::Text(constant), Some(Tree::String(value))) => *value == constant,
        _ => false,
    }
}
