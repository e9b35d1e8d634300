//! Threads and a clock, which an operating system has and a browser lacks. In
//! a browser `browser.rs` takes the place of this file.

use std::pin::Pin;

use futures_core::Stream;

/// By the clock that tests may stop.
pub(crate) use tokio::time::{Instant, Sleep, sleep, timeout};

/// `Send`, except in a browser, which has one thread for everything.
pub trait MaybeSend: Send {}
impl<T: Send + ?Sized> MaybeSend for T {}

/// `Sync`, except in a browser, which has one thread for everything.
pub trait MaybeSync: Sync {}
impl<T: Sync + ?Sized> MaybeSync for T {}

/// A future that can be moved between threads; in a browser, any.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

pub(crate) type BoxStream<T> = Pin<Box<dyn Stream<Item = T> + Send>>;
