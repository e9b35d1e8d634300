//! The neutral interface, by two vendors: one with forms and two operations, one with two
//! parts to a key and a list in pages.

use jiff::civil::date;

use crate::runtime::cancel::{
    BodyFormat, CancelError, CancelRequest, CancelSubscription, CancelSubscriptionExt, Cancelled,
    Category, Condition, Constant, Customer, DateFormat, Details, ErrorKind, ErrorRule, EventKind,
    Events, Key, ListRequest, Moment, Money, Operation, Place, Start, State, StateKind, StateRule,
    TimeUnit, Timing, Vendor, When, vendor,
};
use crate::runtime::{
    ClientBuilder, Http, MockResponse, MockTransport, NextPage, Outcome, Request, RetryPolicy,
    TransportError, client,
};

pub struct FormClient {
    http: Http,
}

client!(FormClient);

pub struct FormKey {
    pub subscription: String,
}

vendor!(FormClient, FORM, FormKey { subscription });

pub(super) const DELETE: Start = Start(|http| {
    http.delete("/subscriptions/{id}")
        .operation("delete", "delete")
});
pub(super) const UPDATE: Start = Start(|http| {
    http.post("/subscriptions/{id}")
        .operation("update", "update")
});
pub(super) const GET: Start = Start(|http| http.get("/subscriptions/{id}").operation("get", "get"));

pub(super) const fn form(
    id: &'static str,
    start: Start,
    set: &'static [(Place, Constant)],
) -> Operation {
    Operation {
        id,
        start,
        key: &[Place::Path("id")],
        set,
        conditions: &[],
        copy: &[],
        body: BodyFormat::Form(false),
        subscription: Some(""),
    }
}

pub(super) const fn request(timing: Timing, operation: Operation) -> CancelRequest {
    CancelRequest {
        timing,
        operation,
        date: None,
        reason: Some(Place::Body("/details/comment")),
        needs_reason: false,
        needs_money: false,
        longest_reason: Some(20),
        category: Some(Place::Body("/details/feedback")),
        money: &[],
    }
}

static FORM: Vendor = TABLE;

pub(super) const TABLE: Vendor = Vendor {
    name: "form",
    title: "Form",
    third_party: None,
    key: &["subscription"],
    requests: &[
        CancelRequest {
            money: &[
                (
                    Money::None,
                    &[(Place::Body("/prorate"), Constant::Bool(false))],
                ),
                (
                    Money::Prorate,
                    &[(Place::Body("/prorate"), Constant::Bool(true))],
                ),
            ],
            ..request(Timing::Immediately, form("delete", DELETE, &[]))
        },
        request(
            Timing::EndOfPeriod,
            form(
                "update",
                UPDATE,
                &[(Place::Body("/at_end"), Constant::Bool(true))],
            ),
        ),
        CancelRequest {
            date: Some((Place::Body("/cancel_at"), DateFormat::Seconds)),
            ..request(Timing::Date, form("update", UPDATE, &[]))
        },
    ],
    read: &[form("get", GET, &[])],
    undo: Some(form(
        "update",
        UPDATE,
        &[
            (Place::Body("/at_end"), Constant::Bool(false)),
            (Place::Body("/cancel_at"), Constant::Text("")),
        ],
    )),
    list: None,
    categories: &[(Category::TooExpensive, "price")],
    status: Some("/status"),
    period_end: None,
    states: &[
        StateRule {
            state: StateKind::Ended,
            conditions: &[("/status", Condition::In(&[Constant::Text("canceled")]))],
            at: &["/ended_at"],
            with_period: false,
        },
        StateRule {
            state: StateKind::Scheduled,
            conditions: &[
                ("/status", Condition::In(&[Constant::Text("active")])),
                ("/cancel_at", Condition::Future),
            ],
            at: &["/cancel_at"],
            with_period: false,
        },
        StateRule {
            state: StateKind::Active,
            conditions: &[("/status", Condition::In(&[Constant::Text("active")]))],
            at: &[],
            with_period: false,
        },
    ],
    errors: &[
        ErrorRule {
            kind: ErrorKind::AlreadyCancelled,
            status: &[404],
            conditions: &[(
                "/error/message",
                Condition::Contains("No such SUBSCRIPTION"),
            )],
        },
        ErrorRule {
            kind: ErrorKind::Invalid,
            status: &[200],
            conditions: &[("/errors/0", Condition::Present)],
        },
    ],
    details: Details {
        code: &["/error/code"],
        message: &["/error/message"],
        fields: &["/errors"],
    },
    events: Some(Events {
        kind: "/type",
        subscription: "/data",
        key: &["/id"],
        types: &[("subscription.deleted", Some(EventKind::Ended))],
    }),
    unit: TimeUnit::Seconds,
};

