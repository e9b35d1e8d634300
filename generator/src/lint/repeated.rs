//! Side effects that a repeated request has twice.

use super::words::{self, deed, has, words};
use crate::config::{Config, OperationNames};
use crate::diag::{Code, Diagnostic};
use crate::spec::{Location, Operation, Spec};

/// Words of paths to which a `POST` moves money.
const MONEY: [&str; 18] = [
    "capture",
    "captures",
    "charge",
    "charges",
    "checkout",
    "checkouts",
    "debit",
    "pay",
    "payment",
    "payments",
    "payout",
    "payouts",
    "purchase",
    "purchases",
    "refund",
    "refunds",
    "topup",
    "withdraw",
];

/// Words of paths to which a `POST` changes what is paid for, in a document that is about money.
const SERVICE: [&str; 9] = [
    "credit",
    "credits",
    "invoice",
    "invoices",
    "orders",
    "subscribe",
    "subscriptions",
    "transfer",
    "transfers",
];

/// Words of deeds that are grave if they are done to a service.
const ENDS: [&str; 4] = ["cancel", "cancellation", "cancellations", "terminate"];

/// Words of paths to what is paid for.
const PAID: [&str; 18] = [
    "billing",
    "booking",
    "bookings",
    "contract",
    "contracts",
    "invoice",
    "invoices",
    "mandate",
    "mandates",
    "membership",
    "memberships",
    "order",
    "orders",
    "payment",
    "payments",
    "reservations",
    "subscription",
    "subscriptions",
];

/// Words of paths in a document that is about money.
const ABOUT_MONEY: [&str; 10] = [
    "charge",
    "charges",
    "checkout",
    "checkouts",
    "invoices",
    "payment",
    "payments",
    "payouts",
    "prices",
    "refunds",
];

/// A warning for each operation that can't be repeated without harm.
pub(super) fn lint(spec: &Spec, config: &Config) -> Vec<Diagnostic> {
    let mut paths = spec.operations.iter().map(|one| words(&one.path));
    let is_about_money = paths.any(|words| has(&words, &ABOUT_MONEY));
    let grave = spec
        .operations
        .iter()
        .filter(|one| is_grave(one, is_about_money));
    let unsafe_ = grave.filter(|one| !has_key(spec, one) && !is_settled(config, one));
    unsafe_.map(diagnostic).collect()
}

fn diagnostic(operation: &Operation) -> Diagnostic {
    let message =
        "the operation moves money or changes what is paid for, and takes no idempotency key";
    Diagnostic::warning(Code::NoIdempotencyKey, &operation.at, message).help(
        "declare the header by which the server knows a repeated request, such as `Idempotency-Key`: \
         without it, a client that gets no answer can't try again. If there is one that the document \
         doesn't tell, `[idempotency]` in `codegen.toml` adds it",
    )
}

fn is_grave(operation: &Operation, is_about_money: bool) -> bool {
    let deed = deed(&operation.path);
    let has = |list: &[&str]| has(&deed, list);
    let is_end = has(&ENDS) && words::has(&words(&operation.path), &PAID);
    match operation.method.as_str() {
        "POST" => has(&MONEY) || is_end || (is_about_money && has(&SERVICE)),
        // Else it sets a value, which it can do twice.
        "PATCH" => is_end,
        _ => false,
    }
}

/// True if a header or a property of the body makes a repeated request known.
fn has_key(spec: &Spec, operation: &Operation) -> bool {
    let mut parameters = operation.parameters.iter();
    let is_header = parameters.any(|one| one.location == Location::Header && is_key(&one.name));
    let content = operation.request_body.iter().flat_map(|body| &body.content);
    let mut schemas = content.filter_map(|(_, media)| spec.schema(media.schema.as_ref()?));
    is_header
        || schemas.any(|schema| {
            let mut properties = spec.behind(schema).properties.iter();
            properties.any(|(name, _)| is_key(name))
        })
}

/// True of the usual names: `Idempotency-Key`, `X-Request-Id`.
fn is_key(name: &str) -> bool {
    let words = words(name);
    let is_request = words.windows(2).any(|two| two == ["request", "id"]);
    is_request || words.iter().any(|word| word.starts_with("idempot"))
}

/// True if the settings say how the operation can be repeated.
fn is_settled(config: &Config, operation: &Operation) -> bool {
    let names = OperationNames {
        id: operation.id.as_deref(),
        method: &operation.method,
        path: &operation.path,
        tags: &operation.tags,
    };
    let heeds = config.idempotency.as_ref().is_some_and(|chosen| {
        let listed = chosen.operations.as_ref();
        listed.is_none_or(|all| all.iter().any(|one| names.is(one)))
    });
    heeds || config.idempotent.iter().any(|one| names.is(&one.operation))
}
