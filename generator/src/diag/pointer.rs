//! Places in documents.

use std::fmt;
use std::sync::Arc;

/// A place in a document: the file, and an [RFC 6901] JSON Pointer into it.
///
/// [RFC 6901]: https://www.rfc-editor.org/rfc/rfc6901
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pointer {
    file: Arc<str>,
    path: String,
}

impl Pointer {
    /// The whole of `file`.
    pub fn root(file: impl Into<Arc<str>>) -> Self {
        Self {
            file: file.into(),
            path: String::new(),
        }
    }

    /// A place given by a pointer's text, `""` or starting with `/`.
    pub fn new(file: impl Into<Arc<str>>, path: impl Into<String>) -> Self {
        Self {
            file: file.into(),
            path: path.into(),
        }
    }

    /// The member `key` of the object here.
    #[must_use]
    pub fn child(&self, key: &str) -> Self {
        let mut path = String::with_capacity(self.path.len() + key.len() + 1);
        path.push_str(&self.path);
        path.push('/');
        for c in key.chars() {
            match c {
                '~' => path.push_str("~0"),
                '/' => path.push_str("~1"),
                c => path.push(c),
            }
        }
        Self {
            file: Arc::clone(&self.file),
            path,
        }
    }

    /// The item at `index` of the array here.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        Self {
            file: Arc::clone(&self.file),
            path: format!("{}/{index}", self.path),
        }
    }

    /// The place that the first `length` bytes of the pointer's text lead to.
    #[must_use]
    pub fn up_to(&self, length: usize) -> Self {
        Self {
            file: Arc::clone(&self.file),
            path: self.path.get(..length).unwrap_or(&self.path).to_owned(),
        }
    }

    /// The file, as it is shown to people.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The pointer's text.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The pointer's tokens, unescaped.
    pub fn tokens(&self) -> impl DoubleEndedIterator<Item = String> + '_ {
        self.path
            .strip_prefix('/')
            .into_iter()
            .flat_map(|path| path.split('/'))
            .map(|token| token.replace("~1", "/").replace("~0", "~"))
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", self.file, self.path)
    }
}

/// Short, as places are everywhere in the values that are printed.
impl fmt::Debug for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (file, path) = (self.file.escape_debug(), self.path.escape_debug());
        write!(f, "{file}#{path}")
    }
}
