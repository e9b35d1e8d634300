//! Differences between a document and the servers that it describes.
//!
//! Takes a [`Spec`] and recorded exchanges, gives [`Learned`]: a report by operation, and
//! the entries of `[[correct]]` that mend the document. Must not know what becomes of any
//! of it in Rust, nor show anything of a recording but types, names of the document, and
//! words for which that has an enum.
//!
//! | file | holds |
//! |---|---|
//! | `exchange` | an exchange, and the reasons to skip one |
//! | `har`, `lines`, `recording` | exchanges of a recording, one at a time |
//! | `routes` | the operation of a request |
//! | `difference`, `compare` | an exchange against its operation |
//! | `tally`, `report`, `corrections` | counts of all exchanges, as text |

mod compare;
mod corrections;
mod difference;
mod exchange;
mod har;
mod lines;
mod recording;
mod report;
mod routes;
mod tally;

pub use exchange::Skip;

use std::io::{self, BufRead};

use crate::config::Config;
use crate::fit::{Author, Fitter};
use crate::spec::Spec;
use exchange::Exchange;
use routes::{Routes, Target};
use tally::{Place, Tally};

/// Facts learned of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Learned {
    /// The differences by operation, for people.
    pub report: String,
    /// Entries for a `codegen.toml`; empty if there is nothing to correct.
    pub corrections: String,
    /// The entries of all recordings.
    pub entries: usize,
    /// Those that are exchanges of documented operations.
    pub of_operations: usize,
    /// Those of these that differ from the document.
    pub different: usize,
}

/// Compares recorded exchanges with a document.
pub struct Learner<'s> {
    spec: &'s Spec,
    routes: Routes,
    fitter: Fitter<'s>,
    tally: Tally,
}

impl<'s> Learner<'s> {
    /// A learner that has seen nothing. `server` is the base URL of the recorded requests, if
    /// they didn't go to one of the document's servers.
    pub fn new(spec: &'s Spec, config: &'s Config, server: Option<&str>) -> Self {
        Self {
            spec,
            routes: Routes::of(spec, server),
            fitter: Fitter::new(spec, config, Author::Server),
            tally: Tally::default(),
        }
    }

    /// Reads a recording, a HAR or JSON lines, of which the memory holds one exchange at a
    /// time. `name` is its name in the report.
    ///
    /// # Errors
    /// Only those of the reader: whatever is wrong with the recording is in the report.
    pub fn read(&mut self, name: &str, recording: impl BufRead) -> io::Result<()> {
        let index = self.tally.recordings.len();
        self.tally.recordings.push(name.to_owned());
        let mut entry = 0;
        recording::read(recording, &mut |exchange| {
            entry += 1;
            let place = Place {
                recording: index,
                entry,
            };
            self.tally.entries += 1;
            match exchange {
                Ok(exchange) => self.exchange(&exchange, place),
                Err(skip) => self.tally.skip(skip, place),
            }
        })
    }

    fn exchange(&mut self, exchange: &Exchange, place: Place) {
        let method = &exchange.method;
        match self.routes.find(method, &exchange.url) {
            Target::OtherHost => self.tally.skip(Skip::OtherHost, place),
            Target::Undocumented(path) => {
                let name = undocumented(method, &path);
                self.tally.undocumented(name, place);
            }
            Target::Operation(index) => {
                let Some(operation) = self.spec.operations.get(index) else {
                    return;
                };
                let fitter = &mut self.fitter;
                let comparison = compare::compare(self.spec, fitter, operation, exchange);
                self.tally.add(index, comparison, place);
            }
        }
    }

    /// Everything that was learned.
    pub fn finish(self) -> Learned {
        let operations = self.tally.operations.values();
        Learned {
            report: report::report(self.spec, &self.tally),
            corrections: corrections::corrections(&self.tally),
            entries: self.tally.entries,
            of_operations: operations.clone().map(|one| one.exchanges).sum(),
            different: operations.map(|one| one.different).sum(),
        }
    }
}

/// The name of an operation that the document doesn't have. Segments of its path that don't
/// look like fixed ones are left out, as they are data.
fn undocumented(method: &str, path: &[String]) -> String {
    let is_fixed = |segment: &str| {
        let is_word = |b: u8| b.is_ascii_lowercase() || b == b'-' || b == b'_';
        let is_version = segment.strip_prefix('v').is_some_and(|rest| {
            (1..=2).contains(&rest.len()) && rest.bytes().all(|b| b.is_ascii_digit())
        });
        is_version || (segment.len() <= 20 && segment.bytes().all(is_word))
    };
    let segments = path.iter().map(|segment| match is_fixed(segment) {
        true => segment.as_str(),
        false => "{}",
    });
    let method: String = method.chars().filter(char::is_ascii_alphabetic).collect();
    let path: Vec<_> = segments.collect();
    format!("{} /{}", method.to_ascii_uppercase(), path.join("/"))
}
