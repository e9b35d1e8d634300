//! The values of a mapping's settings: targets, pointers, constants, words.

use std::collections::BTreeSet;
use std::ops::Range;

use ::toml::de::DeValue;

use crate::cancel::{Constant, Target};
use crate::config::setting::Setting;
use crate::config::suggest::unknown;
use crate::config::text::Fault;
use crate::config::toml::{Value, check_pointer, members, string, twice};

/// One of the words that are known here.
pub(super) fn known_word<T: Copy>(
    what: &str,
    written: &str,
    span: Range<usize>,
    all: &[T],
    as_str: fn(T) -> &'static str,
) -> Result<T, Fault> {
    let found = all.iter().copied().find(|one| as_str(*one) == written);
    found.ok_or_else(|| {
        let known: Vec<_> = all.iter().map(|one| as_str(*one)).collect();
        unknown(what, written, span, &known)
    })
}

/// A string that is one of the words that are known here.
pub(super) fn word<T: Copy>(
    what: &str,
    value: &Value<'_>,
    all: &[T],
    as_str: fn(T) -> &'static str,
) -> Result<T, Fault> {
    known_word(what, string(what, value)?, value.span(), all, as_str)
}

/// A JSON Pointer into a response; empty for the whole.
pub(super) fn pointer(key: &str, value: &Value<'_>) -> Result<Setting<String>, Fault> {
    let text = string(key, value)?;
    response_pointer(text, &value.span())?;
    Ok(Setting::new(text.to_owned(), &value.span()))
}

/// Checks a pointer in which `[member=text]` may stand for an item of an array.
pub(super) fn response_pointer(text: &str, span: &Range<usize>) -> Result<(), Fault> {
    if text.is_empty() {
        return Ok(());
    }
    check_pointer(text, span)?;
    for token in text.split('/').filter(|token| token.starts_with('[')) {
        let inner = token.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
        if inner.is_none_or(|inner| !inner.contains('=')) {
            return Err(Fault::new(
                span.clone(),
                format!("`{token}` in `{text}` names no item of an array"),
                "write one such as `/actions/[type=CANCEL]/id`",
            ));
        }
    }
    Ok(())
}

/// A boolean that says something with this value alone.
pub(super) fn flag(key: &str, value: &Value<'_>, only: bool) -> Result<Setting<()>, Fault> {
    match value.get_ref() {
        DeValue::Boolean(value_) if *value_ == only => Ok(Setting::new((), &value.span())),
        _ => Err(Fault::new(
            value.span(),
            format!("`{key}` isn't `{only}`"),
            format!("write `{key} = {only}`, or leave it out"),
        )),
    }
}

/// One pointer, or an array of them.
pub(super) fn pointers(key: &str, value: &Value<'_>) -> Result<Vec<Setting<String>>, Fault> {
    match value.get_ref() {
        DeValue::Array(items) => items.iter().map(|item| pointer(key, item)).collect(),
        _ => Ok(vec![pointer(key, value)?]),
    }
}

/// A place in a request: `path id`, `query id`, `header X-Id`, `body /id`.
pub(super) fn target(text: &str, span: &Range<usize>) -> Result<Setting<Target>, Fault> {
    const LOCATIONS: &[&str] = &["path", "query", "header", "body"];
    let Some((location, name)) = text.split_once(' ').filter(|(_, name)| !name.is_empty()) else {
        return Err(Fault::new(
            span.clone(),
            format!("`{text}` is no place in a request"),
            "write one such as `path id`, `query id`, `header X-Id` or `body /id`",
        ));
    };
    let name = name.to_owned();
    let target = match location {
        "path" => Target::Path(name),
        "query" => Target::Query(name),
        "header" => Target::Header(name),
        "body" => {
            check_pointer(&name, span)?;
            Target::Body(name)
        }
        other => return Err(unknown("part of a request", other, span.clone(), LOCATIONS)),
    };
    Ok(Setting::new(target, span))
}

/// A string that is a place in a request.
pub(super) fn target_value(key: &str, value: &Value<'_>) -> Result<Setting<Target>, Fault> {
    target(string(key, value)?, &value.span())
}

/// One place in a request, or an array of them.
pub(super) fn targets(key: &str, value: &Value<'_>) -> Result<Vec<Setting<Target>>, Fault> {
    let DeValue::Array(items) = value.get_ref() else {
        return Ok(vec![target_value(key, value)?]);
    };
    let mut targets = Vec::new();
    let mut seen = BTreeSet::new();
    for item in items {
        let target = target_value(key, item)?;
        if !seen.insert(target.to_string()) {
            return Err(twice(item.span(), &format!("`{}`", *target)));
        }
        targets.push(target);
    }
    if targets.is_empty() {
        return Err(Fault::new(
            value.span(),
            format!("`{key}` is empty, so nothing takes it"),
            "write a place such as `path id`",
        ));
    }
    Ok(targets)
}

/// A constant, or an array of them.
pub(super) fn constant_or_array(key: &str, value: &Value<'_>) -> Result<Constant, Fault> {
    match value.get_ref() {
        DeValue::Array(_) => Ok(Constant::Array(constants(key, value)?)),
        _ => constant(key, value),
    }
}

/// A constant: a string, an integer, a boolean, `{ null = true }` or `{}`.
pub(super) fn constant(key: &str, value: &Value<'_>) -> Result<Constant, Fault> {
    let fault = || {
        Fault::new(
            value.span(),
            format!("`{key}` has no constant"),
            "write a string, an integer, a boolean, `{ null = true }`, or `{}` for an empty object",
        )
    };
    match value.get_ref() {
        DeValue::String(text) => Ok(Constant::Text(text.to_string())),
        DeValue::Boolean(value) => Ok(Constant::Bool(*value)),
        DeValue::Integer(number) => match number.as_str().parse() {
            Ok(number) => Ok(Constant::Integer(number)),
            Err(_) => Err(fault()),
        },
        DeValue::Table(table) => {
            let mut members = members(table);
            match (members.next(), members.next()) {
                (None, _) => Ok(Constant::Object),
                (Some(only), None)
                    if only.key == "null"
                        && matches!(only.value.get_ref(), DeValue::Boolean(true)) =>
                {
                    Ok(Constant::Null)
                }
                _ => Err(fault()),
            }
        }
        _ => Err(fault()),
    }
}

/// One constant, or an array of them.
pub(super) fn constants(key: &str, value: &Value<'_>) -> Result<Vec<Constant>, Fault> {
    match value.get_ref() {
        DeValue::Array(items) => items.iter().map(|item| constant(key, item)).collect(),
        _ => Ok(vec![constant(key, value)?]),
    }
}
