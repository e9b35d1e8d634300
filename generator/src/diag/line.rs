//! The part of a line that is shown.

use std::ops::Range;

/// The most characters that are shown of a line.
const WIDTH: usize = 110;

/// The characters that are shown in front of the spot in a line that is too long.
const BEFORE: usize = 30;

/// The sign for what is left out.
const CUT: &str = "…";

/// A line, or what is shown of it, and the bytes of the spot in that.
pub(super) struct Line {
    pub(super) shown: String,
    pub(super) spot: Range<usize>,
    /// `true` if something in front of the spot is left out.
    pub(super) is_cut: bool,
}

impl Line {
    /// `true` of a number of bytes that is shown whole.
    pub(super) fn fits(bytes: usize) -> bool {
        bytes <= WIDTH
    }

    /// The part of a line around a spot in it.
    pub(super) fn around(line: &str, spot: Range<usize>) -> Self {
        let spot = spot.start.min(line.len())..spot.end.clamp(spot.start, line.len());
        // What ends further left is shown from the beginning of the line.
        let is_right = spot.end > forth(line, 0);
        let start = if is_right { back(line, spot.start) } else { 0 };
        let end = forth(line, start);
        let (before, after) = (sign(start > 0), sign(end < line.len()));
        let shown = format!("{before}{}{after}", &line[start..end]);
        let moved = |at: usize| at.min(end) - start + before.len();
        Self {
            spot: moved(spot.start)..moved(spot.end),
            is_cut: start > 0,
            shown,
        }
    }
}

fn sign(is_cut: bool) -> &'static str {
    if is_cut { CUT } else { "" }
}

/// The byte some characters before another.
fn back(line: &str, from: usize) -> usize {
    let before = line[..from].char_indices().rev();
    before.take(BEFORE).last().map_or(from, |(at, _)| at)
}

/// The byte a line's width behind another.
fn forth(line: &str, from: usize) -> usize {
    let mut after = line[from..].char_indices();
    after.nth(WIDTH).map_or(line.len(), |(at, _)| from + at)
}
