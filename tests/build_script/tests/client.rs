//! The client that the build script generated, against a server on loopback.

use build_script::plans::{CancelPlanError, CancelPlanRequestAt, Client, PlanPrice, PlanStatus};
use openapi_client_runtime::{Nullable, RetryPolicy};
use subscription_cancel_tests::{Response, Stub};

const PLAN: &str =
    r#"{"id":"a","status":"active","ends":"2026-01-31T00:00:00Z","price":"9.50","notes":[1]}"#;

fn client_of(stub: &Stub) -> Client {
    let builder = Client::builder("key_1").server(stub.url());
    builder.retries(RetryPolicy::none()).build().unwrap()
}

#[tokio::test]
async fn a_list_is_read() {
    let mut stub = Stub::start(Response::new(200, &format!("[{PLAN}]"))).await;
    let since = "2025-01-01T00:00:00Z".parse().unwrap();
    let response = client_of(&stub).list_plans().since(since).await.unwrap();
    let [plan] = &response[..] else {
        panic!("{response:?}");
    };
    assert_eq!(plan.status, PlanStatus::Active);
    assert_eq!(plan.price, Some(PlanPrice::String("9.50".to_owned())));
    assert!(matches!(plan.ends, Nullable::Value(_)), "{plan:?}");
    let request = stub.request().await;
    assert_eq!(
        request.line(),
        "GET /plans?since=2025-01-01T00%3A00%3A00Z HTTP/1.1"
    );
}

#[tokio::test]
async fn a_body_is_sent_and_an_error_is_typed() {
    let problem = r#"{"message":"no"}"#;
    let mut stub = Stub::start(Response::new(404, problem)).await;
    let client = client_of(&stub);
    let call = client.cancel_plan("a b").at(CancelPlanRequestAt::Later);
    let error = call.await.unwrap_err();
    match error.api_error() {
        Some(CancelPlanError::NotFound(problem)) => assert_eq!(problem.message, "no"),
        other => panic!("{other:?}"),
    }
    let request = stub.request().await;
    assert_eq!(request.line(), "POST /plans/a%20b/cancel HTTP/1.1");
}
