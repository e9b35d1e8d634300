//! The outline of a JSONPath, by which its work is bounded before it is done: the library that
//! selects can't be stopped.

use std::collections::BTreeMap;

/// The longest query, in bytes.
const LONGEST: usize = 4096;

/// The most `..` in a query: each multiplies its work by the depth of the document.
const MOST_DESCENTS: usize = 3;

/// The most `..` that take whatever is there, such as `..*`.
const MOST_WIDE_DESCENTS: usize = 1;

/// The most filters within one another: each doubles the work of reading the query.
const MOST_NESTED: usize = 6;

/// The most times that a place can be selected, as `[*, *]` selects each twice.
const MOST_REPEATS: usize = 8;

/// The largest regular expression: its characters times its counted repetitions.
const LARGEST_PATTERN: usize = 1000;

/// The outline of a query.
#[derive(Debug, Default)]
pub(super) struct Shape {
    /// The bytes behind `$` and behind each segment but the last.
    pub(super) segments: Vec<usize>,
    /// The number of `..`.
    descents: usize,
    /// The number of `..` before anything but names.
    wide_descents: usize,
    /// The number of filters within one another.
    nested: usize,
    /// The times that a place is selected at most.
    repeats: usize,
    /// `true` if a filter looks through the whole document for each value that it tries.
    has_absolute: bool,
    /// `true` if the query has a regular expression, and whether its pattern is no literal.
    has_pattern: bool,
    has_made_pattern: bool,
    /// The size of its largest literal as a pattern.
    pattern: usize,
}

/// Brackets that are open.
#[derive(Debug, Default)]
struct Bracket {
    has_filter: bool,
    /// The text of each selector begins there.
    selector: usize,
    /// The selectors by their text; those that are no name or number under an empty one.
    selectors: BTreeMap<String, usize>,
    /// The parentheses that are open in it.
    parentheses: usize,
}

impl Shape {
    pub(super) fn of(text: &str) -> Self {
        let mut shape = Self {
            repeats: 1,
            ..Self::default()
        };
        let mut scanner = Scanner {
            text,
            open: Vec::new(),
            shape: &mut shape,
        };
        scanner.scan();
        shape
    }

    /// The reason not to run the query, and the remedy.
    pub(super) fn refuse(&self, text: &str) -> Option<(&'static str, String)> {
        let too_long = "the query would take too long";
        if text.len() > LONGEST
            || self.nested > MOST_NESTED
            || self.descents > MOST_DESCENTS
            || self.wide_descents > MOST_WIDE_DESCENTS
        {
            let help = format!(
                "use at most {MOST_DESCENTS} `..`, of which {MOST_WIDE_DESCENTS} may stand before \
                 something else than names, {MOST_NESTED} filters within one another and \
                 {LONGEST} bytes"
            );
            return Some((too_long, help));
        }
        if self.repeats > MOST_REPEATS {
            let message = "the query selects the same places again and again";
            let help = "name each selector in brackets once".to_owned();
            return Some((message, help));
        }
        if self.has_absolute {
            let help = "in a filter, let `$` lead to one value, by names and numbers".to_owned();
            return Some((too_long, help));
        }
        if self.has_pattern && (self.has_made_pattern || self.pattern > LARGEST_PATTERN) {
            let help = "write the regular expression as a short text, without large counts";
            return Some((too_long, help.to_owned()));
        }
        None
    }
}

/// Reads a query from its beginning to its end. What isn't a query is refused by its reader.
struct Scanner<'s> {
    text: &'s str,
    open: Vec<Bracket>,
    shape: &'s mut Shape,
}

