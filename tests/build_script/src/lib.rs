//! A client that is generated while the crate is built.

pub mod plans {
    //! The client of `openapi.yaml`.

    include!(concat!(env!("OUT_DIR"), "/client.rs"));
}
