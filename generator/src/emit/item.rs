//! Items: the pieces of which a file is made.

use super::docs::lines;
use crate::ir::Docs;
use proc_macro2::TokenStream;

/// An item of a module.
#[derive(Debug)]
pub enum Item {
    /// Anything.
    Tokens(TokenStream),
    /// A table: a macro of the runtime and its rows.
    Table(Table),
    /// A constant with a long text.
    Constant(Constant),
}

/// A constant that is the value of a function of one argument.
#[derive(Debug)]
pub struct Constant {
    /// The lines of its doc comment.
    pub docs: Vec<String>,
    /// The feature that it stands behind, if it does.
    pub feature: Option<String>,
    /// Its name.
    pub name: String,
    /// Its type.
    pub ty: String,
    /// The function.
    pub function: &'static str,
    /// The argument, which may be a literal of several lines.
    pub argument: String,
    /// A call of a method of what the function gives.
    pub tail: Option<String>,
}

/// The form of a type on the wire, one row for each of its members.
#[derive(Debug)]
pub struct Table {
    /// The macro.
    pub name: &'static str,
    /// The lines of the doc comment before all else.
    pub docs: Vec<String>,
    /// The text before the rows.
    pub head: String,
    /// The rows; nothing for a macro without any.
    pub rows: Option<Vec<Row>>,
    /// The rows behind `const`.
    pub constants: Vec<Row>,
}

/// A row of a table.
#[derive(Debug)]
pub struct Row {
    /// The lines of its doc comment.
    pub docs: Vec<String>,
    /// `true` if it is marked as deprecated.
    pub is_deprecated: bool,
    /// Its tokens of Rust, without the comma.
    pub text: String,
}

impl From<String> for Row {
    fn from(text: String) -> Self {
        Self {
            docs: Vec::new(),
            is_deprecated: false,
            text,
        }
    }
}

impl Row {
    /// A row with the docs of what it stands for.
    pub(super) fn documented(docs: &Docs, fallback: &str, text: String) -> Self {
        Self {
            docs: lines(docs, fallback),
            is_deprecated: docs.deprecated,
            text,
        }
    }
}

impl Table {
    /// A macro without rows.
    pub(super) fn plain(name: &'static str, head: String) -> Self {
        Self {
            name,
            docs: Vec::new(),
            head,
            rows: None,
            constants: Vec::new(),
        }
    }

    /// A macro with rows.
    pub(super) fn new<R: Into<Row>>(name: &'static str, head: String, rows: Vec<R>) -> Self {
        Self {
            rows: Some(rows.into_iter().map(R::into).collect()),
            ..Self::plain(name, head)
        }
    }
}
