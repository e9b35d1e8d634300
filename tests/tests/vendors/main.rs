//! The neutral interface at every vendor of `specs/`, over HTTP on loopback: the requests
//! that each choice makes, the outcomes that its responses tell, and the choices that it
//! refuses.

mod choices;
mod clients;
mod outcomes;
mod requests;
