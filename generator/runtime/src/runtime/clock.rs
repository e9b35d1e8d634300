//! What time it is. Waiting is a [`Transport`](super::Transport)'s to do.

use tokio::time::Instant;

/// Now, by the clock that tests may stop; there is none where there is no
/// operating system.
pub(super) fn now() -> Option<Instant> {
    HAS_CLOCK.then(Instant::now)
}

pub(super) const HAS_CLOCK: bool = !cfg!(all(target_family = "wasm", target_os = "unknown"));
