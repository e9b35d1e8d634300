//! The operation that a call is of. Responses and errors carry it to the caller.

use std::fmt;
use std::sync::Arc;

use http::Method;

/// The operation that a call is of.
///
/// `Display` shows it as `cancel_subscription (POST /subscriptions/{id}/cancel)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalledOperation {
    method: Method,
    route: &'static str,
    id: &'static str,
    function: &'static str,
}

impl CalledOperation {
    /// None for a call that nobody has named.
    pub(crate) fn new(
        method: &Method,
        route: &'static str,
        id: &'static str,
        function: &'static str,
    ) -> Option<Arc<Self>> {
        (!function.is_empty()).then(|| {
            Arc::new(Self {
                method: method.clone(),
                route,
                id,
                function,
            })
        })
    }

    /// The function of the client.
    pub fn function(&self) -> &'static str {
        self.function
    }

    /// The name in the document, or the function where it has none.
    pub fn id(&self) -> &'static str {
        self.id
    }

    /// The method of the request.
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// The path in the document, such as `/users/{id}`.
    pub fn route(&self) -> &'static str {
        self.route
    }
}

impl fmt::Display for CalledOperation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({} {})", self.function, self.method, self.route)
    }
}
