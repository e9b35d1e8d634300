//! The places of keys and items, noted while a text is read.
//!
//! The readers lend out slices of the text, which tell where they stand. What
//! such a slice can't tell (a number in a list, a key with escapes) is left to
//! a search of its own.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;

use super::text::{array_index, offset_of};

/// The bytes at which the keys and items of a value begin in its text, in their order.
#[derive(Debug, Clone, Default)]
pub(super) struct Index {
    marks: Vec<Mark>,
    /// Tables of large objects and arrays that have been asked for, by their first marks.
    tables: Arc<Mutex<HashMap<usize, Arc<Table>>>>,
}

/// The marks of an object's members or an array's items, by their tokens.
type Table = HashMap<String, usize>;

/// The members or items from which on a table of them is made.
const LARGE: usize = 64;

/// One key with its value, or one item.
#[derive(Debug, Clone, Copy)]
struct Mark {
    /// The byte where it begins; [`UNKNOWN`] if the reader didn't say.
    offset: u32,
    /// The mark of what follows its value. At a merge: how many members it added.
    end: u32,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Key,
    Item,
    Merge,
}

impl Mark {
    fn known(self) -> Option<usize> {
        (self.offset != UNKNOWN).then_some(self.offset as usize)
    }
}

const UNKNOWN: u32 = u32::MAX;

impl Index {
    /// The byte where what `tokens` lead to within `value` begins, if known.
    /// Members that came through a merge stand where the merge is asked for.
    pub(super) fn find(&self, value: &Value, tokens: &[String]) -> Option<usize> {
        self.mark(value, tokens)?.known()
    }

    /// The bytes from the key of the member that `tokens` lead to, if known, up to
    /// the next key or item whose place is known.
    pub(super) fn part(&self, value: &Value, tokens: &[String]) -> Option<(usize, Option<usize>)> {
        let mark = self
            .mark(value, tokens)
            .filter(|mark| mark.kind == Kind::Key)?;
        let start = mark.known()?;
        let behind = self.marks.get(mark.end as usize..).unwrap_or_default();
        let mut known = behind.iter().filter_map(|mark| mark.known());
        Some((start, known.find(|next| *next > start)))
    }

    /// The table of an object or array whose first mark this is.
    fn table(&self, first: usize, value: &Value) -> Arc<Table> {
        let mut tables = self.tables.lock().unwrap_or_else(PoisonError::into_inner);
        let table = tables.entry(first);
        Arc::clone(table.or_insert_with(|| Arc::new(self.table_of(first, value))))
    }

    fn table_of(&self, first: usize, value: &Value) -> Table {
        let mut tokens: Vec<String> = match value {
            Value::Object(members) => members.keys().cloned().collect(),
            _ => (0..length(value)).map(|index| index.to_string()).collect(),
        };
        tokens.reverse();
        let mut table = Table::new();
        let mut at = first;
        while let (false, Some(mark)) = (tokens.is_empty(), self.marks.get(at)) {
            let is_merge = mark.kind == Kind::Merge;
            let added = if is_merge { mark.end as usize } else { 1 };
            let rest = tokens.len().saturating_sub(added);
            table.extend(tokens.drain(rest..).map(|token| (token, at)));
            at = if is_merge { at + 1 } else { mark.end as usize };
        }
        table
    }

    fn mark(&self, mut value: &Value, tokens: &[String]) -> Option<Mark> {
        let mut at = 0;
        let mut found = None;
        for token in tokens {
            let (mark, next) = match value {
                _ if length(value) > LARGE => {
                    at = *self.table(at, value).get(token)?;
                    let mark = *self.marks.get(at)?;
                    if mark.kind == Kind::Merge {
                        return Some(mark);
                    }
                    (mark, part(value, token)?)
                }
                Value::Object(members) => {
                    let mut members = members.iter();
                    loop {
                        let mark = *self.marks.get(at)?;
                        if mark.kind == Kind::Merge {
                            let added = members.by_ref().take(mark.end as usize);
                            if added.into_iter().any(|(key, _)| key == token) {
                                return Some(mark);
                            }
                            at += 1;
                            continue;
                        }
                        let (key, value) = members.next()?;
                        if key == token {
                            break (mark, value);
                        }
                        at = mark.end as usize;
                    }
                }
                Value::Array(items) => {
                    let index = array_index(token)?;
                    for _ in 0..index {
                        at = self.marks.get(at)?.end as usize;
                    }
                    (*self.marks.get(at)?, items.get(index)?)
                }
                _ => return None,
            };
            found = Some(mark);
            value = next;
            at += 1;
        }
        found
    }
}

