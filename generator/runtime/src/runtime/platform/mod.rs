//! Threads, the clock and boxed futures: what an operating system has and a browser
//! lacks. Knows nothing of HTTP.

#[cfg(feature = "blocking")]
pub(crate) mod blocking_thread;
#[cfg(feature = "client")]
pub(crate) mod bytes_once;
pub(crate) mod clock;
#[cfg(feature = "client")]
pub(crate) mod error;
#[cfg(feature = "client")]
#[cfg_attr(
    all(target_arch = "wasm32", target_os = "unknown"),
    path = "browser.rs"
)]
pub(crate) mod system;
