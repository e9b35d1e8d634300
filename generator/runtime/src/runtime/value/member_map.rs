//! Maps from the names of members to values of one type.

use std::collections::BTreeMap;

use super::wire::Wire;

/// A map from the names of members to their values.
pub trait MemberMap: Default {
    /// The type of the values.
    type Value: Wire;

    /// Adds a member behind those before it.
    fn add(&mut self, name: String, value: Self::Value);

    /// The members, in the order in which they are written.
    fn each(&self) -> impl Iterator<Item = (&String, &Self::Value)>;
}

impl<T: Wire> MemberMap for BTreeMap<String, T> {
    type Value = T;

    fn add(&mut self, name: String, value: T) {
        self.insert(name, value);
    }

    fn each(&self) -> impl Iterator<Item = (&String, &T)> {
        self.iter()
    }
}
