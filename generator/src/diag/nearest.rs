//! The word that was meant by one that isn't known.

/// The word that was probably meant by one that isn't known, if any is near.
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // The letters that one has more than the other are part of the distance.
    let is_long = |word: &&str| {
        let more = word.len().abs_diff(written.len());
        word.is_ascii() && written.is_ascii() && more > word.len() / 3
    };
    let known = known.into_iter().filter(|word| !is_long(word));
    let distances = known.map(|word| (distance(written, word), word));
    let near = distances.filter(|(distance, word)| *distance <= word.len() / 3);
    near.min().map(|(_, word)| word)
}

/// The number of letters that must be put, dropped or changed to make `b` from `a`.
pub(crate) fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, to) in b.iter().enumerate() {
            let change = diagonal + usize::from(from != *to);
            diagonal = row[j + 1];
            row[j + 1] = change.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}
