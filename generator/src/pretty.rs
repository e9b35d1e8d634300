//! The value of a stage as text for people: Rust's pretty Debug, made shorter.
//!
//! A member that says nothing (`None`, `[]`, `false`, 0) is left out, and what fits
//! on one line stands on one. The text is the same in every run, as long as the
//! value has no hash map in it.

use std::fmt::Debug;

/// The columns that a line may have; longer ones are broken where they can be.
const WIDTH: usize = 100;

/// The values of members that say nothing.
const EMPTY: &[&str] = &["None", "[]", "{}", "\"\"", "false", "0", "Unsaid"];

/// A part of the text.
enum Node {
    /// A value that stands on one line.
    Leaf(String),
    /// A value with others in it.
    Group {
        /// The text up to the bracket, which is its last character.
        open: String,
        items: Vec<Node>,
        close: char,
    },
}

/// The text of a value. Its members called `left_out` aren't shown. Of places,
/// the name of the main file isn't, nor the folder that it is in.
pub fn text(value: &impl Debug, left_out: &str, main: &str) -> String {
    let debug = format!("{value:#?}");
    let main = main.escape_debug().to_string();
    let folder = main.rfind('/').map_or("", |end| &main[..=end]);
    let lines = debug.lines().map(str::trim_start);
    let mut node = parse(lines.map(|line| without_file(line, &main, folder)));
    if let Node::Group { items, .. } = &mut node {
        items.retain(|item| member(item.start()).is_none_or(|(name, _)| name != left_out));
    }
    let mut out = String::with_capacity(debug.len() / 2);
    print(&node, 0, &mut out);
    out.push('\n');
    out
}

/// A line with the place in it, if there is one, as seen from the main file.
fn without_file(line: &str, main: &str, folder: &str) -> String {
    let start = member(line).map_or(0, |(name, _)| name.len() + 2);
    let (name, value) = line.split_at(start);
    let rest = value.strip_prefix(main).filter(|rest| is_path(rest));
    let rest = rest.or_else(|| value.strip_prefix(folder).filter(|rest| rest.contains('#')));
    format!("{name}{}", rest.unwrap_or(value))
}

/// True of a place's text behind the name of its file.
fn is_path(text: &str) -> bool {
    text.starts_with('#')
}

/// The tree of a text that is given line by line.
fn parse(lines: impl Iterator<Item = String>) -> Node {
    let mut open: Vec<(String, Vec<Node>)> = vec![(String::new(), Vec::new())];
    for line in lines {
        let (head, end) = (line.as_str(), line.trim_end_matches(','));
        if let "}" | "]" | ")" = end
            && open.len() > 1
        {
            let close = end.chars().next().unwrap_or_default();
            if let Some((open_text, items)) = open.pop() {
                add(&mut open, group(open_text, items, close));
            }
        } else if head.ends_with(['{', '[', '(']) {
            open.push((line, Vec::new()));
        } else {
            add(&mut open, Node::Leaf(end.to_owned()));
        }
    }
    let mut roots = open.into_iter().flat_map(|(_, items)| items);
    roots.next().unwrap_or(Node::Leaf(String::new()))
}

fn group(open: String, items: Vec<Node>, close: char) -> Node {
    Node::Group { open, items, close }
}

/// Adds a node to the innermost open group, unless it is a member that says nothing.
fn add(open: &mut [(String, Vec<Node>)], node: Node) {
    if let Some((head, items)) = open.last_mut()
        && !(head.ends_with('{') && node.says_nothing())
    {
        items.push(node);
    }
}

/// The name of a struct's member, and its value.
fn member(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.split_once(": ")?;
    let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    name.chars().all(is_name).then_some((name, value))
}

impl Node {
    /// The first line of it.
    fn start(&self) -> &str {
        match self {
            Self::Leaf(text) => text,
            Self::Group { open, .. } => open,
        }
    }

    /// True of a member without a value, and of one that is a struct of such members
    /// and is called like that struct: another one's type says something.
    fn says_nothing(&self) -> bool {
        let Some((name, value)) = member(self.start()) else {
            return false;
        };
        match self {
            Self::Leaf(_) => EMPTY.contains(&value),
            Self::Group { items, .. } => {
                let of_type = value.trim_end_matches([' ', '{']);
                items.is_empty() && of_type.eq_ignore_ascii_case(name)
            }
        }
    }

