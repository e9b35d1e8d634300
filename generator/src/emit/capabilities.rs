//! The choices that a mapping offers, as the cells of a table for people.

use super::docs::{code, markdown};
use crate::ir::{Api, DateFormat, Mapping, Money, Timing};

/// The capabilities of a vendor: a heading and a cell of CommonMark for each column; nothing for an
/// API without a mapping.
pub fn capabilities(api: &Api) -> Option<Vec<(&'static str, String)>> {
    let mapping = api.cancel.as_ref()?;
    Some(vec![
        ("Ends", joined(timings(mapping))),
        ("Reason", reason(mapping)),
        ("Category", joined(categories(mapping))),
        ("Money", joined(money(mapping))),
        ("Date", joined(dates(mapping))),
        ("Undo", yes(mapping.undo.is_some())),
        ("Read", yes(!mapping.read.is_empty())),
        ("List", yes(mapping.list.is_some())),
        ("Idempotency key", joined(idempotency(api, mapping))),
        ("Notes", note(mapping)),
    ])
}

const NO: &str = "–";

fn yes(is_so: bool) -> String {
    if is_so { "yes" } else { NO }.to_owned()
}

fn joined(mut words: Vec<String>) -> String {
    let mut seen = Vec::new();
    words.retain(|word| {
        !seen.contains(word) && {
            seen.push(word.clone());
            true
        }
    });
    match words.is_empty() {
        true => NO.to_owned(),
        false => words.join(", "),
    }
}

fn timings(mapping: &Mapping) -> Vec<String> {
    let mut timings: Vec<_> = mapping.requests.iter().map(|one| one.timing).collect();
    timings.sort_unstable();
    let words = timings.into_iter().map(|timing| match timing {
        Timing::Immediately => "now",
        Timing::EndOfPeriod => "with the period",
        Timing::Date => "on a date",
        Timing::VendorDefault => "as the vendor decides",
    });
    words.map(str::to_owned).collect()
}

fn reason(mapping: &Mapping) -> String {
    let mut requests = mapping.requests.iter().filter(|one| one.reason.is_some());
    let Some(first) = requests.next() else {
        return NO.to_owned();
    };
    let mut text = "text".to_owned();
    let longest = requests
        .clone()
        .chain([first])
        .filter_map(|one| one.longest_reason);
    if let Some(longest) = longest.min() {
        text.push_str(&format!(" up to {longest}"));
    }
    if first.needs_reason || requests.any(|one| one.needs_reason) {
        text.push_str(", required");
    }
    text
}

fn categories(mapping: &Mapping) -> Vec<String> {
    if mapping.requests.iter().all(|one| one.category.is_none()) {
        return Vec::new();
    }
    let words = mapping.categories.iter();
    words
        .map(|(one, _)| one.as_str().replace('_', " "))
        .collect()
}

fn money(mapping: &Mapping) -> Vec<String> {
    let choices = mapping.requests.iter().flat_map(|one| &one.money);
    let mut choices: Vec<_> = choices.map(|(choice, _)| *choice).collect();
    choices.sort_unstable();
    choices.retain(|choice| *choice != Money::VendorDefault);
    choices
        .into_iter()
        .map(|choice| choice.as_str().to_owned())
        .collect()
}

fn dates(mapping: &Mapping) -> Vec<String> {
    let dates = mapping.requests.iter().filter_map(|one| one.date.as_ref());
    let words = dates.map(|(_, format)| match format {
        DateFormat::Seconds | DateFormat::Milliseconds | DateFormat::DateTime => "instant",
        DateFormat::Date => "day",
    });
    words.map(str::to_owned).collect()
}

fn idempotency(api: &Api, mapping: &Mapping) -> Vec<String> {
    let requests = mapping.requests.iter().map(|one| one.operation.operation);
    let headers = requests.filter_map(|index| api.operations[index].idempotency.as_deref());
    headers.map(code).collect()
}

/// On one line, without the bars that part the cells.
fn note(mapping: &Mapping) -> String {
    match &mapping.third_party {
        None => NO.to_owned(),
        Some(why) => {
            let words = why.split_whitespace().collect::<Vec<_>>().join(" ");
            markdown(&format!("third party: {words}"))
                .join(" ")
                .replace('|', "\\|")
        }
    }
}
