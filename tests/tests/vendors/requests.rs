//! The exact requests that each vendor gets, in `tests/outcomes/<vendor>.requests.snap`:
//! every choice that it takes, and the words of those that it refuses.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex};

use subscription_cancel::runtime::Outcome;
use subscription_cancel::runtime::cancel::{
    CancelCall, CancelError, CancelRequest, CancelSubscription, CancelSubscriptionExt as _,
    Category, Customer, DateFormat, ErrorKind, Money, Place, Timing, Vendor, When,
};
use subscription_cancel_tests::{Request, Response, Stub};

use super::clients::{client, key};
use super::outcomes::{examples, read_before};

/// The text of a reason.
pub(super) const REASON: &str = "Too \"dear\" & slow";

const KEY: &str = "key-1";

/// A time to come: a day or an instant, as the vendor takes it.
pub(super) fn when(timing: Timing, date: Option<(Place, DateFormat)>) -> When {
    match timing {
        Timing::Immediately => When::Immediately,
        Timing::EndOfPeriod => When::EndOfPeriod,
        Timing::VendorDefault => When::VendorDefault,
        _ => match date {
            Some((_, DateFormat::Date)) => When::On("2099-02-03".parse().expect("a day")),
            _ => When::At("2099-02-03T04:05:06Z".parse().expect("an instant")),
        },
    }
}

pub(super) const TIMINGS: [Timing; 4] = [
    Timing::Immediately,
    Timing::EndOfPeriod,
    Timing::Date,
    Timing::VendorDefault,
];

pub(super) const MONEY: [Money; 5] = [
    Money::VendorDefault,
    Money::None,
    Money::Prorate,
    Money::RefundInFull,
    Money::ChargeInFull,
];

#[tokio::test]
async fn each_choice_makes_its_request() {
    for vendor in subscription_cancel::VENDORS {
        let name = vendor.vendor.name;
        let shown = shown(vendor.vendor).await;
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path("../../outcomes");
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(format!("{name}.requests"), shown));
    }
}

/// All requests of a vendor as text.
async fn shown(tables: &Vendor) -> String {
    let mut sheet = Sheet::of(tables).await;
    for timing in TIMINGS {
        let request = tables.requests.iter().find(|one| one.timing == timing);
        match request {
            Some(request) => sheet.choices(request).await,
            None => {
                let call = sheet.client.cancel(key(&*sheet.client), when(timing, None));
                sheet.refused(timing.as_str(), call.await.map(drop)).await;
            }
        }
    }
    let key = key(&*sheet.client);
    let read = sheet.client.status(key.clone()).await.map(drop);
    sheet.called("status", tables.read.is_empty(), read).await;
    let undone = sheet.client.undo(key.clone()).await.map(drop);
    sheet.called("undo", tables.undo.is_none(), undone).await;
    let mut customer = Customer::new("customer_1");
    for part in tables.key.iter().filter(|part| **part != "subscription") {
        customer = customer.with(*part, format!("{part}_1"));
    }
    let list = sheet.client.list(customer).await.map(drop);
    sheet.called("list", tables.list.is_none(), list).await;
    format!("{}## refused\n\n{}", sheet.text, sheet.refused.join("\n"))
}

/// The requests of one vendor, as they arrive.
struct Sheet {
    client: Box<dyn CancelSubscription>,
    arrived: Arc<Mutex<Vec<Request>>>,
    text: String,
    refused: Vec<String>,
}

impl Sheet {
    async fn of(vendor: &Vendor) -> Self {
        let examples = examples(vendor.name);
        let read = read_before(vendor, &examples, true);
        let arrived = Arc::new(Mutex::new(Vec::new()));
        let arriving = Arc::clone(&arrived);
        let stub = Stub::answering(move |sent: &Request| {
            arriving.lock().expect("no panic").push(sent.clone());
            match &read {
                Some(read) if sent.line().starts_with("GET") => Response::new(200, read),
                _ => Response::new(200, "{}"),
            }
        })
        .await;
        let client = client(vendor.name, &stub.url());
        Self {
            client,
            arrived,
            text: String::new(),
            refused: Vec::new(),
        }
    }

