//! The operation that a request is of, by its method and URL.

use std::collections::HashMap;

use percent_encoding::percent_decode_str;

use crate::spec::{Operation, Server, Spec};

/// The operations of a document by their methods and paths.
pub(super) struct Routes {
    routes: Vec<Route>,
    by_shape: HashMap<(String, usize), Vec<usize>>,
}

/// The way to an operation.
struct Route {
    method: String,
    path: Vec<String>,
    bases: Vec<Base>,
}

/// A server: its host, and the path in front of that of an operation.
#[derive(Clone, PartialEq)]
struct Base {
    /// Host and port; any for a relative URL.
    authority: Option<String>,
    path: Vec<String>,
}

/// The place that a request goes to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// The operation of this index.
    Operation(usize),
    /// One that the document doesn't have, on one of its servers: its path.
    Undocumented(Vec<String>),
    /// Another server.
    OtherHost,
}

impl Routes {
    /// The routes of a document, on these servers instead of its own if there are any.
    pub(super) fn of(spec: &Spec, server: Option<&str>) -> Self {
        let fixed = server.map(|url| vec![Base::of(url)]);
        let bases = |servers: &[Server]| -> Vec<Base> {
            servers.iter().map(|server| Base::of(&server.url)).collect()
        };
        let shared = bases(&spec.servers);
        let route = |operation: &Operation| Route {
            method: operation.method.clone(),
            path: segments(&operation.path),
            bases: match (&fixed, &operation.servers[..]) {
                (Some(fixed), _) => fixed.clone(),
                (None, []) if shared.is_empty() => vec![Base::of("/")],
                (None, []) => shared.clone(),
                (None, own) => bases(own),
            },
        };
        let routes: Vec<Route> = spec.operations.iter().map(route).collect();
        let mut by_shape: HashMap<_, Vec<usize>> = HashMap::new();
        for (index, route) in routes.iter().enumerate() {
            let shape = (route.method.clone(), route.path.len());
            by_shape.entry(shape).or_default().push(index);
        }
        Self { routes, by_shape }
    }

    /// The target of a request.
    pub(super) fn find(&self, method: &str, url: &str) -> Target {
        let method = method.to_ascii_uppercase();
        let (authority, path) = parts(url);
        let mut path = segments(path);
        let found = self.operation(&method, authority, &path);
        let found = found.or_else(|| {
            // A slash at the end is no part of its own, or else a parameter without a text.
            let (last, before) = path.split_last_mut().filter(|(last, _)| last.is_empty())?;
            let found = self.operation(&method, authority, before);
            " ".clone_into(last);
            found.or_else(|| self.operation(&method, authority, &path))
        });
        if let Some(index) = found {
            return Target::Operation(index);
        }
        let mut bases = self.routes.iter().flat_map(|route| &route.bases);
        match bases.find(|base| base.holds(authority, &path)) {
            Some(base) => Target::Undocumented(path[base.path.len()..].to_vec()),
            None => Target::OtherHost,
        }
    }

    /// The operation that a request fits: of several, that with the most fixed
    /// parts, as OpenAPI demands. A parameter at the end that is a path
    /// may hold a `/` that should have been escaped, if nothing else fits.
    fn operation(&self, method: &str, authority: &str, path: &[String]) -> Option<usize> {
        // A longer template leaves less to its last parameter.
        (1..=path.len()).rev().find_map(|length| {
            let shape = (method.to_owned(), length);
            let indices = self.by_shape.get(&shape)?.iter();
            let fitting = indices.filter_map(|index| {
                let fixed = self.routes.get(*index)?.fit(authority, path)?;
                Some((fixed, std::cmp::Reverse(*index)))
            });
            fitting.max().map(|(_, index)| index.0)
        })
    }
}

impl Route {
    /// The segments of the template that are fixed, if a path fits it.
    fn fit(&self, authority: &str, path: &[String]) -> Option<Vec<bool>> {
        let base = self
            .bases
            .iter()
            .find(|base| base.holds(authority, path) && self.holds(&path[base.path.len()..]));
        base.map(|_| self.path.iter().map(|one| !one.contains('{')).collect())
    }

    fn holds(&self, path: &[String]) -> bool {
        let all = || {
            self.path
                .iter()
                .zip(path)
                .all(|(template, text)| fits(template, text))
        };
        match path.len().checked_sub(self.path.len()) {
            Some(0) => all(),
            Some(_) => all() && self.path.last().is_some_and(|last| holds_slashes(last)),
            None => false,
        }
    }
}

