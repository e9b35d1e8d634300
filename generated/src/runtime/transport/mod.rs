//! The interface to the HTTP library, and the library that is used by default.

#[cfg_attr(
    all(target_arch = "wasm32", target_os = "unknown"),
    path = "browser.rs"
)]
pub(crate) mod default;
pub(crate) mod interface;
#[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
pub(crate) mod options;
pub(crate) mod timeouts;
