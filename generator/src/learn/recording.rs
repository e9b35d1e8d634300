//! Recordings of either format, told apart by how they begin.

use std::io::{self, BufRead, Cursor, Read as _};

use super::exchange::Skip;
use super::har::{self, Each};
use super::lines;

/// The bytes at the beginning that tell the format.
const BEGINNING: u64 = 256;

/// Reads the entries of a recording, of which the memory holds one at a time.
///
/// # Errors
/// The reader's own. A recording that isn't readable further is an entry that is cut off
/// or malformed.
pub(super) fn read(mut reader: impl BufRead, each: Each<'_>) -> io::Result<()> {
    let mut beginning = Vec::new();
    reader
        .by_ref()
        .take(BEGINNING)
        .read_to_end(&mut beginning)?;
    let bom = beginning.starts_with(b"\xef\xbb\xbf");
    let beginning = beginning.split_off(if bom { 3 } else { 0 });
    let is_har = is_har(&beginning);
    let reader = Cursor::new(beginning).chain(reader);
    if !is_har {
        return lines::read(reader, each);
    }
    match har::read(reader, each) {
        Ok(()) => Ok(()),
        Err(error) if error.is_io() => Err(error.into()),
        Err(error) if error.is_eof() => {
            each(Err(Skip::CutOff));
            Ok(())
        }
        Err(_) => {
            each(Err(Skip::Malformed));
            Ok(())
        }
    }
}

/// True of the beginning of a HAR: an object with the member `log`.
fn is_har(beginning: &[u8]) -> bool {
    let rest = beginning.trim_ascii_start().strip_prefix(b"{");
    rest.is_some_and(|rest| rest.trim_ascii_start().starts_with(b"\"log\""))
}
