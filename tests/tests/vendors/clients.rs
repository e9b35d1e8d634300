//! A client of each vendor.

use std::time::Duration;

use subscription_cancel::runtime::cancel::{CancelSubscription, Key};
use subscription_cancel::runtime::{ClientBuilder, Http, RetryPolicy};
use subscription_cancel::{
    autumn, chargebee, dodo_payments, duro, exodus, flexprice, flowglad, funnelfox, hyperswitch,
    lago, lemon_squeezy, lotus, orb, paddle, paypal, polar, recurly, revenuecat, square, stripe,
};

/// The secret of every client.
const SECRET: &str = "k3y";

type Build = fn(&str) -> Box<dyn CancelSubscription>;

/// The way to the client of each vendor, for a server at a URL.
const BUILDERS: &[(&str, Build)] = &[
    ("autumn", |url| built(url, autumn::Client::builder(SECRET))),
    ("chargebee", |url| {
        built(url, chargebee::Client::builder(SECRET, ""))
    }),
    ("dodo_payments", |url| {
        built(url, dodo_payments::Client::builder(SECRET))
    }),
    ("duro", |url| built(url, duro::Client::builder(SECRET))),
    ("exodus", |url| built(url, exodus::Client::builder(SECRET))),
    ("flexprice", |url| {
        built(url, flexprice::Client::builder(SECRET))
    }),
    ("flowglad", |url| {
        built(url, flowglad::Client::builder(SECRET))
    }),
    ("funnelfox", |url| {
        built(url, funnelfox::Client::builder(SECRET))
    }),
    ("hyperswitch", |url| {
        built(url, hyperswitch::Client::builder(SECRET))
    }),
    ("lago", |url| built(url, lago::Client::builder(SECRET))),
    ("lemon_squeezy", |url| {
        built(url, lemon_squeezy::Client::builder(SECRET))
    }),
    ("lotus", |url| {
        let builder = lotus::Client::builder(url);
        built(url, builder.organization_api_key_auth(SECRET))
    }),
    ("orb", |url| built(url, orb::Client::builder(SECRET))),
    ("paddle", |url| built(url, paddle::Client::builder(SECRET))),
    ("paypal", |url| built(url, paypal::Client::builder(SECRET))),
    ("polar", |url| {
        built(url, polar::Client::builder().oat(SECRET))
    }),
    ("recurly", |url| {
        built(url, recurly::Client::builder(SECRET, ""))
    }),
    ("revenuecat", |url| {
        built(url, revenuecat::Client::builder(SECRET))
    }),
    ("square", |url| built(url, square::Client::builder(SECRET))),
    ("stripe", |url| {
        built(url, stripe::Client::builder().bearer_auth(SECRET))
    }),
];

fn built<C>(url: &str, builder: ClientBuilder<C>) -> Box<dyn CancelSubscription>
where
    C: CancelSubscription + From<Http> + 'static,
{
    let builder = builder.server(url).retries(RetryPolicy::none());
    let builder = builder.timeout(Duration::from_secs(10));
    Box::new(builder.build().expect("a client"))
}

/// The client of a vendor, for a server at a URL.
pub(super) fn client(name: &str, url: &str) -> Box<dyn CancelSubscription> {
    let found = BUILDERS.iter().find(|one| one.0 == name);
    found.expect("a vendor of that name").1(url)
}

/// A key with all parts that a vendor's keys have, each `<part>_1`.
pub(super) fn key(client: &dyn CancelSubscription) -> Key {
    let parts = client.vendor().key.iter();
    Key::from_parts(parts.map(|part| (*part, format!("{part}_1"))))
}

#[test]
fn no_vendor_is_left_out() {
    let names: Vec<_> = BUILDERS.iter().map(|one| one.0).collect();
    let vendors = subscription_cancel::VENDORS.iter();
    let all: Vec<_> = vendors.map(|one| one.vendor.name).collect();
    assert_eq!(names, all);
    assert!(all.len() >= 20, "{all:?}");
}
