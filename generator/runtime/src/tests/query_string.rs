//! Parameters that are the whole query: OpenAPI 3.2, section 4.12.6, with its
//! examples.

use serde_json::{Value, json};

use super::stub::Stub;
use crate::runtime::{ClientBuilder, Credential, Encoding, Http, RequestBuilder, Secret, Style};

/// The query of what arrives, or why nothing does.
async fn sent(
    call: impl FnOnce(RequestBuilder<'_>) -> RequestBuilder<'_>,
) -> Result<String, String> {
    let stub = Stub::status(200, "");
    let http: Http = ClientBuilder::new(&*stub.url)
        .credential("key", Credential::query("key", Secret::new("a&b")))
        .build()
        .unwrap();
    if let Err(error) = call(http.get("/x")).send().await {
        assert!(stub.got_nothing());
        return Err(error.to_string());
    }
    let request = stub.request();
    let target = request.split(' ').nth(1).unwrap();
    Ok(target.strip_prefix("/x").unwrap().to_owned())
}

#[tokio::test]
async fn a_form() {
    // In the order of the alphabet, which a map may keep or make.
    let value = json!({"bar": true, "foo": "a + b", "none": null, "tags": ["x", "y"]});
    let query = sent(|call| call.query_form("q", &value, &[])).await;
    assert_eq!(query.unwrap(), "?bar=true&foo=a+%2B+b&tags=x&tags=y");

    let pipes = [("tags", Encoding::Style(Style::PIPE_DELIMITED))];
    let value = json!({"tags": ["x", "y"]});
    let query = sent(|call| call.query_form("q", &value, &pipes)).await;
    assert_eq!(query.unwrap(), "?tags=x%7Cy");
}

#[tokio::test]
async fn json_text() {
    let value = json!({"flag": null, "numbers": [1, 2]});
    let query = sent(|call| call.query_string("q", &value, Style::JSON)).await;
    let expected = "?%7B%22flag%22%3Anull%2C%22numbers%22%3A%5B1%2C2%5D%7D";
    assert_eq!(query.unwrap(), expected);
}

#[tokio::test]
async fn any_text() {
    let query = sent(|call| call.query_string("q", "$.a.b[1:1]", Style::SIMPLE)).await;
    assert_eq!(query.unwrap(), "?%24.a.b%5B1%3A1%5D");
}

#[tokio::test]
async fn nothing_leaves_no_question_mark() {
    for value in [json!({}), json!({"a": null}), Value::Null] {
        let query = sent(|call| call.query_form("q", &value, &[])).await;
        assert_eq!(query.unwrap(), "");
    }
    let query = sent(|call| call.query_string("q", "", Style::SIMPLE)).await;
    assert_eq!(query.unwrap(), "");
}

#[tokio::test]
async fn credentials_and_other_parameters_follow() {
    let query = sent(|call| {
        call.query("page", &2)
            .query_form("q", &json!({"a": 1}), &[])
            .security(&[&["key"]])
    });
    assert_eq!(query.await.unwrap(), "?a=1&page=2&key=a%26b");

    let query = sent(|call| {
        call.query_string("q", &json!({}), Style::JSON)
            .security(&[&["key"]])
    });
    assert_eq!(query.await.unwrap(), "?%7B%7D&key=a%26b");
}

#[tokio::test]
async fn what_has_no_form_is_not_sent() {
    let problem = sent(|call| call.query_form("q", &json!([1]), &[])).await;
    let problem = problem.unwrap_err();
    assert!(
        problem.contains("`q` can't be sent: it isn't an object"),
        "{problem}"
    );
    let problem = sent(|call| call.query_string("q", &json!(["a"]), Style::FORM)).await;
    let problem = problem.unwrap_err();
    assert!(problem.contains("`q` has a style"), "{problem}");
}
