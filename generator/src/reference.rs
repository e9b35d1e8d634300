//! Relative references between files: RFC 3986 §5, as far as documents use it.
//!
//! Texts only: nothing here opens a file.

/// `true` of a reference that leads to the network, or isn't a path.
pub fn is_remote(file: &str) -> bool {
    let schemes = ["//", "data:", "file:", "urn:"];
    file.contains("://") || schemes.iter().any(|scheme| file.starts_with(scheme))
}

/// The scheme of a reference that leads neither to the network nor to a file.
pub fn other_scheme(file: &str) -> Option<&str> {
    let (scheme, _) = file.split_once(':')?;
    matches!(scheme, "data" | "urn").then_some(scheme)
}

/// `true` if a file is in a folder, or below it. The folder is given as seen from `base`.
pub fn is_within(base: &str, folder: &str, file: &str) -> bool {
    let folder = join(base, folder);
    let rest = match folder.as_str() {
        "" => Some(file).filter(|file| !file.starts_with('/')),
        "/" => file.strip_prefix('/'),
        folder => file
            .strip_prefix(folder)
            .and_then(|rest| rest.strip_prefix('/')),
    };
    rest.is_some_and(|rest| rest != ".." && !rest.starts_with("../"))
}

/// The folder of a file as seen from the folder of `base`.
pub fn folder_from(base: &str, file: &str) -> String {
    let folder = |path: &str| -> Vec<String> {
        let parts = path.split('/').map(str::to_owned);
        let mut parts: Vec<String> = parts.filter(|part| part != ".").collect();
        parts.pop();
        parts
    };
    let (from, to) = (folder(base), folder(file));
    let is_absolute = |path: &str| path.starts_with('/');
    let common = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let leads_up = from[common..].iter().any(|part| part == "..");
    if is_absolute(base) != is_absolute(file) || leads_up || (is_absolute(file) && common < 2) {
        return to.join("/");
    }
    let up = std::iter::repeat_n("..".to_owned(), from.len() - common);
    let path: Vec<String> = up.chain(to[common..].iter().cloned()).collect();
    path.join("/")
}

/// The path of a file as seen from the folder of `base`; `%20` and the like are decoded.
pub fn join(base: &str, file: &str) -> String {
    let file = percent_decoded(file);
    let mut parts: Vec<&str> = base.split('/').collect();
    parts.pop();
    if file.starts_with('/') {
        parts.clear();
        parts.push("");
    }
    for part in file.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last() == Some(&".") => {
                parts.pop();
                parts.push("..");
            }
            ".." if parts
                .last()
                .is_some_and(|last| !last.is_empty() && *last != "..") =>
            {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// A text with `%20` and the like decoded.
pub fn percent_decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text)
        .decode_utf8_lossy()
        .into_owned()
}
