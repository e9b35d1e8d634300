//! API keys and base URLs: variables of the environment and of a file.

use std::collections::BTreeMap;
use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::Path;

use super::api::runtime::Environment;
use super::api::runtime::cancel::{CancelSubscription, VendorClient};
use super::exit::{Exit, Fault};

/// The value of a secret, where a request is only looked at.
const PLACEHOLDER: &str = "hidden";

/// The server of a vendor without one, where a request is only looked at.
const NO_SERVER: &str = "https://base-url.invalid";

const BASE_URL: &str = "_BASE_URL";

/// The variables of the file; those of the environment come on top.
#[derive(Default, Clone)]
pub(crate) struct Variables(BTreeMap<String, String>);

impl Variables {
    /// Reads lines such as `NAME=value`.
    pub(crate) fn read(path: Option<&Path>) -> Result<Self, Fault> {
        let Some(path) = path else {
            return Ok(Self::default());
        };
        let shown = path.display();
        let unreadable = |error| Fault::failed(format!("{shown} can't be read: {error}"));
        is_private(path).map_err(unreadable)?.then_some(()).ok_or_else(|| {
            Fault::usage(format!(
                "{shown} can be read or written by everybody on this machine: `chmod 600 {shown}`"
            ))
        })?;
        let text = fs::read_to_string(path).map_err(unreadable)?;
        let mut variables = BTreeMap::new();
        for (index, line) in text.lines().enumerate() {
            let wrong = |what: &str| Fault::usage(format!("{shown}:{}: {what}", index + 1));
            let Some((name, value)) = assignment(line).map_err(wrong)? else {
                continue;
            };
            if env::var(&name).is_ok_and(|other| other != value) {
                let what = format!("`{name}` has another value in the environment: unset one");
                return Err(wrong(&what));
            }
            if variables.insert(name, value).is_some() {
                return Err(wrong("this variable was set before"));
            }
        }
        Ok(Self(variables))
    }

    fn get(&self, name: &str) -> Option<OsString> {
        env::var_os(name).or_else(|| self.0.get(name).map(OsString::from))
    }

    /// A client with the API key that these variables have.
    pub(crate) fn client(
        &self,
        vendor: &VendorClient,
    ) -> Result<Box<dyn CancelSubscription>, Fault> {
        let variables = self.clone();
        let client = Environment::with(move |name| variables.get(name), vendor.from_env);
        client.map_err(|error| {
            let text = format!("{}: {error}", vendor.vendor.title);
            Fault::new(Exit::NotSent, text)
        })
    }

    /// A client whose requests are only looked at: it needs no variables.
    pub(crate) fn dry_client(
        &self,
        vendor: &VendorClient,
    ) -> Result<Box<dyn CancelSubscription>, Fault> {
        if let Ok(client) = self.client(vendor) {
            return Ok(client);
        }
        let with = |server: Option<&'static str>| {
            let variables = self.clone();
            let lookup = move |name: &str| match name.ends_with(BASE_URL) {
                true => variables.get(name).or(server.map(OsString::from)),
                false => Some(OsString::from(PLACEHOLDER)),
            };
            Environment::with(lookup, vendor.from_env)
        };
        let client = with(None).or_else(|_| with(Some(NO_SERVER)));
        client.map_err(|error| Fault::usage(format!("{}: {error}", vendor.vendor.title)))
    }

    /// A text of the vendor's without the secrets that it may repeat.
    pub(crate) fn hide(&self, vendor: &str, text: &str) -> String {
        let prefix = format!("{}_", vendor.to_uppercase());
        let is_secret = |name: &str| name.starts_with(&prefix) && !name.ends_with(BASE_URL);
        let environment = env::vars_os().filter_map(|(name, value)| {
            Some((name.into_string().ok()?, value.into_string().ok()?))
        });
        let all = environment.chain(self.0.clone());
        let secrets = all.filter(|(name, value)| is_secret(name) && value.len() > 3);
        secrets.fold(text.to_owned(), |text, (_, secret)| {
            text.replace(&secret, "***")
        })
    }
}

/// `true` if a file isn't everybody's.
#[cfg(unix)]
fn is_private(path: &Path) -> std::io::Result<bool> {
    use std::os::unix::fs::PermissionsExt as _;
    Ok(fs::metadata(path)?.permissions().mode() & 0o006 == 0)
}

#[cfg(not(unix))]
fn is_private(_: &Path) -> std::io::Result<bool> {
    Ok(true)
}

/// The name and value of a line; none of an empty one and of a comment.
fn assignment(line: &str) -> Result<Option<(String, String)>, &'static str> {
    let line = line.trim();
    if line.is_empty() || line.starts_with('#') {
        return Ok(None);
    }
    let line = line.strip_prefix("export ").unwrap_or(line);
    let (name, value) = line.split_once('=').ok_or("this isn't `NAME=value`")?;
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    if name.is_empty() || !name.chars().all(is_name) {
        return Err("the name of a variable has letters, digits and `_` alone");
    }
    let value = value.trim();
    let quoted = ['"', '\''].iter().find_map(|quote| {
        value
            .strip_prefix(*quote)
            .and_then(|rest| rest.strip_suffix(*quote))
    });
    Ok(Some((name.to_owned(), quoted.unwrap_or(value).to_owned())))
}
