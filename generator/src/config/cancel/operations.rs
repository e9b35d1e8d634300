//! The operations of a mapping: what is called, and what of a request is filled.

use std::collections::BTreeSet;

use ::toml::de::DeValue;

use super::rules::{If, conditions};
use super::values::{
    constant_or_array, flag, known_word, pointer, response_pointer, target, target_value, word,
};
use crate::cancel::{Constant, DateFormat, Money, Target, Timing};
use crate::config::setting::Setting;
use crate::config::text::Fault;
use crate::config::toml::{Fields, Member, Value, array, filled, members, table, twice};

/// A constant that is always sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Set {
    /// The place in the request.
    pub target: Setting<Target>,
    /// The value.
    pub value: Constant,
}

/// A value of the subscription that is read first and sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copy {
    /// The place in the subscription, as a JSON Pointer.
    pub from: Setting<String>,
    /// The place in the request.
    pub target: Setting<Target>,
}

/// An operation, and what of it is filled beside the key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CancelOperation {
    /// Its `operationId`, or `METHOD /path`.
    pub operation: Setting<String>,
    /// The constants that are always sent.
    pub set: Vec<Set>,
    /// The conditions on the subscription that is read first.
    pub conditions: Vec<If>,
    /// The values of the subscription that is read first.
    pub copy: Vec<Copy>,
    /// The place of the subscription in a success, where it isn't the usual one; `Some(None)`
    /// for none.
    pub subscription: Option<Option<Setting<String>>>,
}

/// A choice for the money, and the constants that say it.
pub type MoneyChoice = (Setting<Money>, Vec<Set>);

/// The way to cancel with one timing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CancelRequest {
    /// The timings that have this request.
    pub when: Vec<Timing>,
    /// The operation.
    pub operation: CancelOperation,
    /// The place of the date, for [`Timing::Date`].
    pub date: Option<Setting<Target>>,
    /// The form of the date, where the schema doesn't tell it.
    pub date_format: Option<Setting<DateFormat>>,
    /// The place of the reason's text.
    pub reason: Option<Setting<Target>>,
    /// The place of the reason's kind.
    pub category: Option<Setting<Target>>,
    /// The choices for the money, and the constants that say them.
    pub money: Vec<MoneyChoice>,
    /// True if the vendor's default for the money isn't offered.
    pub needs_money: bool,
}

/// The way to list a customer's subscriptions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CancelList {
    /// The operation; its subscription is the place within an item.
    pub operation: CancelOperation,
    /// The place of the customer in the request.
    pub customer: Option<Setting<Target>>,
    /// The place of the customer in a subscription, where the list has those of others too.
    pub customer_at: Option<Setting<String>>,
    /// The place of the items, for an operation whose responses have all.
    pub items: Option<Setting<String>>,
    /// The places of the parts of the key, in a subscription.
    pub key: Vec<(Setting<String>, Setting<String>)>,
}

pub(super) const REQUEST: &[&str] = &[
    "when",
    "operation",
    "set",
    "date",
    "date_format",
    "reason",
    "category",
    "money",
    "if",
    "copy",
    "subscription",
];
pub(super) const READ: &[&str] = &["operation", "set", "subscription"];
pub(super) const UNDO: &[&str] = &["operation", "set", "if", "copy", "subscription"];
pub(super) const LIST: &[&str] = &[
    "operation",
    "set",
    "customer",
    "customer_at",
    "items",
    "subscription",
    "key",
];

pub(super) fn requests(value: &Value<'_>) -> Result<Vec<CancelRequest>, Fault> {
    let mut requests = Vec::new();
    let mut seen = BTreeSet::new();
    for item in array("request", "of tables", value)? {
        let request = request(item)?;
        for when in &request.when {
            if !seen.insert(*when) {
                let what = format!("the timing `{}`", when.as_str());
                return Err(twice(item.span(), &what));
            }
        }
        requests.push(request);
    }
    if requests.is_empty() {
        return Err(Fault::new(
            value.span(),
            "`request` is empty, so nothing could be cancelled",
            "write `[[cancel.request]]`, once for each timing",
        ));
    }
    Ok(requests)
}

fn request(value: &Value<'_>) -> Result<CancelRequest, Fault> {
    let span = value.span();
    let mut fields = Fields::new("request", value, REQUEST)?;
    let when = timings(fields.need("when", &span)?)?;
    let date = place(&mut fields, "date")?;
    let other = when.iter().find(|when| **when != Timing::Date);
    match (other, &date) {
        (None, None) => {
            fields.need("date", &span)?;
        }
        (None, Some(_)) | (Some(_), None) => {}
        (Some(other), Some(date)) => {
            let at = date.offset();
            return Err(Fault::new(
                at..at,
                format!("a request with `when = \"{}\"` has no date", other.as_str()),
                "remove `date`, or write `when = \"date\"`",
            ));
        }
    }
    if other.is_some() && when.contains(&Timing::Date) {
        return Err(Fault::new(
            span,
            "a request on a date has another form than one without",
            "write an entry of its own with `when = \"date\"`",
        ));
    }
    let date_format = match fields.take("date_format") {
        Some(value) => {
            let format = word("date_format", value, DateFormat::ALL, DateFormat::as_str)?;
            Some(Setting::new(format, &value.span()))
        }
        None => None,
    };
    let (choices, needs_money) = match fields.take("money") {
        Some(value) => money(value)?,
        None => (Vec::new(), false),
    };
    Ok(CancelRequest {
        when,
        date,
        date_format,
        reason: place(&mut fields, "reason")?,
        category: place(&mut fields, "category")?,
        money: choices,
        needs_money,
        operation: operation(&mut fields, value)?,
    })
}

