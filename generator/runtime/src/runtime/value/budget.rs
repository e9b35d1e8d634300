//! The limit of the work that the unions of one document may make.
//!
//! A union that tries its branches decodes a value once for each of them, and
//! so does each union within: branches to the power of depth, which a few
//! kilobytes from a hostile server would turn into hours. So the values tried
//! are counted, against a limit that grows with the text alone. Beyond it
//! nothing is tried any more, and the document is an error: what unions would
//! find is not the whole truth.
//!
//! And a union may lead to itself without reading anything on the way. So what
//! is being tried is remembered, and not tried again within itself.
//!
//! Beside it stands how well the value fits so far: what is read within tells.

use std::any::type_name;
use std::cell::{Cell, RefCell};
use std::ops::AddAssign;

use crate::runtime::json::decode_error::DecodeError;
use crate::runtime::json::tape::{BYTES_OF_A_VALUE, Json, Object};

/// The cost that a text of any size may have, in values visited.
const BASE: usize = 1 << 20;

/// And for each of its bytes. A value takes some eight bytes, so that is as if
/// each were tried some hundred times.
const PER_BYTE: usize = 16;

/// The number of values that may be tried within each other, which takes room on the
/// stack: as deep as JSON may be.
const NESTED: usize = 128;

thread_local! {
    /// The work that is left. Decoding never pauses, so it stays on its thread;
    /// and `Wire::decode` has no room for it.
    static LEFT: Cell<Option<Left>> = const { Cell::new(None) };

    /// The values that are being tried, the innermost last.
    static TRIALS: RefCell<Vec<Running>> = const { RefCell::new(Vec::new()) };
}

#[derive(Clone, Copy)]
struct Left {
    /// For trials, which are done without once it is used up.
    trials: usize,
    /// For reading an object in parts, which can't be done without.
    parts: usize,
}

struct Running {
    /// The type that the value is tried as.
    of: &'static str,
    /// The number of values that it is. One within it has less, so as many are itself.
    size: usize,
    /// `true` once a union has found that it knows no such value.
    unrecognized: bool,
    fit: Fit,
}

/// The extent to which a value is what a type is about; the least fits best.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Fit {
    /// Values that the document rules out, though the type can hold them.
    pub(crate) violations: usize,
    /// Values that the type knows nothing about, dropped or kept.
    pub(crate) unknown: usize,
    /// Those of them that are dropped.
    pub(crate) dropped: usize,
}

impl AddAssign for Fit {
    fn add_assign(&mut self, other: Self) {
        self.violations += other.violations;
        self.unknown += other.unknown;
        self.dropped += other.dropped;
    }
}

/// Tells whoever tries the value at hand how well it fits.
pub(crate) fn report(fit: Fit) {
    TRIALS.with_borrow_mut(|trials| {
        if let Some(trial) = trials.last_mut() {
            trial.fit += fit;
        }
    });
}

/// Tells whoever tries the value at hand about a value that the document doesn't list.
pub fn report_unlisted() {
    report(Fit {
        violations: 1,
        ..Fit::default()
    });
}

/// Tells if anybody tries the value at hand.
pub(crate) fn is_trial() -> bool {
    // A thread that ends tries nothing any more.
    TRIALS
        .try_with(|trials| !trials.borrow().is_empty())
        .unwrap_or_default()
}

/// The limit of the document that is being decoded on this thread, from when
/// this is made until it is dropped. The outermost one counts.
#[must_use = "it ends when dropped"]
pub(crate) struct Budget {
    outermost: bool,
}

impl Budget {
    /// For a text of this many bytes.
    pub(crate) fn of(text: usize) -> Self {
        let outermost = LEFT.get().is_none();
        if outermost {
            let left = BASE.saturating_add(text.saturating_mul(PER_BYTE));
            LEFT.set(Some(Left {
                trials: left,
                parts: left,
            }));
        }
        Self { outermost }
    }

    /// The result of the work, unless that was too much: then unions have not been
    /// decided as they should be.
    ///
    /// # Errors
    /// The work was too much.
    pub(crate) fn checked<T>(self, result: Result<T, DecodeError>) -> Result<T, DecodeError> {
        match self.check() {
            Ok(()) => result,
            Err(error) => Err(error),
        }
    }

