//! Bodies as they arrive.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::stub::{Stub, header};
use crate::runtime::{
    ClientBuilder, Encoding, File, Http, Nullable, RequestBuilder, Style, bodies, from_json,
    object, setters, to_json,
};

#[derive(Debug, Clone, PartialEq, Default)]
struct Upload {
    id: Option<String>,
    count: Option<i64>,
    live: Option<bool>,
    tags: Option<Vec<String>>,
    address: Option<Value>,
    addresses: Option<Vec<Value>>,
    note: Nullable<String>,
    image: Option<File>,
    files: Option<Vec<File>>,
}

object!(Upload {
    id: optional "id",
    count: optional "count",
    live: optional "live",
    tags: optional "tags",
    address: optional "address",
    addresses: optional "addresses",
    note: nullable "note",
    image: optional "profileImage",
    files: optional "files",
});

setters!(Upload {
    id: &str, count: i64, live: bool, tags: Vec<String>, address: Value,
    addresses: Vec<Value>, image: File, files: Vec<File>,
});

fn upload() -> Upload {
    Upload::default()
        .id("f81d4fae-7dec-11d0-a765-00a0c91e6bf6")
        .address(json!({"city": "Somewhere", "zip": "99999+1234"}))
}

/// A call as the generator writes it.
struct Posting<'a> {
    request: RequestBuilder<'a>,
    body: Option<Upload>,
}

bodies!(Posting {
    /// Sends this as a form.
    body_form(body: &Upload) => form(body),
    body_csv(body: &str) => text("text/csv", body),
});

impl<'a> Posting<'a> {
    fn new(request: RequestBuilder<'a>) -> Self {
        let body = Some(Upload::default().count(1));
        Self { request, body }
    }

    fn body(mut self, body: Upload) -> Self {
        self.body = Some(body);
        self
    }

    fn call(self) -> RequestBuilder<'a> {
        self.request.optional_json(self.body.as_ref())
    }
}

type Setter = for<'a> fn(Posting<'a>, &Upload) -> Posting<'a>;

#[tokio::test]
async fn the_body_that_was_set_last_is_sent() {
    let last = Upload::default().count(2);
    let setters: [(&str, &str, Setter); 4] = [
        (
            "count=2",
            "application/x-www-form-urlencoded",
            |posting, last| posting.body_form(last),
        ),
        ("a,b", "text/csv", |posting, last| {
            posting.body_form(last).body_csv("a,b")
        }),
        (r#"{"count":2}"#, "application/json", |posting, last| {
            posting.body_csv("a,b").body(last.clone())
        }),
        (r#"{"count":1}"#, "application/json", |posting, _| posting),
    ];
    for (expected, media_type, set) in setters {
        let (head, body) = sent_bytes(|call| set(Posting::new(call), &last).call())
            .await
            .unwrap();
        assert_eq!(String::from_utf8(body).unwrap(), expected);
        let types: Vec<&str> = head
            .lines()
            .filter_map(|line| line.strip_prefix("content-type: "))
            .collect();
        assert_eq!(types, [media_type]);
    }
}

