//! Bounds on the work that schemas made of other schemas may take.
//!
//! Every schema of the document is read once, and so is every combination of
//! them. A document may ask for more combinations than anyone could use, though:
//! this is the last resort then.

/// The number of combinations that may stand within each other.
pub(super) const NESTED: usize = 24;

/// The size of all combinations of a document and of all that schemas include, in schemas, and
/// how much larger it may be for each of its objects.
const BASE: usize = 100_000;
const PER_OBJECT: usize = 4;

/// The work that is left.
#[derive(Debug)]
pub(crate) struct Work {
    left: usize,
}

impl Work {
    /// As much as suits a document of so many objects.
    pub(super) fn of(objects: usize) -> Self {
        Self {
            left: objects.saturating_mul(PER_OBJECT).saturating_add(BASE),
        }
    }

    /// Takes work of this size into account; `false` if that is too much.
    pub(super) fn spend(&mut self, size: usize) -> bool {
        let is_enough = self.left >= size;
        self.left = self.left.saturating_sub(size);
        is_enough
    }

    /// True if no work is left.
    pub(super) fn is_spent(&self) -> bool {
        self.left == 0
    }
}
