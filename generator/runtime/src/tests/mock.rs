//! The transport that responds from a script.

use std::time::Duration;

use super::sample::{
    CancelSubscriptionError, CancelSubscriptionRequest, Client, Problem, Status, Subscription,
    message, transport_error,
};
use crate::runtime::{
    ByteStream, Http, Limits, MockResponse, MockTransport, Secret, TimeLimit, TransportError,
};

const CANCEL: &str = "/v1/subscriptions/{id}/cancel";

fn client(mock: &MockTransport) -> Client {
    let builder = Client::builder(Secret::from("sk_test_1")).transport(mock.clone());
    builder.build().unwrap()
}

fn subscription() -> Subscription {
    Subscription {
        id: "sub_1".to_owned(),
        status: Status::Active,
    }
}

#[tokio::test]
async fn a_scripted_value_comes_back_and_the_request_is_kept() {
    let mock = MockTransport::new();
    mock.on("POST", CANCEL).respond(200, &subscription());
    let client = client(&mock);
    let call = client.cancel_subscription("sub_1").at_period_end(true);
    let response = call.send().await.unwrap();
    assert_eq!(response, subscription());
    let request = mock.last_request().unwrap();
    assert_eq!(request.method, "POST");
    assert_eq!(request.url.path(), "/v1/subscriptions/sub_1/cancel");
    assert_eq!(request.header("authorization"), Some("Bearer sk_test_1"));
    assert!(request.query().is_empty());
    let body: CancelSubscriptionRequest = request.json().unwrap();
    assert_eq!(body.at_period_end, Some(true));
    assert!(!format!("{mock:?}").contains("sk_test_1"));
}

#[tokio::test]
async fn answers_come_in_turn_and_the_last_stays() {
    let mock = MockTransport::new();
    let problem = Problem {
        message: "no such subscription".to_owned(),
    };
    mock.on("POST", CANCEL)
        .respond(404, &problem)
        .respond_with(MockResponse::empty(410).header("x-request-id", "r1"))
        .respond(200, &subscription());
    let client = client(&mock);
    let send = async || client.cancel_subscription("sub_1").send().await;
    let error = send().await.unwrap_err();
    assert_eq!(
        error.api_error(),
        Some(&CancelSubscriptionError::NotFound(problem))
    );
    let error = send().await.unwrap_err();
    assert_eq!(error.request_id(), Some("r1"));
    assert_eq!(send().await.unwrap(), subscription());
    assert_eq!(send().await.unwrap(), subscription());
    assert_eq!(mock.requests().len(), 4);
}

#[tokio::test]
async fn what_is_not_scripted_is_an_error_that_says_so() {
    let mock = MockTransport::new();
    mock.on("GET", CANCEL).respond(200, &subscription());
    let sent = client(&mock).cancel_subscription("sub_1").send().await;
    assert_eq!(
        message(&sent.unwrap_err()),
        "the request can't be sent: the mock has no response for POST /v1/subscriptions/sub_1/cancel"
    );
}

