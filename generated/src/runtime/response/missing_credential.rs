//! Credentials that an operation needs and a client doesn't have.

use std::fmt;
use std::sync::Arc;

use crate::runtime::message::called_operation::CalledOperation;

/// Security schemes that go together.
type Schemes = &'static [&'static str];

/// The error of a call for which the client has no credential, or not all that go together.
/// Nothing was sent.
///
/// `Display` names the methods of the client's builder that add what is missing, for each
/// alternative.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct MissingCredential {
    /// The alternatives, as security schemes of the document that go together.
    pub alternatives: &'static [&'static [&'static str]],
    /// The schemes that are missing for each, with the builder's method if it has one.
    missing: Vec<Vec<(&'static str, Option<&'static str>)>>,
    pub(crate) operation: Option<Arc<CalledOperation>>,
}

impl MissingCredential {
    /// Asks which schemes are `held`, and by which `setters` they are added.
    pub(crate) fn new(
        alternatives: &'static [Schemes],
        is_held: impl Fn(&str) -> bool,
        setters: &[(&'static str, &'static str)],
    ) -> Self {
        let setter = |scheme: &'static str| {
            let mut known = setters.iter().filter(|(known, _)| *known == scheme);
            (scheme, known.next().map(|(_, setter)| *setter))
        };
        let missing = alternatives
            .iter()
            .filter(|set| !set.is_empty())
            .map(|set| {
                let missing = set.iter().filter(|scheme| !is_held(scheme));
                missing.map(|scheme| setter(scheme)).collect()
            });
        Self {
            alternatives,
            missing: missing.collect(),
            operation: None,
        }
    }

    pub(crate) fn of(self, operation: Option<&Arc<CalledOperation>>) -> Self {
        let operation = self.operation.or(operation.cloned());
        Self { operation, ..self }
    }

    /// The security schemes without a credential, for each alternative.
    pub fn missing(&self) -> impl Iterator<Item = impl Iterator<Item = &'static str> + '_> + '_ {
        let alternatives = self.missing.iter();
        alternatives.map(|schemes| schemes.iter().map(|(scheme, _)| *scheme))
    }
}

impl fmt::Display for MissingCredential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no credential: the client's builder takes it by ")?;
        for (i, schemes) in self.missing.iter().enumerate() {
            f.write_str(if i == 0 { "" } else { ", or by " })?;
            for (i, (scheme, setter)) in schemes.iter().enumerate() {
                f.write_str(if i == 0 { "" } else { " with " })?;
                match setter {
                    Some(setter) => write!(f, "`{setter}(…)`")?,
                    None => write!(f, "`credential({scheme:?}, …)`")?,
                }
            }
        }
        Ok(())
    }
}

impl std::error::Error for MissingCredential {}
