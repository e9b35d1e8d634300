//! A client that is generated while the crate is built, from a document with one
//! of each thing that the guide shows and the tests try.

include!(concat!(env!("OUT_DIR"), "/modules.rs"));
