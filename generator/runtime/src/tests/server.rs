//! Base URLs and what can be wrong with them.

use super::sample::{Client, Server};
use crate::runtime::{BuildError, Secret};

fn build(url: &str) -> Result<Client, BuildError> {
    Client::builder(Secret::new("k")).server(url).build()
}

#[test]
fn bad_urls_are_refused() {
    for url in [
        "",
        "api.example.com",
        "/v1",
        "ftp://example.com",
        "https://",
        "https:///v1",
        "https://u:p@example.com",
        "https://example.com?a=b",
        "https://example.com/#x",
        "https://exa mple.com",
    ] {
        assert!(matches!(build(url), Err(BuildError::Server(_))), "{url}");
    }
    for url in [
        "http://127.0.0.1:8080",
        "https://example.com/public/v1/",
        "https://[::1]:1",
    ] {
        assert!(build(url).is_ok(), "{url}");
    }
    let error = build("https://u:p4ss@example.com").unwrap_err().to_string();
    assert_eq!(
        error,
        "the server's URL can't be used: it holds a user name"
    );
}

#[test]
fn named_servers() {
    assert_eq!(Server::Production.url(), "https://api.example.com");
    assert!(
        Client::builder(Secret::new("k"))
            .server(Server::Sandbox)
            .build()
            .is_ok()
    );
}
