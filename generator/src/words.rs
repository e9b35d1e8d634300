//! The words that names in a document are made of.

/// The words of a text in lower case: `cancelledAt`, `cancelled_at` and
/// `Cancelled at` have the same.
pub fn words(text: &str) -> Vec<String> {
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
    use super::{common, words};

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
}
