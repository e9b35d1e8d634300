//! The mutants of a run: which document each is made of, and its text.
//!
//! A mutant depends on the seed, its number and the list of documents alone, so
//! that any of them can be made again.

use super::mutations::{self, Change};
use super::places;
use crate::corpus::documents::Document;
use crate::corpus::random::Random;
use openapi_client_generator::source::Source;
use serde_json::Value;
use std::path::Path;

/// The size that is taken most often, in bytes.
const BEST: u64 = 64 << 10;

/// The size above which a document is taken rarely, in bytes.
const HUGE: u64 = 5 << 20;

/// The documents that mutants are made of.
#[derive(Debug)]
pub(super) struct Documents {
    documents: Vec<(u64, Document)>,
    seed: u64,
}

/// A document that was changed.
#[derive(Debug)]
pub(super) struct Mutant {
    /// The name of its document and its number.
    pub(super) name: String,
    pub(super) value: Value,
    pub(super) changes: Vec<Change>,
}

impl Documents {
    pub(super) fn new(documents: Vec<Document>, seed: u64) -> Self {
        let size = |path: &Path| std::fs::metadata(path).map_or(0, |about| about.len());
        let documents = documents.into_iter();
        let documents = documents.map(|one| (weight(size(&one.path)), one));
        Self {
            documents: documents.collect(),
            seed,
        }
    }

    pub(super) fn seed(&self) -> u64 {
        self.seed
    }

    /// Makes the mutant of this number; none if there is nothing to change in
    /// any document. Documents of several files are passed over: what they
    /// refer to would be looked for beside the mutant.
    pub(super) fn mutant(&self, number: usize) -> Option<Mutant> {
        let random = &mut Random::seeded(&format!("{}/{number}", self.seed));
        (0..100).find_map(|_| mutant(self.draw(random)?, number, random))
    }

    /// One of the documents, by weight.
    fn draw(&self, random: &mut Random) -> Option<&Document> {
        let total: u64 = self.documents.iter().map(|(weight, _)| weight).sum();
        let mut left = random.below(total as usize) as u64;
        let drawn = self.documents.iter().find(|(weight, _)| {
            let is_here = left < *weight;
            left = left.saturating_sub(*weight);
            is_here
        });
        drawn.map(|(_, document)| document)
    }
}

/// The weight of a document of this size among others. A small one has less to change,
/// a large one takes longer.
fn weight(size: u64) -> u64 {
    let weight = match size {
        ..BEST => size.max(1 << 10),
        _ => (BEST.pow(3) / size).isqrt(),
    };
    if size > HUGE { weight / 10 } else { weight }
}

fn mutant(document: &Document, number: usize, random: &mut Random) -> Option<Mutant> {
    let text = std::fs::read_to_string(&document.path).ok()?;
    let mut value = Source::parse(&document.shown, text).ok()?.value().clone();
    let places = places::collect(&value);
    if places.leaves_file {
        return None;
    }
    let changes = mutations::mutate(&mut value, &places, random);
    (!changes.is_empty()).then(|| Mutant {
        name: format!("{}-{number}", document.name),
        value,
        changes,
    })
}

#[cfg(test)]
mod tests {
    use super::{BEST, weight};

    #[test]
    fn neither_tiny_nor_huge_documents_are_taken_most() {
        assert_eq!(weight(BEST - 1), BEST - 1);
        assert_eq!(weight(BEST), BEST);
        assert_eq!(weight(0), BEST / 64);
        assert_eq!(weight(4 * BEST), BEST / 2);
        assert!(weight(13_000_000) < 500);
    }
}
