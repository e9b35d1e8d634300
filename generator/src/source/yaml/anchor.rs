//! Anchors and aliases in a YAML text, which the parser gives no places of.

use std::collections::BTreeMap;

use crate::source::text::Fault;

/// An anchor (`&name`) or an alias (`*name`).
#[derive(Debug, Clone, Copy)]
struct Mark<'t> {
    offset: usize,
    is_anchor: bool,
    name: &'t str,
}

impl Mark<'_> {
    fn end(&self) -> usize {
        self.offset + 1 + self.name.len()
    }
}

/// The marks of a text, and what looks like them in its strings and comments.
fn marks(text: &str) -> impl Iterator<Item = Mark<'_>> {
    let found = text.match_indices(['&', '*']);
    found.filter_map(|(offset, sigil)| {
        if !text[..offset].ends_with([' ', '\t', '\n', '\r', '[', '{', ',']) {
            return None;
        }
        let rest = &text[offset + 1..];
        let end = rest
            .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-'))
            .unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        let ends =
            after.is_empty() || after.starts_with([' ', '\t', '\n', '\r', ']', '}', ',', ':']);
        let is_anchor = sigil == "&";
        (!name.is_empty() && ends).then_some(Mark {
            offset,
            is_anchor,
            name,
        })
    })
}

/// The parser mixes up anchors once a name is used for a second one: an alias
/// of that name may then give another anchor's value.
pub(super) fn refuse_lost_anchor(text: &str) -> Result<(), Fault> {
    let mut defined = BTreeMap::new();
    for Mark {
        offset,
        is_anchor,
        name,
    } in marks(text)
    {
        let times: &mut usize = defined.entry(name).or_default();
        if is_anchor {
            *times += 1;
        } else if *times > 1 {
            return Err(Fault::new(
                offset,
                format!("the anchor `&{name}` is defined more than once before this alias"),
                "give each anchor a name of its own",
            ));
        }
    }
    Ok(())
}

/// The fault of the first alias that makes a text too deep, if it stands within its own anchor;
/// `is_too_deep` tells of a beginning of the text if it is.
pub(super) fn endless(text: &str, is_too_deep: impl Fn(&str) -> bool) -> Option<Fault> {
    let marks: Vec<Mark<'_>> = marks(text).collect();
    let aliases: Vec<usize> = (0..marks.len())
        .filter(|&index| !marks[index].is_anchor)
        .collect();
    // The parser reads what stands before a fault, so a text is as deep as its beginnings.
    let first = aliases.partition_point(|&index| !is_too_deep(&text[..marks[index].end()]));
    let &index = aliases.get(first)?;
    let (before, alias) = (&marks[..index], marks[index]);
    if is_too_deep(&text[..alias.offset]) {
        return None;
    }
    let mut before = before.iter().rev();
    let anchor = before.find(|mark| mark.is_anchor && mark.name == alias.name)?;
    is_within(text, anchor, &alias).then(|| {
        let name = alias.name;
        Fault::new(
            alias.offset,
            format!("the anchor `&{name}` contains itself by this alias"),
            "a value has an end; let a schema refer to itself with `$ref`",
        )
    })
}

/// Tells if an alias stands within the value of an anchor before it.
fn is_within(text: &str, anchor: &Mark<'_>, alias: &Mark<'_>) -> bool {
    let between = &text[anchor.end()..alias.offset];
    let value = between.trim_start();
    if value.starts_with(['[', '{']) {
        let mut open = 0_usize;
        return value.bytes().all(|byte| {
            match byte {
                b'[' | b'{' => open += 1,
                b']' | b'}' => open = open.saturating_sub(1),
                _ => {}
            }
            open > 0
        });
    }
    let line = text[..anchor.offset].rfind('\n').map_or(0, |end| end + 1);
    let held = &text[line..anchor.offset];
    let holder = held.trim_start_matches([' ', '-']);
    let is_key = holder.contains(':');
    let column = match is_key {
        true => Some(held.len() - holder.len()),
        // A dash, or nothing at the beginning of a document.
        false => held.rfind('-').filter(|_| !held.starts_with("---")),
    };
    let Some(column) = column else {
        return true;
    };
    let mut lines = between.split('\n').skip(1).filter(|line| {
        let line = line.trim_start();
        !line.is_empty() && !line.starts_with('#')
    });
    lines.all(|line| {
        let item = line.trim_start_matches(' ');
        let indent = line.len() - item.len();
        indent > column || (indent == column && is_key && item.starts_with('-'))
    })
}
