//! The vendors whose subscriptions this crate cancels.

use crate::runtime::cancel::VendorClient;

/// The vendors whose features are on, sorted by name.
pub static VENDORS: &[VendorClient] = &[
    #[cfg(feature = "autumn")]
    VendorClient {
        vendor: &crate::autumn::cancel::VENDOR,
        from_env: || Ok(Box::new(crate::autumn::Client::from_env()?)),
    },
    #[cfg(feature = "chargebee")]
    VendorClient {
        vendor: &crate::chargebee::cancel::VENDOR,
        from_env: || Ok(Box::new(crate::chargebee::Client::from_env()?)),
    },
    #[cfg(feature = "dodo_payments")]
    VendorClient {
        vendor: &crate::dodo_payments::cancel::VENDOR,
        from_env: || Ok(Box::new(crate::dodo_payments::Client::from_env()?)),
    },
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
    #[cfg(feature = "flexprice")]
    VendorClient {
        vendor: &crate::flexprice::cancel::VENDOR,
        from_env: || Ok(Box::new(crate::flexprice::Client::from_env()?)),
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
    #[cfg(feature = "hyperswitch")]
    VendorClient {
        vendor: &crate::hyperswitch::cancel::VENDOR,
        from_env: || Ok(Box::new(crate::hyperswitch::Client::from_env()?)),
    },
    #[cfg(feature = "lago")]
    VendorClient {
        vendor: &crate::lago::cancel::VENDOR,
        from_env: || Ok(Box::new(crate::lago::Client::from_env()?)),
    },
    #[cfg(feature = "lemon_squeezy")]
    VendorClient {
        vendor: &crate::lemon_squeezy::cancel::VENDOR,
        from_env: || Ok(Box::new(crate::lemon_squeezy::Client::from_env()?)),
    },
    #[cfg(feature = "lotus")]
    VendorClient {
        vendor: &crate::lotus::cancel::VENDOR,
        from_env: || Ok(Box::new(crate::lotus::Client::from_env()?)),
    },
    #[cfg(feature = "orb")]
    VendorClient {
        vendor: &crate::orb::cancel::VENDOR,
        from_env: || Ok(Box::new(crate::orb::Client::from_env()?)),
    },
    #[cfg(feature = "paddle")]
    VendorClient {
        vendor: &crate::paddle::cancel::VENDOR,
        from_env: || Ok(Box::new(crate::paddle::Client::from_env()?)),
    },
    #[cfg(feature = "paypal")]
    VendorClient {
        vendor: &crate::paypal::cancel::VENDOR,
        from_env: || Ok(Box::new(crate::paypal::Client::from_env()?)),
    },
    #[cfg(feature = "polar")]
    VendorClient {
        vendor: &crate::polar::cancel::VENDOR,
        from_env: || Ok(Box::new(crate::polar::Client::from_env()?)),
    },
    #[cfg(feature = "recurly")]
    VendorClient {
        vendor: &crate::recurly::cancel::VENDOR,
        from_env: || Ok(Box::new(crate::recurly::Client::from_env()?)),
    },
    #[cfg(feature = "revenuecat")]
    VendorClient {
        vendor: &crate::revenuecat::cancel::VENDOR,
        from_env: || Ok(Box::new(crate::revenuecat::Client::from_env()?)),
    },
    #[cfg(feature = "square")]
    VendorClient {
        vendor: &crate::square::cancel::VENDOR,
        from_env: || Ok(Box::new(crate::square::Client::from_env()?)),
    },
    #[cfg(feature = "stripe")]
    VendorClient {
        vendor: &crate::stripe::cancel::VENDOR,
        from_env: || Ok(Box::new(crate::stripe::Client::from_env()?)),
    },
];
