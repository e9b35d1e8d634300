//! The destination of requests, shared by all calls of a client.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use http::HeaderMap;

use super::options::Options;
use crate::runtime::auth::stored_credential::Held;
use crate::runtime::auth::token_endpoint::Requester;
use crate::runtime::message::observer::Observer;
use crate::runtime::message::retry_budget::RetryBudget;

/// The destination of requests, with credentials and limits. Cheap to clone: clones
/// share their connections.
#[derive(Clone)]
pub struct Http {
    pub(crate) shared: Arc<Shared>,
}

pub(crate) struct Shared {
    pub(crate) base: String,
    /// `true` if that was chosen for all calls, wherever the document serves them.
    pub(crate) is_chosen: bool,
    pub(crate) credentials: BTreeMap<String, Held>,
    /// The methods of the builder that add credentials, each behind its scheme.
    pub(crate) setters: &'static [(&'static str, &'static str)],
    /// The headers that each request begins with.
    pub(crate) fixed_headers: HeaderMap,
    pub(crate) options: Options,
    /// The budget of repetitions, unless a policy has its own.
    pub(crate) budget: RetryBudget,
    pub(crate) requester: Requester,
    pub(crate) observer: Option<Box<dyn Observer>>,
}

/// Shows the server and the names of the credentials.
impl fmt::Debug for Http {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Http")
            .field("server", &self.shared.base)
            .field("credentials", &self.shared.credentials.keys())
            .field("options", &self.shared.options)
            .finish_non_exhaustive()
    }
}
