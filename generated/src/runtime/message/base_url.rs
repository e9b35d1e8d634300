//! The server's URL.

use std::fmt;

use http::Uri;

/// The URL that the path of every operation is appended to.
///
/// Made from a `&str`, a `String`, or a server that the document names. It
/// starts with `http://` or `https://` and may have a path of its own; what
/// can't be used is an error of [`ClientBuilder::build`](crate::runtime::ClientBuilder::build).
#[derive(Clone, PartialEq, Eq)]
pub struct BaseUrl(String);

/// Shows no user name, no password and no query.
impl fmt::Debug for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("BaseUrl").field(&redacted(&self.0)).finish()
    }
}

/// A URL as it may be shown: without what may be a secret.
pub(crate) fn redacted(url: &str) -> String {
    let (place, rest) = match url.find(['?', '#']) {
        Some(end) => (&url[..end], "?…"),
        None => (url, ""),
    };
    let authority = place.find("//").map_or(0, |at| at + 2);
    let end = place[authority..].find('/');
    let end = end.map_or(place.len(), |at| authority + at);
    match place[..end].rfind('@') {
        Some(at) => format!("{}…{}{rest}", &place[..authority.min(at)], &place[at..]),
        None => format!("{place}{rest}"),
    }
}

impl BaseUrl {
    /// The URL without a slash at its end, or why it can't be used.
    pub(crate) fn check(self) -> Result<String, &'static str> {
        let uri: Uri = self.0.parse().map_err(|_| "it isn't a URL")?;
        if !matches!(uri.scheme_str(), Some("http" | "https")) {
            return Err("it is neither http nor https");
        }
        if uri.host().is_none_or(str::is_empty) {
            return Err("it has no host");
        }
        if uri
            .authority()
            .is_some_and(|authority| authority.as_str().contains('@'))
        {
            return Err("it holds a user name");
        }
        if self.0.contains(['?', '#']) {
            return Err("it has a query or a fragment");
        }
        Ok(self.0.trim_end_matches('/').to_owned())
    }
}

/// `true` if a reference begins with a scheme, so that it is a whole URL: RFC 3986,
/// section 4.2.
pub(crate) fn has_scheme(reference: &str) -> bool {
    let Some(end) = reference.find([':', '/', '?', '#']) else {
        return false;
    };
    let (scheme, rest) = reference.split_at(end);
    let may_stand = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
    rest.starts_with(':')
        && scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.bytes().all(may_stand)
}

impl From<&str> for BaseUrl {
    fn from(url: &str) -> Self {
        Self(url.to_owned())
    }
}

impl From<String> for BaseUrl {
    fn from(url: String) -> Self {
        Self(url)
    }
}
