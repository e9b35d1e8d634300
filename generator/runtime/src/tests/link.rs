//! The header `Link`, and where a link may lead.

use http::{HeaderMap, HeaderValue};

use crate::runtime::{follow_link, next_link};

fn next_of(values: &[&'static str]) -> Option<String> {
    let mut headers = HeaderMap::new();
    for value in values {
        headers.append("link", HeaderValue::from_static(value));
    }
    next_link(&headers)
}

#[test]
fn the_next_link_is_found() {
    let both = r#"</a?p=1>; rel="prev", </a?p=3>; title="a, b; c"; REL="last next""#;
    assert_eq!(next_of(&[both]).as_deref(), Some("/a?p=3"));
    assert_eq!(next_of(&["</x>; rel=next"]).as_deref(), Some("/x"));
    let two = ["</x>; rel=first", "</y>;rel=next"];
    assert_eq!(next_of(&two).as_deref(), Some("/y"));
    assert_eq!(next_of(&[r#"</x>; rel="prev"; rel="next""#]), None);
    assert_eq!(next_of(&[r#"</x>; title="rel=next""#, "</y", ""]), None);
}

#[test]
fn a_link_stays_on_its_server() {
    let from = "https://api.example.com/v1/things?limit=2";
    let to = |link: &str| follow_link(from, link);
    let ok = |url: &str| Ok(format!("https://api.example.com{url}"));
    assert_eq!(to("?page=2"), ok("/v1/things?page=2"));
    assert_eq!(to("/v2/x#top"), ok("/v2/x"));
    assert_eq!(to("others?p=2"), ok("/v1/others?p=2"));
    assert_eq!(to("y?u=http://a/b"), ok("/v1/y?u=http://a/b"));
    assert_eq!(to("./y:z?u=a://b"), ok("/v1/./y:z?u=a://b"));
    assert_eq!(to("HTTPS://API.example.com:443/x?y"), ok("/x?y"));
    for elsewhere in [
        "https://evil.example/x",
        "//evil.example/x",
        "http://api.example.com/x",
        "https://api.example.com:8443/x",
        "https://api.example.com.evil.example/x",
        "https://api.example.com@evil.example/x",
        "ftp://api.example.com/x",
    ] {
        assert!(to(elsewhere).is_err(), "{elsewhere}");
    }
    assert!(to("").is_err());
    assert!(to("https:// /").is_err());
}
