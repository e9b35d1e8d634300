//! Keys of subscriptions and customers.

use std::fmt;

/// The key of a subscription at any vendor: one id, or several parts with names.
///
/// Each vendor's module has a key of its own, whose parts the compiler knows; all of them
/// can be turned into this one.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Key {
    /// A part without a name is the whole key.
    parts: Vec<(Option<String>, String)>,
}

impl Key {
    /// A key that is one id.
    pub fn new(id: impl Into<String>) -> Self {
        Self {
            parts: vec![(None, id.into())],
        }
    }

    /// A key of several parts: their names, which [`Vendor::key`](super::Vendor::key) lists,
    /// and their values.
    pub fn from_parts<N: Into<String>, V: Into<String>>(
        parts: impl IntoIterator<Item = (N, V)>,
    ) -> Self {
        let parts = parts.into_iter();
        Self {
            parts: parts
                .map(|(name, value)| (Some(name.into()), value.into()))
                .collect(),
        }
    }

    /// A part by its name; a key that is one id has any name.
    pub fn part(&self, name: &str) -> Option<&str> {
        let mut parts = self.parts.iter();
        let part = parts.find(|part| part.0.as_deref().is_none_or(|its| its == name));
        part.map(|part| part.1.as_str())
    }

    /// The values of these parts, if they are those of the key and none is empty.
    pub(crate) fn values(&self, names: &[&str]) -> Result<Vec<&str>, String> {
        let is_one = |part: &(Option<String>, String)| part.0.is_none();
        if self.parts.len() != names.len() || (names.len() > 1 && self.parts.iter().any(is_one)) {
            return Err(format!("a key has the parts {}", quoted(names)));
        }
        let values = names.iter().map(|name| match self.part(name) {
            Some(value) if !value.is_empty() => Ok(value),
            Some(_) => Err(format!("the part `{name}` of the key is empty")),
            None => Err(format!("the key has no part `{name}`")),
        });
        values.collect()
    }
}

fn quoted(names: &[&str]) -> String {
    let names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

impl From<&str> for Key {
    fn from(id: &str) -> Self {
        Self::new(id)
    }
}

impl From<String> for Key {
    fn from(id: String) -> Self {
        Self::new(id)
    }
}

impl From<&Key> for Key {
    fn from(key: &Key) -> Self {
        key.clone()
    }
}

/// Shows the parts, as ids are no secrets.
impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (name, value)) in self.parts.iter().enumerate() {
            let comma = if index > 0 { ", " } else { "" };
            match name {
                Some(name) => write!(f, "{comma}{name}={value}")?,
                None => write!(f, "{comma}{value}")?,
            }
        }
        Ok(())
    }
}

/// A key of subscriptions at the vendor whose client is `C`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no key of a subscription at this vendor",
    note = "the vendor's module has a `SubscriptionKey` with the parts that its keys have"
)]
pub trait KeyOf<C: ?Sized>: Into<Key> {}

/// A [`Key`] is checked when it is used.
impl<C: ?Sized> KeyOf<C> for Key {}

/// The key of a customer whose subscriptions are listed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Customer {
    pub(crate) id: String,
    pub(crate) parts: Vec<(String, String)>,
}

impl Customer {
    /// A customer by the vendor's id.
    pub fn new(id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            parts: Vec::new(),
        }
    }

    /// Adds a part that all keys of the customer's subscriptions have, such as a project.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.parts.push((name.into(), value.into()));
        self
    }

    /// A part that was added, or else the id.
    pub(crate) fn part(&self, name: &str) -> &str {
        let mut parts = self.parts.iter();
        parts
            .find(|part| part.0 == name)
            .map_or(&*self.id, |part| &part.1)
    }
}

impl From<&str> for Customer {
    fn from(id: &str) -> Self {
        Self::new(id)
    }
}

impl From<String> for Customer {
    fn from(id: String) -> Self {
        Self::new(id)
    }
}
