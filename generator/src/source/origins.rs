//! The places that the parts of a changed value were written at.

use std::collections::BTreeMap;

use super::text::array_index;
use crate::diag::Pointer;

/// The origin of a value that was put together from several texts, and those of the parts that
/// aren't where the whole would have them.
#[derive(Debug, Clone)]
pub struct Origins {
    at: Pointer,
    /// The members of an object that are from elsewhere, or have parts that are.
    members: BTreeMap<String, Origins>,
    /// All items of an array that isn't as it was written.
    items: Option<Vec<Origins>>,
    /// The members that an object had, with the places that took them away.
    removed: BTreeMap<String, Pointer>,
}

impl Origins {
    /// Those of a value that was written at a place as it is.
    pub fn of(at: Pointer) -> Self {
        Self {
            at,
            members: BTreeMap::new(),
            items: None,
            removed: BTreeMap::new(),
        }
    }

    /// The place at which the value itself was written.
    pub fn at(&self) -> &Pointer {
        &self.at
    }

    /// The place at which what `tokens` lead to was written.
    pub fn find(&self, tokens: impl Iterator<Item = String>) -> Pointer {
        let mut known = Some(self);
        let mut at = self.at.clone();
        for token in tokens {
            known = known.and_then(|origins| origins.part(&token));
            at = match known {
                Some(part) => part.at.clone(),
                None => at.child(&token),
            };
        }
        at
    }

    /// The origins of a member or item.
    #[must_use]
    pub fn child(&self, token: &str) -> Self {
        match self.part(token) {
            Some(part) => part.clone(),
            None => Self::of(self.at.child(token)),
        }
    }

    fn part(&self, token: &str) -> Option<&Self> {
        match &self.items {
            Some(items) => items.get(array_index(token)?),
            None => self.members.get(token),
        }
    }

    /// The origins of an object's member, to be changed.
    pub fn member(&mut self, key: &str) -> &mut Self {
        let as_written = || Self::of(self.at.child(key));
        self.members
            .entry(key.to_owned())
            .or_insert_with(as_written)
    }

    /// Forgets a member that `by` has removed: another of its name is another's.
    pub fn remove(&mut self, key: &str, by: &Pointer) {
        self.members.remove(key);
        self.removed.insert(key.to_owned(), by.clone());
    }

    /// Notes a member that has been added, and where it was written.
    pub fn add(&mut self, key: &str, from: Self) {
        self.removed.remove(key);
        self.members.insert(key.to_owned(), from);
    }

    /// The place that took away what `tokens` led to, or something around it.
    pub fn removed(&self, tokens: impl Iterator<Item = String>) -> Option<&Pointer> {
        let mut origins = self;
        for token in tokens {
            if let Some(by) = origins.removed.get(&token) {
                return Some(by);
            }
            origins = origins.part(&token)?;
        }
        None
    }

    /// The origins of the items of an array of this length, to be changed.
    pub fn items(&mut self, length: usize) -> &mut Vec<Self> {
        let each = || (0..length).map(|index| Self::of(self.at.index(index)));
        self.items.get_or_insert_with(|| each().collect())
    }
}
