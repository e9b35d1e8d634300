//! Long texts of documents in what is said of them.

/// The most characters of a text in backticks, and those of its two ends that are left of a
/// longer one.
const QUOTED: Limit = Limit {
    most: 200,
    first: 120,
    last: 60,
};

/// The same of everything else: a sentence of ours is shorter, unless it holds a place.
const PLAIN: Limit = Limit {
    most: 1000,
    first: 700,
    last: 200,
};

struct Limit {
    most: usize,
    first: usize,
    last: usize,
}

/// A message whose long parts have their ends only.
pub(super) fn shortened(message: String) -> String {
    // Characters have one byte or more.
    if message.len() <= QUOTED.most {
        return message;
    }
    let mut out = String::with_capacity(message.len().min(2 * PLAIN.most));
    for (index, part) in message.split('`').enumerate() {
        if index > 0 {
            out.push('`');
        }
        let limit = if index % 2 == 0 { PLAIN } else { QUOTED };
        add(&mut out, part, &limit);
    }
    out
}

/// Adds a text, or its ends if it is too long.
fn add(out: &mut String, text: &str, limit: &Limit) {
    if text.chars().nth(limit.most).is_none() {
        out.push_str(text);
        return;
    }
    let first = text.char_indices().nth(limit.first);
    let last = text.char_indices().rev().nth(limit.last - 1);
    out.push_str(first.map_or(text, |(end, _)| &text[..end]));
    out.push('…');
    out.push_str(last.map_or("", |(start, _)| &text[start..]));
}