#[tokio::test]
async fn errors_are_scripted_as_often_as_asked() {
    let mock = MockTransport::new();
    mock.on("POST", CANCEL)
        .fail(|| TransportError::Interrupted("reset".into()));
    for _ in 0..2 {
        let sent = client(&mock).cancel_subscription("sub_1").send().await;
        let error = transport_error(sent.unwrap_err());
        assert!(matches!(error, TransportError::Interrupted(_)), "{error:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_late_response_is_a_timeout_like_a_real_one() {
    let mock = MockTransport::new();
    mock.on("POST", CANCEL)
        .after(Duration::from_secs(60))
        .respond(200, &subscription())
        .after(Duration::from_secs(5))
        .respond(200, &subscription());
    let client = client(&mock);
    let error = transport_error(client.cancel_subscription("s").send().await.unwrap_err());
    let TransportError::Timeout { limit, after } = error else {
        panic!("{error:?}")
    };
    assert_eq!(
        (limit, after),
        (TimeLimit::Attempt, Limits::default().attempt)
    );
    assert!(client.cancel_subscription("s").send().await.is_ok());
}

#[tokio::test]
async fn the_longest_route_counts_and_the_servers_path_may_stand_before() {
    let mock = MockTransport::new();
    mock.on("GET", "/v1/users/{id}.json")
        .respond_with(MockResponse::text(200, "text/plain", "one"));
    mock.on("GET", "/users")
        .respond_with(MockResponse::text(200, "text/plain", "short"));
    mock.on("GET", "/v1/users")
        .respond_with(MockResponse::text(200, "text/plain", "long"));
    let builder = crate::runtime::ClientBuilder::<Raw>::new("https://x.test/api");
    let Raw(http) = builder.transport(mock.clone()).build().unwrap();
    for (route, expected) in [("/v1/users", "long"), ("/v2/users", "short")] {
        let response = http.get(route).send().await.unwrap();
        assert_eq!(response.body(), expected);
    }
    let call = http.get("/v1/users/{id}.json").path("id", "a b");
    assert_eq!(call.send().await.unwrap().body(), "one");
    let asked = http.get("/v1/users").query("q", "a b").query("r", "ä&=");
    assert_eq!(asked.send().await.unwrap().status(), 200);
    let query = mock.last_request().unwrap().query();
    let pairs = [("q", "a b"), ("r", "ä&=")];
    assert_eq!(query, pairs.map(|(n, v)| (n.to_owned(), v.to_owned())));
}

#[tokio::test]
async fn a_body_may_come_in_pieces_and_end_early() {
    let mock = MockTransport::new();
    let pieces = MockResponse::pieces(200, "text/event-stream", ["data: 1\n\n", "data: 2"]);
    mock.on("GET", "/events").respond_with(pieces.cut_off());
    let builder = crate::runtime::ClientBuilder::<Raw>::new("https://x.test");
    let Raw(http) = builder.transport(mock).build().unwrap();
    let mut bytes: ByteStream = http.get("/events").stream().await.unwrap().bytes();
    assert_eq!(bytes.next().await.unwrap().unwrap(), "data: 1\n\n");
    assert_eq!(bytes.next().await.unwrap().unwrap(), "data: 2");
    let error = bytes.next().await.unwrap().unwrap_err();
    assert!(
        matches!(error, TransportError::CutOff { received: 16, .. }),
        "{error:?}"
    );
    assert!(bytes.next().await.is_none());
}

struct Raw(Http);

impl From<Http> for Raw {
    fn from(http: Http) -> Self {
        Self(http)
    }
}

mod examples {
    use super::super::sample::{Problem, Subscription};
    use crate::runtime::{Example, ExampleResponse};

    pub(super) const CANCELED: ExampleResponse<Subscription> =
        Example::new(r#"{"id": "sub_1", "status": "active"}"#).of(
            "POST",
            "/v1/subscriptions/{id}/cancel",
            200,
            "application/json",
        );

    pub(super) const GONE: ExampleResponse<Problem> = Example::new(r#"{"message": "Gone."}"#).of(
        "POST",
        "/v1/subscriptions/{id}/cancel",
        404,
        "application/json",
    );

    pub(super) const BROKEN: Example<Subscription> = Example::new("{}");

    pub(super) const NOTE: Example<String> = Example::of_text("\"a\"\r\n");
}

#[tokio::test]
async fn examples_go_to_their_operations_in_turn() {
    let mock = MockTransport::new().respond(examples::CANCELED);
    let client = client(&mock.respond(examples::GONE));
    let send = async || client.cancel_subscription("sub_1").send().await;
    assert_eq!(send().await.unwrap(), examples::CANCELED.value());
    let error = send().await.unwrap_err();
    let gone = CancelSubscriptionError::NotFound(examples::GONE.value());
    assert_eq!(
        (error.status(), error.api_error()),
        (Some(404), Some(&gone))
    );
    assert_eq!(mock.requests().len(), 2);
}

#[tokio::test]
async fn an_example_is_a_response_among_others() {
    let mock = MockTransport::new();
    let late = MockResponse::from(examples::CANCELED).header("x-request-id", "r1");
    mock.on("POST", CANCEL)
        .respond_with(examples::GONE)
        .respond_with(late);
    let client = client(&mock);
    let send = async || client.cancel_subscription("sub_1").send().await;
    assert_eq!(send().await.unwrap_err().status(), Some(404));
    assert_eq!(send().await.unwrap(), subscription());
}

#[test]
fn examples_show_what_they_are() {
    let example = examples::CANCELED;
    let (method, path) = (example.method(), example.path());
    assert_eq!((method, path, example.status()), ("POST", CANCEL, 200));
    assert_eq!(example.value(), subscription());
    assert!(format!("{example:?}").contains(r#"status: 200"#));
    assert_eq!(examples::NOTE.value(), examples::NOTE.text());
}

#[test]
#[should_panic = "the example isn't of its type"]
fn a_text_that_is_of_another_type_is_no_example() {
    examples::BROKEN.value();
}
