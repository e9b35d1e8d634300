//! The fields of a struct, by the names of members that come in another order.

use std::collections::HashMap;

use super::literal::Field;
use crate::runtime::json::tape::is_same;

/// Fields by the names of members.
#[derive(Default)]
pub(super) struct Search {
    /// The number of fields that were looked at.
    looks: usize,
    /// Their places, once that were too many.
    by_name: Option<HashMap<&'static str, usize>>,
}

/// The most fields that may be looked at in one object.
const MOST_LOOKS: usize = 1 << 12;

impl Search {
    /// The place of a field, from 1; zero if there is none. It is probably behind this one.
    #[inline(never)]
    pub(super) fn place_of(
        &mut self,
        name: &str,
        fields: &'static [Field],
        behind: usize,
    ) -> usize {
        if let Some(by_name) = &self.by_name {
            return by_name.get(name).copied().unwrap_or_default();
        }
        self.looks += fields.len();
        if self.looks > MOST_LOOKS && fields.len() > 1 {
            let by_name = (1..)
                .zip(fields)
                .map(|(place, field)| (field.name(), place));
            let by_name = self.by_name.insert(by_name.collect());
            return by_name.get(name).copied().unwrap_or_default();
        }
        let (before, after) = fields.split_at_checked(behind).unwrap_or((fields, &[]));
        let is_it = |field: &Field| is_same(field.name().as_bytes(), name.as_bytes());
        match after.iter().position(is_it) {
            Some(index) => behind + index + 1,
            None => before.iter().position(is_it).map_or(0, |index| index + 1),
        }
    }
}