impl Base {
    fn of(url: &str) -> Self {
        let (authority, path) = parts(url);
        let mut path = segments(path);
        path.retain(|segment| !segment.is_empty());
        Self {
            authority: (!authority.is_empty()).then(|| plain(authority)),
            path,
        }
    }

    fn holds(&self, authority: &str, path: &[String]) -> bool {
        let known = self.authority.as_ref();
        known.is_none_or(|known| fits(known, &plain(authority)))
            && path.len() >= self.path.len()
            && self
                .path
                .iter()
                .zip(path)
                .all(|(template, text)| fits(template, text))
    }
}

/// Host and port in lower case, without the ports that are meant anyway.
fn plain(authority: &str) -> String {
    let host = authority.rsplit('@').next().unwrap_or(authority);
    let port = host.strip_suffix(":443").or(host.strip_suffix(":80"));
    port.unwrap_or(host).to_ascii_lowercase()
}

/// The authority and the path of a URL; no authority if it is relative.
fn parts(url: &str) -> (&str, &str) {
    let url = url.split(['?', '#']).next().unwrap_or_default();
    match url.split_once("://") {
        None => ("", url),
        Some((_, rest)) => match rest.find('/') {
            Some(slash) => rest.split_at(slash),
            None => (rest, "/"),
        },
    }
}

/// The segments of a path, unescaped.
fn segments(path: &str) -> Vec<String> {
    let path = path.strip_prefix('/').unwrap_or(path);
    let decoded = |one| percent_decode_str(one).decode_utf8_lossy().into_owned();
    path.split('/').map(decoded).collect()
}

/// True if a text is one that a template such as `{base}...{head}` stands for. A
/// parameter holds a character at least.
fn fits(template: &str, text: &str) -> bool {
    let fixed: Vec<&str> = fixed_parts(template).collect();
    let [first, middle @ .., last] = &fixed[..] else {
        return template == text;
    };
    let rest = text.strip_prefix(first);
    let Some(mut rest) = rest.and_then(|rest| rest.strip_suffix(last)) else {
        return false;
    };
    for part in middle {
        let second = rest.char_indices().nth(1);
        let from = second.map_or(rest.len(), |(index, _)| index);
        match rest[from..].find(part) {
            Some(at) => rest = &rest[from + at + part.len()..],
            None => return false,
        }
    }
    !rest.is_empty()
}

/// True of a segment that is a parameter for several: a path, the name of a branch, or one
/// that the template marks as such, as RFC 6570 §3.2.3 does.
fn holds_slashes(segment: &str) -> bool {
    let inner = segment.strip_prefix('{');
    let Some(name) = inner.and_then(|inner| inner.strip_suffix('}')) else {
        return false;
    };
    let is_marked = name.starts_with('+') || name.ends_with(['+', '*']);
    is_marked || name == "ref" || name.to_ascii_lowercase().ends_with("path")
}

/// The parts of a template around its parameters.
fn fixed_parts(template: &str) -> impl Iterator<Item = &str> {
    let parts = template.split('{').enumerate();
    parts.map(|(index, part)| match part.split_once('}') {
        Some((_, behind)) if index > 0 => behind,
        _ => part,
    })
}

#[cfg(test)]
mod tests {
    use super::{fits, parts, plain};

    #[test]
    fn templates() {
        assert!(fits("a", "a") && !fits("a", "b") && !fits("a", ""));
        assert!(fits("{id}", "b") && !fits("{id}", ""));
        assert!(fits("{id}.json", "b.json") && !fits("{id}.json", ".json"));
        assert!(fits("{base}...{head}", "a...b"));
        assert!(!fits("{base}...{head}", "a..b") && !fits("{base}...{head}", "...b"));
        assert!(fits("{a}{b}", "xy") && !fits("{a}{b}", "x"));
        assert!(!fits("a", "aa") && fits("v{x}", "v1"));
        assert!(fits("{a}-{b}", "ü-ü"));
    }

    #[test]
    fn urls() {
        let url = "https://u:p@API.example.com:443/v1/a?b=c#d";
        assert_eq!(parts(url), ("u:p@API.example.com:443", "/v1/a"));
        assert_eq!(plain("u:p@API.example.com:443"), "api.example.com");
        assert_eq!(plain("127.0.0.1:8080"), "127.0.0.1:8080");
        assert_eq!(parts("https://a"), ("a", "/"));
        assert_eq!(parts("/v1/{x}"), ("", "/v1/{x}"));
    }
}
