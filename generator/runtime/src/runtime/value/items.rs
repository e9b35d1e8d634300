//! The items of a list whose places have types of their own, one by one; what
//! [`tuple!`](crate::runtime::tuple) uses.

use super::budget::{self, Fit};
use super::lenient;
use super::wire::Wire;
use crate::runtime::json::decode_error::DecodeError;
use crate::runtime::json::tape::{Items, Json};
use crate::runtime::json::writer::Writer;

/// The items of a list that no place has taken yet.
#[derive(Debug)]
pub struct ItemsReader<'a> {
    items: Items<'a>,
    taken: usize,
    /// The depth of the list, if it is read leniently.
    lenient: Option<usize>,
}

/// Tells whoever tries the list about the items that no place has taken.
impl Drop for ItemsReader<'_> {
    fn drop(&mut self) {
        if !self.items.is_empty() && budget::is_trial() {
            let count = self.items.map(|item| budget::count(&item)).sum();
            budget::report(Fit {
                unknown: count,
                dropped: count,
                violations: 0,
            });
        }
    }
}

impl<'a> ItemsReader<'a> {
    /// All items of a list.
    ///
    /// # Errors
    /// The value isn't a list.
    pub fn of(json: Json<'a>) -> Result<Self, DecodeError> {
        match json {
            Json::Array(items) => Ok(Self {
                items,
                taken: 0,
                lenient: lenient::depth(),
            }),
            other => Err(DecodeError::new("an array", other.kind())),
        }
    }

    /// An item that must be there.
    ///
    /// # Errors
    /// It is missing, or isn't a `T`.
    pub fn required<T: Wire>(&mut self) -> Result<T, DecodeError> {
        match self.optional()? {
            Some(value) => Ok(value),
            None => Err(DecodeError::new("a value", "nothing").in_item(self.taken)),
        }
    }

    /// An item that may be absent.
    ///
    /// # Errors
    /// It isn't a `T`.
    pub fn optional<T: Wire>(&mut self) -> Result<Option<T>, DecodeError> {
        let Some(json) = self.items.next() else {
            return Ok(None);
        };
        if let Some(depth) = self.lenient {
            lenient::enter_item(depth, self.taken);
        }
        let value = T::decode(json).map_err(|error| error.in_item(self.taken))?;
        self.taken += 1;
        Ok(Some(value))
    }

    /// All items that are left.
    ///
    /// # Errors
    /// One isn't a `T`.
    pub fn rest<T: Wire>(&mut self) -> Result<Vec<T>, DecodeError> {
        let mut values = Vec::with_capacity(self.items.len());
        while let Some(value) = self.optional()? {
            values.push(value);
        }
        Ok(values)
    }
}

/// The way out, under the same names. An absent item ends the list, since
/// nothing can stand behind it.
#[derive(Debug)]
pub struct ItemsWriter<'a> {
    out: &'a mut Writer,
    has_ended: bool,
}

impl<'a> ItemsWriter<'a> {
    /// Opens the list.
    pub fn of(out: &'a mut Writer) -> Self {
        out.begin_array();
        let has_ended = false;
        Self { out, has_ended }
    }

    /// An item that is always there.
    pub fn required<T: Wire>(&mut self, value: &T) {
        if !self.has_ended {
            value.encode(self.out.item());
        }
    }

    /// An item that may be absent.
    pub fn optional<T: Wire>(&mut self, value: &Option<T>) {
        match value {
            Some(value) => self.required(value),
            None => self.has_ended = true,
        }
    }

    /// The items behind.
    pub fn rest<T: Wire>(&mut self, values: &[T]) {
        for value in values {
            self.required(value);
        }
    }

    /// Closes the list.
    pub fn end(self) {
        self.out.end_array();
    }
}
