//! The operations of a mapping: what is called, and what of a request is filled.

use std::collections::BTreeSet;

use ::toml::de::DeValue;

use super::values::{constant, known_word, pointer, response_pointer, target, target_value, word};
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
    /// The timing.
    pub when: Timing,
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
}

/// The way to list a customer's subscriptions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CancelList {
    /// The operation; its subscription is the place within an item.
    pub operation: CancelOperation,
    /// The place of the customer.
    pub customer: Setting<Target>,
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
    "copy",
    "subscription",
];
pub(super) const READ: &[&str] = &["operation", "set", "subscription"];
pub(super) const UNDO: &[&str] = &["operation", "set", "copy", "subscription"];
pub(super) const LIST: &[&str] = &[
    "operation",
    "set",
    "customer",
    "items",
    "subscription",
    "key",
];

pub(super) fn requests(value: &Value<'_>) -> Result<Vec<CancelRequest>, Fault> {
    let mut requests = Vec::new();
    let mut seen = BTreeSet::new();
    for item in array("request", "of tables", value)? {
        let request = request(item)?;
        if !seen.insert(request.when) {
            let what = format!("the timing `{}`", request.when.as_str());
            return Err(twice(item.span(), &what));
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
    let when = word(
        "when",
        fields.need("when", &span)?,
        Timing::ALL,
        Timing::as_str,
    )?;
    let date = place(&mut fields, "date")?;
    match (when, &date) {
        (Timing::Date, None) => {
            fields.need("date", &span)?;
        }
        (Timing::Date, Some(_)) | (_, None) => {}
        (other, Some(date)) => {
            let at = date.offset();
            return Err(Fault::new(
                at..at,
                format!("a request with `when = \"{}\"` has no date", other.as_str()),
                "remove `date`, or write `when = \"date\"`",
            ));
        }
    }
    let date_format = match fields.take("date_format") {
        Some(value) => {
            let format = word("date_format", value, DateFormat::ALL, DateFormat::as_str)?;
            Some(Setting::new(format, &value.span()))
        }
        None => None,
    };
    Ok(CancelRequest {
        when,
        date,
        date_format,
        reason: place(&mut fields, "reason")?,
        category: place(&mut fields, "category")?,
        money: fields.take("money").map_or(Ok(Vec::new()), money)?,
        operation: operation(&mut fields, value)?,
    })
}

fn place(fields: &mut Fields<'_, '_>, key: &str) -> Result<Option<Setting<Target>>, Fault> {
    let value = fields.take(key);
    value.map(|value| target_value(key, value)).transpose()
}

fn money(value: &Value<'_>) -> Result<Vec<MoneyChoice>, Fault> {
    let choices = members(table("money", value)?);
    let choices = choices.map(|Member { key, span, value }| {
        let choice = known_word("choice", key, span.clone(), Money::ALL, Money::as_str)?;
        Ok((Setting::new(choice, &span), sets(key, value)?))
    });
    choices.collect()
}

fn sets(key: &str, value: &Value<'_>) -> Result<Vec<Set>, Fault> {
    let constants = members(table(key, value)?);
    let constants = constants.map(|Member { key, span, value }| {
        Ok(Set {
            target: target(key, &span)?,
            value: constant(key, value)?,
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
    let customer = target_value("customer", fields.need("customer", &value.span())?)?;
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
        items,
        key,
    })
}
