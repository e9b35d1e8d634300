//! The words for when, why and about which money.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;

use super::api::runtime::cancel::{CancelCall, Category, Money, When};

const MONEY: &[Money] = &[
    Money::VendorDefault,
    Money::None,
    Money::Prorate,
    Money::RefundInFull,
    Money::ChargeInFull,
];

const CATEGORIES: &[Category] = &[
    Category::CustomerService,
    Category::LowQuality,
    Category::MissingFeatures,
    Category::SwitchedService,
    Category::TooComplex,
    Category::TooExpensive,
    Category::Unused,
    Category::Other,
];

/// A time, and its word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct At(pub(crate) When);

impl At {
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let when = match text {
            "now" => When::Immediately,
            "period-end" => When::EndOfPeriod,
            "default" => When::VendorDefault,
            _ => match (day(text), text.parse::<Timestamp>()) {
                (Some(day), _) => When::On(day),
                (None, Ok(instant)) => When::At(instant),
                (None, Err(_)) => {
                    return Err(format!(
                        "`{text}` is no time: `now`, `period-end`, `default` (the vendor's), \
                         a day such as 2026-01-31, or an instant such as 2026-01-31T12:00:00Z"
                    ));
                }
            },
        };
        Ok(Self(when))
    }
}

/// A day alone: of more, the rest would be dropped.
fn day(text: &str) -> Option<Date> {
    text.parse()
        .ok()
        .filter(|_| text.len() == "2026-01-31".len())
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            When::Immediately => f.write_str("now"),
            When::EndOfPeriod => f.write_str("period-end"),
            When::On(day) => day.fmt(f),
            When::At(instant) => instant.fmt(f),
            _ => f.write_str("default"),
        }
    }
}

pub(crate) fn money(word: &str) -> Result<Money, String> {
    named(word, "choice for the money", MONEY, |money| money.as_str())
}

pub(crate) fn category(word: &str) -> Result<Category, String> {
    named(word, "kind of reason", CATEGORIES, |category| {
        category.as_str()
    })
}

fn named<T: Copy>(
    word: &str,
    what: &str,
    all: &[T],
    name: fn(T) -> &'static str,
) -> Result<T, String> {
    let mut ones = all.iter().copied();
    ones.find(|one| name(*one) == word).ok_or_else(|| {
        let names: Vec<_> = all.iter().map(|one| name(*one)).collect();
        format!("`{word}` is no {what}: {}", names.join(", "))
    })
}

/// All that is said about a cancellation.
#[derive(Debug, Clone)]
pub(crate) struct Choices {
    pub(crate) at: At,
    pub(crate) reason: Option<String>,
    pub(crate) category: Option<Category>,
    pub(crate) money: Money,
    pub(crate) confirms: bool,
}

impl Choices {
    pub(crate) fn apply<'a>(&self, call: CancelCall<'a>) -> CancelCall<'a> {
        let mut call = call.money(self.money);
        if let Some(reason) = &self.reason {
            call = call.reason(reason.clone());
        }
        if let Some(category) = self.category {
            call = call.category(category);
        }
        match self.confirms {
            true => call.confirm(),
            false => call,
        }
    }
}
