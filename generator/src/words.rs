//! The words that names are made of: acronyms in those of a document, keywords in those
//! of Rust.

use std::borrow::Cow;

/// Words of every edition that can't be an identifier as they stand.
pub const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// Keywords that not even `r#` makes an identifier.
pub const NEVER: &[&str] = &["self", "super", "crate", "Self", "_"];

/// Words of mixed case, as they are written and as they begin the name of a type.
const MIXED: &[(&str, &str)] = &[
    ("OAuth", "OAuth"),
    ("oEmbed", "OEmbed"),
    ("OpenID", "OpenId"),
    ("GraphQL", "GraphQL"),
    ("gRPC", "Grpc"),
    ("mTLS", "Mtls"),
    ("IPv4", "Ipv4"),
    ("IPv6", "Ipv6"),
    ("iOS", "Ios"),
    ("macOS", "MacOs"),
    ("eTag", "ETag"),
    ("eMail", "Email"),
    ("WiFi", "Wifi"),
];

/// True of a word that no module can be called by.
pub fn is_keyword(word: &str) -> bool {
    KEYWORDS.contains(&word) || NEVER.contains(&word)
}

/// Words that are one in spite of capitals within them.
#[derive(Debug, Clone)]
pub struct Acronyms {
    /// As they are written, longer ones first, and in the name of a type.
    all: Vec<(String, String)>,
}

impl Acronyms {
    /// Those that everyone knows, and others.
    pub fn with<'a>(others: impl Iterator<Item = &'a str>) -> Self {
        let others = others.map(|one| (one.to_owned(), capital(one)));
        let mut all: Vec<(String, String)> = others.collect();
        for (written, in_type) in MIXED {
            if !all
                .iter()
                .any(|(known, _)| known.eq_ignore_ascii_case(written))
            {
                all.push(((*written).to_owned(), (*in_type).to_owned()));
            }
        }
        all.sort_by(|(one, _), (other, _)| (other.len(), one).cmp(&(one.len(), other)));
        Self { all }
    }

    /// A text in which each of them is written as a word of its own: `getOAuthToken` as
    /// `getOauthToken`, `userIDs` as `userIds`.
    pub fn as_words<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if !text.contains(|c: char| c.is_ascii_uppercase()) {
            return Cow::Borrowed(text);
        }
        let mut out = String::new();
        let mut rest = text;
        let mut before = None;
        while let Some(next) = rest.chars().next() {
            let length = self
                .acronym_at(rest, before)
                .or_else(|| plural_at(rest, before));
            let (here, behind) = rest.split_at(length.unwrap_or(next.len_utf8()));
            match length {
                Some(_) => out.push_str(&capital(&here.to_lowercase())),
                None => out.push_str(here),
            }
            before = here.chars().next_back();
            rest = behind;
        }
        if out == text {
            Cow::Borrowed(text)
        } else {
            Cow::Owned(out)
        }
    }

    /// A word of a type's name, if it is one of them, maybe with a number behind.
    pub fn in_type(&self, word: &str) -> Option<String> {
        let exact = self.find(word).map(|(_, in_type)| in_type.clone());
        let stem = word.trim_end_matches(|c: char| c.is_ascii_digit());
        exact.or_else(|| {
            let (_, in_type) = self.find(stem)?;
            Some(format!("{in_type}{}", &word[stem.len()..]))
        })
    }

    /// The words of a text in lower case.
    pub fn words(&self, text: &str) -> Vec<String> {
        words(&self.as_words(text))
    }

    fn find(&self, word: &str) -> Option<&(String, String)> {
        let mut all = self.all.iter();
        all.find(|(written, _)| written.eq_ignore_ascii_case(word))
    }

    /// The length of the one that a text begins with, its first letter in either case.
    fn acronym_at(&self, text: &str, before: Option<char>) -> Option<usize> {
        let first = text.chars().next()?;
        let can_begin = match first.is_uppercase() {
            true => before.is_none_or(|before| !before.is_uppercase()),
            false => before.is_none_or(|before| !before.is_alphanumeric()),
        };
        let begins = |(written, _): &&(String, String)| {
            let mut letters = written.chars();
            let is_first = letters
                .next()
                .is_some_and(|one| one.eq_ignore_ascii_case(&first));
            let rest = text[first.len_utf8()..].strip_prefix(letters.as_str());
            is_first && rest.is_some_and(|rest| !rest.starts_with(char::is_lowercase))
        };
        let found = self.all.iter().filter(|_| can_begin).find(begins);
        let (written, _) = found?;
        let rest = written.chars().next().map_or(0, char::len_utf8);
        Some(first.len_utf8() + written.len() - rest)
    }
}

impl Default for Acronyms {
    fn default() -> Self {
        Self::with(std::iter::empty())
    }
}

/// The length of the plural of an acronym that a text begins with: `IDs`, `URLs`.
fn plural_at(text: &str, before: Option<char>) -> Option<usize> {
    let capitals = text.bytes().take_while(u8::is_ascii_uppercase).count();
    let rest = text.get(capitals..)?.strip_prefix('s')?;
    let ends = !rest.starts_with(char::is_lowercase);
    let begins = before.is_none_or(|before| !before.is_uppercase());
    (capitals > 1 && begins && ends).then_some(capitals + 1)
}

