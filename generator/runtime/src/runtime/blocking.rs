//! Calls that a thread waits for.
//!
//! All of them share one runtime in the background, so connections outlive a
//! call. A call itself is driven by the thread that waits for it.

use std::cell::Cell;
use std::io;
use std::sync::OnceLock;
use std::thread;

use tokio::runtime::{Builder, Handle, Runtime};

use super::{Error, RequestError, Sending, WithHead};

impl<T: Send, E: Send> Sending<'_, T, E> {
    /// Sends the call and waits for it, for code that isn't async.
    ///
    /// Within async code, await the call instead: this blocks the thread for as
    /// long as it takes, as any blocking call does. It neither panics there nor
    /// waits for itself, since it uses a thread and connections of its own.
    ///
    /// # Errors
    /// Those of the call; [`Error::Request`] if there can be no thread.
    pub fn blocking(self) -> Result<T, Error<E>> {
        wait(self)
    }
}

impl<T: Send, E: Send> WithHead<'_, T, E> {
    /// See [`Sending::blocking`].
    ///
    /// # Errors
    /// See [`Sending::blocking`].
    pub fn blocking(self) -> Result<super::Answer<T>, Error<E>> {
        wait(self)
    }
}

fn wait<T: Send, E: Send>(
    call: impl Future<Output = Result<T, Error<E>>> + Send,
) -> Result<T, Error<E>> {
    let runtime = runtime().map_err(no_thread)?;
    let wait = || {
        let _here = Here::enter();
        runtime.block_on(call)
    };
    match Handle::try_current() {
        Err(_) => wait(),
        // A thread of a runtime mayn't wait for another one.
        Ok(_) => thread::scope(|scope| {
            let thread = thread::Builder::new().spawn_scoped(scope, wait);
            match thread.map(thread::ScopedJoinHandle::join) {
                Ok(Ok(result)) => result,
                Ok(Err(panic)) => std::panic::resume_unwind(panic),
                Err(error) => Err(no_thread(&error)),
            }
        }),
    }
}

fn no_thread<E>(error: &io::Error) -> Error<E> {
    let problem = format!("there is no thread to wait for it: {error}");
    Error::Request(RequestError::new(None, problem))
}

/// The runtime in the background, from the first call to the end of the program.
fn runtime() -> Result<&'static Runtime, &'static io::Error> {
    static RUNTIME: OnceLock<io::Result<Runtime>> = OnceLock::new();
    let runtime = RUNTIME.get_or_init(|| {
        Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("api-client")
            .on_thread_start(|| IS_HERE.set(true))
            .enable_all()
            .build()
    });
    runtime.as_ref()
}

thread_local! {
    static IS_HERE: Cell<bool> = const { Cell::new(false) };
}

/// Whether the current thread works for a blocking call. Its connections are
/// kept apart from those of async code, whose runtime may be the one that waits.
pub(super) fn is_here() -> bool {
    IS_HERE.get()
}

struct Here {
    before: bool,
}

impl Here {
    fn enter() -> Self {
        let before = IS_HERE.replace(true);
        Self { before }
    }
}

impl Drop for Here {
    fn drop(&mut self) {
        IS_HERE.set(self.before);
    }
}