    /// Adds it to a line with this much room; gives the room that is left.
    fn inline(&self, room: usize, out: &mut String) -> Option<usize> {
        let (open, items, close) = match self {
            Self::Leaf(text) => return put(text, room, out),
            Self::Group { open, items, close } => (open, items, close),
        };
        let pad = if *close == '}' && !items.is_empty() {
            " "
        } else {
            ""
        };
        let mut room = put(pad, put(open, room, out)?, out)?;
        for (index, item) in items.iter().enumerate() {
            let comma = if index > 0 { ", " } else { "" };
            room = item.inline(put(comma, room, out)?, out)?;
        }
        put(close.encode_utf8(&mut [0; 4]), put(pad, room, out)?, out)
    }
}

fn put(text: &str, room: usize, out: &mut String) -> Option<usize> {
    let left = room.checked_sub(text.chars().count())?;
    out.push_str(text);
    Some(left)
}

/// Prints a node on the line at hand, and on more if it takes them.
fn print(node: &Node, depth: usize, out: &mut String) {
    let start = out.len();
    let line = out.rfind('\n').map_or(0, |end| end + 1);
    // A comma follows.
    let room = (WIDTH - 1).saturating_sub(out[line..].chars().count());
    if node.inline(room, out).is_some() {
        return;
    }
    out.truncate(start);
    match node {
        Node::Leaf(text) => out.push_str(text),
        Node::Group { open, items, close } => {
            out.push_str(open);
            if !(*close == ')' && print_pair(items, room, depth, out)) {
                print_items(items, depth, out);
            }
            out.push(*close);
        }
    }
}

/// Prints what is in parentheses if the last of it alone takes more lines.
fn print_pair(items: &[Node], room: usize, depth: usize, out: &mut String) -> bool {
    let start = out.len();
    let Some((last, first)) = items.split_last() else {
        return false;
    };
    if matches!(last, Node::Leaf(_)) && !first.is_empty() {
        return false;
    }
    let mut room = Some(room / 2);
    for item in first {
        room = room.and_then(|room| put(", ", item.inline(room, out)?, out));
    }
    if room.is_none() {
        out.truncate(start);
        return false;
    }
    print(last, depth, out);
    true
}

/// Prints each on lines of its own.
fn print_items(items: &[Node], depth: usize, out: &mut String) {
    let indent = |depth: usize| format!("\n{}", "    ".repeat(depth));
    for item in items {
        out.push_str(&indent(depth + 1));
        print(item, depth + 1, out);
        out.push(',');
    }
    out.push_str(&indent(depth));
}

#[cfg(test)]
mod tests {
    use super::text;
    use crate::diag::Pointer;

    #[derive(Debug)]
    #[expect(dead_code, reason = "printed")]
    struct Node {
        at: Pointer,
        name: &'static str,
        count: usize,
        parts: Vec<(&'static str, Option<Node>)>,
        hidden: bool,
    }

    fn node(at: Pointer, name: &'static str) -> Node {
        Node {
            at,
            name,
            count: 0,
            parts: Vec::new(),
            hidden: true,
        }
    }

    #[test]
    fn text_leaves_out_what_says_nothing_and_fills_lines() {
        let root = Pointer::new("docs/a.yaml", "/x");
        let mut outer = node(root.clone(), "outer");
        let other = Pointer::new("docs/b.yaml", "/y/".repeat(40));
        outer.parts = vec![("one", None), ("two", Some(node(other.clone(), "inner")))];
        let long = other.path();
        let expected = format!(
            "Node {{\n    at: #/x,\n    name: \"outer\",\n    parts: [\n        (\"one\", None),\n        \
             (\"two\", Some(Node {{\n            at: b.yaml#{long},\n            name: \"inner\",\n            \
             hidden: true,\n        }})),\n    ],\n}}\n"
        );
        assert_eq!(text(&outer, "hidden", root.file()), expected);
    }

    #[test]
    fn text_of_odd_names_is_whole() {
        for odd in ["{", "}", "},", "at: {", "\n", "a: b#c", "\u{0}(", "None"] {
            let shown = text(&node(Pointer::new(odd, odd), odd), "", "a.yaml");
            let (file, name) = (odd.escape_debug().to_string(), format!("{odd:?}"));
            assert!(shown.contains(&format!("{file}#{file}")), "{shown}");
            assert!(shown.contains(&name), "{shown}");
            assert!(
                shown.starts_with("Node {") && shown.ends_with("}\n"),
                "{shown}"
            );
        }
    }
}
