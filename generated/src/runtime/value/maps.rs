//! Maps as JSON: objects whose members are all of one type.

use std::collections::BTreeMap;

use super::fields::Fields;
use super::lenient;
use super::member_map::MemberMap;
use super::wire::Wire;
use crate::runtime::json::decode_error::DecodeError;
use crate::runtime::json::tape::Json;
use crate::runtime::json::writer::Writer;

/// Reads a map.
pub(super) fn decode<M: MemberMap>(json: Json<'_>) -> Result<M, DecodeError> {
    if let Json::Null = json {
        lenient::nothing_in(&json, "an object")?;
        return Ok(M::default());
    }
    Fields::of(json)?.rest()
}

/// Writes a map.
pub(super) fn encode<M: MemberMap>(members: &M, out: &mut Writer) {
    out.begin_object();
    out.rest(members);
    out.end_object();
}

/// An object whose members are all of one type, sorted by name.
impl<T: Wire> Wire for BTreeMap<String, T> {
    fn decode(json: Json<'_>) -> Result<Self, DecodeError> {
        decode(json)
    }

    fn encode(&self, out: &mut Writer) {
        encode(self, out);
    }
}
