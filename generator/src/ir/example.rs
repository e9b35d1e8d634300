//! Examples of bodies.

use crate::diag::Pointer;
use serde_json::Value;
use std::sync::Arc;

/// An example of a body that fits its schema.
#[derive(Debug, Clone)]
pub struct Example {
    /// The place of its value.
    pub at: Pointer,
    /// The operation, by its place among those of the API.
    pub operation: usize,
    /// The body that it is one of.
    pub of: ExampleOf,
    /// Its name in the document, if it has one.
    pub name: Option<String>,
    /// Its summary and description.
    pub text: Option<String>,
    /// The media type of the body.
    pub media_type: String,
    /// Its content.
    pub content: ExampleContent,
}

/// The body that an example is one of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExampleOf {
    /// That of the request.
    Request,
    /// That of a response.
    Response {
        /// The response, by its place among those of the operation.
        index: usize,
        /// The status, one of those that the response stands for.
        status: u16,
    },
}

/// The content of an example.
#[derive(Debug, Clone, PartialEq)]
pub enum ExampleContent {
    /// JSON.
    Json(Arc<Value>),
    /// Text of any kind.
    Text(String),
}
