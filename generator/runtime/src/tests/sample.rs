//! A client as the generator writes it.

use crate::runtime::{
    ClientBuilder, Credential, Error, Http, NoResponse, RequestBuilder, ResponseFuture, Secret,
    TransportError, client, object, open_enum, servers,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Server {
    Production,
    Sandbox,
}

servers!(Server {
    Production: "https://api.example.com",
    Sandbox: "https://sandbox.example.com/public/v1/",
});

#[derive(Debug, Clone)]
pub struct Client {
    pub http: Http,
}

client!(Client);

#[derive(Debug, Clone, PartialEq, Default)]
pub struct CancelSubscriptionRequest {
    pub at_period_end: Option<bool>,
}

object!(CancelSubscriptionRequest { at_period_end: optional "atPeriodEnd" });

#[derive(Debug, Clone, PartialEq)]
pub struct Subscription {
    pub id: String,
    pub status: Status,
}

object!(Subscription { id: required "id", status: required "status" });

#[derive(Debug, Clone, PartialEq)]
pub enum Status {
    Active,
    Unrecognized(String),
}

open_enum!(Status { Active: "active" });

#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    pub message: String,
}

object!(Problem { message: required "message" });

#[derive(Debug, Clone, PartialEq)]
pub enum CancelSubscriptionError {
    NotFound(Problem),
    Gone,
}

/// The message of an error of [`Client::cancel_subscription`] behind the operation, which
/// it must begin with.
pub fn message(error: &dyn std::fmt::Display) -> String {
    let text = error.to_string();
    let operation = "cancel_subscription (POST /v1/subscriptions/{id}/cancel): ";
    let message = text.strip_prefix(operation);
    message
        .unwrap_or_else(|| panic!("no operation: {text}"))
        .to_owned()
}

impl Client {
    pub fn builder(bearer_auth: Secret) -> ClientBuilder<Self> {
        ClientBuilder::new(Server::Production)
            .credential("bearerAuth", Credential::bearer(bearer_auth))
    }

    pub fn cancel_subscription(&self, id: &str) -> CancelSubscription<'_> {
        CancelSubscription {
            request: self
                .http
                .post("/v1/subscriptions/{id}/cancel")
                .operation("cancelSubscription", "cancel_subscription")
                .security(&[&["bearerAuth"]])
                .path("id", id),
            body: None,
        }
    }
}

#[derive(Debug)]
#[must_use = "nothing is sent before `send`"]
pub struct CancelSubscription<'a> {
    request: RequestBuilder<'a>,
    body: Option<CancelSubscriptionRequest>,
}

impl<'a> CancelSubscription<'a> {
    pub fn at_period_end(mut self, at_period_end: bool) -> Self {
        self.body.get_or_insert_default().at_period_end = Some(at_period_end);
        self
    }

    pub fn body(mut self, body: CancelSubscriptionRequest) -> Self {
        self.body = Some(body);
        self
    }

    pub fn send(self) -> ResponseFuture<'a, Subscription, CancelSubscriptionError> {
        self.request
            .optional_json(self.body.as_ref())
            .receive(|response| match response.status() {
                200 => response.json(),
                404 => Err(response.api_error(CancelSubscriptionError::NotFound)),
                410 => Err(response.api_error_empty(CancelSubscriptionError::Gone)),
                _ => Err(response.unexpected()),
            })
    }
}

/// The reason why there is no response.
pub fn transport_error<E: std::fmt::Debug>(error: Error<E>) -> TransportError {
    match error {
        Error::Transport(NoResponse { error, .. }) => error,
        other => panic!("{other:?}"),
    }
}
