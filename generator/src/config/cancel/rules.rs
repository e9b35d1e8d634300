//! The rules of a mapping: states and errors, and the conditions that tell them.

use std::ops::Range;

use ::toml::de::DeValue;

use super::values::{constants, flag, pointers, response_pointer, word};
use crate::cancel::{Condition, ErrorKind, StateKind};
use crate::config::setting::Setting;
use crate::config::suggest::unknown;
use crate::config::text::Fault;
use crate::config::toml::{Fields, Member, Value, array, filled, members, string, table};

/// A condition on the value at some place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct If {
    /// The place, as a JSON Pointer.
    pub at: Setting<String>,
    /// The condition.
    pub is: Condition,
}

/// A state, and the conditions that it is told by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CancelStateRule {
    /// The state.
    pub state: StateKind,
    /// All of them must hold.
    pub conditions: Vec<If>,
    /// The places of the time at which it ends or has ended.
    pub at: Vec<Setting<String>>,
    /// True if it ends with the period that is paid for.
    pub with_period: bool,
}

/// An error, and the conditions that it is told by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CancelErrorRule {
    /// The kind of error.
    pub kind: Setting<ErrorKind>,
    /// The status codes; empty for any.
    pub status: Vec<Setting<u16>>,
    /// All of them must hold.
    pub conditions: Vec<If>,
    /// The source of the fact, where the document doesn't have it.
    pub reason: Option<String>,
}

/// Places in the body of an error.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CancelDetail {
    /// Those of the vendor's code.
    pub code: Vec<Setting<String>>,
    /// Those of the message.
    pub message: Vec<Setting<String>>,
    /// Those of the list of wrong fields.
    pub fields: Vec<Setting<String>>,
}

pub(super) const STATE: &[&str] = &["state", "if", "at", "with_period"];
pub(super) const ERROR: &[&str] = &["kind", "status", "if", "reason"];
pub(super) const DETAIL: &[&str] = &["code", "message", "fields"];

/// The words that `is` may have.
const IS: &[&str] = &["present", "absent", "future", "past"];

pub(super) fn states(value: &Value<'_>) -> Result<Vec<CancelStateRule>, Fault> {
    let rules = array("state", "of tables", value)?.iter();
    rules.map(state).collect()
}

fn state(value: &Value<'_>) -> Result<CancelStateRule, Fault> {
    let mut fields = Fields::new("state", value, STATE)?;
    let at = fields.take("at");
    let state = fields.need("state", &value.span())?;
    let stated = fields.take("if");
    let conditions = stated.map_or(Ok(Vec::new()), conditions)?;
    if conditions.is_empty() {
        return Err(Fault::new(
            value.span(),
            "a rule without conditions would hold for every subscription",
            "write what tells the state, such as `if = { \"/status\" = \"active\" }`; a subscription that no rule is about stays unknown",
        ));
    }
    let kind = word("state", state, StateKind::ALL, StateKind::as_str)?;
    let with_period = fields.take("with_period");
    let with_period = with_period.map(|value| flag("with_period", value, true));
    if let Some(Ok(at)) = &with_period
        && kind != StateKind::Scheduled
    {
        return Err(Fault::new(
            at.offset()..at.offset(),
            format!("`{}` isn't about to end", kind.as_str()),
            "remove `with_period`, or write `state = \"scheduled\"`",
        ));
    }
    Ok(CancelStateRule {
        state: kind,
        with_period: with_period.transpose()?.is_some(),
        conditions,
        at: at.map_or(Ok(Vec::new()), |at| pointers("at", at))?,
    })
}

pub(super) fn errors(value: &Value<'_>) -> Result<Vec<CancelErrorRule>, Fault> {
    let rules = array("error", "of tables", value)?.iter();
    rules.map(error).collect()
}

fn error(value: &Value<'_>) -> Result<CancelErrorRule, Fault> {
    let mut fields = Fields::new("error", value, ERROR)?;
    let stated = fields.need("kind", &value.span())?;
    let kind = word("kind", stated, ErrorKind::ALL, ErrorKind::as_str)?;
    let status = fields.take("status").map_or(Ok(Vec::new()), statuses)?;
    let conditions = fields.take("if").map_or(Ok(Vec::new()), conditions)?;
    if status.is_empty() && conditions.is_empty() {
        return Err(Fault::new(
            value.span(),
            "a rule without `status` and `if` would hold for every error",
            "write what tells the error, such as `status = 409`",
        ));
    }
    let reason = fields.take("reason");
    Ok(CancelErrorRule {
        kind: Setting::new(kind, &stated.span()),
        status,
        conditions,
        reason: reason.map(|reason| filled("reason", reason)).transpose()?,
    })
}

fn statuses(value: &Value<'_>) -> Result<Vec<Setting<u16>>, Fault> {
    match value.get_ref() {
        DeValue::Array(items) => items.iter().map(status).collect(),
        _ => Ok(vec![status(value)?]),
    }
}

fn status(value: &Value<'_>) -> Result<Setting<u16>, Fault> {
    let number = match value.get_ref() {
        DeValue::Integer(number) => number.as_str().parse().ok(),
        _ => None,
    };
    let status = number.filter(|status| (100..600).contains(status));
    let status = status.ok_or_else(|| {
        Fault::new(
            value.span(),
            "`status` is not an HTTP status",
            "write an integer such as `status = 409`, or several: `status = [404, 409]`",
        )
    })?;
    Ok(Setting::new(status, &value.span()))
}

pub(super) fn conditions(value: &Value<'_>) -> Result<Vec<If>, Fault> {
    let conditions = members(table("if", value)?);
    let conditions = conditions.map(|Member { key, span, value }| {
        response_pointer(key, &span)?;
        Ok(If {
            at: Setting::new(key.to_owned(), &span),
            is: condition(key, value, &span)?,
        })
    });
    conditions.collect()
}

fn condition(key: &str, value: &Value<'_>, span: &Range<usize>) -> Result<Condition, Fault> {
    let DeValue::Table(table) = value.get_ref() else {
        return Ok(Condition::In(constants(key, value)?));
    };
    let mut members = members(table);
    let (Some(only), None) = (members.next(), members.next()) else {
        return Err(Fault::new(
            span.clone(),
            format!("`{key}` has no condition"),
            "write a constant, an array of constants, `{ is = \"present\" }` or `{ contains = \"text\" }`",
        ));
    };
    match only.key {
        "is" => match string("is", only.value)? {
            "present" => Ok(Condition::Present),
            "absent" => Ok(Condition::Absent),
            "future" => Ok(Condition::Future),
            "past" => Ok(Condition::Past),
            other => Err(unknown("condition", other, only.value.span(), IS)),
        },
        "contains" => filled("contains", only.value).map(Condition::Contains),
        "null" => Ok(Condition::In(constants(key, value)?)),
        other => Err(unknown("condition", other, only.span, &["is", "contains"])),
    }
}

pub(super) fn detail(value: &Value<'_>) -> Result<CancelDetail, Fault> {
    let mut fields = Fields::new("detail", value, DETAIL)?;
    let mut places = |key: &str| {
        let value = fields.take(key);
        value.map_or(Ok(Vec::new()), |value| pointers(key, value))
    };
    Ok(CancelDetail {
        code: places("code")?,
        message: places("message")?,
        fields: places("fields")?,
    })
}