/// A word that begins with a capital.
fn capital(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

/// The words of a text in lower case: `cancelledAt`, `cancelled_at` and
/// `Cancelled at` have the same.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for part in text.split(|c: char| !c.is_alphanumeric()) {
        let letters: Vec<char> = part.chars().collect();
        let mut start = 0;
        for at in 1..letters.len() {
            let (before, here) = (letters[at - 1], letters[at]);
            let is_followed = letters.get(at + 1).is_some_and(|c| c.is_lowercase());
            let begins = here.is_uppercase() && (!before.is_uppercase() || is_followed);
            if begins {
                words.push(letters[start..at].iter().collect());
                start = at;
            }
        }
        words.push(letters[start..].iter().collect());
    }
    words.retain(|word: &String| !word.is_empty());
    words.iter().map(|word| word.to_lowercase()).collect()
}

/// The singular of an English plural, if it looks like one.
pub fn singular(word: &str) -> Option<String> {
    const LIKE_PLURALS: &[&str] = &["ss", "us", "is"];
    let lower = word.to_ascii_lowercase();
    if let Some(stem) = lower.strip_suffix("ies").filter(|stem| stem.len() > 1) {
        return Some(format!("{}y", &word[..stem.len()]));
    }
    for ending in ["sses", "shes", "ches", "xes", "zes"] {
        if lower.ends_with(ending) {
            return Some(word[..word.len() - 2].to_owned());
        }
    }
    let stem = lower.strip_suffix('s').filter(|stem| stem.len() > 1)?;
    if LIKE_PLURALS.iter().any(|ending| lower.ends_with(ending)) {
        return None;
    }
    Some(word[..stem.len()].to_owned())
}

/// The words that stand in all of several names, in their order; of a word and its
/// plural, the word.
pub fn common(names: &[Vec<String>]) -> Vec<String> {
    let Some((first, others)) = names.split_first() else {
        return Vec::new();
    };
    let others = others.iter();
    others.fold(first.clone(), |known, name| common_of_two(&known, name))
}

/// The longest common subsequence.
fn common_of_two(one: &[String], other: &[String]) -> Vec<String> {
    // The length of that of what is left of both, behind each pair of places.
    let mut lengths = vec![vec![0; other.len() + 1]; one.len() + 1];
    for i in (0..one.len()).rev() {
        for j in (0..other.len()).rev() {
            lengths[i][j] = match same(&one[i], &other[j]) {
                Some(_) => lengths[i + 1][j + 1] + 1,
                None => lengths[i + 1][j].max(lengths[i][j + 1]),
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut words = Vec::new();
    while i < one.len() && j < other.len() {
        if let Some(word) = same(&one[i], &other[j]) {
            words.push(word.to_owned());
            (i, j) = (i + 1, j + 1);
        } else if lengths[i + 1][j] >= lengths[i][j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    words
}

/// The word that two are forms of.
fn same<'w>(one: &'w str, other: &'w str) -> Option<&'w str> {
    if one == other {
        return Some(one);
    }
    if singular(one).as_deref() == Some(other) {
        return Some(other);
    }
    (singular(other).as_deref() == Some(one)).then_some(one)
}

#[cfg(test)]
mod tests {
    use super::{Acronyms, common, words};

    #[test]
    fn words_end_where_cases_do() {
        let texts = ["cancelledAt", "cancelled_at", "Cancelled at!"];
        for text in texts {
            assert_eq!(words(text), ["cancelled", "at"]);
        }
        assert_eq!(words("HTTPServer"), ["http", "server"]);
        assert_eq!(words("order2Items"), ["order2", "items"]);
        assert!(words("--").is_empty());
    }

    #[test]
    fn names_share_words_and_plurals() {
        let names = ["CancelDraftTransferRequest", "CancelOrderRequest"];
        assert_eq!(common(&names.map(words)), ["cancel", "request"]);
        let names = ["ListOrdersStatus", "OrderStatus"];
        assert_eq!(common(&names.map(words)), ["order", "status"]);
        assert!(common(&["A", "B"].map(words)).is_empty());
        assert!(common(&[]).is_empty());
    }

    #[test]
    fn acronyms_are_words() {
        let acronyms = Acronyms::with(["SaaS"].into_iter());
        let as_words = |text| acronyms.as_words(text).into_owned();
        assert_eq!(as_words("OAuth2Token"), "Oauth2Token");
        assert_eq!(as_words("getOAuthToken"), "getOauthToken");
        assert_eq!(as_words("oEmbedUrl"), "OembedUrl");
        assert_eq!(as_words("userIDs"), "userIds");
        assert_eq!(as_words("URLsByID"), "UrlsByID");
        assert_eq!(as_words("SaaSPlan saaSPlan"), "SaasPlan SaasPlan");
        for other in [
            "fooAuthor",
            "OAuthor",
            "HTTPServer",
            "As",
            "ABsent",
            "\u{df}IDs",
        ] {
            let is_other = other == "\u{df}IDs";
            assert_eq!(as_words(other) == other, !is_other, "{other}");
        }
        assert_eq!(acronyms.in_type("oauth2").as_deref(), Some("OAuth2"));
        assert_eq!(acronyms.in_type("ipv4").as_deref(), Some("Ipv4"));
        assert_eq!(acronyms.in_type("author"), None);
    }
}
