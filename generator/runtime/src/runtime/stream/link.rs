//! The next page's URL, where the server gives it as a link: the header
//! `Link` of RFC 8288, and how a link is followed without leaving the server.

use http::header::LINK;
use http::{HeaderMap, Uri};
use percent_encoding::percent_decode_str;

use crate::runtime::message::base_url::has_scheme;

/// The target of the link that is `rel="next"`.
pub fn next_link(headers: &HeaderMap) -> Option<String> {
    let values = headers.get_all(LINK).iter();
    let texts = values.filter_map(|value| value.to_str().ok());
    texts
        .flat_map(links)
        .find_map(|(target, parameters)| is_next(parameters).then(|| target.trim().to_owned()))
}

/// The links of a header: each with its target and what stands behind it.
fn links(mut text: &str) -> impl Iterator<Item = (&str, &str)> {
    std::iter::from_fn(move || {
        let (_, rest) = text.split_once('<')?;
        let (target, rest) = rest.split_once('>')?;
        let end = outside_quotes(rest, ',').unwrap_or(rest.len());
        let (parameters, rest) = rest.split_at_checked(end)?;
        text = rest;
        Some((target, parameters))
    })
}

fn is_next(mut parameters: &str) -> bool {
    while !parameters.is_empty() {
        let end = outside_quotes(parameters, ';').unwrap_or(parameters.len());
        let (parameter, rest) = parameters.split_at(end);
        parameters = rest.strip_prefix(';').unwrap_or(rest);
        let Some((name, value)) = parameter.split_once('=') else {
            continue;
        };
        // Only the first `rel` counts.
        if name.trim().eq_ignore_ascii_case("rel") {
            let mut relations = value.trim().trim_matches('"').split_ascii_whitespace();
            return relations.any(|relation| relation.eq_ignore_ascii_case("next"));
        }
    }
    false
}

/// The place where a character is first met outside quotes.
fn outside_quotes(text: &str, wanted: char) -> Option<usize> {
    let (mut quoted, mut escaped) = (false, false);
    text.char_indices().find_map(|(at, c)| {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            c if c == wanted && !quoted => return Some(at),
            _ => {}
        }
        None
    })
}

/// The URL that a link leads to from a URL. What the two have in common is
/// taken from the latter, so that the request can go nowhere else however
/// somebody reads the link.
///
/// # Errors
/// One of them isn't a URL, or they are of different servers.
pub fn follow_link(from: &str, link: &str) -> Result<String, &'static str> {
    const NO_URL: &str = "the link to the next page isn't a URL";
    let base: Uri = from.parse().map_err(|_| NO_URL)?;
    let (Some(scheme), Some(authority)) = (base.scheme_str(), base.authority()) else {
        return Err(NO_URL);
    };
    let link = link.split('#').next().unwrap_or_default();
    let path = base.path();
    let absolute = if link.starts_with("//") {
        format!("{scheme}:{link}")
    } else if link.starts_with('/') {
        format!("{scheme}://{authority}{link}")
    } else if link.starts_with('?') {
        format!("{scheme}://{authority}{path}{link}")
    } else if has_scheme(link) || link.is_empty() {
        link.to_owned()
    } else {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        format!("{scheme}://{authority}{folder}/{link}")
    };
    let target: Uri = absolute.parse().map_err(|_| NO_URL)?;
    if origin(&target) != origin(&base) || target.host().is_none() {
        return Err("the next page is on another server, to which no credentials go");
    }
    let place = target.path_and_query().map_or("/", |place| place.as_str());
    Ok(format!("{scheme}://{authority}{place}"))
}

/// The URL without the items of its query that have one of these names.
pub(crate) fn without(url: &str, names: &[&str]) -> String {
    let Some((place, query)) = url.split_once('?') else {
        return url.to_owned();
    };
    let is_kept = |item: &&str| {
        let name = item.split('=').next().unwrap_or_default();
        let name = percent_decode_str(name).decode_utf8_lossy();
        !names.contains(&&*name)
    };
    let kept: Vec<&str> = query.split('&').filter(is_kept).collect();
    match kept.is_empty() {
        true => place.to_owned(),
        false => format!("{place}?{}", kept.join("&")),
    }
}

/// RFC 6454, section 4.
fn origin(uri: &Uri) -> (Option<String>, Option<String>, Option<u16>) {
    let lower = |text: &str| text.to_ascii_lowercase();
    let port = uri.port_u16().or(match uri.scheme_str() {
        Some("http") => Some(80),
        Some("https") => Some(443),
        _ => None,
    });
    (uri.scheme_str().map(lower), uri.host().map(lower), port)
}