impl Scanner<'_> {
    fn scan(&mut self) {
        let mut at = 0;
        let mut last = ' ';
        while let Some(c) = self.text[at..].chars().next() {
            let after = at + c.len_utf8();
            let next = match c {
                '\'' | '"' => self.quoted(at, c),
                _ => after,
            };
            match c {
                '.' if last == '.' => self.descent(&self.text[after..]),
                '.' if self.open.is_empty() => self.shape.segments.push(at),
                '[' => self.open(at),
                ']' => self.close(at),
                '?' => self.filter(),
                '$' => self.absolute(&self.text[after..]),
                '(' => self.parenthesis(at),
                ')' => self.each_bracket(|one| {
                    one.parentheses = one.parentheses.saturating_sub(1);
                }),
                ',' => self.comma(at),
                _ => {}
            }
            // `...` is no query, and no third dot makes another `..` of it.
            last = if c == '.' && last == '.' { ' ' } else { c };
            at = next;
        }
    }

    fn each_bracket(&mut self, change: impl FnOnce(&mut Bracket)) {
        if let Some(last) = self.open.last_mut() {
            change(last);
        }
    }

    /// The end of a text in quotes.
    fn quoted(&mut self, at: usize, quote: char) -> usize {
        let inner = &self.text[at + 1..];
        let mut is_escaped = false;
        let end = inner.find(|c| {
            let is_end = c == quote && !is_escaped;
            is_escaped = c == '\\' && !is_escaped;
            is_end
        });
        let inner = &inner[..end.unwrap_or(inner.len())];
        self.shape.pattern = self.shape.pattern.max(pattern_size(inner));
        (at + 1 + inner.len() + 1).min(self.text.len())
    }

    fn descent(&mut self, rest: &str) {
        self.shape.descents += 1;
        let selector = rest.strip_prefix('[').unwrap_or(rest).trim_start();
        let is_name = selector.starts_with(|c: char| c.is_alphabetic() || "_'\"".contains(c));
        self.shape.wide_descents += usize::from(!is_name);
    }

    fn open(&mut self, at: usize) {
        if self.open.is_empty() {
            self.shape.segments.push(at);
        }
        self.open.push(Bracket {
            selector: at + 1,
            ..Bracket::default()
        });
    }

    fn close(&mut self, at: usize) {
        self.selector(at);
        let Some(closed) = self.open.pop() else {
            return;
        };
        let mut selectors = closed.selectors;
        let others = selectors.remove("").unwrap_or_default();
        let names = selectors.into_values().max().unwrap_or_default();
        let times = (others + names).max(1);
        self.shape.repeats = self.shape.repeats.saturating_mul(times);
    }

    /// Ends a selector in brackets.
    fn selector(&mut self, end: usize) {
        let text = self.text;
        self.each_bracket(|one| {
            let written = text[one.selector.min(end)..end].trim();
            let is_number = written.bytes().all(|b| b.is_ascii_digit());
            let is_name = written.starts_with(['\'', '"']) && !written.contains('\\');
            let key = match is_number || is_name {
                true => written.trim_matches(['\'', '"']),
                false => "",
            };
            *one.selectors.entry(key.to_owned()).or_default() += 1;
            one.selector = end + 1;
        });
    }

    fn comma(&mut self, at: usize) {
        let in_function = self.open.last().is_some_and(|one| one.parentheses > 0);
        match in_function {
            true => {
                // The second argument of a function.
                let next = self.text[at + 1..].trim_start();
                self.shape.has_made_pattern |= !next.starts_with(['\'', '"']);
            }
            false => self.selector(at),
        }
    }

    fn filter(&mut self) {
        self.each_bracket(|one| one.has_filter = true);
        let filters = self.open.iter().filter(|one| one.has_filter).count();
        self.shape.nested = self.shape.nested.max(filters);
    }

    fn parenthesis(&mut self, at: usize) {
        self.each_bracket(|one| one.parentheses += 1);
        let before = &self.text[..at];
        self.shape.has_pattern |= before.ends_with("match") || before.ends_with("search");
    }

    /// A `$` within a filter, where it should lead to one value.
    fn absolute(&mut self, mut rest: &str) {
        if !self.open.iter().any(|one| one.has_filter) {
            return;
        }
        while let Some(after) = one_step(rest) {
            rest = after;
        }
        self.shape.has_absolute |= rest.trim_start().starts_with(['.', '[']);
    }
}

