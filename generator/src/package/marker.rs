//! The marker: the text file in an output folder that lists the files that the
//! generator wrote there, each with its SHA-256.
//!
//! A line is a hash, two spaces and a path, as `sha256sum` prints them, and the
//! lines are sorted: a change of one file is a change of one line. A path may
//! have several lines. All of their hashes count as written by the generator,
//! which is how an interrupted run lists both texts of a file, and how git may
//! merge two markers by keeping the lines of both.

use crate::render::File;
use sha2::{Digest as _, Sha256};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// The name of the marker in its folder.
pub const NAME: &str = ".openapi-client.sha256";

/// The first line up to the version.
const HEADER: &str = "# Files of the OpenAPI client generator; do not edit. Version ";

const VERSION: &str = "1";

/// The listed paths, each with the hashes of its texts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marker {
    files: BTreeMap<String, BTreeSet<String>>,
}

impl Marker {
    /// The marker of a folder that holds these files and no others of the generator.
    pub fn of(files: &[File]) -> Self {
        let mut marker = Self::default();
        for file in files {
            marker.add(&file.path, hash(file.text.as_bytes()));
        }
        marker
    }

    /// Parses the text of a marker.
    ///
    /// # Errors
    ///
    /// Fails with the number of the line that is wrong, and the reason.
    pub fn parse(text: &str) -> Result<Self, (usize, String)> {
        let mut lines = (1..).zip(text.lines());
        let first = lines.next().and_then(|(_, line)| line.strip_prefix(HEADER));
        match first {
            Some(VERSION) => {}
            Some(other) => {
                let what = format!("version `{other}` of this file is not known, only {VERSION}");
                return Err((1, what));
            }
            None => return Err((1, format!("the first line is not `{HEADER}{VERSION}`"))),
        }
        let mut marker = Self::default();
        for (number, line) in lines {
            let (hash, path) = line
                .split_once("  ")
                .filter(|(hash, _)| is_hash(hash))
                .ok_or_else(|| (number, "the line is not a SHA-256 and a path".to_owned()))?;
            if !is_inside(path) {
                let what = format!("`{path}` can't be the path of a generated file");
                return Err((number, what));
            }
            marker.add(path, hash.to_owned());
        }
        Ok(marker)
    }

    /// The text of the file.
    pub fn text(&self) -> String {
        let mut text = format!("{HEADER}{VERSION}\n");
        for (path, hashes) in &self.files {
            for hash in hashes {
                text.push_str(&format!("{hash}  {path}\n"));
            }
        }
        text
    }

    /// Lists a hash of a path, beside those it has.
    pub fn add(&mut self, path: &str, hash: String) {
        self.files.entry(path.to_owned()).or_default().insert(hash);
    }

    /// Keeps the paths that fit.
    pub fn retain(&mut self, fits: impl Fn(&str) -> bool) {
        self.files.retain(|path, _| fits(path));
    }

    /// The entries of this marker and of another.
    pub fn union(&self, other: &Self) -> Self {
        let mut both = self.clone();
        for (path, hashes) in &other.files {
            for hash in hashes {
                both.add(path, hash.clone());
            }
        }
        both
    }

    /// The listed paths, sorted.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// The hashes of a path; `None` if it isn't listed.
    pub fn hashes(&self, path: &str) -> Option<&BTreeSet<String>> {
        self.files.get(path)
    }
}

/// The SHA-256 of a text with Unix line ends, so that a checkout with others
/// is no edit.
pub fn hash(bytes: &[u8]) -> String {
    format!("{:x}", Sha256::digest(with_unix_lines(bytes)))
}

/// The same bytes with every CRLF as LF.
pub fn with_unix_lines(bytes: &[u8]) -> Cow<'_, [u8]> {
    if !bytes.contains(&b'\r') {
        return Cow::Borrowed(bytes);
    }
    let mut lines = Vec::with_capacity(bytes.len());
    let mut rest = bytes.iter().copied().peekable();
    while let Some(byte) = rest.next() {
        if byte != b'\r' || rest.peek() != Some(&b'\n') {
            lines.push(byte);
        }
    }
    Cow::Owned(lines)
}

/// True for a relative path that stays in its folder and has no hidden part.
/// A backslash or a colon could lead out of the folder on Windows.
pub fn is_inside(path: &str) -> bool {
    let is_name = |part: &str| !part.is_empty() && !part.starts_with('.');
    let is_plain = |c: char| !c.is_control() && c != '\\' && c != ':';
    path.split('/').all(is_name) && path.chars().all(is_plain)
}

fn is_hash(text: &str) -> bool {
    let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    text.len() == 64 && text.bytes().all(is_digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_marker_reads_what_it_writes() {
        let mut marker = Marker::default();
        marker.add("src/lib.rs", hash(b"b"));
        marker.add("src/lib.rs", hash(b"a"));
        marker.add("Cargo.toml", hash(b""));
        let text = marker.text();
        assert_eq!(text.lines().count(), 4);
        assert_eq!(Marker::parse(&text), Ok(marker.clone()));
        assert_eq!(Marker::parse(&text.replace('\n', "\r\n")), Ok(marker));
    }

    #[test]
    fn line_ends_do_not_change_a_hash() {
        assert_eq!(hash(b"a\r\nb\r\n"), hash(b"a\nb\n"));
        assert_ne!(hash(b"a\rb"), hash(b"a\nb"));
    }

    #[test]
    fn paths_stay_inside() {
        for path in ["src/lib.rs", "Cargo.toml", "a b/c"] {
            assert!(is_inside(path), "{path}");
        }
        for path in [
            "",
            "/etc",
            "a//b",
            "a/",
            "../a",
            "a/../b",
            "./a",
            ".git/config",
            "a/.b",
            "a\\b",
            "C:a",
            "a\tb",
        ] {
            assert!(!is_inside(path), "{path}");
        }
    }
}
