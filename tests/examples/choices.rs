//! Sends everything that a vendor's mapping offers to a server, and tells what that says:
//! `cargo run --example choices -- VENDOR URL`. The server is one that holds requests
//! against the vendor's document. It ends with 1 if one of them isn't accepted.

use std::process::ExitCode;

use subscription_cancel::runtime::cancel::{
    CancelCall, CancelError, CancelSubscription, CancelSubscriptionExt as _, Customer, ErrorKind,
    Money, Timing, When,
};

#[path = "../tests/vendors/clients.rs"]
mod clients;

const MONEY: [Money; 5] = [
    Money::VendorDefault,
    Money::None,
    Money::Prorate,
    Money::RefundInFull,
    Money::ChargeInFull,
];

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let [vendor, url] = &arguments[..] else {
        eprintln!("usage: choices VENDOR URL");
        return ExitCode::from(2);
    };
    let client = clients::client(vendor, url);
    let mut count = Count::default();
    for call in calls(&*client) {
        count.take("cancel", call.await.map(drop));
    }
    let key = || clients::key(&*client);
    let vendor = client.vendor();
    if !vendor.read.is_empty() {
        count.take("status", client.status(key()).await.map(drop));
    }
    if vendor.undo.is_some() {
        count.take("undo", client.undo(key()).await.map(drop));
    }
    if vendor.list.is_some() {
        let mut customer = Customer::new("customer_1");
        for part in vendor.key.iter().filter(|part| **part != "subscription") {
            customer = customer.with(*part, format!("{part}_1"));
        }
        count.take("list", client.list(customer).await.map(drop));
    }
    println!(
        "{}: {} accepted, {} not sent for what was read, {} refused",
        vendor.name, count.accepted, count.unsent, count.refused
    );
    match count.refused == 0 && count.accepted > 0 {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }
}

/// The calls of every choice that is offered.
fn calls(client: &dyn CancelSubscription) -> Vec<CancelCall<'_>> {
    let instant = "2099-02-03T04:05:06Z".parse().expect("an instant");
    let day = "2099-02-03".parse().expect("a day");
    let mut calls = Vec::new();
    for request in client.vendor().requests {
        let times = match request.timing {
            Timing::Immediately => vec![When::Immediately],
            Timing::EndOfPeriod => vec![When::EndOfPeriod],
            Timing::VendorDefault => vec![When::VendorDefault],
            _ => vec![When::At(instant), When::On(day)],
        };
        for when in times {
            for money in MONEY {
                let call = client.cancel(clients::key(client), when).money(money);
                calls.push(call.clone());
                calls.push(call.clone().reason("Too \"dear\" & slow"));
                for (category, _) in client.vendor().categories {
                    calls.push(call.clone().category(*category));
                }
                calls.push(call.idempotency_key("key-1"));
            }
        }
    }
    calls.retain(|call| call.dry_run().is_ok());
    calls
}

#[derive(Default)]
struct Count {
    accepted: usize,
    unsent: usize,
    refused: usize,
}

impl Count {
    fn take(&mut self, what: &str, result: Result<(), CancelError>) {
        let error = match result {
            Ok(()) => {
                self.accepted += 1;
                return;
            }
            Err(error) => error,
        };
        let status = error.response().map(|response| response.status());
        match (error.kind(), status) {
            // A made-up subscription is in any state.
            (ErrorKind::NotCancellable, None) => self.unsent += 1,
            // What is made up may lack the place of the subscription, or always be the same
            // page; and not every server can make up what a media type of a vendor's holds.
            (_, Some(200..300 | 406)) => self.accepted += 1,
            // The URL of the next page is made up as well.
            (_, Some(404)) if what == "list" => self.accepted += 1,
            (ErrorKind::UnexpectedResponse, None) => self.accepted += 1,
            _ => {
                self.refused += 1;
                let body = error.response().map(|response| response.body());
                let body = body.map(|body| String::from_utf8_lossy(body).into_owned());
                println!("{what}: {error}\n  {}", body.unwrap_or_default());
            }
        }
    }
}
