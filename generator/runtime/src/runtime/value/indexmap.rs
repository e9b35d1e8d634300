//! Maps that keep the order in which their members came: `map = "IndexMap"`.

use indexmap::IndexMap;

use super::fields::{decode_map, read_map};
use super::maps;
use super::member_map::MemberMap;
use super::wire::Wire;
use crate::runtime::json::decode_error::DecodeError;
use crate::runtime::json::reader::Reader;
use crate::runtime::json::tape::Json;
use crate::runtime::json::writer::Writer;

impl<T: Wire> MemberMap for IndexMap<String, T> {
    type Value = T;

    fn add(&mut self, name: String, value: T) {
        self.insert(name, value);
    }

    fn each(&self) -> impl Iterator<Item = (&String, &T)> {
        self.iter()
    }
}

/// An object whose members are all of one type, in the order in which they came.
impl<T: Wire> Wire for IndexMap<String, T> {
    fn decode(json: Json<'_>) -> Result<Self, DecodeError> {
        decode_map(json)
    }

    fn read(text: &mut Reader<'_>) -> Result<Self, DecodeError> {
        read_map(text)
    }

    fn encode(&self, out: &mut Writer) {
        maps::encode(self, out);
    }
}
