//! The names of an object that is being read.

/// A bit for each name so far. A name whose bit isn't set is new.
#[derive(Default)]
pub(super) struct Names {
    seen: [u64; 4],
}

impl Names {
    /// `false` if there is no such name for certain. Notes it.
    #[inline(always)]
    pub(super) fn has_seen(&mut self, name: &[u8]) -> bool {
        let (first, last) = match name {
            [first, .., last] => (*first, *last),
            [only] => (*only, 0),
            [] => (0, 0),
        };
        let mixed = u32::from(first) | u32::from(last) << 8 | (name.len() as u32) << 16;
        let hash = (mixed.wrapping_mul(0x9E37_79B9) >> 24) as u8;
        let (word, bit) = (&mut self.seen[usize::from(hash >> 6)], 1 << (hash & 63));
        let has_seen = *word & bit != 0;
        *word |= bit;
        has_seen
    }
}
