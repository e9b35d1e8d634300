//! Operations whose responses are pages of a list.

use super::{Type, TypeId};

/// The pages of a list that an operation gives.
#[derive(Debug, Clone)]
pub struct Paging {
    /// The way to the items in a response.
    pub items: Vec<Step>,
    /// The type of an item.
    pub item: Type,
    /// The cursor or the URL of the next page.
    pub next: Option<NextValue>,
    /// The way to whether there is a next page.
    pub more: Option<Vec<Step>>,
    /// The way to ask for the next page.
    pub next_page: NextPage,
}

/// The value by which the next page is found.
#[derive(Debug, Clone)]
pub enum NextValue {
    /// The way to it in a response.
    Response(Vec<Step>),
    /// The way to it in the last item of a page.
    LastItem(Vec<Step>),
}

/// A step from an object to one of its fields.
#[derive(Debug, Clone, Copy)]
pub struct Step {
    /// The object's type.
    pub of: TypeId,
    /// The index of one of its fields.
    pub field: usize,
    /// The number of ways for the field to hold nothing: absence, `null`.
    pub options: usize,
}

/// The way to ask for the next page.
#[derive(Debug, Clone)]
pub enum NextPage {
    /// By a value of the response in this query parameter.
    Cursor(String),
    /// By a value of the response in the body, at this JSON Pointer.
    CursorInBody(String),
    /// The same, where it is an integer.
    IntegerInBody(String),
    /// By its number in this query parameter; the first has this one.
    Page(String, u64),
    /// By the number of items before it in this query parameter.
    Offset(String),
    /// By the URL in the header `Link`.
    Link,
    /// By a URL in the response.
    Url,
}
