//! YAML: the value that a text means by the core schema, and the place of a
//! pointer.
//!
//! The parser tells the meaning of plain scalars but neither how a scalar was
//! written nor where. What it lends out, though, are slices of the text itself,
//! and the slice's place in the text tells both.

mod anchor;
mod locate;
mod read;

use serde::de::{Deserialize, DeserializeSeed, IgnoredAny};
use serde_json::Value;

use super::index::Index;
use super::text::Fault;
use anchor::{endless, refuse_lost_anchor};
use read::{Reader, Stop, aliases_exceeded, error_offset};

pub(super) use locate::{locate, locate_member};

/// The levels that the parser reads.
const DEPTH: usize = 128;

pub(super) fn parse(text: &str) -> Result<(Value, Index), Fault> {
    refuse_depth(text)?;
    let reader = Reader::new(text);
    match (&reader).deserialize(serde_yaml::Deserializer::from_str(text)) {
        Ok(value) => {
            refuse_lost_anchor(text)?;
            Ok((value, reader.places.into_index()))
        }
        Err(error) => Err(match reader.fault.take() {
            Some((Some(offset), fault)) => Fault { offset, ..fault },
            Some((None, fault)) => Fault {
                offset: error_offset(&error).unwrap_or(0),
                ..fault
            },
            None => syntax(text, &error),
        }),
    }
}

fn syntax(text: &str, error: &serde_yaml::Error) -> Fault {
    let message = error.to_string();
    if message.contains("more than one document") {
        return second_document(text);
    }
    let Some(location) = error.location() else {
        return match message.as_str() {
            "repetition limit exceeded" => aliases_exceeded(0),
            _ => Fault::new(0, format!("not valid YAML: {message}"), MEND),
        };
    };
    if is_depth(error) {
        let endless = endless(text, is_too_deep);
        return endless.unwrap_or_else(|| Fault::too_deep(location.index(), DEPTH));
    }
    // The parser doesn't say where it met a control character.
    if message.contains("control characters") {
        let offset = text.find(is_forbidden).unwrap_or(0);
        return Fault::new(
            offset,
            "not valid YAML: there is a control character here",
            "remove it, or write it as an escape in double quotes",
        );
    }
    if message.contains("expected a key") {
        return Fault::new(
            location.index(),
            "a key must be plain text, not a mapping or list",
            "put text that begins with `{` or `[` in quotes",
        );
    }
    let place = format!(" at line {} column {}", location.line(), location.column());
    let message = message.replacen(&place, "", 1);
    // In front the parser names the path, which the place says better.
    let start = message.find("invalid value: ").unwrap_or(0);
    let message = &message[start..];
    let rest = text.get(location.index()..).unwrap_or_default();
    Fault::new(
        location.index(),
        format!("not valid YAML: {message}"),
        remedy(message, rest),
    )
}

/// Tells if the parser, which reads so many levels, met more.
fn is_too_deep(text: &str) -> bool {
    let reader = Reader::new(text);
    let read = (&reader).deserialize(serde_yaml::Deserializer::from_str(text));
    read.is_err_and(|error| is_depth(&error))
}

fn is_depth(error: &serde_yaml::Error) -> bool {
    error.to_string().contains("recursion limit exceeded")
}

const MEND: &str = "correct the text at this place";

fn remedy(message: &str, rest: &str) -> &'static str {
    let says = |part| message.contains(part);
    if rest.starts_with('\t') {
        "YAML takes no tabs for indentation; use spaces"
    } else if says("cannot start any token") {
        "put the value in quotes"
    } else if says("mapping values are not allowed") {
        "put a value that contains `: ` in quotes, or correct the indentation"
    } else if says("unknown anchor") {
        "an anchor stands before its aliases; put text that begins with `*` in quotes"
    } else if says("expected key") || says("'-' indicator") || says("block end") {
        "correct the indentation of this line or the one before it"
    } else if says("end of stream") || says("',' or") {
        "close the quote or bracket that is still open"
    } else {
        MEND
    }
}

fn is_forbidden(c: char) -> bool {
    matches!(c, '\0'..='\x08' | '\x0b' | '\x0c' | '\x0e'..='\x1f' | '\x7f'..='\u{84}'
        | '\u{86}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}')
}

/// The error of a text with a second document, which may also be rubbish after the first.
fn second_document(text: &str) -> Fault {
    let second = || serde_yaml::Deserializer::from_str(text).nth(1);
    if let Some(Err(error)) = second().map(IgnoredAny::deserialize) {
        return syntax(text, &error);
    }
    let content = match second().map(|document| Stop.deserialize(document)) {
        Some(Err(error)) => error_offset(&error).unwrap_or(text.len()),
        _ => text.len(),
    };
    let before = text.get(..content).unwrap_or(text);
    Fault::new(
        before.rfind("\n---").map_or(content, |newline| newline + 1),
        "a second YAML document begins here",
        "move it to a file of its own, or remove it",
    )
}

/// The parser needs quadratic time for brackets within brackets, so that a
/// small text of them would hang it. Brackets in strings and comments count
/// here too, hence the wide limit.
fn refuse_depth(text: &str) -> Result<(), Fault> {
    const OPEN: usize = 1_000;
    let mut open = 0_usize;
    for (offset, byte) in text.bytes().enumerate() {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        if open > OPEN {
            return Err(Fault::too_deep(offset, DEPTH));
        }
    }
    Ok(())
}
