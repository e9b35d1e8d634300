//! The vendors whose subscriptions this crate cancels.

use crate::runtime::cancel::VendorClient;

/// The vendors whose features are on, sorted by name.
pub static VENDORS: &[VendorClient] = &[
    #[cfg(feature = "duro")]
    VendorClient {
        vendor: &crate::duro::cancel::VENDOR,
        from_env: || Ok(Box::new(crate::duro::Client::from_env()?)),
    },
    #[cfg(feature = "exodus")]
    VendorClient {
        vendor: &crate::exodus::cancel::VENDOR,
        from_env: || Ok(Box::new(crate::exodus::Client::from_env()?)),
    },
    #[cfg(feature = "flowglad")]
    VendorClient {
        vendor: &crate::flowglad::cancel::VENDOR,
        from_env: || Ok(Box::new(crate::flowglad::Client::from_env()?)),
    },
    #[cfg(feature = "funnelfox")]
    VendorClient {
        vendor: &crate::funnelfox::cancel::VENDOR,
        from_env: || Ok(Box::new(crate::funnelfox::Client::from_env()?)),
    },
    #[cfg(feature = "lotus")]
    VendorClient {
        vendor: &crate::lotus::cancel::VENDOR,
        from_env: || Ok(Box::new(crate::lotus::Client::from_env()?)),
    },
];