    /// The requests that have arrived since this was asked last.
    fn sent(&self) -> Vec<Request> {
        std::mem::take(&mut *self.arrived.lock().expect("no panic"))
    }

    /// The requests of a timing: plain, with each choice for the money, and with all else.
    async fn choices(&mut self, request: &CancelRequest) {
        let timing = request.timing.as_str();
        let time = when(request.timing, request.date);
        for money in MONEY {
            let what = match money {
                Money::VendorDefault => timing.to_owned(),
                money => format!("{timing}, money {money}"),
            };
            let mut call = self.client.cancel(key(&*self.client), time).money(money);
            if request.needs_reason {
                call = call.reason(REASON);
            }
            let is_offered = match money {
                Money::VendorDefault => !request.needs_money,
                money => request.money.iter().any(|one| one.0 == money),
            };
            let result = call.await.map(drop);
            self.called(&what, !is_offered, result).await;
        }
        if !request.needs_reason {
            let call = self.plain(request).reason(REASON);
            let result = call.await.map(drop);
            let what = format!("{timing}, with a reason");
            self.called(&what, request.reason.is_none(), result).await;
        }
        let category = self.client.vendor().categories.first();
        let category = category.map_or(Category::Other, |one| one.0);
        let call = needed(self.plain(request).category(category), request);
        let result = call.await.map(drop);
        let what = format!("{timing}, with a category");
        self.called(&what, request.category.is_none(), result).await;
        let call = needed(self.plain(request).idempotency_key(KEY), request);
        let is_keyed = call.dry_run().is_ok();
        let result = call.await.map(drop);
        let what = format!("{timing}, with an idempotency key");
        self.called(&what, !is_keyed, result).await;
    }

    /// The call that says what it has to, but for a reason.
    fn plain(&self, request: &CancelRequest) -> CancelCall<'_> {
        let time = when(request.timing, request.date);
        let call = self.client.cancel(key(&*self.client), time);
        match request.needs_money {
            true => call.money(request.money[0].0),
            false => call,
        }
    }

    /// Takes down what was sent; or else sees that it was refused, and nothing sent.
    async fn called(&mut self, what: &str, is_refused: bool, result: Result<(), CancelError>) {
        if is_refused {
            return self.refused(what, result).await;
        }
        if let Err(error) = &result {
            assert_ne!(error.outcome(), Outcome::NotSent, "{what}: {error}");
        }
        let _ = writeln!(self.text, "## {what}\n");
        for request in self.sent() {
            self.text.push_str(&text_of(&request));
        }
    }

    async fn refused(&mut self, what: &str, result: Result<(), CancelError>) {
        let name = self.client.vendor().name;
        let error = result.expect_err(&format!("{name} refuses {what}"));
        assert_eq!(
            error.kind(),
            ErrorKind::Unsupported,
            "{name}, {what}: {error}"
        );
        assert_eq!(error.outcome(), Outcome::NotSent, "{name}, {what}: {error}");
        assert_eq!(self.sent(), [], "{name}, {what}");
        self.refused.push(what.to_owned());
    }
}

/// The call with the reason that its vendor demands.
fn needed<'a>(call: CancelCall<'a>, request: &CancelRequest) -> CancelCall<'a> {
    match request.needs_reason {
        true => call.reason(REASON),
        false => call,
    }
}

/// A request but for what every one has.
fn text_of(request: &Request) -> String {
    const USUAL: &[&str] = &["host", "user-agent", "content-length"];
    let mut text = format!("{}\n", request.line().trim_end_matches(" HTTP/1.1"));
    let mut headers = request.headers();
    headers.retain(|(name, _)| !USUAL.contains(&name.as_str()));
    headers.sort();
    for (name, value) in headers {
        // One that the client made up is another each time.
        let is_made_up = name == "idempotency-key" && value != KEY;
        let value = if is_made_up { "(any)" } else { value };
        let _ = writeln!(text, "{name}: {value}");
    }
    if !request.body.is_empty() {
        let _ = writeln!(text, "\n{}", String::from_utf8_lossy(&request.body));
    }
    text.push('\n');
    text
}
