//! What the text of a JSON number means.

use serde_json::Number;

/// An integer in the sense of JSON Schema, where `1.0` and `1e3` are integers.
pub(crate) enum Integer {
    /// Its value.
    Value(i128),
    /// It is integral, but no machine integer holds it.
    TooLarge,
    /// It has a fraction.
    Fraction,
}

pub(crate) fn integer(text: &str) -> Integer {
    match text.parse::<i64>() {
        Ok(value) => Integer::Value(value.into()),
        Err(_) => exact(text),
    }
}

/// Scales the digits by the exponent, without going through floating point.
fn exact(text: &str) -> Integer {
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (sign, mantissa) = match mantissa.strip_prefix('-') {
        Some(mantissa) => ("-", mantissa),
        None => ("", mantissa),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let fraction = fraction.trim_end_matches('0');
    let digits = format!("{whole}{fraction}");
    let digits = digits.trim_start_matches('0');
    if digits.is_empty() {
        return Integer::Value(0);
    }
    let significant = digits.trim_end_matches('0');
    // An exponent that doesn't parse is beyond `i64`, so its sign decides.
    let exponent = exponent
        .parse::<i64>()
        .unwrap_or(match exponent.as_bytes()[0] {
            b'-' => i64::MIN,
            _ => i64::MAX,
        });
    let shift = (digits.len() - significant.len()) as i64 - fraction.len() as i64;
    match exponent.saturating_add(shift) {
        ..0 => Integer::Fraction,
        zeros @ 0..=38 => format!("{sign}{significant}{}", "0".repeat(zeros as usize))
            .parse()
            .map_or(Integer::TooLarge, Integer::Value),
        _ => Integer::TooLarge,
    }
}

/// `None` if the number is beyond the range of `f64`.
pub(crate) fn float(text: &str) -> Option<f64> {
    text.parse::<f64>().ok().filter(|value| value.is_finite())
}

/// As `serde_json` reads it: an integer if written as one and in range, else
/// the nearest `f64`.
pub(crate) fn to_value(text: &str) -> Option<Number> {
    if let Ok(value) = text.parse::<u64>() {
        return Some(value.into());
    }
    match text.parse::<i64>() {
        Ok(value) if value != 0 => Some(value.into()),
        // `-0` stays negative.
        _ => float(text).and_then(Number::from_f64),
    }
}