/// The head and the body of what arrives, or why nothing does.
async fn sent_bytes(
    call: impl FnOnce(RequestBuilder<'_>) -> RequestBuilder<'_>,
) -> Result<(String, Vec<u8>), String> {
    let stub = Stub::status(200, "");
    let http: Http = ClientBuilder::new(&*stub.url).build().unwrap();
    if let Err(error) = call(http.post("/")).send().await {
        assert!(stub.got_nothing());
        return Err(error.to_string());
    }
    let request = stub.request_bytes();
    let end = request.windows(4).position(|w| w == b"\r\n\r\n").unwrap();
    let head = String::from_utf8(request[..end].to_vec()).unwrap();
    Ok((head, request[end + 4..].to_vec()))
}

async fn sent(
    call: impl FnOnce(RequestBuilder<'_>) -> RequestBuilder<'_>,
) -> Result<(String, String), String> {
    let (head, body) = sent_bytes(call).await?;
    let media_type = header(&head, "content-type").unwrap_or("-").to_owned();
    Ok((media_type, String::from_utf8(body).unwrap()))
}

fn pair(media_type: &str, body: &str) -> (String, String) {
    (media_type.to_owned(), body.to_owned())
}

/// The body that the server is sent, boundaries as `B`.
async fn parts(body: &Upload, encodings: &[(&str, Encoding)]) -> Result<String, String> {
    let (media_type, body) = sent(|call| call.multipart(body, encodings)).await?;
    let boundary = media_type
        .strip_prefix("multipart/form-data; boundary=")
        .unwrap();
    assert!(boundary.len() <= 70);
    Ok(body.replace(boundary, "B"))
}

/// OpenAPI 3.1, section 4.8.14.1 has the first one as its example.
#[tokio::test]
async fn a_form() {
    let form = "application/x-www-form-urlencoded";
    let body = upload();
    let text = "id=f81d4fae-7dec-11d0-a765-00a0c91e6bf6\
        &address=%7B%22city%22%3A%22Somewhere%22%2C%22zip%22%3A%2299999%2B1234%22%7D";
    assert_eq!(
        sent(|call| call.form(&body)).await.unwrap(),
        pair(form, text)
    );

    let body = Upload::default()
        .id("a b+c&d=é")
        .count(2)
        .live(true)
        .tags(vec!["x y".into(), String::new()])
        .addresses(vec![json!({"a": [1]}), json!([2])]);
    let text = "id=a+b%2Bc%26d%3D%C3%A9&count=2&live=true&tags=x+y&tags=\
        &addresses=%7B%22a%22%3A%5B1%5D%7D&addresses=%5B2%5D";
    assert_eq!(
        sent(|call| call.form(&body)).await.unwrap(),
        pair(form, text)
    );

    let body = Upload {
        note: Nullable::Null,
        ..Upload::default()
    };
    assert_eq!(sent(|call| call.form(&body)).await.unwrap(), pair(form, ""));
    let absent = sent(|call| call.optional_form(None::<&Upload>))
        .await
        .unwrap();
    assert_eq!(absent, pair("-", ""));
    let problem = sent(|call| call.form(&vec![1])).await.unwrap_err();
    assert!(
        problem.ends_with("the body isn't an object, so it can't be a form"),
        "{problem}"
    );
}

#[tokio::test]
async fn a_form_with_encodings() {
    let deep = Encoding::Style(Style::DEEP_OBJECT);
    let body = Upload::default()
        .id("/a?b&c")
        .tags(vec!["x".into(), "y z".into()])
        .address(json!({"city": {"name": "S"}, "lines": ["a", null, "b"]}))
        .addresses(vec![
            json!({"price": "p1", "quantity": 2}),
            json!({"price": "p2"}),
        ]);
    let encodings = [
        ("address", deep),
        ("addresses", deep),
        ("tags", Encoding::Style(Style::FORM)),
    ];
    let (_, text) = sent(|call| call.form_as(&body, &encodings)).await.unwrap();
    assert_eq!(
        text.replace("%5B", "[").replace("%5D", "]"),
        "id=%2Fa%3Fb%26c&tags=x,y+z&address[city][name]=S&address[lines][0]=a&address[lines][1]=b\
        &addresses[0][price]=p1&addresses[0][quantity]=2&addresses[1][price]=p2",
    );
    let encodings = [
        ("id", Encoding::Style(Style::FORM.exploded().reserved())),
        ("tags", Encoding::MediaType("application/json")),
        (
            "addresses",
            Encoding::MediaType("application/vnd.x+json; v=1"),
        ),
        ("address", Encoding::MediaType("text/plain")),
    ];
    let (_, text) = sent(|call| call.optional_form_as(Some(&body), &encodings))
        .await
        .unwrap();
    let address = "%7B%22city%22%3A%7B%22name%22%3A%22S%22%7D%2C%22lines%22%3A%5B%22a%22%2Cnull%2C%22b%22%5D%7D";
    let addresses =
        "%5B%7B%22price%22%3A%22p1%22%2C%22quantity%22%3A2%7D%2C%7B%22price%22%3A%22p2%22%7D%5D";
    assert_eq!(
        text,
        format!(
            "id=/a?b%26c&tags=%5B%22x%22%2C%22y+z%22%5D&address={address}&addresses={addresses}"
        ),
    );
    let spaces = [("tags", Encoding::Style(Style::SPACE_DELIMITED))];
    let body = Upload::default().tags(vec!["x".into(), "y".into()]);
    assert_eq!(
        sent(|call| call.form_as(&body, &spaces)).await.unwrap().1,
        "tags=x+y"
    );
    let body = Upload::default().addresses(vec![json!({"a": 1})]);
    let form = [("addresses", Encoding::Style(Style::FORM))];
    let problem = sent(|call| call.form_as(&body, &form)).await.unwrap_err();
    assert!(
        problem.contains("property `addresses` of the body holds a list"),
        "{problem}"
    );
}

#[tokio::test]
async fn parts_of_every_kind() {
    let body = Upload {
        note: Nullable::Null,
        ..upload()
            .count(2)
            .live(false)
            .tags(vec!["x".into(), "é".into()])
    };
    let body = body
        .addresses(vec![json!({"a": 1}), json!([1])])
        .image(File::new("PNG").name("a.png").media_type("image/png"))
        .files(vec![File::from(b"1".to_vec()), File::new("").name("b")]);
    let expected = "--B\r\nContent-Disposition: form-data; name=\"id\"\r\n\r\n\
        f81d4fae-7dec-11d0-a765-00a0c91e6bf6\r\n\
        --B\r\nContent-Disposition: form-data; name=\"count\"\r\n\r\n2\r\n\
        --B\r\nContent-Disposition: form-data; name=\"live\"\r\n\r\nfalse\r\n\
        --B\r\nContent-Disposition: form-data; name=\"tags\"\r\n\r\nx\r\n\
        --B\r\nContent-Disposition: form-data; name=\"tags\"\r\n\r\né\r\n\
        --B\r\nContent-Disposition: form-data; name=\"address\"\r\n\
        Content-Type: application/json\r\n\r\n{\"city\":\"Somewhere\",\"zip\":\"99999+1234\"}\r\n\
        --B\r\nContent-Disposition: form-data; name=\"addresses\"\r\n\
        Content-Type: application/json\r\n\r\n{\"a\":1}\r\n\
        --B\r\nContent-Disposition: form-data; name=\"addresses\"\r\n\
        Content-Type: application/json\r\n\r\n[1]\r\n\
        --B\r\nContent-Disposition: form-data; name=\"profileImage\"; filename=\"a.png\"\r\n\
        Content-Type: image/png\r\n\r\nPNG\r\n\
        --B\r\nContent-Disposition: form-data; name=\"files\"; filename=\"files\"\r\n\
        Content-Type: application/octet-stream\r\n\r\n1\r\n\
        --B\r\nContent-Disposition: form-data; name=\"files\"; filename=\"b\"\r\n\
        Content-Type: application/octet-stream\r\n\r\n\r\n\
        --B--\r\n";
    assert_eq!(parts(&body, &[]).await.unwrap(), expected);
    assert_eq!(parts(&Upload::default(), &[]).await.unwrap(), "--B--\r\n");
    let absent = sent(|call| call.optional_multipart(None::<&Upload>, &[]))
        .await
        .unwrap();
    assert_eq!(absent, pair("-", ""));
}

#[tokio::test]
async fn parts_with_encodings() {
    let body = Upload::default()
        .id("<a/>")
        .tags(vec!["x".into(), "y".into()])
        .address(json!({"city": "S"}))
        .image(File::new("1"))
        .files(vec![File::new("2"), File::new("3").media_type("text/csv")]);
    let encodings = [
        ("id", Encoding::MediaType("application/xml; charset=utf-8")),
        ("tags", Encoding::Style(Style::FORM)),
        ("address", Encoding::Style(Style::DEEP_OBJECT)),
        ("profileImage", Encoding::MediaType("image/png")),
        ("files", Encoding::MediaType("image/png, image/jpeg")),
    ];
    let expected = "--B\r\nContent-Disposition: form-data; name=\"id\"\r\n\
        Content-Type: application/xml; charset=utf-8\r\n\r\n<a/>\r\n\
        --B\r\nContent-Disposition: form-data; name=\"tags\"\r\n\r\nx,y\r\n\
        --B\r\nContent-Disposition: form-data; name=\"address[city]\"\r\n\r\nS\r\n\
        --B\r\nContent-Disposition: form-data; name=\"profileImage\"; filename=\"profileImage\"\r\n\
        Content-Type: image/png\r\n\r\n1\r\n\
        --B\r\nContent-Disposition: form-data; name=\"files\"; filename=\"files\"\r\n\
        Content-Type: application/octet-stream\r\n\r\n2\r\n\
        --B\r\nContent-Disposition: form-data; name=\"files\"; filename=\"files\"\r\n\
        Content-Type: text/csv\r\n\r\n3\r\n--B--\r\n";
    assert_eq!(parts(&body, &encodings).await.unwrap(), expected);

    let json = [("id", Encoding::MediaType("application/json"))];
    let text = parts(&Upload::default().id("a"), &json).await.unwrap();
    assert!(
        text.contains("Content-Type: application/json\r\n\r\n\"a\"\r\n"),
        "{text}"
    );
}

#[tokio::test]
async fn nothing_breaks_out_of_its_part() {
    let evil = "a\"; x=\"\r\n\r\nX: y\n\0";
    let body = Upload::default().image(File::new("1").name(evil));
    let text = parts(&body, &[]).await.unwrap();
    let head = "--B\r\nContent-Disposition: form-data; name=\"profileImage\"; \
        filename=\"a%22; x=%22%0D%0A%0D%0AX: y%0A%00\"\r\n\
        Content-Type: application/octet-stream\r\n\r\n1\r\n--B--\r\n";
    assert_eq!(text, head);

    let map = BTreeMap::from([(evil.to_owned(), "1".to_owned())]);
    let (_, text) = sent(|call| call.multipart(&map, &[])).await.unwrap();
    assert!(
        text.contains("name=\"a%22; x=%22%0D%0A%0D%0AX: y%0A%00\"\r\n\r\n1\r\n"),
        "{text}"
    );

    for bad in ["text/plain\r\nX: y", "plain", "text/é", ""] {
        let body = Upload::default().image(File::new("1").media_type(bad));
        let problem = parts(&body, &[]).await.unwrap_err();
        let expected = "property `profileImage` of the body has a media type that isn't one";
        assert!(problem.ends_with(expected), "{problem}");
    }
}

#[tokio::test]
async fn files_go_byte_for_byte() {
    let bytes: Vec<u8> = (0..=255)
        .cycle()
        .take(100_000)
        .chain(*b"\r\n--form-\r\n--")
        .collect();
    let body = Upload::default().id("").image(File::new(bytes.clone()));
    let (head, sent) = sent_bytes(|call| call.multipart(&body, &[])).await.unwrap();
    let media_type = header(&head, "content-type").unwrap();
    let boundary = media_type.split_once("boundary=").unwrap().1;
    let end = [b"\r\n--", boundary.as_bytes(), b"--\r\n"].concat();
    let expected = [&b"\r\n\r\n"[..], &bytes, &end].concat();
    assert!(sent.ends_with(&expected));
    let times = sent
        .windows(boundary.len())
        .filter(|w| *w == boundary.as_bytes());
    assert_eq!(times.count(), 3);
}

/// An empty string looks like the place of a file, but isn't one.
#[tokio::test]
async fn only_files_are_files() {
    let body = Upload::default()
        .id("")
        .tags(vec![String::new(), "\"\"".into()])
        .address(json!({"content": "", "name": "x"}))
        .files(vec![File::new("1")]);
    let text = parts(&body, &[]).await.unwrap();
    assert_eq!(text.matches("filename").count(), 1);
    assert_eq!(text.matches("Content-Disposition").count(), 5);

    let hidden = BTreeMap::from([("a".to_owned(), Upload::default().image(File::new("1")))]);
    let problem = sent(|call| call.multipart(&hidden, &[])).await.unwrap_err();
    assert!(problem.ends_with("holds a file deeper than its properties and their items"));
    let problem = sent(|call| call.multipart(&"x".to_owned(), &[]))
        .await
        .unwrap_err();
    assert!(problem.ends_with("the body isn't an object, so it has no parts"));
}

#[test]
fn a_file_as_json() {
    for (file, text) in [
        (File::new("ab"), r#""YWI=""#),
        (
            File::new("ab").name("x"),
            r#"{"content":"YWI=","name":"x"}"#,
        ),
        (
            File::new("").name("x").media_type("a/b"),
            r#"{"content":"","name":"x","mediaType":"a/b"}"#,
        ),
    ] {
        assert_eq!(to_json(&file), text);
        assert_eq!(from_json::<File>(text.as_bytes()).unwrap(), file);
        let value = serde_json::to_value(&file).unwrap();
        assert_eq!(serde_json::from_value::<File>(value).unwrap(), file);
    }
    let body = Upload::default().image(File::new("ab"));
    assert_eq!(to_json(&body), r#"{"profileImage":"YWI="}"#);
    assert_eq!(
        from_json::<Upload>(to_json(&body).as_bytes()).unwrap(),
        body
    );
    let error = from_json::<Upload>(br#"{"profileImage":{"content":"?"}}"#).unwrap_err();
    assert_eq!(
        error.to_string(),
        r#"$.profileImage.content: expected base64, found "?""#
    );
    let shown = format!("{:?}", File::new("secret").name("x"));
    assert_eq!(
        shown,
        r#"File { name: Some("x"), media_type: None, bytes: 6 }"#
    );
}

#[tokio::test]
async fn text_bytes_and_json_of_other_names() {
    let text = sent(|call| call.text("text/csv", "a,b")).await.unwrap();
    assert_eq!(text, pair("text/csv", "a,b"));
    let text = sent(|call| call.optional_text("text/plain", Some("é")))
        .await
        .unwrap();
    assert_eq!(text, pair("text/plain; charset=utf-8", "é"));
    let text = sent(|call| call.text("text/plain; charset=x", "é"))
        .await
        .unwrap();
    assert_eq!(text, pair("text/plain; charset=x", "é"));
    let text = sent(|call| call.text("application/xml", "é"))
        .await
        .unwrap();
    assert_eq!(text, pair("application/xml", "é"));

    let (head, body) = sent_bytes(|call| call.bytes("image/png", vec![0, 255]))
        .await
        .unwrap();
    assert_eq!(
        (header(&head, "content-type"), body),
        (Some("image/png"), vec![0, 255])
    );
    let body = sent(|call| call.optional_bytes("image/png", Some("x")))
        .await
        .unwrap();
    assert_eq!(body, pair("image/png", "x"));

    let body = sent(|call| call.json_as("application/vnd.api+json", &vec![1]))
        .await
        .unwrap();
    assert_eq!(body, pair("application/vnd.api+json", "[1]"));
    for absent in [
        sent(|call| call.optional_text("text/csv", None)).await,
        sent(|call| call.optional_bytes("a/b", None::<Vec<u8>>)).await,
        sent(|call| call.optional_json_as("a/b+json", None::<&i64>)).await,
    ] {
        assert_eq!(absent.unwrap(), pair("-", ""));
    }
    let problem = sent(|call| call.bytes("a/b\r\nX: y", "x"))
        .await
        .unwrap_err();
    assert!(problem.ends_with("the media type holds a character that no header can"));
}
