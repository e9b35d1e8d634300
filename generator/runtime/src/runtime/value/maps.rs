//! Maps as JSON: objects whose members are all of one type.

use std::collections::BTreeMap;

use super::fields::{decode_map, read_map};
use super::member_map::MemberMap;
use super::wire::Wire;
use crate::runtime::json::decode_error::DecodeError;
use crate::runtime::json::reader::Reader;
use crate::runtime::json::tape::Json;
use crate::runtime::json::writer::Writer;

/// Writes a map.
pub(super) fn encode<M: MemberMap>(members: &M, out: &mut Writer) {
    out.begin_object();
    out.rest(members);
    out.end_object();
}

/// An object whose members are all of one type, sorted by name.
impl<T: Wire> Wire for BTreeMap<String, T> {
    fn decode(json: Json<'_>) -> Result<Self, DecodeError> {
        decode_map(json)
    }

    fn read(text: &mut Reader<'_>) -> Result<Self, DecodeError> {
        read_map(text)
    }

    fn encode(&self, out: &mut Writer) {
        encode(self, out);
    }
}
