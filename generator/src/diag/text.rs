//! The text of a file, with its lines and columns.

use std::ops::Range;
use std::sync::OnceLock;

/// The bytes between two places at which characters have been counted.
const BLOCK: usize = 4096;

/// The text of a file. Its lines are found when one is first asked for.
#[derive(Debug, Clone, Default)]
pub struct Text {
    text: String,
    index: OnceLock<Index>,
}

/// Places in a text, so that a line and a column take no search of their own.
#[derive(Debug, Clone)]
struct Index {
    /// The bytes at which lines begin.
    lines: Vec<usize>,
    /// The characters in front of each block.
    blocks: Vec<usize>,
}

impl Text {
    /// The text of a file.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            index: OnceLock::new(),
        }
    }

    /// The text itself.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The line and column, both from 1, of a byte; the column in characters.
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        let offset = self.floor(offset);
        let lines = &self.index().lines;
        let line = lines.partition_point(|start| *start <= offset).max(1);
        let before = self.characters(offset) - self.characters(lines[line - 1]);
        (line, before + 1)
    }

    /// The byte at a line and column.
    pub fn offset(&self, line: usize, column: usize) -> usize {
        let range = self.line(line);
        let text = &self.text[range.clone()];
        let mut characters = text.char_indices().skip(column.saturating_sub(1));
        let within = characters.next().map_or(text.len(), |(at, _)| at);
        range.start + within
    }

    /// The bytes of a line without its end; none of a line that isn't there.
    pub fn line(&self, line: usize) -> Range<usize> {
        let lines = &self.index().lines;
        let end = self.text.len();
        let start = lines.get(line.saturating_sub(1)).copied().unwrap_or(end);
        let next = lines.get(line).copied().unwrap_or(end);
        let content = self.text[start..next].trim_end_matches(['\n', '\r']);
        start..start + content.len()
    }

    /// The number of characters in front of a byte.
    fn characters(&self, offset: usize) -> usize {
        let block = offset / BLOCK;
        let start = self.floor(block * BLOCK);
        let known = self.index().blocks.get(block).copied().unwrap_or_default();
        known + self.text[start..offset].chars().count()
    }

    fn index(&self) -> &Index {
        self.index.get_or_init(|| {
            let newlines = self.text.match_indices('\n').map(|(at, _)| at + 1);
            let lines = std::iter::once(0).chain(newlines).collect();
            let mut blocks = vec![0];
            let (mut start, mut known) = (0, 0);
            while start + BLOCK <= self.text.len() {
                let end = self.floor(blocks.len() * BLOCK);
                known += self.text[start..end].chars().count();
                blocks.push(known);
                start = end;
            }
            Index { lines, blocks }
        })
    }

    /// The beginning of the character that a byte is in.
    fn floor(&self, offset: usize) -> usize {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }
}
