//! Two vendors: `acme`, whose subscriptions have one id and can be read, and `beta`, whose
//! keys have two parts, which knows repeated requests and tells nothing.

use openapi_client_runtime::runtime::cancel::{
    BodyFormat, CancelRequest, CancelSubscription, Category, Condition, Constant, DateFormat,
    Details, ErrorKind, ErrorRule, ListRequest, Money, Operation, Place, Start, StateKind,
    StateRule, TimeUnit, Timing, Vendor, VendorClient,
};
use openapi_client_runtime::runtime::{ClientBuilder, Credential, Environment, Http};

pub(crate) const VENDORS: &[VendorClient] = &[
    VendorClient {
        vendor: &ACME,
        from_env: || {
            let key = Environment::secret("ACME_API_KEY")?;
            let url = Environment::base_url("ACME_BASE_URL")?;
            let url = url.unwrap_or("https://api.acme.example".into());
            let builder = ClientBuilder::<Acme>::new(url);
            let builder = builder.credential("key", Credential::header("X-Key", key));
            Ok(Box::new(builder.build()?))
        },
    },
    VendorClient {
        vendor: &BETA,
        from_env: || {
            let token = Environment::secret("BETA_API_KEY")?;
            let url = Environment::required_base_url("BETA_BASE_URL")?;
            let builder = ClientBuilder::<Beta>::new(url);
            let builder = builder.credential("key", Credential::bearer(token));
            Ok(Box::new(builder.build()?))
        },
    },
];

macro_rules! clients {
    ($($name:ident: $vendor:ident),+) => { $(
        struct $name(Http);

        impl From<Http> for $name {
            fn from(http: Http) -> Self {
                Self(http)
            }
        }

        impl CancelSubscription for $name {
            fn vendor(&self) -> &'static Vendor {
                &$vendor
            }

            fn connections(&self) -> &Http {
                &self.0
            }
        }
    )+ };
}

clients!(Acme: ACME, Beta: BETA);

const SECURITY: &[&[&str]] = &[&["key"]];

const fn acme(id: &'static str, start: Start, body: BodyFormat) -> Operation {
    Operation {
        id,
        start,
        key: &[Place::Path("id")],
        set: &[],
        conditions: &[],
        copy: &[],
        body,
        subscription: Some(""),
    }
}

const CANCEL: Operation = acme(
    "cancel",
    Start(|http| {
        let request = http.post("/subscriptions/{id}/cancel");
        request.operation("cancel", "cancel").security(SECURITY)
    }),
    BodyFormat::Json("application/json", true),
);

const fn cancel(timing: Timing, operation: Operation) -> CancelRequest {
    CancelRequest {
        timing,
        operation,
        date: None,
        reason: Some(Place::Body("/reason")),
        needs_reason: false,
        needs_money: false,
        longest_reason: Some(30),
        category: Some(Place::Body("/category")),
        money: &[],
    }
}

/// The rule of a state that the vendor has one word for.
macro_rules! state {
    ($state:ident: $word:literal, $at:expr) => {
        StateRule {
            state: StateKind::$state,
            conditions: &[("/status", Condition::In(&[Constant::Text($word)]))],
            at: $at,
            with_period: true,
        }
    };
}

static ACME: Vendor = Vendor {
    name: "acme",
    title: "Acme",
    third_party: None,
    key: &["subscription"],
    requests: &[
        CancelRequest {
            money: &[
                (
                    Money::None,
                    &[(Place::Body("/refund"), Constant::Bool(false))],
                ),
                (
                    Money::RefundInFull,
                    &[(Place::Body("/refund"), Constant::Bool(true))],
                ),
            ],
            ..cancel(
                Timing::Immediately,
                Operation {
                    set: &[(Place::Body("/when"), Constant::Text("now"))],
                    ..CANCEL
                },
            )
        },
        cancel(
            Timing::EndOfPeriod,
            Operation {
                set: &[(Place::Body("/when"), Constant::Text("end"))],
                ..CANCEL
            },
        ),
        CancelRequest {
            date: Some((Place::Body("/when"), DateFormat::DateTime)),
            ..cancel(Timing::Date, CANCEL)
        },
        cancel(
            Timing::VendorDefault,
            Operation {
                subscription: None,
                ..CANCEL
            },
        ),
    ],
    read: &[acme(
        "read",
        Start(|http| {
            let request = http.get("/subscriptions/{id}");
            request.operation("read", "read").security(SECURITY)
        }),
        BodyFormat::None,
    )],
    undo: Some(acme(
        "undo",
        Start(|http| {
            let request = http.post("/subscriptions/{id}/keep");
            request.operation("undo", "undo").security(SECURITY)
        }),
        BodyFormat::None,
    )),
    list: Some(ListRequest {
        operation: Operation {
            key: &[Place::Nowhere],
            ..acme(
                "list",
                Start(|http| {
                    let request = http.get("/subscriptions");
                    request.operation("list", "list").security(SECURITY)
                }),
                BodyFormat::None,
            )
        },
        customer: Place::Query("customer"),
        customer_at: None,
        items: "/data",
        next: None,
        from: None,
        more: None,
        key: &[Some("/id")],
    }),
    categories: &[(Category::TooExpensive, "price")],
    status: Some("/status"),
    period_end: None,
    states: &[
        state!(Ended: "ended", &["/at"]),
        state!(Scheduled: "ending", &["/at"]),
        state!(Active: "active", &[]),
    ],
    errors: &[ErrorRule {
        kind: ErrorKind::AlreadyCancelled,
        status: &[409],
        conditions: &[("/code", Condition::In(&[Constant::Text("gone")]))],
    }],
    details: Details {
        code: &["/code"],
        message: &["/message"],
        fields: &[],
    },
    events: None,
    unit: TimeUnit::Seconds,
};

static BETA: Vendor = Vendor {
    name: "beta",
    title: "Beta",
    third_party: Some("from the documentation of somebody else"),
    key: &["project", "subscription"],
    requests: &[CancelRequest {
        timing: Timing::VendorDefault,
        operation: Operation {
            id: "stop",
            start: Start(|http| {
                let request = http.post("/projects/{project}/subscriptions/{id}/stop");
                let request = request.operation("stop", "stop").security(SECURITY);
                request.idempotency("Idempotency-Key")
            }),
            key: &[Place::Path("project"), Place::Path("id")],
            set: &[],
            conditions: &[],
            copy: &[],
            body: BodyFormat::None,
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
    read: &[],
    undo: None,
    list: None,
    categories: &[],
    status: None,
    period_end: None,
    states: &[],
    errors: &[],
    details: Details {
        code: &[],
        message: &[],
        fields: &[],
    },
    events: None,
    unit: TimeUnit::Seconds,
};
