//! Clients that are generated while the crate is built: `shop`, from a document with
//! one of each thing that the guide shows and the tests try, `corrected`, from one
//! that servers differ from, `learned`, from one whose corrections are learned, and
//! `tagged`, with a client for each tag.

/// The client of `openapi.yaml`.
pub mod shop {
    include!(concat!(env!("OUT_DIR"), "/shop.rs"));
}

/// The client of `corrected/openapi.yaml`.
pub mod corrected {
    include!(concat!(env!("OUT_DIR"), "/corrected.rs"));
}

/// The client of `learned/openapi.yaml`.
pub mod learned {
    include!(concat!(env!("OUT_DIR"), "/learned.rs"));
}

/// The client of `tagged/openapi.yaml`.
pub mod tagged {
    include!(concat!(env!("OUT_DIR"), "/tagged.rs"));
}

pub use openapi_client_runtime as runtime;
