//! Calls that a thread waits for, and streams of which it waits for each item.
//!
//! All of them share one runtime in the background, so connections outlive a
//! call. A call itself is driven by the thread that waits for it.

use std::fmt;
use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::sync::OnceLock;
use std::thread;

use futures_core::Stream;
use tokio::runtime::{Builder, Handle, Runtime};

use crate::runtime::exchange::response_future::{ResponseFuture, WithParts};
use crate::runtime::exchange::resumable::{FailedCall, Resumable};
use crate::runtime::message::transport_error::TransportError;
use crate::runtime::platform::blocking_thread::{Here, stay};
use crate::runtime::response::error::{Error, RequestError};
use crate::runtime::response::parts::ResponseParts;
use crate::runtime::response::streaming::ByteStream;
use crate::runtime::stream::events::Events;
use crate::runtime::stream::frames::StreamError;
use crate::runtime::stream::items::Items;
use crate::runtime::stream::json_stream::{JsonLines, JsonSequence};
use crate::runtime::value::wire::Wire;

impl<T: Send, E: Send> ResponseFuture<'_, T, E> {
    /// Sends the call and waits for it, for code that isn't async.
    ///
    /// Within async code, await the call instead: this blocks the thread for as
    /// long as it takes, as any blocking call does. It neither panics there nor
    /// waits for itself, since it uses a thread and connections of its own; unless the call
    /// was awaited before, and belongs to the async code by then.
    ///
    /// # Errors
    /// Those of the call; [`Error::Request`] if there can be no thread.
    pub fn blocking(self) -> Result<T, Error<E>> {
        wait(self).unwrap_or_else(|problem| Err(no_thread(problem)))
    }
}

impl<T: Send, E: Send> WithParts<'_, T, E> {
    /// See [`ResponseFuture::blocking`].
    ///
    /// # Errors
    /// See [`ResponseFuture::blocking`].
    pub fn blocking(self) -> Result<ResponseParts<T>, Error<E>> {
        wait(self).unwrap_or_else(|problem| Err(no_thread(problem)))
    }
}

impl<'a, T, E, F, V> Resumable<'a, T, E, F>
where
    F: Future<Output = Result<V, Error<E>>> + Unpin + Send,
    T: Send,
    E: Send,
    V: Send,
{
    /// See [`ResponseFuture::blocking`].
    ///
    /// # Errors
    /// See [`ResponseFuture::blocking`]; with the call.
    pub fn blocking(self) -> Result<V, FailedCall<'a, T, E>> {
        wait(self).unwrap_or_else(|problem| Err(FailedCall::without_call(no_thread(problem))))
    }
}

/// A stream as an iterator, for code that isn't async. The thread
/// waits for each item; see [`ResponseFuture::blocking`].
///
/// ```no_run
/// # use subscription_cancel::runtime::{Error, Events, ResponseFuture};
/// # fn example(sending: ResponseFuture<'_, Events<String>, ()>) -> Result<(), Box<dyn std::error::Error>> {
/// for event in sending.blocking()?.blocking() {
///     println!("{}", event?.data);
/// }
/// # Ok(())
/// # }
/// ```
///
/// The call must have been waited for in the same way: the connection of one
/// that was awaited is served by the async code's runtime, which may be what
/// this makes wait. Within async code each item takes a thread of its own, so
/// use `next` there.
pub struct Blocking<S: Stream> {
    stream: S,
    /// The item that is given if there can be no thread.
    no_thread: fn(String) -> S::Item,
    is_over: bool,
}

impl<S: Stream> Blocking<S> {
    fn new(stream: S, no_thread: fn(String) -> S::Item) -> Self {
        Self {
            stream,
            no_thread,
            is_over: false,
        }
    }
}

impl<S: Stream<Item: Send> + Unpin + Send> Iterator for Blocking<S> {
    type Item = S::Item;

    fn next(&mut self) -> Option<S::Item> {
        if self.is_over {
            return None;
        }
        let stream = &mut self.stream;
        let item = wait(poll_fn(|cx| Pin::new(&mut *stream).poll_next(cx)));
        self.is_over = !matches!(item, Ok(Some(_)));
        item.unwrap_or_else(|problem| Some((self.no_thread)(problem)))
    }
}

impl<S: Stream + fmt::Debug> fmt::Debug for Blocking<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Blocking").field(&self.stream).finish()
    }
}

impl<T, E> Items<'_, T, E> {
    /// The items as an iterator; the thread waits for each page.
    pub fn blocking(self) -> Blocking<Self> {
        Blocking::new(self, |problem| Err(no_thread(problem)))
    }
}

impl<T> Events<T> {
    /// The events as an iterator; the thread waits for each.
    pub fn blocking(self) -> Blocking<Self> {
        Blocking::new(self, |problem| {
            Err(StreamError::Transport(interrupted(problem)))
        })
    }
}

impl<T: Wire> JsonLines<T> {
    /// The values as an iterator; the thread waits for each.
    pub fn blocking(self) -> Blocking<Self> {
        Blocking::new(self, |problem| {
            Err(StreamError::Transport(interrupted(problem)))
        })
    }
}

impl<T: Wire> JsonSequence<T> {
    /// The values as an iterator; the thread waits for each.
    pub fn blocking(self) -> Blocking<Self> {
        Blocking::new(self, |problem| {
            Err(StreamError::Transport(interrupted(problem)))
        })
    }
}

impl ByteStream {
    /// The bytes as an iterator over pieces; the thread waits for each.
    pub fn blocking(self) -> Blocking<Self> {
        Blocking::new(self, |problem| Err(interrupted(problem)))
    }
}

/// The result of the work; the problem if there can be no thread for it.
fn wait<T: Send>(work: impl Future<Output = T> + Send) -> Result<T, String> {
    let problem = |error: &io::Error| format!("there is no thread to wait for it: {error}");
    let runtime = runtime().map_err(problem)?;
    let wait = || {
        let _here = Here::enter();
        runtime.block_on(work)
    };
    match Handle::try_current() {
        Err(_) => Ok(wait()),
        // A thread of a runtime mayn't wait for another one.
        Ok(_) => thread::scope(|scope| {
            let thread = thread::Builder::new().spawn_scoped(scope, wait);
            match thread.map(thread::ScopedJoinHandle::join) {
                Ok(Ok(result)) => Ok(result),
                Ok(Err(panic)) => std::panic::resume_unwind(panic),
                Err(error) => Err(problem(&error)),
            }
        }),
    }
}

fn no_thread<E>(problem: String) -> Error<E> {
    Error::Request(RequestError::new(None, problem))
}

fn interrupted(problem: String) -> TransportError {
    TransportError::Interrupted(problem.into())
}

/// The runtime in the background, from the first call to the end of the program.
fn runtime() -> Result<&'static Runtime, &'static io::Error> {
    static RUNTIME: OnceLock<io::Result<Runtime>> = OnceLock::new();
    let runtime = RUNTIME.get_or_init(|| {
        Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("api-client")
            .on_thread_start(stay)
            .enable_all()
            .build()
    });
    runtime.as_ref()
}