    /// Fails if the work was too much.
    fn check(&self) -> Result<(), DecodeError> {
        let is_spent = self.outermost && LEFT.get().is_some_and(|left| left.trials == 0);
        match is_spent {
            false => Ok(()),
            true => Err(DecodeError::new(
                "unions that are less work to decide",
                "more",
            )),
        }
    }

    /// For a value without its text.
    pub(crate) fn of_tree(json: &Json<'_>) -> Self {
        match LEFT.get() {
            Some(_) => Self { outermost: false },
            None => Self::of(measure(json).cost.saturating_mul(BYTES_OF_A_VALUE)),
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

/// A value that is being tried as some type, until this is dropped.
#[must_use = "it ends when dropped"]
pub(crate) struct Trial(());

impl Trial {
    /// Pays for a visit of this value. None if that is too much, then all else
    /// is, too; or if it leads nowhere.
    pub(crate) fn of<T>(json: &Json<'_>) -> Option<Self> {
        Self::of_type(type_name::<T>(), json)
    }

    /// The same, of a type by its name.
    pub(crate) fn of_type(of: &'static str, json: &Json<'_>) -> Option<Self> {
        if LEFT.get().is_some_and(|left| left.trials == 0) {
            return None;
        }
        let Size { values: size, cost } = measure(json);
        if !spend(cost, |left| &mut left.trials) {
            return None;
        }
        TRIALS.with_borrow_mut(|trials| {
            let mut same = trials.iter().rev().take_while(|trial| trial.size == size);
            if same.any(|trial| trial.of == of) {
                return None;
            }
            if trials.len() >= NESTED {
                spend(usize::MAX, |left| &mut left.trials);
                return None;
            }
            trials.push(Running {
                of,
                size,
                unrecognized: false,
                fit: Fit::default(),
            });
            Some(Self(()))
        })
    }

    /// A part of what is being tried, whose fit is asked for apart. None where
    /// nothing is tried.
    pub(crate) fn of_part() -> Option<Self> {
        TRIALS.with_borrow_mut(|trials| {
            let &Running { of, size, .. } = trials.last()?;
            trials.push(Running {
                of,
                size,
                unrecognized: false,
                fit: Fit::default(),
            });
            Some(Self(()))
        })
    }

    /// The fit so far.
    pub(crate) fn fit(&self) -> Fit {
        TRIALS.with_borrow(|trials| trials.last().map(|trial| trial.fit).unwrap_or_default())
    }

    /// The number of values that are tried.
    pub(crate) fn size(&self) -> usize {
        TRIALS.with_borrow(|trials| trials.last().map_or(0, |trial| trial.size))
    }

    /// `true` if the value itself, not one within, was
    /// [`unrecognized`](crate::runtime::unrecognized).
    pub(crate) fn is_unrecognized(&self) -> bool {
        TRIALS.with_borrow(|trials| trials.last().is_some_and(|trial| trial.unrecognized))
    }
}

impl Drop for Trial {
    fn drop(&mut self) {
        TRIALS.with_borrow_mut(Vec::pop);
    }
}

/// Pays for reading an object once more than others. `false` if that is too much.
pub(crate) fn spend_on_part(object: Object<'_>) -> bool {
    let cost = measure(&Json::Object(object)).cost;
    spend(cost, |left| &mut left.parts)
}

/// Takes a cost off what is left, down to nothing. `false` then.
fn spend(cost: usize, of: fn(&mut Left) -> &mut usize) -> bool {
    let Some(mut left) = LEFT.get() else {
        return true;
    };
    let of = of(&mut left);
    *of = of.saturating_sub(cost);
    let is_enough = *of > 0;
    LEFT.set(Some(left));
    is_enough
}

/// Tells whoever tries this value that a union doesn't know it.
pub(crate) fn report_unrecognized(json: &Json<'_>) {
    TRIALS.with_borrow_mut(|trials| {
        if let Some(trial) = trials.last_mut() {
            match trial.size == count(json) {
                true => trial.unrecognized = true,
                false => trial.fit.violations += 1,
            }
        }
    });
}

/// The number of values in a value.
pub(crate) fn count(json: &Json<'_>) -> usize {
    measure(json).values
}

/// The size of a value.
struct Size {
    values: usize,
    /// The work that it is to copy it.
    cost: usize,
}

fn measure(json: &Json<'_>) -> Size {
    let size = json.size();
    Size {
        values: size.values,
        cost: size.values + size.texts,
    }
}
