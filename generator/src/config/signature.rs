//! `[webhooks.signature]`: the vendor's way to sign webhooks.

use ::toml::de::DeValue;

use super::setting::Setting;
use super::suggest::unknown;
use super::text::Fault;
use super::toml::{Fields, Value, filled, header, string, wrong_type};
use crate::signature::{Signature, SignatureEncoding, SignatureTime};

pub(super) const KEYS: &[&str] = &[
    "standard",
    "header",
    "separator",
    "prefix",
    "timestamp_prefix",
    "timestamp_header",
    "id_header",
    "payload",
    "encoding",
    "secret",
    "secret_prefix",
    "tolerance",
    "reason",
];

/// The time that Standard Webhooks and most vendors tolerate.
const TOLERANCE: u64 = 300;

pub(super) fn read(value: &Value<'_>) -> Result<Setting<Signature>, Fault> {
    let span = value.span();
    let mut fields = Fields::new("webhooks.signature", value, KEYS)?;
    fields.reason(&span)?;
    let tolerated = fields.take("tolerance");
    let tolerance = match tolerated {
        Some(value) => seconds(value)?,
        None => TOLERANCE,
    };
    let standard = fields.take("standard");
    let signature = match standard {
        Some(value) if value.get_ref().as_bool() == Some(true) => {
            if let Some(key) = fields.first() {
                return Err(Fault::new(
                    span,
                    format!("`{key}` stands beside `standard`, which says all but `tolerance`"),
                    "remove one of the two",
                ));
            }
            standard_webhooks(tolerance)
        }
        Some(value) => return Err(wrong_type("standard", "`true`", value)),
        None => stated(&mut fields, &span, tolerance)?,
    };
    match tolerated {
        Some(value) if signature.timestamp.is_none() => Err(Fault::new(
            value.span(),
            "`tolerance` has no effect on a signature without a time",
            "add `timestamp_prefix` or `timestamp_header`, or remove it",
        )),
        _ => Ok(Setting::new(signature, &span)),
    }
}

/// Standard Webhooks 1.0.0, symmetric keys.
fn standard_webhooks(tolerance: u64) -> Signature {
    Signature {
        header: "webhook-signature".to_owned(),
        separator: ' ',
        prefix: "v1,".to_owned(),
        timestamp: Some(SignatureTime::Header("webhook-timestamp".to_owned())),
        id_header: Some("webhook-id".to_owned()),
        payload: "{id}.{timestamp}.{body}".to_owned(),
        encoding: SignatureEncoding::Base64,
        secret_base64: Some("whsec_".to_owned()),
        tolerance,
    }
}

fn stated(
    fields: &mut Fields<'_, '_>,
    span: &std::ops::Range<usize>,
    tolerance: u64,
) -> Result<Signature, Fault> {
    let name = header("header", fields.need("header", span)?)?;
    let prefix = optional(fields, "prefix", text)?.unwrap_or_default();
    let by_prefix = optional(fields, "timestamp_prefix", filled)?.map(SignatureTime::Part);
    let by_header = optional(fields, "timestamp_header", header)?.map(SignatureTime::Header);
    let id_header = optional(fields, "id_header", header)?;
    let secret_prefix = optional(fields, "secret_prefix", text)?;
    let separator = match fields.take("separator") {
        Some(value) => character(value)?,
        None => ',',
    };
    let encoding = match fields.take("encoding") {
        Some(value) => encoding(value)?,
        None => SignatureEncoding::Hex,
    };
    let is_base64 = match fields.take("secret") {
        Some(value) => is_base64(value)?,
        None => false,
    };
    if by_prefix.is_some() && by_header.is_some() {
        return Err(Fault::new(
            span.clone(),
            "`timestamp_prefix` and `timestamp_header` both say where the time stands",
            "remove one of the two",
        ));
    }
    let timestamp = by_prefix.or(by_header);
    let (payload, at) = match fields.take("payload") {
        Some(value) => (string("payload", value)?, value.span()),
        None => ("{body}", span.clone()),
    };
    check_payload(payload, timestamp.is_some(), id_header.is_some())
        .map_err(|message| Fault::new(at, message, TEMPLATE))?;
    if secret_prefix.is_some() && !is_base64 {
        let message = "`secret_prefix` has no effect on a secret that is the key itself";
        return Err(Fault::new(
            span.clone(),
            message,
            "add `secret = \"base64\"`, or remove it",
        ));
    }
    Ok(Signature {
        header: name,
        separator,
        prefix,
        timestamp,
        id_header,
        payload: payload.to_owned(),
        encoding,
        secret_base64: is_base64.then(|| secret_prefix.unwrap_or_default()),
        tolerance,
    })
}

/// A value that may be absent.
fn optional(
    fields: &mut Fields<'_, '_>,
    key: &str,
    read: fn(&str, &Value<'_>) -> Result<String, Fault>,
) -> Result<Option<String>, Fault> {
    match fields.take(key) {
        Some(value) => read(key, value).map(Some),
        None => Ok(None),
    }
}

fn text(key: &str, value: &Value<'_>) -> Result<String, Fault> {
    string(key, value).map(str::to_owned)
}

const TEMPLATE: &str =
    "write one such as `{timestamp}.{body}`, with `timestamp_prefix` or `timestamp_header`";

/// Checks the template of what is signed: it has the body, and the time and the id just
/// where their places are stated.
fn check_payload(text: &str, has_time: bool, has_id: bool) -> Result<(), String> {
    let mut rest = text;
    while let Some((_, behind)) = rest.split_once('{') {
        let Some((name, behind)) = behind.split_once('}') else {
            return Err(format!("`{text}` has a `{{` without its `}}`"));
        };
        if !["body", "timestamp", "id"].contains(&name) {
            return Err(format!("`{{{name}}}` is no part of a webhook"));
        }
        rest = behind;
    }
    for (name, is_stated) in [
        ("{body}", true),
        ("{timestamp}", has_time),
        ("{id}", has_id),
    ] {
        match (text.contains(name), is_stated) {
            (false, true) => {
                return Err(format!(
                    "`payload` has no `{name}`, so it would not be signed"
                ));
            }
            (true, false) => {
                return Err(format!(
                    "`payload` has `{name}`, and no key says where that stands"
                ));
            }
            _ => {}
        }
    }
    Ok(())
}

fn character(value: &Value<'_>) -> Result<char, Fault> {
    let mut characters = string("separator", value)?.chars();
    match (characters.next(), characters.next()) {
        (Some(one), None) => Ok(one),
        _ => Err(wrong_type("separator", "a string of one character", value)),
    }
}

fn encoding(value: &Value<'_>) -> Result<SignatureEncoding, Fault> {
    match string("encoding", value)? {
        "hex" => Ok(SignatureEncoding::Hex),
        "base64" => Ok(SignatureEncoding::Base64),
        other => Err(unknown("encoding", other, value.span(), &["hex", "base64"])),
    }
}

fn is_base64(value: &Value<'_>) -> Result<bool, Fault> {
    match string("secret", value)? {
        "text" => Ok(false),
        "base64" => Ok(true),
        other => Err(unknown(
            "spelling",
            other,
            value.span(),
            &["text", "base64"],
        )),
    }
}

fn seconds(value: &Value<'_>) -> Result<u64, Fault> {
    let number = match value.get_ref() {
        DeValue::Integer(number) => u64::from_str_radix(number.as_str(), number.radix()).ok(),
        _ => None,
    };
    number.ok_or_else(|| wrong_type("tolerance", "a number of seconds", value))
}
