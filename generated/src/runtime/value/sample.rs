//! Samples: the smallest values of types, for tests to start from.

use super::wire::Wire;

/// The levels of nested types within which a sample ends.
const MOST_LEVELS: u32 = 24;

/// A type of which tests can have a value without filling in every field: with the feature
/// `mock`, every [`Wire`] type is one.
///
/// The value is the smallest that the document allows, but for limits such as `minLength`:
/// what is required is there, with `"sample"`, `0`, `false` or the first value of an enum;
/// what is optional is absent, what may be null is null, and lists are empty. A type that
/// isn't generated gives the first of some plain values that it can be read from.
///
/// ```
/// # use subscription_cancel::runtime::{MockTransport, Sample, Wire};
/// # fn example<Subscription: Wire>(set_id: fn(&mut Subscription)) {
/// let mut subscription = Subscription::sample();
/// set_id(&mut subscription);
/// let mock = MockTransport::new();
/// mock.on("GET", "/subscriptions/{id}").respond(200, &subscription);
/// # }
/// ```
pub trait Sample: Wire {
    /// The smallest value.
    ///
    /// # Panics
    /// The type has no value that ends, as it must hold one of itself.
    fn sample() -> Self {
        let mut levels = 1..=MOST_LEVELS;
        match levels.find_map(Self::sample_within) {
            Some(sample) => sample,
            None => panic!("no value of this type ends within {MOST_LEVELS} levels"),
        }
    }
}

impl<T: Wire> Sample for T {}
