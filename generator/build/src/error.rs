//! The reason why there is no client.

use std::fmt;
use std::path::Path;

/// The reason why there is no client. A build script that ends with it shows the message, as
/// its `Debug` is the text for people.
pub struct Error {
    message: String,
}

impl Error {
    pub(crate) fn document(document: &Path, why: &dyn fmt::Display) -> Self {
        let document = document.display();
        let message = format!("no client could be generated from {document}\n\n{why}");
        Self { message }
    }

    pub(crate) fn name(name: &str) -> Self {
        let message = format!(
            "a client can't be called {name:?}, as its file has that name: use letters, digits, \
             `_` and `-`"
        );
        Self { message }
    }

    pub(crate) fn outside(variable: &str) -> Self {
        let message = format!(
            "the variable `{variable}` isn't set or is no text: `write_to_out_dir` is for build \
             scripts, which cargo runs"
        );
        Self { message }
    }

    pub(crate) fn unwritable(path: &Path, why: &std::io::Error) -> Self {
        let message = format!("{} can't be written: {why}", path.display());
        Self { message }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message.trim_end())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Error {}
