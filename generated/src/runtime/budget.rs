//! How much work the unions of one document may make.
//!
//! A union that tries its branches decodes a value once for each of them, and
//! so does each union within: branches to the power of depth, which a few
//! kilobytes from a hostile server would turn into hours. So the values tried
//! are counted, against a limit that grows with the text alone. Beyond it
//! nothing is tried any more, and unions keep what they find as it came.

use std::cell::Cell;

use super::Json;

/// What a text of any size may cost, in values visited.
const BASE: usize = 1 << 20;

/// And for each of its bytes. A value takes some eight bytes, so that is as if
/// each were tried thirty times.
const PER_BYTE: usize = 4;

thread_local! {
    /// What is left. Decoding never pauses, so it stays on its thread; and
    /// `Wire::decode` has no room for it.
    static LEFT: Cell<Option<usize>> = const { Cell::new(None) };
}

/// The limit of the document that is being decoded on this thread, from when
/// this is made until it is dropped. The outermost one counts.
#[must_use = "it ends when dropped"]
pub(super) struct Budget {
    outermost: bool,
}

impl Budget {
    /// For a text of this many bytes.
    pub(super) fn of(text: usize) -> Self {
        let outermost = LEFT.get().is_none();
        if outermost {
            LEFT.set(Some(BASE.saturating_add(text.saturating_mul(PER_BYTE))));
        }
        Self { outermost }
    }

    /// For a tree without its text.
    pub(super) fn of_tree(json: &Json<'_>) -> Self {
        match LEFT.get() {
            Some(_) => Self { outermost: false },
            None => Self::of(count(json).saturating_mul(8)),
        }
    }
}

impl Drop for Budget {
    fn drop(&mut self) {
        if self.outermost {
            LEFT.set(None);
        }
    }
}

/// Pays for a visit of this value. `false` if that is too much; then all else
/// is, too.
pub(super) fn pay(json: &Json<'_>) -> bool {
    let Some(left) = LEFT.get() else { return true };
    if left == 0 {
        return false;
    }
    let rest = left.saturating_sub(count(json));
    LEFT.set(Some(rest));
    rest > 0
}

fn count(json: &Json<'_>) -> usize {
    match json {
        Json::Array(items) => 1 + items.iter().map(count).sum::<usize>(),
        Json::Object(object) => 1 + object.iter().map(|member| count(member.1)).sum::<usize>(),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => 1,
    }
}
