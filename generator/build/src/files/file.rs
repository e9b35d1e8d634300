//! Files that are read whole, and the reasons why one can't be.

use openapi_client_generator::Findings;
use openapi_client_generator::diag::{Code, Diagnostic, Pointer};
use openapi_client_generator::source::utf8;
use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

/// The most bytes that a file can have. The largest documents have a tenth of it.
const MOST_BYTES: u64 = 128 << 20;

/// The text of a file, which reports call `shown`.
///
/// # Errors
///
/// Fails if it can't be read, is too large, or is not text.
pub fn read_text(path: &Path, shown: &str) -> Result<String, Findings> {
    let text = fs::metadata(path)
        .map_err(|error| why(&error))
        .and_then(|about| refuse(&about, true))
        .and_then(|()| open(path));
    text.map_err(|why| unreadable(shown, &why))
}

/// The text that comes from a stream, which reports call `shown`.
pub(super) fn read_stream(stream: impl Read, shown: &str) -> Result<String, Findings> {
    read(stream).map_err(|why| unreadable(shown, &why))
}

/// The text of a regular file. Nothing else is opened, for a pipe or a device may never end.
pub(super) fn read_regular(path: &Path) -> Result<String, String> {
    let about = fs::metadata(path).map_err(|error| why(&error))?;
    refuse(&about, false)?;
    open(path)
}

/// The reason why a file isn't opened, by what is known about it.
fn refuse(about: &Metadata, is_stream_allowed: bool) -> Result<(), String> {
    if about.is_dir() {
        return Err("it is a folder, not a file".to_owned());
    }
    if !about.is_file() && !is_stream_allowed {
        return Err("it is no regular file".to_owned());
    }
    match about.len() > MOST_BYTES {
        true => Err(too_large(&format!("it has {} MB", about.len() / 1_000_000))),
        false => Ok(()),
    }
}

fn open(path: &Path) -> Result<String, String> {
    read(File::open(path).map_err(|error| why(&error))?)
}

fn read(stream: impl Read) -> Result<String, String> {
    let mut bytes = Vec::new();
    let taken = stream.take(MOST_BYTES + 1).read_to_end(&mut bytes);
    let length = taken.map_err(|error| why(&error))?;
    if length as u64 > MOST_BYTES {
        return Err(too_large("it doesn't end"));
    }
    utf8(bytes)
}

fn too_large(what: &str) -> String {
    let most = MOST_BYTES >> 20;
    format!("{what}, and a document can have {most} MiB at most")
}

fn why(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "there is no such file".to_owned(),
        ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => error.to_string(),
    }
}

fn unreadable(shown: &str, why: &str) -> Findings {
    let message = format!("the file can't be read: {why}");
    let at = Pointer::root(shown);
    Findings::alone(Diagnostic::error(Code::Unreadable, &at, message), "")
}
