//! Environment variables: credentials and the base URL of a client.

use std::cell::RefCell;
use std::env;
use std::ffi::OsString;
use std::fmt;
use std::rc::Rc;

use crate::runtime::message::base_url::BaseUrl;
use crate::runtime::value::secret::Secret;

type Lookup = Rc<dyn Fn(&str) -> Option<OsString>>;

thread_local! {
    /// The variables that stand in for those of the process.
    static LOOKUP: RefCell<Option<Lookup>> = const { RefCell::new(None) };
}

/// The environment of the process, as a client is built from it.
#[derive(Debug, Clone, Copy)]
pub struct Environment;

impl Environment {
    /// Runs a function on this thread, for which the variables are those that `lookup`
    /// gives, such as those of a file.
    pub fn with<T>(
        lookup: impl Fn(&str) -> Option<OsString> + 'static,
        run: impl FnOnce() -> T,
    ) -> T {
        /// Puts back what was there, also after a panic.
        struct Before(Option<Lookup>);
        impl Drop for Before {
            fn drop(&mut self) {
                LOOKUP.replace(self.0.take());
            }
        }
        let _before = Before(LOOKUP.replace(Some(Rc::new(lookup))));
        run()
    }

    /// A variable that must be set.
    ///
    /// # Errors
    /// It isn't, or can't be used.
    pub fn secret(name: &'static str) -> Result<Secret, EnvironmentError> {
        Self::value(name)?
            .map(Secret::new)
            .ok_or_else(|| EnvironmentError::Missing(vec![vec![name]]))
    }

    /// `true` if one of these variables is set.
    pub fn has_one_of(names: &[&'static str]) -> bool {
        names.iter().any(|name| variable(name).is_some())
    }

    /// Checks that all variables of one of these sets are set, if there are sets.
    ///
    /// # Errors
    /// Each set lacks some.
    pub fn need_one_of(sets: &[&[&'static str]]) -> Result<(), EnvironmentError> {
        let is_missing = |name: &&'static str| variable(name).is_none();
        let missing = sets
            .iter()
            .map(|names| names.iter().copied().filter(is_missing).collect());
        let missing: Vec<Vec<&'static str>> = missing.collect();
        match missing.is_empty() || missing.iter().any(Vec::is_empty) {
            true => Ok(()),
            false => Err(EnvironmentError::Missing(missing)),
        }
    }

    /// A base URL that may be set.
    ///
    /// # Errors
    /// It is, and can't be used.
    pub fn base_url(name: &'static str) -> Result<Option<BaseUrl>, EnvironmentError> {
        let Some(text) = Self::value(name)? else {
            return Ok(None);
        };
        match BaseUrl::from(text).check() {
            Ok(url) => Ok(Some(url.into())),
            Err(problem) => Err(EnvironmentError::Unusable { name, problem }),
        }
    }

    /// A base URL that must be set.
    ///
    /// # Errors
    /// It isn't, or can't be used.
    pub fn required_base_url(name: &'static str) -> Result<BaseUrl, EnvironmentError> {
        Self::base_url(name)?.ok_or_else(|| EnvironmentError::Missing(vec![vec![name]]))
    }

    fn value(name: &'static str) -> Result<Option<String>, EnvironmentError> {
        let unusable = |problem| EnvironmentError::Unusable { name, problem };
        match variable(name).map(OsString::into_string) {
            None => Ok(None),
            Some(Err(_)) => Err(unusable("it isn't UTF-8")),
            Some(Ok(text)) if text.trim().is_empty() => Err(unusable("it is empty")),
            Some(Ok(text)) => Ok(Some(text)),
        }
    }
}

fn variable(name: &str) -> Option<OsString> {
    match LOOKUP.with_borrow(Clone::clone) {
        Some(lookup) => lookup(name),
        None => env::var_os(name),
    }
}

/// An environment variable that is missing or can't be used. Values aren't shown.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum EnvironmentError {
    /// Variables are missing: all of one of these lists would have to be set.
    Missing(Vec<Vec<&'static str>>),
    /// A variable is set to what can't be used.
    Unusable {
        /// Its name.
        name: &'static str,
        /// The reason.
        problem: &'static str,
    },
}

impl fmt::Display for EnvironmentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(lists) => {
                let quoted = |names: &Vec<&str>| {
                    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
                    names.join(" and ")
                };
                let lists: Vec<String> = lists.iter().map(quoted).collect();
                write!(
                    f,
                    "environment variables are missing: set {}",
                    lists.join(", or ")
                )
            }
            Self::Unusable { name, problem } => {
                write!(
                    f,
                    "the environment variable `{name}` can't be used: {problem}"
                )
            }
        }
    }
}

impl std::error::Error for EnvironmentError {}
