//! Items of the runtime that not every crate has, by marks in the runtime's source.
//!
//! A mark is a line in front of an item, with its attributes: `#[cfg(feature = "…")]` of a
//! library, or [`OWN_TYPES`]. In a crate of its own the item is there always or not at all.

/// The mark of what serves types that settings name.
pub(super) const OWN_TYPES: &str = "// Only where settings name types:";

/// The beginning of marks that are comments.
#[cfg(test)]
const COMMENT: &str = "// Only where ";

/// The text without these marks, and without the items behind them unless they are kept.
pub(super) fn with_marked(text: &str, mark: &str, is_kept: bool) -> String {
    let mut whole = String::with_capacity(text.len());
    let mut lines = text.split_inclusive('\n');
    while let Some(line) = lines.next() {
        if line.trim() != mark {
            whole.push_str(line);
        } else if !is_kept {
            skip_item(&mut lines);
        }
    }
    whole
}

/// Takes the lines of an item with its attributes.
fn skip_item<'t>(lines: &mut impl Iterator<Item = &'t str>) {
    let mut open = 0_usize;
    for line in lines {
        for byte in line.bytes() {
            match byte {
                b'(' | b'[' | b'{' => open += 1,
                b')' | b']' | b'}' => open = open.saturating_sub(1),
                _ => {}
            }
        }
        if open == 0 && line.trim_end().ends_with([';', '}']) {
            break;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::RUNTIME;
    use super::*;

    #[test]
    fn an_item_goes_with_its_attributes_and_lines() {
        let text = "a;\nMARK\n#[doc(hidden)]\npub use b::{\n    c, d,\n};\nMARK\nfn e() {\n    f();\n}\ng;\n";
        assert_eq!(with_marked(text, "MARK", false), "a;\ng;\n");
        assert_eq!(with_marked(text, "MARK", true), text.replace("MARK\n", ""));
    }

    #[test]
    fn each_mark_in_the_runtime_is_known() {
        let mut marks = 0;
        for (name, text) in RUNTIME {
            for line in text.lines().map(str::trim) {
                if line.starts_with(COMMENT) {
                    assert_eq!(line, OWN_TYPES, "{name}");
                    marks += 1;
                }
            }
            let without = with_marked(text, OWN_TYPES, false);
            let names_own = without.contains("value::own::") || without.contains("mod own;");
            assert!(!names_own, "{name}: an item has no mark `{OWN_TYPES}`");
            assert!(syn::parse_file(&without).is_ok(), "{name}");
        }
        assert!(marks > 0);
    }
}
