//! Parameters in every place and style: the table of OpenAPI 3.1, section
//! 4.8.12, the examples of RFC 6570, and what the two leave open.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use super::stub::{Stub, header};
use crate::runtime::{
    BoxFuture, ClientBuilder, Credential, Http, Parameter, Request, RequestBuilder, Response,
    Secret, StreamingResponse, Style, Transport, TransportError, object,
};

/// Keeps the last request.
#[derive(Clone, Default)]
struct Last(Arc<Mutex<Option<Request>>>);

impl Transport for Last {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<StreamingResponse, TransportError>> {
        *self.0.lock().unwrap() = Some(request);
        Box::pin(async {
            let response = Response::new(http::StatusCode::OK, http::HeaderMap::new(), "");
            Ok(response.into())
        })
    }
}

/// The request that is sent, or the reason for none.
async fn sent(
    route: &'static str,
    call: impl FnOnce(RequestBuilder<'_>) -> RequestBuilder<'_>,
) -> Result<Request, String> {
    let last = Last::default();
    let http: Http = ClientBuilder::new("http://x")
        .transport(last.clone())
        .credential("key", Credential::cookie("sid", Secret::new("s")))
        .build()
        .unwrap();
    match call(http.get(route)).send().await {
        Ok(_) => Ok(last.0.lock().unwrap().take().unwrap()),
        Err(error) => Err(error.to_string()),
    }
}

async fn path(value: &(impl Parameter + ?Sized), style: Style) -> Result<String, String> {
    let request = sent("/{color}", |call| call.path_as("color", value, style)).await?;
    Ok(request.url.path()[1..].to_owned())
}

async fn query(value: &(impl Parameter + ?Sized), style: Style) -> Result<String, String> {
    let request = sent("/", |call| call.query_as("color", value, style)).await?;
    Ok(request.url.query().unwrap_or("-").to_owned())
}

async fn in_header(
    name: &'static str,
    call: impl FnOnce(RequestBuilder<'_>) -> RequestBuilder<'_>,
) -> Result<String, String> {
    let request = sent("/", call).await?;
    let value = request.headers.get(name);
    Ok(value
        .map_or("-", |value| value.to_str().unwrap())
        .to_owned())
}

async fn heading(value: &(impl Parameter + ?Sized), style: Style) -> Result<String, String> {
    in_header("color", |call| call.header_as("color", value, style)).await
}

async fn cookie(value: &(impl Parameter + ?Sized), style: Style) -> Result<String, String> {
    in_header("cookie", |call| call.cookie_as("color", value, style)).await
}

/// The columns of the table: empty, a string, an array, an object.
fn columns() -> [Value; 4] {
    // In the order of the alphabet, which every kind of map keeps.
    let object = json!({"B": 150, "G": 200, "R": 100});
    [
        json!(""),
        json!("blue"),
        json!(["blue", "black", "brown"]),
        object,
    ]
}

/// `Value` sorts its members, so the table's object is a struct.
#[derive(Debug, Clone, PartialEq)]
struct Color {
    r: i64,
    g: i64,
    b: i64,
}

object!(Color { r: required "R", g: required "G", b: required "B" });

const COLOR: Color = Color {
    r: 100,
    g: 200,
    b: 150,
};

#[tokio::test]
async fn the_table_of_the_specification_for_paths() {
    for (style, row) in [
        (
            Style::MATRIX,
            [
                ";color",
                ";color=blue",
                ";color=blue,black,brown",
                ";color=R,100,G,200,B,150",
            ],
        ),
        (
            Style::MATRIX.exploded(),
            [
                ";color",
                ";color=blue",
                ";color=blue;color=black;color=brown",
                ";R=100;G=200;B=150",
            ],
        ),
        (
            Style::LABEL,
            [".", ".blue", ".blue,black,brown", ".R,100,G,200,B,150"],
        ),
        (
            Style::LABEL.exploded(),
            [".", ".blue", ".blue.black.brown", ".R=100.G=200.B=150"],
        ),
        (
            Style::SIMPLE,
            ["", "blue", "blue,black,brown", "R,100,G,200,B,150"],
        ),
        (
            Style::SIMPLE.exploded(),
            ["", "blue", "blue,black,brown", "R=100,G=200,B=150"],
        ),
    ] {
        let [empty, string, array, _] = columns();
        assert_eq!(path(&string, style).await.unwrap(), row[1]);
        assert_eq!(path(&array, style).await.unwrap(), row[2]);
        assert_eq!(path(&COLOR, style).await.unwrap(), row[3]);
        // A dot alone, or nothing, would be another path.
        let empty = sent("/a{color}", |call| call.path_as("color", &empty, style)).await;
        match row[0] {
            "" => assert!(empty.unwrap_err().ends_with("parameter `color` is empty")),
            text => assert_eq!(empty.unwrap().url.path(), format!("/a{text}")),
        }
    }
}

#[tokio::test]
async fn the_table_of_the_specification_for_queries() {
    for (style, row) in [
        (
            Style::FORM,
            [
                "color=",
                "color=blue",
                "color=blue,black,brown",
                "color=R,100,G,200,B,150",
            ],
        ),
        (
            Style::FORM.exploded(),
            [
                "color=",
                "color=blue",
                "color=blue&color=black&color=brown",
                "R=100&G=200&B=150",
            ],
        ),
        (
            Style::SPACE_DELIMITED,
            [
                "color=",
                "color=blue",
                "color=blue%20black%20brown",
                "color=R%20100%20G%20200%20B%20150",
            ],
        ),
        (
            Style::PIPE_DELIMITED,
            [
                "color=",
                "color=blue",
                "color=blue%7Cblack%7Cbrown",
                "color=R%7C100%7CG%7C200%7CB%7C150",
            ],
        ),
        (
            Style::DEEP_OBJECT,
            [
                "color=",
                "color=blue",
                "color%5B0%5D=blue&color%5B1%5D=black&color%5B2%5D=brown",
                "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150",
            ],
        ),
        (
            Style::JSON,
            [
                "color=%22%22",
                "color=%22blue%22",
                "color=%5B%22blue%22%2C%22black%22%2C%22brown%22%5D",
                "color=%7B%22R%22%3A100%2C%22G%22%3A200%2C%22B%22%3A150%7D",
            ],
        ),
    ] {
        let [empty, string, array, _] = columns();
        assert_eq!(query(&empty, style).await.unwrap(), row[0]);
        assert_eq!(query(&string, style).await.unwrap(), row[1]);
        assert_eq!(query(&array, style).await.unwrap(), row[2]);
        assert_eq!(query(&COLOR, style).await.unwrap(), row[3]);
    }
    let [_, _, array, object] = columns();
    for style in [Style::SPACE_DELIMITED, Style::PIPE_DELIMITED] {
        let text = query(&array, style.exploded()).await.unwrap();
        assert_eq!(text, "color=blue&color=black&color=brown");
        let text = query(&object, style.exploded()).await.unwrap();
        assert_eq!(text, "B=150&G=200&R=100");
    }
}

#[tokio::test]
async fn the_table_of_the_specification_for_headers_and_cookies() {
    let [empty, string, array, _] = columns();
    for (style, row) in [
        (
            Style::SIMPLE,
            ["", "blue", "blue,black,brown", "R,100,G,200,B,150"],
        ),
        (
            Style::SIMPLE.exploded(),
            ["", "blue", "blue,black,brown", "R=100,G=200,B=150"],
        ),
        (
            Style::JSON,
            [
                r#""""#,
                r#""blue""#,
                r#"["blue","black","brown"]"#,
                r#"{"R":100,"G":200,"B":150}"#,
            ],
        ),
    ] {
        assert_eq!(heading(&empty, style).await.unwrap(), row[0]);
        assert_eq!(heading(&string, style).await.unwrap(), row[1]);
        assert_eq!(heading(&array, style).await.unwrap(), row[2]);
        assert_eq!(heading(&COLOR, style).await.unwrap(), row[3]);
    }
    for (style, row) in [
        (
            Style::FORM,
            [
                "color=",
                "color=blue",
                "color=blue,black,brown",
                "color=R,100,G,200,B,150",
            ],
        ),
        (
            Style::FORM.exploded(),
            [
                "color=",
                "color=blue",
                "color=blue; color=black; color=brown",
                "R=100; G=200; B=150",
            ],
        ),
        (
            Style::COOKIE,
            [
                "color=",
                "color=blue",
                "color=blue,black,brown",
                "color=R,100,G,200,B,150",
            ],
        ),
        (
            Style::COOKIE.exploded(),
            [
                "color=",
                "color=blue",
                "color=blue; color=black; color=brown",
                "R=100; G=200; B=150",
            ],
        ),
    ] {
        assert_eq!(cookie(&empty, style).await.unwrap(), row[0]);
        assert_eq!(cookie(&string, style).await.unwrap(), row[1]);
        assert_eq!(cookie(&array, style).await.unwrap(), row[2]);
        assert_eq!(cookie(&COLOR, style).await.unwrap(), row[3]);
    }
}

/// RFC 6570, sections 3.2.2, 3.2.3, 3.2.5, 3.2.7 and 3.2.8.
#[tokio::test]
async fn examples_of_the_rfc() {
    let list = vec!["red".to_owned(), "green".to_owned(), "blue".to_owned()];
    let keys = json!({"comma": ",", "dot": ".", "semi": ";"});
    for (value, style, text) in [
        (json!("Hello World!"), Style::SIMPLE, "Hello%20World%21"),
        (json!("50%"), Style::SIMPLE, "50%25"),
        (
            json!("Hello World!"),
            Style::SIMPLE.reserved(),
            "Hello%20World!",
        ),
        (json!("50%"), Style::SIMPLE.reserved(), "50%25"),
        (json!("%2f%2F%2"), Style::SIMPLE.reserved(), "%2f%2F%252"),
        (json!(list), Style::LABEL, ".red,green,blue"),
        (json!(list), Style::LABEL.exploded(), ".red.green.blue"),
        (
            keys.clone(),
            Style::LABEL.exploded(),
            ".comma=%2C.dot=..semi=%3B",
        ),
        (
            json!(list),
            Style::MATRIX.exploded(),
            ";color=red;color=green;color=blue",
        ),
        (
            keys.clone(),
            Style::MATRIX,
            ";color=comma,%2C,dot,.,semi,%3B",
        ),
        (
            keys.clone(),
            Style::MATRIX.exploded(),
            ";comma=%2C;dot=.;semi=%3B",
        ),
        (keys.clone(), Style::SIMPLE, "comma,%2C,dot,.,semi,%3B"),
    ] {
        assert_eq!(path(&value, style).await.unwrap(), text);
    }
    assert_eq!(
        query(&keys, Style::FORM).await.unwrap(),
        "color=comma,%2C,dot,.,semi,%3B"
    );
    assert_eq!(
        query(&keys, Style::FORM.exploded()).await.unwrap(),
        "comma=%2C&dot=.&semi=%3B"
    );
}

#[tokio::test]
async fn reserved_characters_stay_where_they_do_no_harm() {
    let all = ":/?#[]@!$&'()*+,;= %41%";
    assert_eq!(
        query(all, Style::FORM.reserved()).await.unwrap(),
        "color=:/?%23[]@!$%26'()*%2B,;=%20%41%25"
    );
    assert_eq!(
        path(all, Style::SIMPLE.reserved()).await.unwrap(),
        ":%2F%3F%23%5B%5D@!$&'()*+,;=%20%41%25"
    );
    let object = json!({"a&b": "/é"});
    assert_eq!(
        query(&object, Style::DEEP_OBJECT.reserved()).await.unwrap(),
        "color%5Ba%26b%5D=/%C3%A9"
    );
    for dots in ["..", "%2e%2E"] {
        let style = Style::SIMPLE.reserved();
        let result = sent("/a/{color}/b", |call| call.path_as("color", dots, style)).await;
        assert!(result.is_err(), "{dots}");
    }
}

#[tokio::test]
async fn nothing_is_sent_of_nothing() {
    let styles = [
        Style::FORM,
        Style::FORM.exploded(),
        Style::SPACE_DELIMITED,
        Style::PIPE_DELIMITED,
        Style::DEEP_OBJECT,
    ];
    for value in [
        json!(null),
        json!([]),
        json!({}),
        json!([null]),
        json!({"a": null}),
    ] {
        for style in styles {
            assert_eq!(query(&value, style).await.unwrap(), "-");
            assert_eq!(cookie(&value, style).await.unwrap(), "-");
        }
        assert_eq!(heading(&value, Style::SIMPLE).await.unwrap(), "-");
        for style in [Style::SIMPLE, Style::LABEL, Style::MATRIX] {
            assert!(
                path(&value, style)
                    .await
                    .unwrap_err()
                    .ends_with("`color` is empty")
            );
        }
    }
    assert_eq!(query(&None::<i64>, Style::JSON).await.unwrap(), "-");
    assert_eq!(
        query(&json!([]), Style::JSON).await.unwrap(),
        "color=%5B%5D"
    );
    let partly = json!({"a": null, "b": [null, 1], "c": ""});
    let text = query(&partly, Style::DEEP_OBJECT).await.unwrap();
    assert_eq!(text, "color%5Bb%5D%5B0%5D=1&color%5Bc%5D=");
    assert_eq!(
        query(&json!(["", null, "x"]), Style::FORM).await.unwrap(),
        "color=,x"
    );
}

#[tokio::test]
async fn what_stands_deeper() {
    let value = json!({"a": {"b": {"c": true}}, "l": [1, {"x": [2, 3]}]});
    let text = query(&value, Style::DEEP_OBJECT).await.unwrap();
    let text = text.replace("%5B", "[").replace("%5D", "]");
    let expected = "color[a][b][c]=true&color[l][0]=1&color[l][1][x][0]=2&color[l][1][x][1]=3";
    assert_eq!(text, expected);
    for style in [Style::FORM, Style::FORM.exploded(), Style::PIPE_DELIMITED] {
        let problem = query(&value, style).await.unwrap_err();
        assert!(
            problem.contains("`color` holds a list or an object within one"),
            "{problem}"
        );
    }
    assert!(path(&value, Style::MATRIX).await.is_err());
    assert_eq!(path(&json!([1]), Style::JSON).await.unwrap(), "%5B1%5D");
}

#[tokio::test]
async fn a_style_in_the_wrong_place() {
    let problem = "parameter `color` has a style that can't be used here";
    for result in [
        path("x", Style::FORM).await,
        path("x", Style::DEEP_OBJECT).await,
        query("x", Style::SIMPLE).await,
        query("x", Style::LABEL).await,
        query("x", Style::COOKIE).await,
        heading("x", Style::FORM).await,
        cookie("x", Style::MATRIX).await,
    ] {
        assert!(result.unwrap_err().ends_with(problem));
    }
}

#[tokio::test]
async fn cookies_hold_what_cookies_can() {
    let text = cookie("a b;c=é,", Style::FORM).await.unwrap();
    assert_eq!(text, "color=a%20b%3Bc%3D%C3%A9%2C");
    assert_eq!(
        cookie("a%20b:/=", Style::COOKIE).await.unwrap(),
        "color=a%20b:/="
    );
    for bad in ["a b", "a;b=c", "a\r\nX: y", "\"a\"", "é", "a\\b"] {
        let problem = cookie(bad, Style::COOKIE).await.unwrap_err();
        assert!(problem.ends_with("holds a character that no cookie can"));
    }
    for name in ["", "a=b", "a;b"] {
        let object = BTreeMap::from([(name.to_owned(), 1)]);
        assert!(
            cookie(&object, Style::COOKIE.exploded()).await.is_err(),
            "{name}"
        );
    }
}

#[tokio::test]
async fn cookies_and_queries_as_they_arrive() {
    let stub = Stub::status(200, "");
    let http: Http = ClientBuilder::new(&*stub.url)
        .credential("key", Credential::cookie("sid", Secret::new("s")))
        .build()
        .unwrap();
    let call = http
        .get("/x{format}")
        .path_as("format", "csv", Style::LABEL);
    let call = call
        .security(&[&["key"]])
        .cookie("theme", "dark")
        .cookie("n", &vec![1, 2]);
    let call = call
        .cookie("gone", "x")
        .cookie("gone", &None::<bool>)
        .cookie("theme", "light");
    let call = call
        .query("filter", &COLOR)
        .query(
            "filter",
            &BTreeMap::from([("a b".to_owned(), "c&d".to_owned())]),
        )
        .query_as("ids", &vec![1, 2], Style::PIPE_DELIMITED);
    assert!(!format!("{call:?}").contains("dark"));
    call.send().await.unwrap();
    let request = stub.request();
    let line = "GET /x.csv?a%20b=c%26d&ids=1%7C2 HTTP/1.1\r\n";
    assert!(request.starts_with(line), "{request}");
    assert_eq!(
        header(&request, "cookie"),
        Some("n=1; n=2; theme=light; sid=s")
    );
}