pub(super) fn builder<C: From<Http>>(mock: &MockTransport) -> C {
    let builder = ClientBuilder::<C>::new("https://api.example.com/v1");
    let builder = builder.transport(mock.clone()).retries(RetryPolicy::none());
    builder.build().unwrap()
}

pub(super) fn json(status: u16, body: &str) -> MockResponse {
    MockResponse::text(status, "application/json", body)
}

pub(super) fn body(request: &Request) -> String {
    let body = request.body.as_ref().and_then(|body| body.bytes());
    body.map_or(String::new(), |body| {
        String::from_utf8(body.to_vec()).unwrap()
    })
}

pub(super) const ID: &str = "/v1/subscriptions/{id}";

#[tokio::test]
async fn each_time_has_its_request_and_its_outcome() {
    let mock = MockTransport::new();
    let client: FormClient = builder(&mock);
    mock.on("DELETE", ID).respond_with(json(
        200,
        r#"{"status": "canceled", "ended_at": 1700000000}"#,
    ));
    let call = client.cancel("sub/1", When::Immediately);
    let call = call
        .money(Money::None)
        .reason("a & b")
        .category(Category::TooExpensive);
    let ended = call.await.unwrap();
    let at = Moment::Instant("2023-11-14T22:13:20Z".parse().unwrap());
    assert_eq!(ended.outcome, Cancelled::Ended { at: Some(at) });
    assert_eq!(ended.state.unwrap().word.as_deref(), Some("canceled"));
    let sent = mock.last_request().unwrap();
    assert_eq!(sent.url.path(), "/v1/subscriptions/sub%2F1");
    assert_eq!(
        body(&sent),
        "details%5Bcomment%5D=a+%26+b&details%5Bfeedback%5D=price&prorate=false"
    );

    mock.on("POST", ID).respond_with(json(
        200,
        r#"{"status": "active", "cancel_at": 4000000000}"#,
    ));
    let scheduled = client.cancel("sub_1", When::EndOfPeriod).await.unwrap();
    assert!(matches!(
        scheduled.outcome,
        Cancelled::Scheduled { at: Some(_) }
    ));
    assert_eq!(body(&mock.last_request().unwrap()), "at_end=true");

    let at = When::At("2096-10-02T07:06:40Z".parse().unwrap());
    client
        .cancel(
            FormKey {
                subscription: "sub_1".into(),
            },
            at,
        )
        .await
        .unwrap();
    assert_eq!(body(&mock.last_request().unwrap()), "cancel_at=4000000000");

    client.undo("sub_1").await.unwrap();
    assert_eq!(
        body(&mock.last_request().unwrap()),
        "at_end=false&cancel_at="
    );
}

