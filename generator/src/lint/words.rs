//! The words that names are made of.

/// The words of a name in lower case, whatever parts them: `cancelAtPeriodEnd`,
/// `cancel_at_period_end`, `billing.cancel`.
pub(super) fn words(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut is_lower = false;
    for c in name.chars() {
        if (!c.is_alphanumeric() || (c.is_uppercase() && is_lower)) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        }
        is_lower = !c.is_uppercase() && c.is_alphanumeric();
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// True if one of the words is in a list.
pub(super) fn has(words: &[String], list: &[&str]) -> bool {
    words.iter().any(|word| list.contains(&word.as_str()))
}

/// Words of operations that only tell what would be, or look something up.
const HARMLESS: [&str; 24] = [
    "calculate",
    "check",
    "count",
    "draft",
    "estimate",
    "export",
    "filter",
    "find",
    "get",
    "hooks",
    "list",
    "lookup",
    "preview",
    "query",
    "quote",
    "quotes",
    "report",
    "reports",
    "search",
    "simulate",
    "simulations",
    "validate",
    "verify",
    "webhooks",
];

/// The fixed segments of a path, each as its words.
fn segments(path: &str) -> impl DoubleEndedIterator<Item = Vec<String>> + '_ {
    let fixed = path
        .split('/')
        .filter(|one| !one.is_empty() && !one.starts_with('{'));
    fixed.map(words)
}

/// The words of the last fixed segment of a path; none if it leads to an operation that does
/// no harm.
pub(super) fn deed(path: &str) -> Vec<String> {
    let is_harmless = segments(path).any(|one| has(&one, &HARMLESS));
    let last = segments(path).next_back().filter(|_| !is_harmless);
    last.unwrap_or_default()
}
