//! A budget for repeated requests, so that a server in trouble isn't buried under them.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use super::limits::TimeLimit;
use super::transport_error::TransportError;

/// A number of tokens that repetitions are paid from, shared by its clones: a
/// repetition costs 5 of them, after a time limit 10; a success gives back what its
/// last repetition cost, and 1 if it needed none. Without tokens, nothing is repeated.
///
/// By default a client and its clones share 500 tokens: a hundred repetitions beyond
/// those that ended well.
#[derive(Clone)]
pub struct RetryBudget(Arc<Tokens>);

struct Tokens {
    left: AtomicU32,
    most: u32,
}

const COST: u32 = 5;
const COST_AFTER_TIMEOUT: u32 = 10;

impl RetryBudget {
    /// A budget of so many tokens.
    pub fn new(tokens: u32) -> Self {
        Self(Arc::new(Tokens {
            left: AtomicU32::new(tokens),
            most: tokens,
        }))
    }

    /// A budget that is never used up.
    pub fn unlimited() -> Self {
        Self::new(u32::MAX)
    }

    /// The tokens that are left.
    pub fn left(&self) -> u32 {
        self.0.left.load(Ordering::Relaxed)
    }

    /// Pays for a repetition after this error, or after a response. Gives its cost.
    pub(crate) fn pay(&self, error: Option<&TransportError>) -> Option<u32> {
        let cost = match error {
            Some(TransportError::Timeout { limit, .. }) if *limit != TimeLimit::Connect => {
                COST_AFTER_TIMEOUT
            }
            _ => COST,
        };
        if self.0.most == u32::MAX {
            return Some(0);
        }
        let pay = |left: u32| left.checked_sub(cost);
        let paid = (self.0.left).fetch_update(Ordering::Relaxed, Ordering::Relaxed, pay);
        paid.is_ok().then_some(cost)
    }

    /// Notes a success, whose last repetition cost so much.
    pub(crate) fn refund(&self, cost: Option<u32>) {
        let most = self.0.most;
        let refund = |left: u32| {
            let more = left.saturating_add(cost.unwrap_or(1)).min(most);
            (more != left).then_some(more)
        };
        // Nothing to give back to a full budget.
        let _ = (self.0.left).fetch_update(Ordering::Relaxed, Ordering::Relaxed, refund);
    }
}

impl Default for RetryBudget {
    fn default() -> Self {
        Self::new(500)
    }
}

impl fmt::Debug for RetryBudget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}", self.left(), self.0.most)
    }
}
