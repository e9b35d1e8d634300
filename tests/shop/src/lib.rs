//! Clients that are generated while the crate is built: `shop`, from a document with
//! one of each thing that the guide shows and the tests try, and `corrected`, from one
//! that servers differ from.

include!(concat!(env!("OUT_DIR"), "/modules.rs"));
