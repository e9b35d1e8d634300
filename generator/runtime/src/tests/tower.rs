//! Services of `tower` as transports, and middleware around the default one.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::{Response, StatusCode};
use http_body::Frame;
use hyper_util::client::legacy;
use hyper_util::rt::TokioExecutor;
use tower::{BoxError, ServiceBuilder, service_fn};

use super::sample::{Client, Status, message, transport_error};
use super::stub::{Stub, header};
use crate::runtime::{
    Body, DefaultTransport, MockResponse, MockTransport, RetryPolicy, Secret, TimeLimit,
    TowerTransport, Transport, TransportError, TransportService,
};

const ACTIVE: &str = r#"{"id":"sub_1","status":"active"}"#;

fn client(url: &str, transport: impl Transport + 'static) -> Client {
    let builder = Client::builder(Secret::from("sk_test_1")).server(url);
    let builder = builder.retries(RetryPolicy::none());
    builder.transport(transport).build().unwrap()
}

fn default() -> TransportService<DefaultTransport> {
    TransportService::new(DefaultTransport::new(Duration::from_secs(5)).unwrap())
}

#[tokio::test]
async fn middleware_around_the_default_transport_sees_request_and_response() {
    let stub = Stub::status(200, ACTIVE);
    let service = ServiceBuilder::new()
        .map_request(|mut request: http::Request<Body>| {
            let signature = "v1=abc".parse().unwrap();
            request.headers_mut().insert("x-signature", signature);
            request
        })
        .map_response(|mut response: Response<_>| {
            let seen = "yes".parse().unwrap();
            response.headers_mut().insert("x-seen", seen);
            response
        })
        .service(default());
    let client = client(&stub.url, TowerTransport::new(service));
    let call = client.cancel_subscription("sub_1").at_period_end(true);
    let subscription = call.send().await.unwrap();
    assert_eq!(subscription.status, Status::Active);
    let request = stub.request();
    assert_eq!(header(&request, "x-signature"), Some("v1=abc"));
    assert!(request.ends_with(r#"{"atPeriodEnd":true}"#), "{request}");
}

#[tokio::test]
async fn another_http_library_takes_the_place_of_the_default_one() {
    let stub = Stub::status(200, ACTIVE);
    let hyper: legacy::Client<_, Body> = legacy::Client::builder(TokioExecutor::new()).build_http();
    let client = client(&stub.url, TowerTransport::new(hyper));
    let call = client.cancel_subscription("sub_1").at_period_end(true);
    assert_eq!(call.send().await.unwrap().status, Status::Active);
    let request = stub.request();
    assert_eq!(header(&request, "content-length"), Some("20"));
    assert_eq!(header(&request, "authorization"), Some("Bearer sk_test_1"));
}

#[tokio::test]
async fn a_service_may_response_from_memory() {
    let service = service_fn(|request: http::Request<Body>| async move {
        assert_eq!(request.uri().path(), "/v1/subscriptions/sub_1/cancel");
        Ok::<_, Infallible>(Response::new(Body::from(Bytes::from(ACTIVE))))
    });
    let client = client("http://x.test", TowerTransport::new(service));
    let call = client.cancel_subscription("sub_1");
    assert_eq!(call.send().await.unwrap().id, "sub_1");
}

/// Counts how many are in it at once, and at most.
#[derive(Clone, Default)]
struct Crowd {
    now: Arc<AtomicUsize>,
    most: Arc<AtomicUsize>,
}

#[tokio::test(start_paused = true)]
async fn a_limit_that_clones_share_counts_for_all_calls() {
    let crowd = Crowd::default();
    let counted = crowd.clone();
    let inner = service_fn(move |_: http::Request<Body>| {
        let crowd = counted.clone();
        async move {
            let now = crowd.now.fetch_add(1, Ordering::SeqCst) + 1;
            crowd.most.fetch_max(now, Ordering::SeqCst);
            tokio::time::sleep(Duration::from_millis(10)).await;
            crowd.now.fetch_sub(1, Ordering::SeqCst);
            Ok::<_, Infallible>(Response::new(Body::from(Bytes::from(ACTIVE))))
        }
    });
    let service = ServiceBuilder::new().concurrency_limit(2).service(inner);
    let client = client("http://x.test", TowerTransport::new(service));
    let mut calls = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let client = client.clone();
        calls.spawn(async move { client.cancel_subscription("s").send().await.is_ok() });
    }
    assert!(calls.join_all().await.into_iter().all(|ok| ok));
    assert_eq!(crowd.most.load(Ordering::SeqCst), 2);
}

#[tokio::test(start_paused = true)]
async fn limits_of_time_hold_around_middleware() {
    let never = service_fn(|_: http::Request<Body>| {
        std::future::pending::<Result<Response<Body>, Infallible>>()
    });
    let client = client("http://x.test", TowerTransport::new(never));
    let error = transport_error(client.cancel_subscription("s").send().await.unwrap_err());
    assert!(
        matches!(
            error,
            TransportError::Timeout {
                limit: TimeLimit::Attempt,
                ..
            }
        ),
        "{error:?}"
    );
}

#[tokio::test]
async fn errors_of_a_transport_come_through_middleware_as_they_are() {
    let mock = MockTransport::new();
    mock.on("POST", "/{id}/cancel")
        .fail(|| TransportError::Connect("refused".into()))
        .respond_with(MockResponse::pieces(200, "application/json", ["{"]).cut_off());
    // A time limit of `tower` makes a box of every error.
    let service = ServiceBuilder::new()
        .timeout(Duration::from_secs(5))
        .service(TransportService::new(mock));
    let client = client("http://x.test", TowerTransport::new(service));
    let error = client.cancel_subscription("s").send().await.unwrap_err();
    assert_eq!(message(&error), "connection failed: refused");
    let error = transport_error(client.cancel_subscription("s").send().await.unwrap_err());
    assert!(
        matches!(error, TransportError::CutOff { received: 1, .. }),
        "{error:?}"
    );
}

#[tokio::test]
async fn an_api_error_of_middleware_may_have_happened_after_the_request_left() {
    let refuse = service_fn(|_: http::Request<Body>| async {
        Err::<Response<Body>, BoxError>("circuit open".into())
    });
    let client = client("http://x.test", TowerTransport::new(refuse));
    let error = transport_error(client.cancel_subscription("s").send().await.unwrap_err());
    assert!(matches!(error, TransportError::Interrupted(_)), "{error:?}");
    assert!(error.to_string().ends_with("circuit open"), "{error}");
}

#[tokio::test]
async fn a_service_that_is_never_ready_got_nothing() {
    /// Says so itself.
    #[derive(Clone)]
    struct Closed;

    impl tower::Service<http::Request<Body>> for Closed {
        type Response = Response<Trickle>;
        type Error = BoxError;
        type Future = std::future::Ready<Result<Self::Response, BoxError>>;

        fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
            Poll::Ready(Err("closed".into()))
        }

        fn call(&mut self, _: http::Request<Body>) -> Self::Future {
            panic!("called though it isn't ready")
        }
    }

    let client = client("http://x.test", TowerTransport::new(Closed));
    let error = transport_error(client.cancel_subscription("s").send().await.unwrap_err());
    assert!(matches!(error, TransportError::Connect(_)), "{error:?}");
}

/// A body whose pieces are no `Bytes`, with trailers.
struct Trickle(Vec<&'static str>);

impl http_body::Body for Trickle {
    type Data = &'static [u8];
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<&'static [u8]>, Infallible>>> {
        Poll::Ready(match self.0.pop() {
            Some("") => Some(Ok(Frame::trailers(http::HeaderMap::new()))),
            Some(piece) => Some(Ok(Frame::data(piece.as_bytes()))),
            None => None,
        })
    }
}

#[tokio::test]
async fn any_body_will_do() {
    let service = service_fn(|_: http::Request<Body>| async {
        let mut response =
            Response::new(Trickle(vec!["", "\"active\"}", r#"{"id":"a","status":"#]));
        *response.status_mut() = StatusCode::OK;
        Ok::<_, Infallible>(response)
    });
    let client = client("http://x.test", TowerTransport::new(service));
    let subscription = client.cancel_subscription("s").send().await.unwrap();
    assert_eq!(subscription.id, "a");
}