/// The rest of a query behind a segment that selects one value; nothing if there is none.
fn one_step(query: &str) -> Option<&str> {
    let query = query.trim_start();
    if let Some(rest) = query.strip_prefix('.') {
        let is_name = |c: char| c.is_alphanumeric() || c == '_' || !c.is_ascii();
        let end = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
        return (end > 0).then(|| &rest[end..]);
    }
    let inner = query.strip_prefix('[')?.trim_start();
    let rest = match inner.chars().next()? {
        quote @ ('\'' | '"') => {
            let (name, rest) = inner[1..].split_once(quote)?;
            (!name.contains('\\')).then_some(rest)?
        }
        _ => inner.trim_start_matches(|c: char| c.is_ascii_digit() || c == '-'),
    };
    rest.trim_start().strip_prefix(']')
}

/// The size of a regular expression: its characters, and the counts in braces, which multiply
/// what they are for if that is a group or may be a class of Unicode.
fn pattern_size(pattern: &str) -> usize {
    const CLASS: usize = 50;
    let classes = pattern.matches('\\').count();
    let mut size = pattern.len() + classes * CLASS;
    for (at, _) in pattern.match_indices('{') {
        let counts = pattern[at + 1..].split('}').next().unwrap_or_default();
        let counts = counts
            .split(',')
            .filter_map(|one| one.trim().parse::<usize>().ok());
        let most = counts.max().unwrap_or_default().max(1);
        size = match classes > 0 || pattern[..at].ends_with(')') {
            true => size.saturating_mul(most),
            false => size.saturating_add(most),
        };
    }
    size
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_refused(query: &str) -> bool {
        Shape::of(query).refuse(query).is_some()
    }

    #[test]
    fn what_people_write_is_run() {
        for query in [
            "$",
            "$.paths['/plans/{id}'].get",
            "$.paths.*.get.parameters[?@.name == 'filter' && @.in == 'query']",
            "$..responses['500', 'default']",
            "$.paths['/a', '/b', '/c', '/d', '/e', '/f', '/g', '/h', '/i', '/j']",
            "$.paths[?(@.get['x-oai-traits'][?(@ == 'paged')])].get",
            "$..[?@.operationId]",
            "$..*..schema",
            "$.a[?@.version == $.info.version]",
            "$.a[?@.version == $['x-other'][0].version && @.b]",
            "$.a[?match(@.id, '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}')]",
            "$.a[?search(@.summary, '\\\\p{Lu}') || length(@.name) > 3]",
            "$.a[?count(@.b[*]) > 1, 0]",
            "$.a[0, 1, 2, 3:9]",
        ] {
            assert!(!is_refused(query), "{query}");
        }
    }

    #[test]
    fn what_takes_too_long_is_not() {
        let repeated = |part: &str| format!("$.a{}", part.repeat(4));
        for query in [
            "$..*..*",
            "$..[*]..[?@.a]",
            "$..a..b..c..d",
            "$.a[?@[?@[?@[?@[?@[?@[?@.a]]]]]]]",
            &repeated("[*, *]"),
            &repeated("['a', \"a\"]"),
            &repeated("['a', '\\u0061']"),
            &repeated("[?@[*,*,*]]"),
            &repeated("[0, -1]"),
            &repeated("[0, 0]"),
            "$..[?count($..*) > 1]",
            "$..[?$.paths[*]]",
            "$..[?$['a' , 'b'] == 1]",
            "$..[?$.a.b[?@.c]]",
            "$..[?search(@.description, '(a{50}){50}')]",
            "$..[?match(@.description, '\\\\p{L}{100}')]",
            "$..[?match(@.description, @.pattern)]",
            "$..[?match(@.description, $.pattern)]",
            &format!("$.{}", "a".repeat(5000)),
        ] {
            assert!(is_refused(query), "{query}");
        }
    }

    #[test]
    fn no_text_is_too_strange_to_read() {
        let parts = [
            "[", "]", "'", "\"", "\\", "..", "?", "$", "(", ")", ",", "{", "é", "{9}", " ",
        ];
        for first in parts {
            for second in parts {
                for third in parts {
                    let text = format!("${first}{second}{third}");
                    let _ = Shape::of(&text).refuse(&text);
                }
            }
        }
    }
}
