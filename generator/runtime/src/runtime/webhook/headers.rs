//! The headers of a request that a webhook came with, whichever library read them.

use std::borrow::Borrow;
use std::collections::{BTreeMap, HashMap};
use std::hash::BuildHasher;

use http::HeaderMap;

/// The headers of a webhook: a [`HeaderMap`], a map of texts, or a list of pairs. Names
/// are compared without regard to case.
pub trait WebhookHeaders {
    /// The value of a header as text, the first if there are several.
    fn header(&self, name: &str) -> Option<&str>;
}

impl WebhookHeaders for HeaderMap {
    fn header(&self, name: &str) -> Option<&str> {
        self.get(name)?.to_str().ok()
    }
}

impl<K: Borrow<str>, V: Borrow<str>> WebhookHeaders for [(K, V)] {
    fn header(&self, name: &str) -> Option<&str> {
        first(self.iter().map(|(key, value)| (key, value)), name)
    }
}

impl<K: Borrow<str>, V: Borrow<str>, const N: usize> WebhookHeaders for [(K, V); N] {
    fn header(&self, name: &str) -> Option<&str> {
        self.as_slice().header(name)
    }
}

impl<K: Borrow<str>, V: Borrow<str>> WebhookHeaders for Vec<(K, V)> {
    fn header(&self, name: &str) -> Option<&str> {
        self.as_slice().header(name)
    }
}

impl<K: Borrow<str>, V: Borrow<str>, S: BuildHasher> WebhookHeaders for HashMap<K, V, S> {
    fn header(&self, name: &str) -> Option<&str> {
        first(self.iter(), name)
    }
}

impl<K: Borrow<str>, V: Borrow<str>> WebhookHeaders for BTreeMap<K, V> {
    fn header(&self, name: &str) -> Option<&str> {
        first(self.iter(), name)
    }
}

fn first<'a, K: Borrow<str> + 'a, V: Borrow<str> + 'a>(
    mut headers: impl Iterator<Item = (&'a K, &'a V)>,
    name: &str,
) -> Option<&'a str> {
    let found = headers.find(|(key, _)| (*key).borrow().eq_ignore_ascii_case(name))?;
    Some(found.1.borrow())
}
