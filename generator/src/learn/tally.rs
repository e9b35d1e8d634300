//! Everything that was learned so far, counted.

use std::collections::{BTreeMap, BTreeSet};

use super::compare::Comparison;
use super::difference::{Difference, Kind};
use super::exchange::Skip;
use crate::diag::Pointer;

/// An entry of a recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// The index of the recording.
    pub(super) recording: usize,
    /// The number of the entry, from 1.
    pub(super) entry: usize,
}

/// The entries that something was seen in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen {
    pub(super) count: usize,
    pub(super) first: Place,
}

/// Sightings by what was seen.
pub(super) type Counts<K> = BTreeMap<K, Seen>;

/// Counts another one.
pub(super) fn count<K: Ord>(counts: &mut Counts<K>, key: K, first: Place) {
    let none = Seen { count: 0, first };
    counts.entry(key).or_insert(none).count += 1;
}

/// The exchanges of an operation.
#[derive(Debug, Default)]
pub(super) struct OfOperation {
    pub(super) exchanges: usize,
    /// Those with any difference.
    pub(super) different: usize,
    pub(super) differences: Counts<Difference>,
}

/// The media types that came for one of the document.
#[derive(Debug, Default)]
pub(super) struct OfMediaType {
    /// Bodies of that media type.
    pub(super) same: usize,
    pub(super) others: BTreeSet<String>,
}

/// All counts of a run. Its size depends on the document, not on the recordings.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) recordings: Vec<String>,
    /// The entries of all recordings.
    pub(super) entries: usize,
    pub(super) skipped: Counts<Skip>,
    /// By their index in the document.
    pub(super) operations: BTreeMap<usize, OfOperation>,
    /// Method and path.
    pub(super) undocumented: Counts<String>,
    pub(super) media_types: BTreeMap<Pointer, OfMediaType>,
    /// The names of undocumented members by their schemas.
    members: BTreeMap<Pointer, BTreeSet<String>>,
}

/// The most names of undocumented members at one schema, and of undocumented operations:
/// where there are more, they are data.
const MOST_NAMES: usize = 40;

impl Tally {
    pub(super) fn skip(&mut self, skip: Skip, place: Place) {
        count(&mut self.skipped, skip, place);
    }

    pub(super) fn undocumented(&mut self, name: String, place: Place) {
        let is_known = self.undocumented.contains_key(&name);
        let name = match is_known || self.undocumented.len() < MOST_NAMES {
            true => name,
            false => "others".to_owned(),
        };
        count(&mut self.undocumented, name, place);
    }

    pub(super) fn add(&mut self, operation: usize, comparison: Comparison, place: Place) {
        if let Some(skip) = comparison.skip {
            self.skip(skip, place);
        }
        if let Some((at, other)) = comparison.media {
            let seen = self.media_types.entry(at).or_default();
            match other {
                None => seen.same += 1,
                Some(other) => {
                    seen.others.insert(other);
                }
            }
        }
        let mut differences = BTreeSet::new();
        for mut difference in comparison.differences {
            self.limit_names(&mut difference);
            differences.insert(difference);
        }
        let tally = self.operations.entry(operation).or_default();
        tally.exchanges += 1;
        tally.different += usize::from(!differences.is_empty());
        for difference in differences {
            count(&mut tally.differences, difference, place);
        }
    }

    /// Drops the name of a member where there are too many of them.
    fn limit_names(&mut self, difference: &mut Difference) {
        let Kind::Member(Some(name)) = &difference.kind else {
            return;
        };
        let names = self.members.entry(difference.at.clone()).or_default();
        if names.contains(name) {
            return;
        }
        if names.len() < MOST_NAMES {
            names.insert(name.clone());
        } else {
            difference.kind = Kind::Member(None);
        }
    }

    /// The name of an entry.
    pub(super) fn name(&self, place: Place) -> String {
        let recording = self.recordings.get(place.recording);
        let recording = recording.map_or("", String::as_str);
        format!("{recording}, entry {}", place.entry)
    }
}
