//! A client that is generated while it is built, against a server on loopback:
//! what no vendor's document has, from arguments to bytes and back.

use std::env;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

use examples::runtime::{
    AnyError, Body, BuildError, File, MockResponse, MockTransport, Nullable, Outcome, RetryPolicy,
    Sample, Secret, WebhookError, Wire, from_json, to_json,
};
use examples::shop::Client;
use examples::shop::operations::{
    CancelOrderError, CancelOrderResponse, CreateOrderHeaders, GetInvoiceError,
};
use examples::shop::types::{
    CreateOrderCallback, ListOrdersCreated, NewCustomer, NewCustomerContact, NewCustomerRequired,
    NewOrder, Note, Order, OrderStatus, PatchStep, PatchStepOp, QueryOrdersQuery,
    SearchOrdersFilter, SetNoteMultipartRequest, WebhookEvent,
};
use serde_json::{Value, json};
use subscription_cancel_tests::{Request, Response, Stub};

const ORDER: &str = r#"{"id":"o_1","status":"paid"}"#;

fn client_of(stub: &Stub) -> Client {
    let builder = Client::builder("key_1").server(stub.url());
    builder.retries(RetryPolicy::none()).build().unwrap()
}

/// A response of some media type, which closes the connection.
fn response(status: u16, media_type: &str, body: &str) -> Response {
    let length = body.len();
    Response::raw(format!(
        "HTTP/1.1 {status} X\r\nconnection: close\r\ncontent-type: {media_type}\r\n\
         content-length: {length}\r\n\r\n{body}"
    ))
}

fn header(request: &Request, name: &str) -> Option<String> {
    let headers = request.headers();
    let found = headers.into_iter().find(|(known, _)| known == name);
    found.map(|(_, value)| value.to_owned())
}

/// The media type and the body of a request.
fn content(request: &Request) -> (String, String) {
    let media_type = header(request, "content-type").unwrap_or_default();
    let body = String::from_utf8_lossy(&request.body).into_owned();
    (media_type, body)
}

#[tokio::test]
async fn querystring_parameter_is_form_or_json() {
    let mut stub = Stub::start(Response::new(200, "[]")).await;
    let client = client_of(&stub);
    let tags = vec!["a b".to_owned(), "c&d".to_owned()];
    let filter = SearchOrdersFilter::new("open").tags(tags);
    assert!(
        client
            .search_orders(&filter)
            .send()
            .await
            .unwrap()
            .is_empty()
    );
    let line = "GET /orders/search?status=open&tags=a+b%7Cc%26d HTTP/1.1";
    assert_eq!(stub.request().await.line(), line);

    let query = QueryOrdersQuery::default().any(vec!["ü&".to_owned()]);
    client.query_orders(&query).send().await.unwrap();
    let line = "GET /orders/query?%7B%22any%22%3A%5B%22%C3%BC%26%22%5D%7D HTTP/1.1";
    assert_eq!(stub.request().await.line(), line);
}

