//! The examples of a document, for tests to start from.

use std::fmt;
use std::marker::PhantomData;

use super::mock_response::MockResponse;
use crate::runtime::value::wire::{Wire, from_json, to_json};

/// An example of a body, as the document gives it. The module `examples` of a generated client
/// has one for each that fits its schema.
pub struct Example<T> {
    text: &'static str,
    is_json: bool,
    ty: PhantomData<fn() -> T>,
}

impl<T> Example<T> {
    /// A body of JSON.
    #[doc(hidden)]
    pub const fn new(text: &'static str) -> Self {
        Self {
            text,
            is_json: true,
            ty: PhantomData,
        }
    }

    /// The response with this body to the operation of a method and a path.
    #[doc(hidden)]
    pub const fn of(
        self,
        method: &'static str,
        path: &'static str,
        status: u16,
        media_type: &'static str,
    ) -> ExampleResponse<T> {
        ExampleResponse {
            method,
            path,
            status,
            media_type,
            body: self,
        }
    }

    /// The body as text. Numbers have the digits of the nearest `f64`, as the generator has
    /// read them.
    pub const fn text(&self) -> &'static str {
        self.text
    }
}

impl Example<String> {
    /// A body that is text.
    #[doc(hidden)]
    pub const fn of_text(text: &'static str) -> Self {
        Self {
            text,
            is_json: false,
            ty: PhantomData,
        }
    }
}

impl<T: Wire> Example<T> {
    /// The value that a call takes.
    ///
    /// # Panics
    /// The type can't be read from the example. That is so of none that the generator takes.
    pub fn value(&self) -> T {
        let value = match self.is_json {
            true => from_json(self.text.as_bytes()),
            false => from_json(to_json(&self.text.to_owned()).as_bytes()),
        };
        value.unwrap_or_else(|error| panic!("the example isn't of its type: {error}"))
    }
}

/// An example of a response, as the document gives it, with the operation that it is of.
///
/// ```
/// # use subscription_cancel::runtime::MockTransport;
/// # mod examples {
/// #     use subscription_cancel::runtime::{Example, ExampleResponse};
/// #     pub const GET_NAME: ExampleResponse<String> =
/// #         Example::new("\"Ada\"").of("GET", "/name", 200, "application/json");
/// # }
/// let mock = MockTransport::new().respond(examples::GET_NAME);
/// // … the code under test, with a client over `mock` …
/// assert_eq!(examples::GET_NAME.value(), "Ada");
/// ```
pub struct ExampleResponse<T> {
    method: &'static str,
    path: &'static str,
    status: u16,
    media_type: &'static str,
    body: Example<T>,
}

impl<T> ExampleResponse<T> {
    /// The status. Where the document describes several at once, it is one of them.
    pub const fn status(&self) -> u16 {
        self.status
    }

    /// The body as text, as [`Example::text`] is.
    pub const fn text(&self) -> &'static str {
        self.body.text
    }

    /// The operation's method, such as `GET`.
    pub const fn method(&self) -> &'static str {
        self.method
    }

    /// The operation's path as the document has it, such as `/orders/{id}`.
    pub const fn path(&self) -> &'static str {
        self.path
    }

    /// The response of a [`MockTransport`](crate::runtime::MockTransport).
    pub fn response(&self) -> MockResponse {
        MockResponse::bytes(self.status, self.media_type, self.body.text)
    }
}

impl<T: Wire> ExampleResponse<T> {
    /// The value that a call gives, or that its API error holds.
    ///
    /// # Panics
    /// The type can't be read from the example. That is so of none that the generator takes,
    /// unless the settings have put another type in the place of the document's.
    pub fn value(&self) -> T {
        self.body.value()
    }
}

impl<T> From<ExampleResponse<T>> for MockResponse {
    fn from(example: ExampleResponse<T>) -> Self {
        example.response()
    }
}

impl<T> Clone for Example<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Example<T> {}

impl<T> Clone for ExampleResponse<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for ExampleResponse<T> {}

impl<T> fmt::Debug for Example<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Example").field(&self.text).finish()
    }
}

impl<T> fmt::Debug for ExampleResponse<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ExampleResponse")
            .field("method", &self.method)
            .field("path", &self.path)
            .field("status", &self.status)
            .field("media_type", &self.media_type)
            .field("text", &self.body.text)
            .finish()
    }
}
