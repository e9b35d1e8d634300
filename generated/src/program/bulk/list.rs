//! The list of subscriptions: CSV whose first line names the columns.

use std::collections::{BTreeMap, BTreeSet};

use csv::{ReaderBuilder, StringRecord, Trim};
use serde_json::{Value, json};

use super::super::api::runtime::cancel::{Money, VendorClient};
use super::super::arguments::Bulk;
use super::super::choices::{self, At, Choices};
use super::super::exit::Fault;
use super::super::vendors::{self, Subject};

/// A line of the list.
pub(crate) struct Line {
    /// Its number in the file.
    pub(crate) number: u64,
    pub(crate) subject: Subject,
    pub(crate) choices: Choices,
    /// Method and URL of its request.
    pub(crate) request: String,
    /// `true` if the vendor knows a repetition by an idempotency key.
    pub(crate) takes_key: bool,
}

/// Columns that aren't parts of keys.
const COLUMNS: [&str; 5] = ["vendor", "at", "reason", "category", "money"];

impl Line {
    /// All that makes it the line that it is.
    pub(crate) fn json(&self) -> Value {
        json!({
            "line": self.number,
            "record": "planned",
            "vendor": self.subject.client.vendor.name,
            "key": self.subject.key_json(),
            "at": self.choices.at.to_string(),
            "reason": self.choices.reason,
            "category": self.choices.category.map(|category| category.as_str()),
            "money": self.choices.money.as_str(),
            "confirm": self.choices.confirms,
            "request": self.request,
        })
    }
}

/// Reads the list. All faults of it are reported at once.
pub(crate) fn read(bulk: &Bulk, vendors: &'static [VendorClient]) -> Result<Vec<Line>, Fault> {
    let shown = bulk.list.display();
    let mut reader = ReaderBuilder::new()
        .trim(Trim::All)
        .from_path(&bulk.list)
        .map_err(|error| Fault::failed(format!("{shown} can't be read: {error}")))?;
    let unreadable = |error: csv::Error| Fault::usage(format!("{shown}: {error}"));
    let head = reader.headers().map_err(unreadable)?.clone();
    check_head(&head, vendors).map_err(|what| Fault::usage(format!("{shown}: {what}")))?;
    let mut lines: Vec<Line> = Vec::new();
    let mut faults = Vec::new();
    let mut seen = BTreeMap::new();
    for record in reader.records() {
        let record = record.map_err(unreadable)?;
        let number = record.position().map_or(0, csv::Position::line);
        let cells = Cells {
            head: &head,
            record,
        };
        match cells.line(number, bulk, vendors) {
            Ok(line) => {
                let key = (line.subject.client.vendor.name, line.subject.parts.clone());
                match seen.insert(key, number) {
                    Some(first) => faults.push(format!(
                        "line {number}: this subscription is on line {first} already"
                    )),
                    None => lines.push(line),
                }
            }
            Err(what) => faults.push(format!("line {number}: {what}")),
        }
    }
    if !faults.is_empty() {
        return Err(Fault::usage(format!("{shown}:\n{}", faults.join("\n"))));
    }
    Ok(lines)
}

/// A column that nobody knows would be dropped without a word.
fn check_head(head: &StringRecord, vendors: &[VendorClient]) -> Result<(), String> {
    let parts = vendors.iter().flat_map(|one| one.vendor.key).copied();
    let known: BTreeSet<&str> = COLUMNS.into_iter().chain(parts).collect();
    let mut seen = BTreeSet::new();
    for name in head {
        if !known.contains(name) {
            let known: Vec<_> = known.into_iter().collect();
            let known = known.join(", ");
            return Err(format!("there is no column `{name}`: {known}"));
        }
        if !seen.insert(name) {
            return Err(format!("the column `{name}` is there twice"));
        }
    }
    Ok(())
}

struct Cells<'h> {
    head: &'h StringRecord,
    record: StringRecord,
}

impl Cells<'_> {
    /// The text of a column, if there is one.
    fn get(&self, name: &str) -> Option<&str> {
        let mut cells = self.head.iter().zip(&self.record);
        let (_, text) = cells.find(|(column, _)| *column == name)?;
        Some(text).filter(|text| !text.is_empty())
    }

    fn line(
        &self,
        number: u64,
        bulk: &Bulk,
        vendors: &'static [VendorClient],
    ) -> Result<Line, String> {
        let client = match (self.get("vendor"), bulk.vendor) {
            (Some(name), _) => vendors::find(vendors, name).map_err(|fault| fault.text)?,
            (None, Some(client)) => client,
            (None, None) => return Err("a vendor is missing".to_owned()),
        };
        Ok(Line {
            number,
            subject: self.subject(client)?,
            choices: self.choices(bulk)?,
            request: String::new(),
            takes_key: false,
        })
    }

    fn subject(&self, client: &'static VendorClient) -> Result<Subject, String> {
        let names = client.vendor.key;
        let strange = self.head.iter().find(|name| {
            let is_part = !COLUMNS.contains(name) && !names.contains(name);
            is_part && self.get(name).is_some()
        });
        if let Some(name) = strange {
            let title = client.vendor.title;
            return Err(format!("a key of {title} has no part `{name}`"));
        }
        let words = names.iter().map(|name| {
            let value = self.get(name).unwrap_or_default();
            format!("{name}={value}")
        });
        let words: Vec<_> = words.collect();
        Subject::parse(client, &words).map_err(|fault| fault.text)
    }

    fn choices(&self, bulk: &Bulk) -> Result<Choices, String> {
        let at = self.get("at").map(At::parse).transpose()?.or(bulk.at);
        let category = self.get("category").map(choices::category).transpose()?;
        let money = self.get("money").map(choices::money).transpose()?;
        let reason = self.get("reason").map(str::to_owned);
        Ok(Choices {
            at: at.ok_or("a time is missing: a column `at`, or the option `--at`")?,
            reason: reason.or_else(|| bulk.reason.clone()),
            category: category.or(bulk.category),
            money: money.or(bulk.money).unwrap_or(Money::VendorDefault),
            confirms: bulk.confirms,
        })
    }
}