/// The number of members or items.
fn length(value: &Value) -> usize {
    match value {
        Value::Object(members) => members.len(),
        Value::Array(items) => items.len(),
        _ => 0,
    }
}

/// A member or item.
fn part<'v>(value: &'v Value, token: &str) -> Option<&'v Value> {
    match value {
        Value::Object(members) => members.get(token),
        value => value.get(array_index(token)?),
    }
}

/// Notes places while a text is read.
#[derive(Debug)]
pub(super) struct Places<'t> {
    text: &'t str,
    marks: RefCell<Vec<Mark>>,
    /// The byte at which the key or value that was read last begins.
    last: Cell<u32>,
}

impl<'t> Places<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        Self {
            text,
            marks: RefCell::default(),
            last: Cell::new(UNKNOWN),
        }
    }

    pub(super) fn into_index(self) -> Index {
        Index {
            marks: self.marks.into_inner(),
            tables: Arc::default(),
        }
    }

    /// A scalar that the reader lends out has been read, a key or a value.
    pub(super) fn lent(&self, text: &str) {
        let offset = offset_of(self.text, text).map(|offset| {
            let quoted = self.text[..offset].ends_with(['"', '\'']);
            offset - usize::from(quoted)
        });
        self.last.set(stored(offset));
    }

    /// Something has been read whose place the reader doesn't tell.
    pub(super) fn untold(&self) {
        self.last.set(UNKNOWN);
    }

    /// The object whose first key was at `first` has been read.
    pub(super) fn object(&self, first: Option<First>) {
        let opening = |offset: usize| {
            let before = self.text[..offset].trim_end();
            match before.ends_with('{') {
                true => before.len() - 1,
                false => offset,
            }
        };
        let first = first.filter(|First(offset)| *offset != UNKNOWN);
        self.last.set(match first {
            Some(First(offset)) => stored(Some(opening(offset as usize))),
            None => UNKNOWN,
        });
    }

    /// A key has been read; its value follows, then [`Places::close`].
    pub(super) fn member(&self) -> (Open, First) {
        let offset = self.last.get();
        (self.open(offset, Kind::Key), First(offset))
    }

    /// An item follows, then [`Places::close_item`].
    pub(super) fn item(&self) -> Open {
        self.open(UNKNOWN, Kind::Item)
    }

    /// Opens a merge. The members that it adds follow, then [`Places::close_merge`].
    pub(super) fn merge(&self, offset: usize) -> Open {
        self.open(stored(Some(offset)), Kind::Merge)
    }

    fn open(&self, offset: u32, kind: Kind) -> Open {
        let mut marks = self.marks.borrow_mut();
        marks.push(Mark {
            offset,
            end: 0,
            kind,
        });
        Open(marks.len() - 1)
    }

    pub(super) fn close(&self, Open(at): Open) {
        let mut marks = self.marks.borrow_mut();
        marks[at].end = stored(Some(marks.len()));
    }

    pub(super) fn close_item(&self, open: Open) {
        self.marks.borrow_mut()[open.0].offset = self.last.get();
        self.close(open);
    }

    /// There was no item.
    pub(super) fn forget(&self, Open(at): Open) {
        self.marks.borrow_mut().truncate(at);
    }

    /// Closes a merge and forgets the places of its members, which are elsewhere in the text.
    pub(super) fn close_merge(&self, Open(at): &Open) {
        self.marks.borrow_mut().truncate(at + 1);
    }

    /// Notes the number of members that a merge added.
    pub(super) fn added(&self, Open(at): Open, members: usize) {
        self.marks.borrow_mut()[at].end = stored(Some(members));
    }
}

/// A place whose end isn't known yet.
#[derive(Debug)]
pub(super) struct Open(usize);

/// The byte at which an object's first key begins.
#[derive(Debug, Clone, Copy)]
pub(super) struct First(u32);

/// A text of more than 4 GiB has places that aren't known.
fn stored(offset: Option<usize>) -> u32 {
    offset.map_or(UNKNOWN, |offset| u32::try_from(offset).unwrap_or(UNKNOWN))
}