#[tokio::test]
async fn a_time_that_has_passed_or_is_zero_schedules_nothing() {
    for (cancel_at, expected) in [("0", State::Active), ("1700000000", State::Active)] {
        let mock = MockTransport::new();
        let text = format!(r#"{{"status": "active", "cancel_at": {cancel_at}}}"#);
        mock.on("GET", ID).respond_with(json(200, &text));
        let client: FormClient = builder(&mock);
        assert_eq!(client.status("sub_1").await.unwrap().state.state, expected);
    }
}

#[tokio::test]
async fn what_the_vendor_cannot_do_is_refused_unsent() {
    let mock = MockTransport::new();
    let client: FormClient = builder(&mock);
    let call = |when| client.cancel("sub_1", when);
    let instant = "2096-10-02T07:06:40.5Z".parse().unwrap();
    let refused = [
        call(When::VendorDefault),
        call(When::On(date(2096, 1, 1))),
        call(When::At(instant)),
        call(When::Immediately).money(Money::RefundInFull),
        call(When::EndOfPeriod).money(Money::None),
        call(When::Immediately).category(Category::Unused),
        call(When::Immediately).reason("longer than twenty characters"),
        call(When::Immediately).idempotency_key("k"),
        client.cancel(Key::from_parts([("other", "x")]), When::Immediately),
        client.cancel("", When::Immediately),
    ];
    for call in refused {
        let error = call.await.unwrap_err();
        assert!(
            matches!(
                error.kind(),
                ErrorKind::Unsupported | ErrorKind::InvalidRequest
            ),
            "{error}"
        );
        assert_eq!(error.outcome(), Outcome::NotSent);
        assert!(error.unsupported().is_some(), "{error}");
    }
    assert!(mock.requests().is_empty());
}

#[tokio::test]
async fn errors_are_told_by_rules_and_then_by_status() {
    let cases = [
        (
            404,
            r#"{"error": {"code": "missing", "message": "no such subscription: x"}}"#,
            ErrorKind::AlreadyCancelled,
        ),
        (404, "{}", ErrorKind::NotFound),
        (200, r#"{"errors": [{"code": "BAD"}]}"#, ErrorKind::Invalid),
        (401, "", ErrorKind::NotAuthorised),
        (429, "", ErrorKind::RateLimited),
        (500, "<html>", ErrorKind::VendorFault),
        (302, "", ErrorKind::UnexpectedResponse),
    ];
    for (status, text, kind) in cases {
        let mock = MockTransport::new();
        mock.on("DELETE", ID).respond_with(json(status, text));
        let client: FormClient = builder(&mock);
        let error = client.cancel("sub_1", When::Immediately).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
        let outcome = match status {
            500 => Outcome::Unknown,
            _ => Outcome::NotDone,
        };
        assert_eq!(error.outcome(), outcome, "{error}");
        assert_eq!(error.response().unwrap().status(), status);
        assert_eq!(error.code(), text.contains("missing").then_some("missing"));
    }
}

/// A page in place of JSON says nothing of what was done.
#[tokio::test]
async fn a_page_is_no_success() {
    let mock = MockTransport::new();
    mock.on("DELETE", ID)
        .respond_with(MockResponse::text(200, "text/html", "<html>"));
    let client: FormClient = builder(&mock);
    let error = client.cancel("sub_1", When::Immediately).await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown);
}

async fn confirmed(
    when: When,
    first: MockResponse,
    read: MockResponse,
) -> Result<(Cancelled, bool), CancelError> {
    let mock = MockTransport::new();
    mock.on("DELETE", ID).respond_with(first.clone());
    mock.on("POST", ID).respond_with(first);
    mock.on("GET", ID).respond_with(read);
    let client: FormClient = builder(&mock);
    let cancellation = client.cancel("sub_1", when).confirm().await?;
    Ok((cancellation.outcome, cancellation.is_confirmed))
}

#[tokio::test]
async fn a_confirmation_reads_where_nothing_was_told() {
    let gone = || json(404, r#"{"error": {"message": "no such subscription"}}"#);
    let active = || json(200, r#"{"status": "active"}"#);
    let ended = || json(200, r#"{"status": "canceled", "ended_at": 1700000000}"#);
    let scheduled = || json(200, r#"{"status": "active", "cancel_at": 4000000000}"#);
    let since = Some(Moment::Instant("2023-11-14T22:13:20Z".parse().unwrap()));

    let told = confirmed(When::Immediately, ended(), gone()).await.unwrap();
    assert_eq!(told, (Cancelled::Ended { at: since }, false));
    let silent = confirmed(When::Immediately, json(204, ""), ended())
        .await
        .unwrap();
    assert_eq!(silent, (Cancelled::Ended { at: since }, true));
    let already = confirmed(When::Immediately, gone(), ended()).await.unwrap();
    assert_eq!(already, (Cancelled::AlreadyCancelled { since }, true));
    let lost = confirmed(When::Immediately, json(502, ""), ended())
        .await
        .unwrap();
    assert_eq!(lost, (Cancelled::Ended { at: since }, true));

    // What was read isn't what was asked for.
    let error = confirmed(When::Immediately, gone(), scheduled())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::AlreadyCancelled);
    assert!(matches!(
        error.state().unwrap().state,
        State::Scheduled { .. }
    ));
    // A refusal that says nothing of why, of what turns out to be over.
    let gone_for_good = confirmed(When::EndOfPeriod, json(404, "{}"), ended()).await;
    assert_eq!(
        gone_for_good.unwrap(),
        (Cancelled::AlreadyCancelled { since }, true)
    );
    let error = confirmed(When::EndOfPeriod, json(401, "{}"), ended())
        .await
        .unwrap_err();
    assert!(error.state().is_none());
    // Nor is another date the one that was asked for.
    let at = When::At("2096-10-02T07:06:40Z".parse().unwrap());
    assert!(confirmed(at, json(422, "{}"), scheduled()).await.is_ok());
    let at = When::At("2096-10-02T07:06:41Z".parse().unwrap());
    assert!(confirmed(at, json(422, "{}"), scheduled()).await.is_err());
    let error = confirmed(When::EndOfPeriod, json(502, ""), active())
        .await
        .unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown);
    assert_eq!(error.state().unwrap().state, State::Active);
    // Nor does a failure to read change the verdict.
    let error = confirmed(When::Immediately, gone(), json(404, "{}"))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::AlreadyCancelled);
    let accepted = confirmed(When::Immediately, json(204, ""), json(500, ""))
        .await
        .unwrap();
    assert_eq!(accepted, (Cancelled::Accepted, false));
}

#[tokio::test]
async fn a_lost_connection_is_confirmed_too() {
    let mock = MockTransport::new();
    mock.on("DELETE", ID)
        .fail(|| TransportError::Interrupted("reset".into()));
    mock.on("GET", ID)
        .respond_with(json(200, r#"{"status": "canceled"}"#));
    let client: FormClient = builder(&mock);
    let call = client.cancel("sub_1", When::Immediately);
    assert_eq!(call.clone().await.unwrap_err().outcome(), Outcome::Unknown);
    let done = call.confirm().await.unwrap();
    assert_eq!(done.outcome, Cancelled::Ended { at: None });
}

#[tokio::test]
async fn a_trait_object_does_the_same() {
    let mock = MockTransport::new();
    mock.on("DELETE", ID)
        .respond_with(json(200, r#"{"status": "?"}"#));
    let client: Box<dyn CancelSubscription> = Box::new(builder::<FormClient>(&mock));
    let done = client.cancel("sub_1", When::Immediately).await.unwrap();
    assert_eq!(done.outcome, Cancelled::Accepted);
    let state = done.state.unwrap();
    assert_eq!(
        (state.state, state.word.as_deref()),
        (State::Unknown, Some("?"))
    );
    assert_eq!(client.vendor().name, "form");
}

#[tokio::test]
async fn a_dry_run_shows_the_request_and_sends_nothing() {
    let mock = MockTransport::new();
    let client: FormClient = builder(&mock);
    let call = client.cancel("sub_1", When::EndOfPeriod).reason("x");
    let dry = call.dry_run().unwrap();
    assert_eq!(dry.method, "POST");
    assert_eq!(dry.url, "https://api.example.com/v1/subscriptions/sub_1");
    assert_eq!(
        dry.body.as_deref(),
        Some("at_end=true&details%5Bcomment%5D=x")
    );
    assert!(mock.requests().is_empty());
}

#[test]
fn webhooks_are_told_by_their_type() {
    let text =
        br#"{"type": "subscription.deleted", "data": {"id": "sub_1", "status": "canceled"}}"#;
    let event = FORM.event(text).unwrap().unwrap();
    assert_eq!(event.kind, EventKind::Ended);
    assert_eq!(event.key.unwrap().part("subscription"), Some("sub_1"));
    assert_eq!(event.state.unwrap().state, State::Ended { at: None });
    assert_eq!(FORM.event(br#"{"type": "invoice.paid"}"#).unwrap(), None);
    assert!(FORM.event(b"?").is_err());
}

pub struct PartsClient {
    http: Http,
}

client!(PartsClient);

pub struct PartsKey {
    pub project: String,
    pub subscription: String,
}

vendor!(
    PartsClient,
    PARTS,
    PartsKey {
        project,
        subscription
    }
);

static PARTS: Vendor = Vendor {
    name: "parts",
    title: "Parts",
    third_party: Some("by somebody else"),
    key: &["project", "subscription"],
    requests: &[CancelRequest {
        timing: Timing::EndOfPeriod,
        operation: Operation {
            id: "cancel",
            start: Start(|http| http.post("/{project}/{id}/cancel")),
            key: &[Place::Path("project"), Place::Path("id")],
            set: &[],
            conditions: &[],
            copy: &[("/renews_at", Place::Body("/end"))],
            body: BodyFormat::Json("application/json", false),
            subscription: None,
        },
        date: None,
        reason: None,
        needs_reason: false,
        needs_money: false,
        longest_reason: None,
        category: None,
        money: &[],
    }],
    read: &[Operation {
        id: "get",
        start: Start(|http| http.get("/{project}/{id}")),
        key: &[Place::Path("project"), Place::Path("id")],
        set: &[],
        conditions: &[],
        copy: &[],
        body: BodyFormat::None,
        subscription: Some("/data"),
    }],
    undo: None,
    list: Some(ListRequest {
        operation: Operation {
            id: "list",
            start: Start(|http| http.get("/{project}")),
            key: &[Place::Path("project"), Place::Nowhere],
            set: &[],
            conditions: &[],
            copy: &[],
            body: BodyFormat::None,
            subscription: Some(""),
        },
        customer: Place::Query("customer"),
        customer_at: None,
        items: "/data",
        next: Some(NextPage::Cursor("after")),
        from: Some("/next"),
        more: None,
        key: &[None, Some("/id")],
    }),
    categories: &[],
    status: None,
    period_end: None,
    states: &[
        StateRule {
            state: StateKind::Ended,
            conditions: &[("/ended_at", Condition::Past)],
            at: &["/ended_at"],
            with_period: false,
        },
        StateRule {
            state: StateKind::Active,
            conditions: &[("/ended_at", Condition::Absent)],
            at: &[],
            with_period: false,
        },
    ],
    errors: &[],
    details: Details {
        code: &[],
        message: &[],
        fields: &[],
    },
    events: None,
    unit: TimeUnit::Milliseconds,
};

#[tokio::test]
async fn two_steps_read_what_they_send() {
    let mock = MockTransport::new();
    let client: PartsClient = builder(&mock);
    mock.on("GET", "/v1/p/s")
        .respond_with(json(200, r#"{"data": {"renews_at": "2096-01-01"}}"#))
        .respond_with(json(200, r#"{"data": {"renews_at": null}}"#));
    mock.on("POST", "/v1/p/s/cancel")
        .respond_with(json(204, ""));
    let key = || PartsKey {
        project: "p".into(),
        subscription: "s".into(),
    };
    let done = client.cancel(key(), When::EndOfPeriod).await.unwrap();
    assert_eq!(done.outcome, Cancelled::Accepted);
    assert_eq!(
        body(&mock.last_request().unwrap()),
        r#"{"end":"2096-01-01"}"#
    );
    let error = client.cancel(key(), When::EndOfPeriod).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotCancellable);
    assert_eq!(mock.requests().len(), 3);
}

#[tokio::test]
async fn all_of_a_customers_are_cancelled_through_all_pages() {
    let mock = MockTransport::new();
    let client: PartsClient = builder(&mock);
    mock.on("GET", "/v1/p")
        .respond_with(json(
            200,
            r#"{"data": [{"id": "a", "ended_at": 1700000000000}], "next": "2"}"#,
        ))
        .respond_with(json(
            200,
            r#"{"data": [{"id": 7, "ended_at": null}], "next": null}"#,
        ));
    mock.on("GET", "/v1/p/{id}")
        .respond_with(json(200, r#"{"data": {"renews_at": "2096-01-01"}}"#));
    mock.on("POST", "/v1/p/{id}/cancel")
        .respond_with(json(200, "{}"));
    let customer = || Customer::new("c").with("project", "p");
    let all = client
        .cancel_all(customer(), When::EndOfPeriod)
        .await
        .unwrap();
    let since = Some(Moment::Instant("2023-11-14T22:13:20Z".parse().unwrap()));
    let outcome = |index: usize| all[index].result.as_ref().unwrap().outcome;
    assert_eq!(outcome(0), Cancelled::AlreadyCancelled { since });
    assert_eq!(outcome(1), Cancelled::Accepted);
    assert_eq!(all[1].subscription.key.part("subscription"), Some("7"));
    let requests = mock.requests();
    assert_eq!(requests[0].query(), [("customer".into(), "c".into())]);
    assert!(requests[1].query().contains(&("after".into(), "2".into())));
    assert_eq!(requests[3].url.path(), "/v1/p/7/cancel");

    // What isn't offered is known before anything is sent.
    let before = mock.requests().len();
    let error = client
        .cancel_all(customer(), When::Immediately)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    assert_eq!(mock.requests().len(), before);
}

/// A vendor that finds only those in one state, and one that reads all of a customer's.
#[tokio::test]
async fn reading_goes_on_where_nothing_was_found() {
    static READS: [Operation; 2] = [
        form(
            "get",
            GET,
            &[(Place::Query("status"), Constant::Text("active"))],
        ),
        Operation {
            subscription: Some("/all/[id={subscription}]"),
            ..form(
                "get",
                GET,
                &[(Place::Query("status"), Constant::Text("ended"))],
            )
        },
    ];
    static VENDOR: Vendor = Vendor {
        read: &READS,
        ..TABLE
    };
    pub struct Client {
        http: Http,
    }
    client!(Client);
    pub struct Key {
        pub subscription: String,
    }
    vendor!(Client, VENDOR, Key { subscription });

    let mock = MockTransport::new();
    let all = r#"{"all": [{"id": "other"}, {"id": "a/b", "status": "canceled"}]}"#;
    let none = json(404, "{}");
    mock.on("GET", ID)
        .respond_with(none.clone())
        .respond_with(json(200, all))
        .respond_with(none)
        .respond_with(json(200, all));
    let client: Client = builder(&mock);
    let status = client.status("a/b").await.unwrap();
    assert_eq!(status.state.state, State::Ended { at: None });
    let queries: Vec<_> = mock.requests().iter().map(Request::query).collect();
    assert_eq!(queries[0], [("status".into(), "active".into())]);
    assert_eq!(queries[1], [("status".into(), "ended".into())]);
    let error = client.status("c").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
}

#[tokio::test]
async fn a_list_with_gaps_cancels_nothing() {
    for second in [
        json(500, "{}"),
        json(200, r#"{"data": [{"name": "no id"}], "next": null}"#),
        json(200, r#"{"items": []}"#),
    ] {
        let mock = MockTransport::new();
        let client: PartsClient = builder(&mock);
        mock.on("GET", "/v1/p")
            .respond_with(json(200, r#"{"data": [{"id": "a"}], "next": "2"}"#))
            .respond_with(second);
        let customer = Customer::new("c").with("project", "p");
        let all = client.cancel_all(customer, When::EndOfPeriod).await;
        assert!(all.is_err());
        assert!(
            mock.requests()
                .iter()
                .all(|request| request.method == "GET")
        );
    }
}

#[test]
fn capabilities_follow_from_the_tables() {
    let form = FORM.capabilities();
    assert_eq!(
        form.timings.into_iter().collect::<Vec<_>>(),
        [Timing::Immediately, Timing::EndOfPeriod, Timing::Date]
    );
    assert_eq!(
        form.money.into_iter().collect::<Vec<_>>(),
        [Money::VendorDefault, Money::None, Money::Prorate]
    );
    assert!(form.undo && form.read && !form.list);
    let parts = PARTS.capabilities();
    assert!(parts.list && !parts.undo && !parts.reason);
}
