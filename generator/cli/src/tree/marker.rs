//! The marker of a folder on the disk.

use openapi_client_generator::package::marker::{Marker, NAME};
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

/// Reads the marker of a folder, if it has one. Messages call the folder `shown`.
pub(super) fn read(folder: &Path, shown: &str) -> Result<Option<Marker>, String> {
    let path = folder.join(NAME);
    let broken = |place: &str, what: &str| {
        format!(
            "error[marker]: {what}\n  at {shown}/{NAME}{place}\n  help: restore the file from \
             version control, or remove it: files that are as generated are then listed again"
        )
    };
    let text = match fs::symlink_metadata(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Ok(metadata) if !metadata.is_file() => {
            return Err(broken("", "the list of generated files is no regular file"));
        }
        _ => fs::read_to_string(&path).map_err(|error| {
            broken(
                "",
                &format!("the list of generated files can't be read: {error}"),
            )
        })?,
    };
    match Marker::parse(&text) {
        Ok(marker) => Ok(Some(marker)),
        Err((line, what)) => Err(broken(&format!(":{line}"), &what)),
    }
}
