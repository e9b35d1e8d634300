//! Patterns of JSON Pointers: one place of a document, or many.

use std::ops::Range;

use super::text::Fault;
use super::toml::{Value, check_pointer, string};

/// A JSON Pointer in which a token `*` stands for any one token, and `**` for any
/// number of them, none included.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Places {
    text: String,
}

impl Places {
    pub(super) fn read(key: &str, value: &Value<'_>) -> Result<Self, Fault> {
        Self::checked(string(key, value)?, &value.span())
    }

    /// The pattern of a text that stands somewhere.
    pub(super) fn checked(text: &str, span: &Range<usize>) -> Result<Self, Fault> {
        check_pointer(text, span)?;
        Ok(Self::of(text))
    }

    /// The pattern of a path.
    pub(super) fn of(path: &str) -> Self {
        Self {
            text: path.to_owned(),
        }
    }

    /// The pattern as it is written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// True of the pointer of one place.
    pub fn is_single(&self) -> bool {
        !tokens(&self.text).any(|token| token == "*" || token == "**")
    }

    /// True if a pointer is among those that it stands for.
    pub fn holds(&self, pointer: &str) -> bool {
        let pattern: Vec<&str> = tokens(&self.text).collect();
        let path: Vec<&str> = tokens(pointer).collect();
        let (mut at, mut wanted) = (0, 0);
        // The last `**`, and the token behind those that it has swallowed so far.
        let mut last: Option<(usize, usize)> = None;
        while at < path.len() {
            match pattern.get(wanted) {
                Some(&"**") => {
                    last = Some((wanted, at));
                    wanted += 1;
                }
                Some(&token) if token == "*" || token == path[at] => {
                    at += 1;
                    wanted += 1;
                }
                _ => {
                    let Some((many, swallowed)) = last else {
                        return false;
                    };
                    last = Some((many, swallowed + 1));
                    (wanted, at) = (many + 1, swallowed + 1);
                }
            }
        }
        pattern[wanted..].iter().all(|token| *token == "**")
    }
}

/// The tokens of a pointer, as they are written.
fn tokens(pointer: &str) -> impl Iterator<Item = &str> {
    pointer.split('/').skip(1)
}

#[cfg(test)]
mod tests {
    use super::Places;

    #[test]
    fn wildcards_stand_for_tokens() {
        let holds = |pattern: &str, pointer: &str| {
            let text = pattern.to_owned();
            Places { text }.holds(pointer)
        };
        assert!(holds("/a/b", "/a/b"));
        assert!(!holds("/a/b", "/a"));
        assert!(!holds("/a", "/a/b"));
        assert!(holds("/a/*/c", "/a/b/c"));
        assert!(!holds("/a/*/c", "/a/c"));
        assert!(!holds("/a/*", "/a/b/c"));
        assert!(holds("/a/*", "/a/*~1*"));
        assert!(!holds("/a/*~1*", "/a/b"));
        assert!(holds("/**/c", "/c"));
        assert!(holds("/**/c", "/a/c/b/c"));
        assert!(!holds("/**/c", "/a/c/b"));
        assert!(holds("/a/**", "/a"));
        assert!(holds("/a/**/b/**/c", "/a/x/b/b/y/c"));
        assert!(!holds("/a/**/b/**/c", "/a/x/c/b"));
    }

    /// A pattern that backtracked to each `**` would not end in a lifetime.
    #[test]
    fn many_wildcards_take_little_time() {
        let text = "/**/a".repeat(40);
        assert!(!Places { text }.holds(&"/a".repeat(39)));
        let text = format!("{}/b", "/**/a".repeat(40));
        assert!(!Places { text }.holds(&"/a".repeat(2000)));
    }
}
