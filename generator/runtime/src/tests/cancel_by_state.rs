//! The neutral interface where the state of the subscription decides: a cancellation for
//! another time than was asked for, conditions, choices that have to be made.

use super::cancel::{DELETE, GET, ID, TABLE, UPDATE, body, builder, form, json, request};
use crate::runtime::cancel::{
    CancelRequest, CancelSubscriptionExt, Cancelled, Condition, Constant, ErrorKind, ErrorRule,
    EventKind, Events, ListRequest, Moment, Money, Operation, Place, StateKind, StateRule, Timing,
    Vendor, When, vendor,
};
use crate::runtime::{Http, MockTransport, Outcome, client};

pub struct StateClient {
    http: Http,
}

client!(StateClient);

pub struct StateKey {
    pub subscription: String,
}

vendor!(StateClient, VENDOR, StateKey { subscription });

const RUNS: (&str, Condition) = ("/status", Condition::In(&[Constant::Text("active")]));
const AT_END: &[(Place, Constant)] = &[(Place::Body("/at_end"), Constant::Bool(true))];
const REFUND: &[(Place, Constant)] = &[(Place::Body("/refund"), Constant::Text("all"))];

static VENDOR: Vendor = Vendor {
    requests: &[
        CancelRequest {
            needs_money: true,
            money: &[(Money::RefundInFull, REFUND)],
            ..request(Timing::Immediately, form("delete", DELETE, &[]))
        },
        request(Timing::EndOfPeriod, form("update", UPDATE, AT_END)),
        request(Timing::VendorDefault, form("update", UPDATE, AT_END)),
    ],
    undo: Some(Operation {
        conditions: &[("/cancel_at", Condition::Present)],
        ..form("update", UPDATE, &[])
    }),
    list: Some(ListRequest {
        operation: Operation {
            key: &[Place::Nowhere],
            ..form(
                "get",
                GET,
                &[(
                    Place::Query("status"),
                    Constant::Array(&[Constant::Text("active"), Constant::Text("canceled")]),
                )],
            )
        },
        customer: Place::Path("id"),
        customer_at: Some("/customer"),
        items: "",
        next: None,
        from: None,
        more: None,
        key: &[Some("/id")],
    }),
    period_end: Some("/period_end"),
    states: &[
        StateRule {
            state: StateKind::Ended,
            conditions: &[("/status", Condition::In(&[Constant::Text("canceled")]))],
            at: &["/ended_at"],
            with_period: false,
        },
        StateRule {
            state: StateKind::Scheduled,
            conditions: &[RUNS, ("/cancel_at", Condition::Future)],
            at: &["/cancel_at"],
            with_period: false,
        },
        StateRule {
            state: StateKind::Scheduled,
            conditions: &[RUNS, ("/at_end", Condition::In(&[Constant::Bool(true)]))],
            at: &["/period_end"],
            with_period: true,
        },
        StateRule {
            state: StateKind::Active,
            conditions: &[RUNS],
            at: &[],
            with_period: false,
        },
    ],
    errors: &[ErrorRule {
        kind: ErrorKind::VendorFault,
        status: &[200],
        conditions: &[("/errors/0", Condition::Present)],
    }],
    events: Some(Events {
        kind: "/type",
        subscription: "/data",
        key: &["/id"],
        types: &[("subscription.canceled", None)],
    }),
    ..TABLE
};

