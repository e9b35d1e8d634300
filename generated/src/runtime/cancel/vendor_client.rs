//! The vendors of a crate, each with the way to a client for it.

use std::fmt;

use super::client::CancelSubscription;
use super::mapping::Vendor;
use crate::runtime::request::client_builder::BuildError;

/// A vendor, and the function that builds a client for it: a row of a crate's `VENDORS`.
#[derive(Clone, Copy)]
pub struct VendorClient {
    /// The vendor.
    pub vendor: &'static Vendor,
    /// Builds a client from environment variables, as the `from_env` of the vendor's
    /// client says.
    pub from_env: fn() -> Result<Box<dyn CancelSubscription>, BuildError>,
}

impl fmt::Debug for VendorClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("VendorClient")
            .field(&self.vendor.name)
            .finish()
    }
}
