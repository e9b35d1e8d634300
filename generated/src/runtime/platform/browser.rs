//! Stand-ins for threads and a clock in a browser, for the target
//! `wasm32-unknown-unknown`. Elsewhere, it is `system.rs`.

use std::pin::Pin;
use std::time::Duration;

use futures_core::Stream;
use wasmtimer::tokio::Timeout;

pub(crate) use wasmtimer::std::Instant;
pub(crate) use wasmtimer::tokio::Sleep;

/// `Send`, except in a browser, which has one thread for everything.
pub trait MaybeSend {}
impl<T: ?Sized> MaybeSend for T {}

/// `Sync`, except in a browser, which has one thread for everything.
pub trait MaybeSync {}
impl<T: ?Sized> MaybeSync for T {}

/// A future that can be moved between threads; in a browser, any.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

pub(crate) type BoxStream<T> = Pin<Box<dyn Stream<Item = T>>>;

/// A browser counts milliseconds in 32 bits; more would end at once.
const LONGEST: Duration = Duration::from_millis(i32::MAX as u64);

pub(crate) fn sleep(duration: Duration) -> Sleep {
    wasmtimer::tokio::sleep(duration.min(LONGEST))
}

pub(crate) fn timeout<F: Future>(limit: Duration, future: F) -> Timeout<F> {
    wasmtimer::tokio::timeout(limit.min(LONGEST), future)
}
