//! Vendors, keys of their subscriptions, and the table of what they can do.

use serde_json::{Map, Value, json};

use super::api::runtime::cancel::{Customer, Key, Vendor, VendorClient};
use super::exit::{Exit, Fault};
use super::output::Output;

/// The vendor of this name.
pub(crate) fn find(
    vendors: &'static [VendorClient],
    name: &str,
) -> Result<&'static VendorClient, Fault> {
    let mut ones = vendors.iter();
    ones.find(|one| one.vendor.name == name).ok_or_else(|| {
        let names: Vec<_> = vendors.iter().map(|one| one.vendor.name).collect();
        Fault::usage(format!(
            "`{name}` is no vendor that this program was built for: {}",
            names.join(", ")
        ))
    })
}

/// A subscription at a vendor.
#[derive(Clone)]
pub(crate) struct Subject {
    pub(crate) client: &'static VendorClient,
    pub(crate) parts: Vec<(&'static str, String)>,
}

impl Subject {
    /// The subscription with the key of these words: one id, or `name=value` for each part.
    pub(crate) fn parse(client: &'static VendorClient, words: &[String]) -> Result<Self, Fault> {
        let names = client.vendor.key;
        let parts = match (names, words) {
            ([name], [id]) => vec![(*name, strip(name, id).to_owned())],
            _ => named(names, words).ok_or_else(|| Fault::usage(expected(client.vendor)))?,
        };
        if parts.iter().any(|(_, value)| value.trim().is_empty()) {
            return Err(Fault::usage(expected(client.vendor)));
        }
        Ok(Self { client, parts })
    }

    pub(crate) fn key(&self) -> Key {
        Key::from_parts(self.parts.iter().cloned())
    }

    /// The key as people read it.
    pub(crate) fn shown(&self) -> String {
        match &self.parts[..] {
            [(_, id)] => id.clone(),
            parts => {
                let parts = parts.iter().map(|(name, value)| format!("{name}={value}"));
                parts.collect::<Vec<_>>().join(" ")
            }
        }
    }

    pub(crate) fn key_json(&self) -> Value {
        let parts = self.parts.iter();
        Value::Object(
            parts
                .map(|(name, value)| ((*name).to_owned(), json!(value)))
                .collect(),
        )
    }
}

fn strip<'w>(name: &str, word: &'w str) -> &'w str {
    let rest = word.strip_prefix(name);
    rest.and_then(|rest| rest.strip_prefix('=')).unwrap_or(word)
}

/// The parts in the order of their names, if each is there once and no other.
fn named(names: &'static [&'static str], words: &[String]) -> Option<Vec<(&'static str, String)>> {
    if words.len() != names.len() {
        return None;
    }
    let parts = names.iter().map(|name| {
        let mut words = words.iter().filter_map(|word| word.split_once('='));
        let (_, value) = words.find(|(word, _)| word == name)?;
        Some((*name, value.to_owned()))
    });
    parts.collect()
}

fn expected(vendor: &Vendor) -> String {
    let parts: Vec<_> = vendor.key.iter().map(|name| format!("{name}=…")).collect();
    format!(
        "a subscription of {} has the key `{}`",
        vendor.title,
        parts.join(" ")
    )
}

/// The key of a listed subscription, part by part.
pub(crate) fn listed(client: &'static VendorClient, key: &Key) -> Subject {
    let names = client.vendor.key.iter();
    let parts = names.map(|name| (*name, key.part(name).unwrap_or_default().to_owned()));
    Subject {
        client,
        parts: parts.collect(),
    }
}

/// A customer, with the parts of keys that all of their subscriptions have.
pub(crate) fn customer(
    client: &'static VendorClient,
    id: &str,
    words: &[String],
) -> Result<Customer, Fault> {
    let mut customer = Customer::new(id);
    for word in words {
        let part = word.split_once('=');
        let part = part.filter(|(name, _)| client.vendor.key.contains(name));
        let Some((name, value)) = part else {
            return Err(Fault::usage(format!(
                "`{word}` is no part of a key of {}, such as `{}=…`",
                client.vendor.title,
                client.vendor.key.first().copied().unwrap_or_default(),
            )));
        };
        customer = customer.with(name, value);
    }
    Ok(customer)
}

/// Prints the table.
pub(crate) fn print(vendors: &[VendorClient], output: &Output) -> Result<Exit, Fault> {
    let rows: Vec<_> = vendors.iter().map(|one| row(one.vendor)).collect();
    let json = rows.iter().map(|row| {
        let cells = HEAD.iter().zip(row);
        let object: Map<String, Value> = cells
            .map(|(name, cell)| ((*name).to_owned(), cell.json()))
            .collect();
        Value::Object(object)
    });
    let json = Value::Array(json.collect());
    output.print(&json, &table(&rows))?;
    Ok(Exit::Done)
}

const HEAD: [&str; 12] = [
    "vendor", "title", "key", "at", "reason", "category", "money", "status", "undo", "list",
    "events", "note",
];

/// A cell of the table.
enum Cell {
    Text(String),
    Words(Vec<&'static str>),
    Is(bool),
}

impl Cell {
    fn json(&self) -> Value {
        match self {
            Self::Text(text) => json!(text),
            Self::Words(words) => json!(words),
            Self::Is(is) => json!(is),
        }
    }

    fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Words(words) if words.is_empty() => "-".to_owned(),
            Self::Words(words) => words.join(" "),
            Self::Is(true) => "yes".to_owned(),
            Self::Is(false) => "-".to_owned(),
        }
    }
}

fn row(vendor: &Vendor) -> [Cell; 12] {
    let can = vendor.capabilities();
    let timings = can.timings.iter().map(|timing| match timing.as_str() {
        "immediately" => "now",
        "end_of_period" => "period-end",
        other => other,
    });
    let reason = match (can.needs_reason, can.reason) {
        (true, _) => "needed",
        (false, true) => "yes",
        (false, false) => "-",
    };
    [
        Cell::Text(vendor.name.to_owned()),
        Cell::Text(vendor.title.to_owned()),
        Cell::Words(vendor.key.to_vec()),
        Cell::Words(timings.collect()),
        Cell::Text(reason.to_owned()),
        Cell::Words(can.categories.iter().map(|one| one.as_str()).collect()),
        Cell::Words(can.money.iter().map(|one| one.as_str()).collect()),
        Cell::Is(can.read),
        Cell::Is(can.undo),
        Cell::Is(can.list),
        Cell::Is(can.events),
        Cell::Text(vendor.third_party.unwrap_or_default().to_owned()),
    ]
}

fn table(rows: &[[Cell; 12]]) -> String {
    let mut lines = vec![HEAD.map(str::to_owned)];
    lines.extend(rows.iter().map(|row| row.each_ref().map(Cell::text)));
    let width = |column: usize| {
        let widths = lines.iter().map(|line| line[column].chars().count());
        widths.max().unwrap_or_default()
    };
    let widths: Vec<_> = (0..HEAD.len()).map(width).collect();
    let lines = lines.iter().map(|line| {
        let cells = line.iter().zip(&widths);
        let cells: Vec<_> = cells
            .map(|(cell, width)| format!("{cell:width$}"))
            .collect();
        cells.join("  ").trim_end().to_owned()
    });
    lines.collect::<Vec<_>>().join("\n")
}