fn place(fields: &mut Fields<'_, '_>, key: &str) -> Result<Option<Setting<Target>>, Fault> {
    let value = fields.take(key);
    value.map(|value| target_value(key, value)).transpose()
}

/// The timings of a request.
fn timings(value: &Value<'_>) -> Result<Vec<Timing>, Fault> {
    let timing = |one: &Value<'_>| word("when", one, Timing::ALL, Timing::as_str);
    match value.get_ref() {
        DeValue::Array(items) if !items.is_empty() => items.iter().map(timing).collect(),
        _ => Ok(vec![timing(value)?]),
    }
}

/// The choices for the money; true if one of them has to be made.
fn money(value: &Value<'_>) -> Result<(Vec<MoneyChoice>, bool), Fault> {
    let mut choices = Vec::new();
    let mut needs_money = false;
    for Member {
        key,
        span,
        value: stated,
    } in members(table("money", value)?)
    {
        let choice = known_word("choice", key, span.clone(), Money::ALL, Money::as_str)?;
        if choice == Money::VendorDefault && matches!(stated.get_ref(), DeValue::Boolean(_)) {
            flag("default", stated, false)?;
            needs_money = true;
        } else {
            choices.push((Setting::new(choice, &span), sets(key, stated)?));
        }
    }
    if needs_money && choices.is_empty() {
        return Err(Fault::new(
            value.span(),
            "without a choice for the money, nothing could be cancelled",
            "add a choice, such as `refund = {}`",
        ));
    }
    Ok((choices, needs_money))
}

fn sets(key: &str, value: &Value<'_>) -> Result<Vec<Set>, Fault> {
    let constants = members(table(key, value)?);
    let constants = constants.map(|Member { key, span, value }| {
        Ok(Set {
            target: target(key, &span)?,
            value: constant_or_array(key, value)?,
        })
    });
    constants.collect()
}

fn copies(value: &Value<'_>) -> Result<Vec<Copy>, Fault> {
    let copies = members(table("copy", value)?);
    let copies = copies.map(|Member { key, span, value }| {
        response_pointer(key, &span)?;
        Ok(Copy {
            from: Setting::new(key.to_owned(), &span),
            target: target_value("copy", value)?,
        })
    });
    copies.collect()
}

fn operation(fields: &mut Fields<'_, '_>, of: &Value<'_>) -> Result<CancelOperation, Fault> {
    let id = fields.need("operation", &of.span())?;
    Ok(CancelOperation {
        operation: Setting::new(filled("operation", id)?, &id.span()),
        set: fields
            .take("set")
            .map_or(Ok(Vec::new()), |value| sets("set", value))?,
        conditions: fields.take("if").map_or(Ok(Vec::new()), conditions)?,
        copy: fields.take("copy").map_or(Ok(Vec::new()), copies)?,
        subscription: fields.take("subscription").map(subscription).transpose()?,
    })
}

fn subscription(value: &Value<'_>) -> Result<Option<Setting<String>>, Fault> {
    match value.get_ref() {
        DeValue::Boolean(false) => Ok(None),
        _ => pointer("subscription", value).map(Some),
    }
}

pub(super) fn reads(value: &Value<'_>) -> Result<Vec<CancelOperation>, Fault> {
    let reads = array("read", "of tables", value)?.iter();
    let reads = reads.map(|one| operation(&mut Fields::new("read", one, READ)?, one));
    reads.collect()
}

pub(super) fn undo(key: &str, value: &Value<'_>) -> Result<CancelOperation, Fault> {
    operation(&mut Fields::new(key, value, UNDO)?, value)
}

pub(super) fn list(key: &str, value: &Value<'_>) -> Result<CancelList, Fault> {
    let mut fields = Fields::new(key, value, LIST)?;
    let customer_at = fields.take("customer_at");
    let customer_at = customer_at
        .map(|at| pointer("customer_at", at))
        .transpose()?;
    let customer = place(&mut fields, "customer")?;
    if customer.is_none() && customer_at.is_none() {
        fields.need("customer", &value.span())?;
    }
    let items = fields.take("items");
    let items = items.map(|items| pointer("items", items)).transpose()?;
    let mut key = Vec::new();
    for part in members(table("key", fields.need("key", &value.span())?)?) {
        let name = Setting::new(part.key.to_owned(), &part.span);
        key.push((name, pointer("key", part.value)?));
    }
    Ok(CancelList {
        operation: operation(&mut fields, value)?,
        customer,
        customer_at,
        items,
        key,
    })
}
