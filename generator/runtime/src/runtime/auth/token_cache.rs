//! Keeps a token while it holds, and gets the next one once for all who need
//! it. Knows nothing of where it comes from.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::secret_source::Token;
#[cfg(feature = "blocking")]
use crate::runtime::platform::blocking_thread;
use crate::runtime::platform::error::BoxError;
use crate::runtime::platform::system::Instant;
use crate::runtime::response::credential_error::Failure;
use crate::runtime::value::secret::Secret;

/// A token that is about to end isn't sent: it might end on its way.
const MARGIN: Duration = Duration::from_secs(30);

/// The time after which a token that was fetched in place of a rejected one may be rejected
/// and fetched anew, too. It doubles as long as that goes on.
const PAUSE: Duration = Duration::from_secs(1);

const LONGEST_PAUSE: Duration = Duration::from_secs(16);

#[derive(Default)]
pub(crate) struct TokenCache {
    state: Mutex<State>,
    /// Belongs to whoever gets a token. A caller that is dropped gives it up,
    /// and the next one in line tries in its place.
    turn: tokio::sync::Mutex<()>,
    /// That of blocking calls. Async code may be what they block, so they mayn't wait for
    /// a token that it fetches.
    #[cfg(feature = "blocking")]
    turn_of_blocking: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct State {
    /// The number of times that the source has answered.
    answers: u64,
    /// The last answer, for those who waited for it.
    last: Option<Result<Secret, Failure>>,
    /// The time for which it is for all others.
    fresh: Fresh,
    /// The time at which it was asked for.
    asked_at: Option<Instant>,
    /// The number of tokens in a row that were rejected and never accepted.
    rejected: u32,
}

#[derive(Default)]
enum Fresh {
    #[default]
    No,
    Until(Instant),
    /// The end is beyond the clock.
    UntilRejected,
}

impl Fresh {
    /// Of a token that was asked for at this moment.
    fn since(start: Instant, token: &Token) -> Self {
        let Some(time) = token.valid_for else {
            return Self::No;
        };
        let usable = time - MARGIN.min(time / 2);
        match start.checked_add(usable) {
            Some(end) => Self::Until(end),
            None => Self::UntilRejected,
        }
    }

    fn is_over(&self) -> bool {
        match self {
            Self::No => true,
            Self::Until(end) => Instant::now() >= *end,
            Self::UntilRejected => false,
        }
    }
}

impl State {
    fn fresh(&self) -> Option<Secret> {
        match &self.last {
            Some(Ok(secret)) if !self.fresh.is_over() => Some(secret.clone()),
            _ => None,
        }
    }
}

impl TokenCache {
    /// The token that holds, or a new one.
    pub(crate) async fn get(
        &self,
        ask: impl Future<Output = Result<Token, BoxError>>,
    ) -> Result<Secret, Failure> {
        let before = {
            let state = self.state();
            if let Some(secret) = state.fresh() {
                return Ok(secret);
            }
            state.answers
        };
        let _turn = self.turn().lock().await;
        {
            let state = self.state();
            match &state.last {
                // What came while this one waited is for this one, too.
                Some(answer) if state.answers != before => return answer.clone(),
                _ => {}
            }
            if let Some(secret) = state.fresh() {
                return Ok(secret);
            }
        }
        let start = Instant::now();
        let answer = ask.await;
        let mut state = self.state();
        state.answers += 1;
        state.asked_at = Some(start);
        state.fresh = answer
            .as_ref()
            .map_or(Fresh::No, |token| Fresh::since(start, token));
        let answer = answer.map(|token| token.secret).map_err(Failure::from);
        state.last = Some(answer.clone());
        answer
    }

    fn turn(&self) -> &tokio::sync::Mutex<()> {
        #[cfg(feature = "blocking")]
        if blocking_thread::is_here() {
            return &self.turn_of_blocking;
        }
        &self.turn
    }

    /// Notes that a token was accepted.
    pub(crate) fn accept(&self, accepted: &Secret) {
        let mut state = self.state();
        if matches!(&state.last, Some(Ok(secret)) if secret == accepted) {
            state.rejected = 0;
        }
    }

    /// Forgets a token that was refused, unless there is another already.
    pub(crate) fn forget(&self, refused: &Secret) {
        let mut state = self.state();
        if matches!(&state.last, Some(Ok(secret)) if secret == refused) {
            state.last = None;
        }
    }

    /// As [`forget`](Self::forget), unless the token was fetched just now in place of one
    /// that was rejected, too: a server that accepts no token at all would be asked for
    /// one at each call. `false` then.
    pub(crate) fn forget_in_time(&self, refused: &Secret) -> bool {
        let mut state = self.state();
        if !matches!(&state.last, Some(Ok(secret)) if secret == refused) {
            return true;
        }
        let age = state.asked_at.map(|at| at.elapsed());
        let age = age.unwrap_or(LONGEST_PAUSE);
        let doubled = 2_u32.saturating_pow(state.rejected.saturating_sub(1));
        let pause = PAUSE.saturating_mul(doubled).min(LONGEST_PAUSE);
        if state.rejected > 0 && age < pause {
            return false;
        }
        state.rejected += 1;
        state.last = None;
        true
    }

    /// Never held while anything is waited for.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
