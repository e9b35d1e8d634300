//! The calls by which a request builder is begun.

use super::api::RustOperation;
use super::names::without_mark;

impl<'a> RustOperation<'a> {
    /// The function of the runtime for its HTTP method; nothing for a method that is
    /// passed as text.
    pub fn method(self) -> Option<&'static str> {
        Some(match self.operation.method.as_str() {
            "GET" => "get",
            "PUT" => "put",
            "POST" => "post",
            "DELETE" => "delete",
            "PATCH" => "patch",
            "HEAD" => "head",
            "OPTIONS" => "options",
            "TRACE" => "trace",
            _ => return None,
        })
    }

    /// The name that logs and errors have for it.
    pub fn called(self) -> &'a str {
        let id = self.operation.id.as_deref();
        id.unwrap_or(without_mark(&self.names.function))
    }
}