/// Required fields beyond four arguments have names; a nullable one takes a value, one that
/// becomes it, or `None`.
#[tokio::test]
async fn required_fields_are_named_and_nullable_ones_take_plain_values() {
    let mut stub = Stub::start(Response::new(201, r#"{"id":"c_1"}"#)).await;
    let client = client_of(&stub);
    let required = NewCustomerRequired {
        name: "Ada".to_owned(),
        city: "Bern".to_owned(),
        country: "CH".to_owned(),
        credit: 5.0,
        nickname: None,
        contact: 7.into(),
    };
    let plain = NewCustomer::from(required.clone());
    assert_eq!(plain, NewCustomer::new(required));
    let mail = NewCustomerContact::from("a@b.example".to_owned());
    assert_eq!(mail, NewCustomerContact::Mail("a@b.example".to_owned()));
    let set = plain.clone().notes("x").limit(5).newsletter(true);
    let null = plain.clone().notes(None).limit(Nullable::Null);
    let start =
        r#"{"name":"Ada","city":"Bern","country":"CH","credit":5,"nickname":null,"contact":7"#;
    for (body, end) in [
        (plain, "}"),
        (set, r#","notes":"x","limit":5,"newsletter":true}"#),
        (null, r#","notes":null,"limit":null}"#),
    ] {
        let added = client.add_customer(body).referrer("ads").await.unwrap();
        assert_eq!(added.id, "c_1");
        let request = stub.request().await;
        assert_eq!(request.line(), "POST /customers?referrer=ads HTTP/1.1");
        assert_eq!(content(&request).1, format!("{start}{end}"));
    }
}

/// A sample is a whole value, which the server of a test can send.
#[tokio::test]
async fn samples_are_sent_and_read() {
    let mut order = Order::sample();
    assert_eq!((&*order.id, &order.status), ("sample", &OrderStatus::Open));
    order.id = "o_1".to_owned();
    let body = to_json(&order);
    assert_eq!(body, r#"{"id":"o_1","status":"open"}"#);
    let mut stub = Stub::start(Response::new(200, &body)).await;
    let changed = client_of(&stub)
        .update_order("o_1")
        .note("x")
        .await
        .unwrap();
    assert_eq!(changed, order);
    assert!(
        stub.request()
            .await
            .line()
            .starts_with("PATCH /orders/o_1 ")
    );
    let customer = NewCustomer::sample();
    assert_eq!(customer.contact, NewCustomerContact::Phone(0));
    assert_eq!(
        from_json::<NewCustomer>(to_json(&customer).as_bytes()),
        Ok(customer)
    );
}

/// One error type for calls of several operations, over a real connection.
#[tokio::test]
async fn errors_of_all_operations_become_one() {
    async fn run(client: &Client) -> Result<(), AnyError> {
        client.pay_order("o_1").await?;
        client.cancel_order("o_1").await?;
        Ok(())
    }
    let shipped = response(409, "application/json", r#"{"parcel":"p_1"}"#);
    let mut stub = Stub::start(response(204, "text/plain", "")).await;
    let error = run(&client_of(&stub)).await.err();
    assert!(error.is_none(), "both are documented as 204: {error:?}");
    assert!(stub.request().await.line().contains("/pay"));
    let stub = Stub::start(shipped).await;
    let error = run(&client_of(&stub)).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "pay_order (POST /orders/{id}/pay): unexpected status 409"
    );
    let error = client_of(&stub).cancel_order("o_1").await.unwrap_err();
    let mapped = error.map_api_error(|error| match error {
        CancelOrderError::Conflict(shipment) => shipment.parcel,
        other => format!("{other:?}"),
    });
    assert_eq!(mapped.api_error().map(String::as_str), Some("p_1"));
    let error = client_of(&stub).cancel_order("o_1").await;
    let error = AnyError::from(error.unwrap_err());
    assert!(matches!(
        error.api_error(),
        Some(CancelOrderError::Conflict(_))
    ));
}

#[tokio::test]
async fn query_object_is_sent_as_deep_object() {
    let mut stub = Stub::start(Response::new(200, r#"{"data":[]}"#)).await;
    let created = ListOrdersCreated::default().after("2026-01-01");
    let client = client_of(&stub);
    let call = client.list_orders().created(&created).limit(5);
    call.send().await.unwrap();
    let line = stub.request().await.line().to_owned();
    assert_eq!(
        line,
        "GET /orders?created%5Bafter%5D=2026-01-01&limit=5 HTTP/1.1"
    );
}

#[tokio::test]
async fn fixed_headers_are_in_every_request_unless_the_call_sets_them() {
    let mut stub = Stub::start(Response::new(200, r#"{"data":[],"total":5}"#)).await;
    let client = client_of(&stub);
    client.list_orders().send().await.unwrap();
    let request = stub.request().await;
    let version = |request: &Request| header(request, "shop-version");
    assert_eq!(version(&request).as_deref(), Some("2026-01-31"));
    let call = client.get_invoice("1").send();
    call.header("Shop-Version", "2025-07-31").await.unwrap();
    let request = stub.request().await;
    let headers = request.headers();
    let sent: Vec<_> = headers
        .iter()
        .filter(|(name, _)| *name == "shop-version")
        .collect();
    assert!(matches!(sent[..], [(_, "2025-07-31")]), "{sent:?}");

    // What the caller fixes counts more than what the settings do.
    let fixed = Client::builder("key_1").fixed_header("shop-version", "2024-01-31");
    let client = fixed.server(stub.url()).build().unwrap();
    client.get_invoice("1").send().await.unwrap();
    let request = stub.request().await;
    assert_eq!(version(&request).as_deref(), Some("2024-01-31"));
}

#[tokio::test]
async fn fixed_accept_is_sent_unless_another_media_type_is_asked_for() {
    let mut stub = Stub::answering(|request| match &*header(request, "accept").unwrap() {
        "text/csv" => response(200, "text/csv", "a,b"),
        _ => Response::new(200, r#"{"total":5}"#),
    })
    .await;
    let builder = Client::builder("key_1").fixed_header("Accept", "application/vnd.shop.v1");
    let client = builder.server(stub.url()).build().unwrap();
    assert_eq!(client.get_invoice("1").send().await.unwrap().total, 5);
    let accepted = header(&stub.request().await, "accept");
    assert_eq!(accepted.as_deref(), Some("application/vnd.shop.v1"));
    assert_eq!(client.get_invoice("1").send_csv().await.unwrap(), "a,b");
}

#[test]
fn credentials_and_frames_cannot_be_fixed() {
    for name in [
        "Authorization",
        "Content-Length",
        "content-type",
        "User-Agent",
        "a b",
    ] {
        let builder = Client::builder("key_1").fixed_header(name, "x");
        match builder.build() {
            Err(BuildError::FixedHeader { name: found, .. }) => assert_eq!(found, name),
            other => panic!("{name}: {other:?}"),
        }
    }
    let builder = Client::builder("key_1").fixed_header("Shop-Version", "1\r\nx: y");
    let error = builder.build().unwrap_err().to_string();
    let expected = "the header `Shop-Version` can't be fixed: \
                    its value holds a character that no header can";
    assert_eq!(error, expected);
}

#[tokio::test]
async fn idempotency_keys_cannot_be_fixed() {
    let mock = MockTransport::new();
    let builder = Client::builder("key_1").fixed_header("Idempotency-Key", "1");
    let client = builder.transport(mock.clone()).build().unwrap();
    let error = client
        .create_order(NewOrder::new("tea"))
        .send()
        .await
        .unwrap_err();
    assert!(
        error
            .to_string()
            .contains("idempotency keys has a fixed value"),
        "{error}"
    );
    assert!(mock.requests().is_empty());
}

#[tokio::test]
async fn the_chosen_server_is_called_by_default() {
    let mock = MockTransport::new();
    mock.on("GET", "/orders")
        .respond_with(MockResponse::empty(500));
    let builder = Client::builder("key_1").transport(mock.clone());
    let client = builder.retries(RetryPolicy::none()).build().unwrap();
    client.list_orders().send().await.unwrap_err();
    let url = &mock.requests()[0].url;
    assert_eq!(url.host(), Some("api.shop.example"));
}

#[tokio::test]
async fn body_has_the_chosen_media_type() {
    let mut stub = Stub::start(Response::new(204, "")).await;
    let client = client_of(&stub);
    let note = Note::new("a b").pinned(true);
    let form = SetNoteMultipartRequest::new("a").attachment(File::new("x").name("n.txt"));
    let json = r#"{"text":"a b","pinned":true}"#;
    for (call, media_type, body) in [
        (client.set_note("1", note.clone()), "application/json", json),
        (
            client.set_note_form("1", &note),
            "application/x-www-form-urlencoded",
            "text=a+b&pinned=true",
        ),
        (client.set_note_markdown("1", "# a"), "text/markdown", "# a"),
        (
            client.set_note_bytes("1", Body::from("\0")),
            "application/octet-stream",
            "\0",
        ),
    ] {
        call.send().await.unwrap();
        let request = stub.request().await;
        assert_eq!(request.line(), "PUT /orders/1/note HTTP/1.1");
        assert_eq!(
            header(&request, "authorization").as_deref(),
            Some("Bearer key_1")
        );
        assert_eq!(content(&request), (media_type.to_owned(), body.to_owned()));
    }
    client.set_note_multipart("1", &form).send().await.unwrap();
    let (media_type, body) = content(&stub.request().await);
    let (media_type, boundary) = media_type.split_once("; boundary=").unwrap();
    assert_eq!(media_type, "multipart/form-data");
    let expected = "--B\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\na\r\n\
        --B\r\nContent-Disposition: form-data; name=\"attachment\"; filename=\"n.txt\"\r\n\
        Content-Type: application/octet-stream\r\n\r\nx\r\n--B--\r\n";
    assert_eq!(body.replace(boundary, "B"), expected);
}

#[tokio::test]
async fn body_set_last_is_sent() {
    let mut stub = Stub::start(Response::new(200, ORDER)).await;
    let client = client_of(&stub);
    let mut step = PatchStep::new(PatchStepOp::Replace, "/note");
    step.value = Some("b".into());
    let call = client
        .update_order("1")
        .note("a")
        .body_json_patch(vec![step]);
    call.send().await.unwrap();
    let expected = r#"[{"op":"replace","path":"/note","value":"b"}]"#;
    let sent = content(&stub.request().await);
    assert_eq!(
        sent,
        (
            "application/json-patch+json".to_owned(),
            expected.to_owned()
        )
    );

    client.update_order("1").note("a").send().await.unwrap();
    let sent = content(&stub.request().await);
    assert_eq!(
        sent,
        ("application/json".to_owned(), r#"{"note":"a"}"#.to_owned())
    );
}

#[tokio::test]
async fn response_headers_documented_are_typed() {
    let ready = Response::new(201, ORDER)
        .header("ratelimit-remaining", "7")
        .header("x-warnings", "late, dear");
    let mut stub = Stub::start(ready).await;
    let client = client_of(&stub);
    let sending = client.create_order(NewOrder::new("tea")).send();
    let key = sending.idempotency_key_value().map(str::to_owned);
    let answer = sending.with_parts().await.unwrap();
    let headers = CreateOrderHeaders::of(answer.headers()).unwrap();
    assert_eq!(headers.rate_limit_remaining, Some(7));
    let warnings = Some(vec!["late".to_owned(), "dear".to_owned()]);
    assert_eq!(headers.x_warnings, warnings);
    assert_eq!(answer.value.status, OrderStatus::Paid);
    let request = stub.request().await;
    assert!(key.is_some());
    assert_eq!(header(&request, "idempotency-key"), key);

    let stub = Stub::start(Response::new(201, ORDER).header("ratelimit-remaining", "many")).await;
    let call = client_of(&stub);
    let answer = call.create_order(NewOrder::new("tea")).send().with_parts();
    let error = CreateOrderHeaders::of(answer.await.unwrap().headers()).unwrap_err();
    assert!(error.to_string().contains("RateLimit-Remaining"), "{error}");
}

#[tokio::test]
async fn response_has_the_chosen_media_type() {
    let mut stub = Stub::answering(|request| match &*header(request, "accept").unwrap() {
        "application/pdf" => response(200, "application/pdf", "%PDF"),
        "text/csv" if request.line().contains("/orders/1/") => response(200, "text/csv", "a,b"),
        "text/csv" => Response::new(404, r#"{"message":"no"}"#),
        _ => Response::new(200, r#"{"total":5}"#),
    })
    .await;
    let client = client_of(&stub);
    assert_eq!(client.get_invoice("1").send().await.unwrap().total, 5);
    let accepted = header(&stub.request().await, "accept");
    assert_eq!(accepted.as_deref(), Some("application/json"));
    let pdf = client.get_invoice("1").send_pdf().await.unwrap();
    assert_eq!(pdf, "%PDF");
    assert_eq!(client.get_invoice("1").send_csv().await.unwrap(), "a,b");
    // An API error is what it is, whatever was asked for.
    let error = client.get_invoice("2").send_csv().await.unwrap_err();
    let Some(GetInvoiceError::NotFound(problem)) = error.api_error() else {
        panic!("{error:?}");
    };
    assert_eq!(problem.message, "no");
}

#[tokio::test]
async fn responses_and_api_errors_of_several_types_are_typed() {
    let stub = Stub::answering(|request| {
        let place = request.line().split('/').nth(2).map(str::to_owned);
        match &*place.unwrap_or_default() {
            "now" => Response::new(200, ORDER),
            "soon" => Response::new(202, r#"{"job":"j_1"}"#),
            "before" => Response::new(204, ""),
            "shipped" => Response::new(409, r#"{"parcel":"p_1"}"#),
            "unknown" => Response::new(404, r#"{"message":"no"}"#),
            _ => Response::new(500, "{}"),
        }
    })
    .await;
    let client = client_of(&stub);
    let cancel = async |id: &str| client.cancel_order(id).send().await;
    assert!(matches!(cancel("now").await, Ok(CancelOrderResponse::Ok(order)) if order.id == "o_1"));
    assert!(
        matches!(cancel("soon").await, Ok(CancelOrderResponse::Accepted(it)) if it.job == "j_1")
    );
    assert!(matches!(
        cancel("before").await,
        Ok(CancelOrderResponse::NoContent)
    ));
    let shipped = cancel("shipped").await.unwrap_err();
    let api_error = shipped.api_error();
    assert!(matches!(api_error, Some(CancelOrderError::Conflict(it)) if it.parcel == "p_1"));
    let unknown = cancel("unknown").await.unwrap_err();
    let api_error = unknown.api_error();
    assert!(matches!(api_error, Some(CancelOrderError::ClientError(it)) if it.message == "no"));
    let failed = cancel("x").await.unwrap_err();
    assert!(
        failed.api_error().is_none() && failed.status() == Some(500),
        "{failed:?}"
    );
}

#[tokio::test]
async fn pagination_items_take_request_options() {
    let mut stub = Stub::answering(|request| match request.line().contains("cursor=") {
        true => Response::new(200, r#"{"data":[{"id":"2","status":"new"}],"next":null}"#),
        false => Response::new(200, r#"{"data":[{"id":"1","status":"open"}],"next":"a&b"}"#),
    })
    .await;
    let client = client_of(&stub);
    let mut items = client
        .list_orders()
        .limit(1)
        .items()
        .timeout(Duration::from_secs(5))
        .header("X-Tenant", "t_1");
    let mut ids = Vec::new();
    while let Some(order) = items.next().await {
        ids.push(order.unwrap().id);
    }
    assert_eq!(ids, ["1", "2"]);
    for query in ["limit=1", "limit=1&cursor=a%26b"] {
        let request = stub.request().await;
        assert_eq!(request.line(), format!("GET /orders?{query} HTTP/1.1"));
        assert_eq!(header(&request, "x-tenant").as_deref(), Some("t_1"));
    }
}

fn orders() -> String {
    format!("{ORDER}\n\n{}\n", ORDER.replace("paid", "lost"))
}

fn events() -> String {
    format!("id: 1\ndata: {ORDER}\n\n: a comment\n\nevent: bye\ndata: [DONE]\n\n")
}

#[tokio::test]
async fn stream_yields_items_one_by_one() {
    let stub = Stub::start(response(200, "application/jsonl", &orders())).await;
    let client = client_of(&stub);
    let mut lines = client.export_orders().send().await.unwrap();
    let first = lines.next().await.unwrap().unwrap();
    assert_eq!(first.status, OrderStatus::Paid);
    let second = lines.next().await.unwrap().unwrap();
    assert_eq!(second.status, OrderStatus::Unrecognized("lost".to_owned()));
    assert!(lines.next().await.is_none());

    let stub = Stub::start(response(200, "text/event-stream", &events())).await;
    let mut events = client_of(&stub).watch().send().await.unwrap();
    let first = events.next().await.unwrap().unwrap();
    assert_eq!(
        (&*first.id, first.json().unwrap().id),
        ("1", "o_1".to_owned())
    );
    let second = events.next().await.unwrap().unwrap();
    assert_eq!((&*second.event, &*second.data), ("bye", "[DONE]"));
    assert!(second.json().is_err());
    assert!(events.next().await.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn streams_blocking_are_iterators() {
    let lines = Stub::start(response(200, "application/jsonl", &orders())).await;
    let shop = client_of(&lines);
    let events = Stub::start(response(200, "text/event-stream", &events())).await;
    let feed = client_of(&events);
    let page = r#"{"data":[{"id":"1","status":"open"}]}"#;
    let pages = Stub::start(Response::new(200, page)).await;
    let list = client_of(&pages);
    let worker = tokio::task::spawn_blocking(move || {
        let lines = shop.export_orders().send().blocking().unwrap();
        let ids: Vec<String> = lines.blocking().map(|order| order.unwrap().id).collect();
        let events = feed.watch().send().blocking().unwrap();
        let data: Vec<String> = events.blocking().map(|event| event.unwrap().data).collect();
        let items = list.list_orders().items().blocking();
        let orders: Result<Vec<_>, _> = items.collect();
        (ids, data, orders.unwrap().len())
    });
    let (ids, data, orders) = worker.await.unwrap();
    assert_eq!(ids, ["o_1", "o_1"]);
    assert_eq!(data, [ORDER, "[DONE]"]);
    assert_eq!(orders, 1);
}

/// A body as its type, and back.
fn kept<T: Wire>(body: &Value) -> T {
    let value: T = from_json(body.to_string().as_bytes()).unwrap();
    let again: Value = serde_json::from_str(&to_json(&value)).unwrap();
    assert_eq!(again, *body, "written again");
    value
}

#[test]
fn webhook_is_identified_by_name() {
    let order = json!({ "id": "o_1", "status": "refunded" });
    let paid = json!({ "type": "order.paid", "order": order });
    let event: WebhookEvent = kept(&paid);
    assert_eq!(event.name(), Some("order.paid"));
    let WebhookEvent::OrderPaid(paid) = event else {
        panic!("{event:?}");
    };
    assert_eq!(
        paid.order.status,
        OrderStatus::Unrecognized("refunded".to_owned())
    );
    let refunded = json!({ "type": "order.refunded", "order": order, "amount": 5 });
    let event: WebhookEvent = kept(&refunded);
    assert!(matches!(event, WebhookEvent::OrderRefunded(event) if event.amount == 5));
}

#[test]
fn unknown_webhook_is_kept() {
    for body in [
        json!({ "type": "order.lost", "order": { "id": "o_1", "status": "x" }, "n": 1.50 }),
        json!({ "order": null }),
        json!(["order.paid"]),
        json!(null),
    ] {
        let event: WebhookEvent = kept(&body);
        assert_eq!(event.name(), None);
        assert_eq!(event, WebhookEvent::Unrecognized(body.into()));
    }
    let unknown = WebhookEvent::from_json_named("order.lost", b"{\"a\":1}").unwrap();
    assert_eq!(
        unknown,
        WebhookEvent::Unrecognized(json!({ "a": 1 }).into())
    );
}

#[test]
fn webhook_of_wrong_shape_is_an_error_with_place() {
    let body = br#"{"type":"order.paid","order":{"id":7,"status":"paid"}}"#;
    let error = WebhookEvent::from_json(body).unwrap_err();
    assert_eq!(error.path(), "$.order.id");
    assert!(WebhookEvent::from_json(b"{").is_err());
    assert!(WebhookEvent::from_json(&b"[".repeat(100_000)).is_err());
}

#[test]
fn callback_is_identified_by_shape_or_name() {
    let shipped: CreateOrderCallback = kept(&json!({ "parcel": "p_1" }));
    assert!(matches!(shipped, CreateOrderCallback::Shipped(_)));
    let returned: CreateOrderCallback = kept(&json!({ "reason": "broken" }));
    assert!(matches!(&returned, CreateOrderCallback::Returned(it) if it.reason == "broken"));
    assert_eq!(returned.name(), Some("returned"));
    let unknown: CreateOrderCallback = kept(&json!({ "lost": true }));
    assert!(matches!(unknown, CreateOrderCallback::Unrecognized(_)));
    let both = br#"{"parcel":"p_1","reason":"broken"}"#;
    let named = CreateOrderCallback::from_json_named("shipped", both).unwrap();
    assert!(matches!(named, CreateOrderCallback::Shipped(it) if it.parcel == "p_1"));
}

/// A server that gives the first request no response.
async fn losing_the_first(then: Response) -> Stub {
    let requests = AtomicU32::new(0);
    Stub::answering(move |_| match requests.fetch_add(1, Ordering::Relaxed) {
        0 => Response::raw(""),
        _ => then.clone(),
    })
    .await
}

#[tokio::test]
async fn lost_call_is_repeated_where_it_is_said_to_be_idempotent() {
    let client = |stub: &Stub| {
        let builder = Client::builder("key_1").server(stub.url());
        builder.build().unwrap()
    };
    let mut stub = losing_the_first(Response::new(204, "")).await;
    let cancelled = client(&stub).cancel_order("1").await;
    assert!(
        matches!(cancelled, Ok(CancelOrderResponse::NoContent)),
        "{cancelled:?}"
    );
    for _ in 0..2 {
        let request = stub.request().await;
        assert_eq!(request.line(), "POST /orders/1/cancel HTTP/1.1");
    }

    let stub = losing_the_first(Response::new(204, "")).await;
    let error = client(&stub).pay_order("1").await.unwrap_err();
    assert_eq!((error.outcome(), error.attempts()), (Outcome::Unknown, 1));
}

/// No setting speaks of this operation: its document declares the parameter.
#[tokio::test]
async fn declared_idempotency_key_is_random_for_each_call_and_kept_by_retries() {
    let mut stub = losing_the_first(Response::new(204, "")).await;
    let builder = Client::builder("key_1").server(stub.url());
    let client = builder.build().unwrap();
    client.refund_order("1").await.unwrap();
    let mut keys = Vec::new();
    for _ in 0..2 {
        keys.push(header(&stub.request().await, "idempotency-key"));
    }
    assert_eq!(keys[0], keys[1]);

    client.refund_order("1").await.unwrap();
    let other = header(&stub.request().await, "idempotency-key");
    assert!(other.is_some() && other != keys[0], "{other:?}");

    let own = client.refund_order("1").idempotency_key("mine");
    own.await.unwrap();
    let sent = header(&stub.request().await, "idempotency-key");
    assert_eq!(sent.as_deref(), Some("mine"));
}

/// The test vector of Standard Webhooks, as its libraries have it.
const SIGNED: ([(&str, &str); 3], &[u8], &str, u64) = (
    [
        ("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"),
        ("webhook-timestamp", "1614265330"),
        (
            "webhook-signature",
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        ),
    ],
    br#"{"test": 2432232314}"#,
    "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    1_614_265_330,
);

#[test]
fn webhook_is_read_if_its_signature_is_right() {
    let (headers, body, secret, seconds) = SIGNED;
    let at = |seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
    let verify = |headers: &[(&str, &str)], body: &[u8], secrets: &[&str], now| {
        let secrets: Vec<Secret> = secrets.iter().copied().map(Secret::new).collect();
        WebhookEvent::verify_at(headers, body, &secrets, now)
    };
    let event = verify(&headers, body, &[secret], at(seconds));
    assert!(
        matches!(event, Ok(WebhookEvent::Unrecognized(_))),
        "{event:?}"
    );
    // While it is rotated, the old secret holds beside the new one.
    let other = "whsec_AAAAAAAAAAAAAAAAAAAAAAAA";
    for secrets in [[other, secret], [secret, other]] {
        assert_eq!(verify(&headers, body, &secrets, at(seconds)), event);
    }
    let forged = Err(WebhookError::Forged);
    assert_eq!(verify(&headers, body, &[other], at(seconds)), forged);
    let longer = br#"{"test": 2432232314} "#;
    assert_eq!(verify(&headers, longer, &[secret], at(seconds)), forged);
    // What isn't the vendor's isn't even read.
    assert_eq!(verify(&headers, b"no JSON", &[secret], at(seconds)), forged);
    let late = verify(&headers, body, &[secret], at(seconds + 301));
    let off = Duration::from_secs(301);
    assert_eq!(late, Err(WebhookError::Stale { off }));
    let now = WebhookEvent::verify(&headers, body, &[Secret::new(secret)]);
    assert!(matches!(now, Err(WebhookError::Stale { .. })), "{now:?}");
    let unsigned = verify(&headers[..2], body, &[secret], at(seconds));
    assert_eq!(
        unsigned,
        Err(WebhookError::MissingHeader("webhook-signature"))
    );
}

/// A process has one environment for all its threads, so the client is built in another:
/// this test, run again.
#[tokio::test]
async fn client_from_env_calls_as_the_variables_say() {
    const CHILD: &str = "SHOP_TEST_IS_CHILD";
    if env::var_os(CHILD).is_some() {
        let said = match Client::from_env() {
            Ok(client) => client.pay_order("1").await.is_ok().to_string(),
            Err(error) => format!("{error} ({error:?})"),
        };
        println!("said: {said}");
        return;
    }
    let mut stub = Stub::start(Response::new(204, "")).await;
    let child = |variables: Vec<(&'static str, String)>| {
        let mut command = Command::new(env::current_exe().unwrap());
        let name = "client_from_env_calls_as_the_variables_say";
        command
            .args(["--exact", name, "--nocapture"])
            .env(CHILD, "1")
            .envs(variables);
        tokio::task::spawn_blocking(move || {
            let text = String::from_utf8(command.output().unwrap().stdout).unwrap();
            let (_, said) = text
                .split_once("said: ")
                .unwrap_or_else(|| panic!("{text}"));
            said.lines().next().unwrap().to_owned()
        })
    };
    let base = ("SHOP_BASE_URL", stub.url());
    let said = child(vec![base.clone(), ("SHOP_API_KEY", "key_2".to_owned())]).await;
    assert_eq!(said.unwrap(), "true");
    let sent = stub.request().await;
    assert_eq!(
        header(&sent, "authorization").as_deref(),
        Some("Bearer key_2")
    );
    let said = child(vec![base]).await.unwrap();
    assert!(said.contains("`SHOP_API_KEY`"), "{said}");
    let said = child(vec![
        ("SHOP_BASE_URL", "not s3cret".to_owned()),
        ("SHOP_API_KEY", "s3cret".to_owned()),
    ]);
    let said = said.await.unwrap();
    assert!(
        said.contains("`SHOP_BASE_URL`") && !said.contains("s3cret"),
        "{said}"
    );
}
