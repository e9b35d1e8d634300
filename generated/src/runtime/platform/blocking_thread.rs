//! The mark of threads that work for a blocking call.

use std::cell::Cell;

thread_local! {
    static IS_HERE: Cell<bool> = const { Cell::new(false) };
}

/// Whether the current thread works for a blocking call. Its connections are
/// kept apart from those of async code, whose runtime may be the one that waits.
pub(crate) fn is_here() -> bool {
    IS_HERE.get()
}

/// The mark on the current thread, until this is dropped.
pub(crate) struct Here {
    before: bool,
}

impl Here {
    pub(crate) fn enter() -> Self {
        let before = IS_HERE.replace(true);
        Self { before }
    }
}

/// Marks the current thread for good.
pub(crate) fn stay() {
    IS_HERE.set(true);
}

impl Drop for Here {
    fn drop(&mut self) {
        IS_HERE.set(self.before);
    }
}
