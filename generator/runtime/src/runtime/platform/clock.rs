//! The date and the time of day, for which `std` panics in a browser.

#![allow(
    dead_code,
    reason = "without clients, for signatures of webhooks alone"
)]

use std::time::SystemTime;

/// Now.
#[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
pub fn system_time() -> SystemTime {
    SystemTime::now()
}

/// Now.
#[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
pub fn system_time() -> SystemTime {
    let now = wasmtimer::std::SystemTime::now();
    let since = now.duration_since(wasmtimer::std::UNIX_EPOCH);
    SystemTime::UNIX_EPOCH + since.unwrap_or_default()
}
