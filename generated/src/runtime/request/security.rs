//! The security schemes of a call, and the credentials of its client for them.

use http::header::HeaderName;

use super::http::Http;
use super::request_builder::RequestBuilder;
use crate::runtime::auth::stored_credential::Held;
use crate::runtime::response::error::SendError;
use crate::runtime::response::missing_credential::MissingCredential;

impl RequestBuilder<'_> {
    /// The security schemes that the operation asks for: alternatives, each of
    /// schemes that go together. An empty alternative allows to go without; no
    /// alternatives at all means that none is needed.
    pub fn security(mut self, security: &'static [&'static [&'static str]]) -> Self {
        self.parts.security = security;
        self
    }

    /// `true` if the client sends a credential in this header, be it not with
    /// this call.
    pub(crate) fn has_credential_in(&self, header: &HeaderName) -> bool {
        let mut held = self.http.shared.credentials.values();
        held.any(|credential| credential.is_in(header))
    }

    /// Those that the operation asks for, with their schemes.
    pub(crate) fn credentials<'b>(
        &self,
        http: &'b Http,
    ) -> Result<Vec<(&'static str, &'b Held)>, SendError> {
        let held = &http.shared.credentials;
        let schemes = self.schemes()?.iter();
        Ok(schemes
            .filter_map(|scheme| Some((*scheme, held.get(*scheme)?)))
            .collect())
    }

    /// The names under which credentials of the call go into the query.
    pub(crate) fn names_in_query(&self) -> Vec<&str> {
        let schemes = self.schemes().unwrap_or_default().iter();
        let held = schemes.filter_map(|scheme| self.http.shared.credentials.get(*scheme));
        held.filter_map(Held::name_in_query).collect()
    }

    /// Those of the first alternative that the client has credentials for; one
    /// with credentials comes before none.
    fn schemes(&self) -> Result<&'static [&'static str], SendError> {
        let shared = &self.http.shared;
        let is_held = |scheme: &str| shared.credentials.contains_key(scheme);
        let alternatives = self.parts.security;
        let mut stated = alternatives.iter().filter(|schemes| !schemes.is_empty());
        let is_complete = |schemes: &&&[&str]| schemes.iter().all(|scheme| is_held(scheme));
        match stated.find(is_complete) {
            Some(schemes) => Ok(schemes),
            None if alternatives.iter().all(|schemes| !schemes.is_empty())
                && !alternatives.is_empty() =>
            {
                let missing = MissingCredential::new(alternatives, is_held, shared.setters);
                Err(SendError::MissingCredential(missing))
            }
            None => Ok(&[]),
        }
    }
}
