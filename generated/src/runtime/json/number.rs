//! JSON numbers, from their text.

use serde_json::Number;

use super::text::Text;

/// An integer of up to 18 digits as it is mostly written.
#[inline]
pub(crate) fn short(text: &str) -> Option<i64> {
    let (digits, sign) = match text.as_bytes() {
        [b'-', digits @ ..] => (digits, -1),
        digits => (digits, 1),
    };
    if digits.len() > 18 {
        return None;
    }
    let mut value = 0;
    for digit in digits {
        let digit = digit.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        value = value * 10 + i64::from(digit);
    }
    Some(sign * value)
}

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
    let Scaled {
        sign,
        digits,
        exponent,
    } = Scaled::of(text);
    if digits.is_empty() {
        return Integer::Value(0);
    }
    match exponent {
        Err(Beyond::Below) | Ok(..0) => Integer::Fraction,
        Ok(zeros @ 0..=38) => format!("{sign}{digits}{}", "0".repeat(zeros as usize))
            .parse()
            .map_or(Integer::TooLarge, Integer::Value),
        Ok(_) | Err(Beyond::Above) => Integer::TooLarge,
    }
}

/// A number as an integer without zeros around it, times a power of ten. Two that are
/// equal have the same.
#[derive(PartialEq, Eq, Hash)]
pub(crate) struct Scaled {
    sign: &'static str,
    /// None of zero.
    digits: String,
    exponent: Result<i64, Beyond>,
}

/// The side on which an exponent is beyond `i64`.
#[derive(PartialEq, Eq, Hash)]
enum Beyond {
    Below,
    Above,
}

impl Scaled {
    pub(crate) fn of(text: &str) -> Self {
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let (sign, mantissa) = match mantissa.strip_prefix('-') {
            Some(mantissa) => ("-", mantissa),
            None => ("", mantissa),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let fraction = fraction.trim_end_matches('0');
        let digits = format!("{whole}{fraction}");
        let digits = digits.trim_start_matches('0');
        let significant = digits.trim_end_matches('0');
        if significant.is_empty() {
            return Self {
                sign: "",
                digits: String::new(),
                exponent: Ok(0),
            };
        }
        let beyond = match exponent.as_bytes()[0] {
            b'-' => Beyond::Below,
            _ => Beyond::Above,
        };
        let shift = (digits.len() - significant.len()) as i64 - fraction.len() as i64;
        let exponent = exponent.parse::<i64>().ok();
        let exponent = exponent.and_then(|exponent| exponent.checked_add(shift));
        Self {
            sign,
            digits: significant.to_owned(),
            exponent: exponent.ok_or(beyond),
        }
    }

    /// `true` if nothing of the number is lost here.
    fn is_whole(&self) -> bool {
        self.exponent.is_ok()
    }
}

/// `true` if two texts are of the same number: `1.0`, `1.00` and `1e0` are.
pub(crate) fn is_same(one: &str, other: &str) -> bool {
    if one == other {
        return true;
    }
    let (one, other) = (Scaled::of(one), Scaled::of(other));
    one.is_whole() && one == other
}

/// The number in the one way of writing that all equal ones share.
pub(crate) fn normal(text: Text<'_>) -> Text<'_> {
    match Scaled::of(&text) {
        Scaled {
            exponent: Ok(0),
            digits,
            ..
        } if digits.is_empty() => Text::from("0"),
        Scaled {
            sign,
            digits,
            exponent: Ok(exponent),
        } => Text::from(format!("{sign}{digits}e{exponent}")),
        _ => text,
    }
}

/// The number as a `Value` holds it, if it is the same one there: not rounded.
pub(crate) fn unrounded(text: &str) -> Option<Number> {
    let number = to_value(text)?;
    (number.is_u64() || number.is_i64() || is_same(&number.to_string(), text)).then_some(number)
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
