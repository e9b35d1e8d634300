//! Types of other crates: what [`own_type!`](crate::runtime::own_type) expands to.

use std::any::type_name;
use std::fmt::Display;
use std::str::FromStr;

use serde_core::Serialize;
use serde_core::de::DeserializeOwned;

use super::raw_json::RawJson;
use crate::runtime::json::decode_error::DecodeError;
use crate::runtime::json::tape::{Json, Tape};
use crate::runtime::json::writer::Writer;

/// Reads a string by `FromStr`.
///
/// # Errors
/// The value is no string, or one that the type doesn't take.
pub fn own_string<T: FromStr>(json: Json<'_>) -> Result<T, DecodeError> {
    let text = json.string()?;
    text.parse()
        .map_err(|_| DecodeError::text(expected::<T>(), &text))
}

/// Reads the digits of a number by `FromStr`.
///
/// # Errors
/// The value is no number, or one that the type doesn't take.
pub fn own_number<T: FromStr>(json: Json<'_>) -> Result<T, DecodeError> {
    match json {
        Json::Number(text) => text
            .parse()
            .map_err(|_| DecodeError::new(expected::<T>(), "another number")),
        other => Err(DecodeError::new("a number", other.kind())),
    }
}

/// Reads any value by `Deserialize`.
///
/// # Errors
/// The type doesn't take the value.
pub fn own_value<T: DeserializeOwned>(json: Json<'_>) -> Result<T, DecodeError> {
    let kind = json.kind();
    let text = RawJson::from(&json);
    serde_json::from_str(text.as_str()).map_err(|error| {
        let why = told(&error.to_string());
        DecodeError::new(format!("{}: {why}", expected::<T>()), kind)
    })
}

/// The most characters of a reason.
const LONGEST: usize = 120;

/// A reason without the texts that it quotes, and without the line of a text that nobody
/// sees.
fn told(why: &str) -> String {
    let why = why.split(" at line ").next().unwrap_or_default();
    let mut plain = String::new();
    let mut is_quoted = false;
    let mut chars = why.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' if is_quoted => drop(chars.next()),
            '"' => {
                is_quoted = !is_quoted;
                if is_quoted {
                    plain.push('…');
                }
            }
            _ if is_quoted => {}
            c => plain.push(c),
        }
    }
    plain.chars().take(LONGEST).collect()
}

/// Writes a number by `Display`. What is no number of JSON is left out.
pub fn write_own_number(value: &impl Display, out: &mut Writer) {
    let text = value.to_string();
    match Tape::parse(text.as_bytes()).as_ref().map(Tape::root) {
        Ok(json @ Json::Number(_)) => out.json(&json),
        _ => left_out(out),
    }
}

/// Writes any value by `Serialize`. What has no form in JSON is left out.
pub fn write_own_value(value: &impl Serialize, out: &mut Writer) {
    match serde_json::to_string(value) {
        Ok(text) => out.raw(&text),
        Err(_) => left_out(out),
    }
}

fn left_out(out: &mut Writer) {
    out.leave_out("a value of a type of another crate that has no form in JSON");
    out.null();
}

fn expected<T>() -> String {
    format!("a value of `{}`", type_name::<T>())
}

/// Gives types of another crate their form in JSON: a `string` or `number` by `FromStr` and
/// `Display`, or any `value` by serde's `Serialize` and `DeserializeOwned`. The texts are
/// examples of its JSON.
///
/// A type that `codegen.toml` names with `conversion = "wire"` states its form so, in the
/// crate that has it: `own_type!(string Money, "\"EUR 5\"")`.
#[macro_export]
macro_rules! own_type {
    (@decode string $json:ident) => {
        $crate::runtime::own_string($json)
    };
    (@decode number $json:ident) => {
        $crate::runtime::own_number($json)
    };
    (@decode value $json:ident) => {
        $crate::runtime::own_value($json)
    };
    (@encode string $value:ident $out:ident) => {
        $out.string(&::std::string::ToString::to_string($value))
    };
    (@encode number $value:ident $out:ident) => {
        $crate::runtime::write_own_number($value, $out)
    };
    (@encode value $value:ident $out:ident) => {
        $crate::runtime::write_own_value($value, $out)
    };
    ($conversion:ident $name:ty $(, $example:literal)* $(,)?) => {
        impl $crate::runtime::Wire for $name {
            const EXAMPLES: &'static [&'static ::core::primitive::str] = &[$($example),*];

            fn decode(
                json: $crate::runtime::Json<'_>,
            ) -> ::core::result::Result<Self, $crate::runtime::DecodeError> {
                $crate::runtime::own_type!(@decode $conversion json)
            }

            fn encode(&self, out: &mut $crate::runtime::Writer) {
                $crate::runtime::own_type!(@encode $conversion self out);
            }
        }
    };
}

#[allow(unused_imports, reason = "a crate uses those that its types need")]
pub use own_type;