/// A subscription that ends long after the period isn't one that ends with it.
#[tokio::test]
async fn only_an_end_with_the_period_is_one() {
    let list = r#"[
        {"id": "a", "customer": "c", "status": "active", "cancel_at": 4100000000, "period_end": 4000000000},
        {"id": "b", "customer": "c", "status": "active", "cancel_at": 4000000000, "period_end": 4000000000},
        {"id": "d", "customer": "c", "status": "active", "at_end": true},
        {"id": "e", "customer": "c", "status": "active", "cancel_at": 4000000000},
        {"id": "f", "customer": "other", "status": "active"}
    ]"#;
    let mock = MockTransport::new();
    mock.on("GET", ID).respond_with(json(200, list));
    mock.on("POST", ID)
        .respond_with(json(200, r#"{"status": "active", "at_end": true}"#));
    let client: StateClient = builder(&mock);
    for when in [When::EndOfPeriod, When::VendorDefault] {
        let before = mock.requests().len();
        let all = client.cancel_all("c", when).await.unwrap();
        let is_known = |index: usize| {
            let result: &Result<_, _> = &all[index].result;
            let outcome = result.as_ref().unwrap().outcome;
            matches!(outcome, Cancelled::AlreadyCancelled { .. })
        };
        // Nobody knows of the last one whenever its period ends.
        assert_eq!([0, 1, 2, 3].map(is_known), [false, true, true, false]);
        assert_eq!(all.len(), 4, "one is somebody else's");
        let requests = mock.requests();
        assert_eq!(requests.len() - before, 3);
        let query = requests[before].query();
        let statuses: Vec<_> = query.iter().map(|(_, value)| value.as_str()).collect();
        assert_eq!(statuses, ["active", "canceled"]);
    }

    // A refusal isn't explained by an end at another time.
    let mock = MockTransport::new();
    mock.on("POST", ID).respond_with(json(409, "{}"));
    mock.on("GET", ID)
        .respond_with(json(
            200,
            r#"{"status": "active", "cancel_at": 4100000000, "period_end": 4000000000}"#,
        ))
        .respond_with(json(
            200,
            r#"{"status": "active", "cancel_at": 4000000000, "period_end": 4000000000}"#,
        ));
    let client: StateClient = builder(&mock);
    let cancel = client.cancel("a", When::EndOfPeriod).confirm();
    let error = cancel.clone().await.unwrap_err();
    assert!(!error.state().unwrap().ends_with_period);
    let done = cancel.await.unwrap();
    assert!(done.state.as_ref().unwrap().ends_with_period);
    let since = Some(Moment::Instant("2096-10-02T07:06:40Z".parse().unwrap()));
    assert_eq!(done.outcome, Cancelled::AlreadyCancelled { since });
}

#[tokio::test]
async fn a_choice_about_money_that_has_to_be_made() {
    let mock = MockTransport::new();
    mock.on("DELETE", ID)
        .respond_with(json(200, r#"{"status": "canceled"}"#));
    let client: StateClient = builder(&mock);
    let call = client.cancel("a", When::Immediately);
    let error = call.clone().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    assert!(error.to_string().contains("`refund`"), "{error}");
    assert!(mock.requests().is_empty());
    let done = call.money(Money::RefundInFull).await.unwrap();
    assert_eq!(done.outcome, Cancelled::Ended { at: None });
    assert_eq!(body(&mock.last_request().unwrap()), "refund=all");
    let money = VENDOR.capabilities().money;
    assert!(money.contains(&Money::RefundInFull));
    // At the end of the period, nothing has to be said.
    assert!(money.contains(&Money::VendorDefault));
}

#[tokio::test]
async fn nothing_is_undone_in_another_state() {
    let mock = MockTransport::new();
    mock.on("GET", ID)
        .respond_with(json(200, r#"{"status": "active", "cancel_at": null}"#))
        .respond_with(json(
            200,
            r#"{"status": "active", "cancel_at": 4000000000}"#,
        ));
    mock.on("POST", ID)
        .respond_with(json(200, r#"{"status": "active"}"#));
    let client: StateClient = builder(&mock);
    let error = client.undo("a").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotCancellable);
    assert_eq!(error.outcome(), Outcome::NotSent);
    assert_eq!(mock.requests().len(), 1);
    client.undo("a").await.unwrap();
    assert_eq!(mock.requests().len(), 3);
}

/// A vendor's failure within a 200 leaves it open.
#[tokio::test]
async fn a_failure_within_a_success() {
    let mock = MockTransport::new();
    mock.on("POST", ID)
        .respond_with(json(200, r#"{"errors": [{"code": "GATEWAY_TIMEOUT"}]}"#));
    let client: StateClient = builder(&mock);
    let error = client.cancel("a", When::EndOfPeriod).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::VendorFault);
    assert_eq!(error.outcome(), Outcome::Unknown);
}

#[test]
fn an_event_whose_kind_the_state_tells() {
    let kind = |data: &str| {
        let text = format!(r#"{{"type": "subscription.canceled", "data": {data}}}"#);
        VENDOR.event(text.as_bytes()).unwrap().unwrap().kind
    };
    assert_eq!(kind(r#"{"status": "canceled"}"#), EventKind::Ended);
    assert_eq!(
        kind(r#"{"status": "active", "at_end": true}"#),
        EventKind::CancellationScheduled
    );
    assert_eq!(kind(r#"{"status": "active"}"#), EventKind::Changed);
    assert_eq!(kind("null"), EventKind::Changed);
}
