//! Signatures of webhooks: published examples, and those of vendors' own libraries.

use std::collections::HashMap;
use std::time::{Duration, SystemTime};

use http::{HeaderMap, HeaderName};

use crate::runtime::{
    Secret, SecretEncoding, SignatureEncoding, SignatureScheme, SignatureTime, WebhookError,
};

/// A body as a vendor sent it.
struct Sent {
    scheme: SignatureScheme,
    headers: &'static [(&'static str, &'static str)],
    body: &'static str,
    secret: &'static str,
    /// The seconds at which it was signed.
    time: u64,
}

const STRIPE: SignatureScheme = SignatureScheme {
    prefix: "v1=",
    timestamp: SignatureTime::Part("t="),
    payload: "{timestamp}.{body}",
    ..SignatureScheme::new("Stripe-Signature")
};

const PADDLE: SignatureScheme = SignatureScheme {
    separator: ';',
    prefix: "h1=",
    timestamp: SignatureTime::Part("ts="),
    payload: "{timestamp}:{body}",
    tolerance: 5,
    ..SignatureScheme::new("Paddle-Signature")
};

const GITHUB: SignatureScheme = SignatureScheme {
    prefix: "sha256=",
    ..SignatureScheme::new("X-Hub-Signature-256")
};

/// The test vector of Standard Webhooks; what `stripe` and
/// `@octokit/webhooks-methods` make from npm, the latter with GitHub's published
/// example; what `@paddle/paddle-node-sdk` takes.
fn sent() -> [Sent; 4] {
    [
        Sent {
            scheme: SignatureScheme::STANDARD,
            headers: &[
                ("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"),
                ("webhook-timestamp", "1614265330"),
                (
                    "webhook-signature",
                    "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                ),
            ],
            body: r#"{"test": 2432232314}"#,
            secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            time: 1_614_265_330,
        },
        Sent {
            scheme: STRIPE,
            headers: &[(
                "Stripe-Signature",
                "t=1700000000,v1=31e8bae93a2b16f1513e9fe2cd0454704f0a7617725512ec06b1e85a8e6d53bd",
            )],
            body: r#"{"id":"evt_1","type":"customer.subscription.deleted"}"#,
            secret: "whsec_test_secret",
            time: 1_700_000_000,
        },
        Sent {
            scheme: PADDLE,
            headers: &[(
                "Paddle-Signature",
                "ts=1671552777;h1=735a76cb985a21eb469363298ef8aa7481eb716e0eead170ee7d3ec01bc40757",
            )],
            body: r#"{"event_id":"evt_1","event_type":"subscription.canceled"}"#,
            secret: "pdl_ntfset_01_secret",
            time: 1_671_552_777,
        },
        Sent {
            scheme: GITHUB,
            headers: &[(
                "X-Hub-Signature-256",
                "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
            )],
            body: "Hello, World!",
            secret: "It's a Secret to Everybody",
            time: 0,
        },
    ]
}

fn at(seconds: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

#[test]
fn signatures_of_vendors_are_right() {
    for sent in sent() {
        let secrets = [Secret::new(sent.secret)];
        let (scheme, body, now) = (sent.scheme, sent.body.as_bytes(), at(sent.time));
        assert_eq!(
            scheme.verify(sent.headers, body, &secrets, now),
            Ok(()),
            "{scheme:?}"
        );
        // Whichever way the headers come, and while secrets are rotated.
        let map: HeaderMap = sent
            .headers
            .iter()
            .map(|(name, value)| (name.parse::<HeaderName>().unwrap(), value.parse().unwrap()))
            .collect();
        let texts: HashMap<String, String> = sent
            .headers
            .iter()
            .map(|(name, value)| (name.to_uppercase(), (*value).to_owned()))
            .collect();
        let rotated = match scheme.secret {
            SecretEncoding::Base64(_) => [Secret::new("AAAA"), secrets[0].clone()],
            SecretEncoding::Text => [Secret::new("other"), secrets[0].clone()],
        };
        assert_eq!(scheme.verify(&map, body, &rotated, now), Ok(()));
        assert_eq!(scheme.verify(&texts, body, &rotated, now), Ok(()));
    }
}

#[test]
fn what_was_changed_is_forged() {
    for sent in sent() {
        let secrets = [Secret::new(sent.secret)];
        let (scheme, now) = (sent.scheme, at(sent.time));
        let forged = Err(WebhookError::Forged);
        let longer = format!("{} ", sent.body);
        assert_eq!(
            scheme.verify(sent.headers, longer.as_bytes(), &secrets, now),
            forged
        );
        let body = sent.body.as_bytes();
        let others = match scheme.secret {
            SecretEncoding::Base64(_) => [Secret::new("AAAA")],
            SecretEncoding::Text => [Secret::new("other")],
        };
        assert_eq!(scheme.verify(sent.headers, body, &others, now), forged);
        // Each header bears on it; the time is part of what is signed.
        for (index, (name, value)) in sent.headers.iter().enumerate() {
            let mut headers = sent.headers.to_vec();
            headers.remove(index);
            let missing = scheme.verify(&headers, body, &secrets, now);
            assert!(
                matches!(missing, Err(WebhookError::MissingHeader(_))),
                "{missing:?}"
            );
            let digit = value.find(|c: char| c.is_ascii_digit()).unwrap();
            let mut changed = (*value).to_owned();
            let other = if value[digit..].starts_with('7') {
                "8"
            } else {
                "7"
            };
            changed.replace_range(digit..=digit, other);
            headers.push((name, &*changed));
            scheme.verify(&headers, body, &secrets, now).unwrap_err();
        }
    }
}

#[test]
fn an_old_signature_is_stale() {
    for sent in sent() {
        let secrets = [Secret::new(sent.secret)];
        let (scheme, body) = (sent.scheme, sent.body.as_bytes());
        let verify = |now| scheme.verify(sent.headers, body, &secrets, at(now));
        let far = sent.time + scheme.tolerance;
        assert_eq!(verify(far), Ok(()));
        if matches!(scheme.timestamp, SignatureTime::Unsigned) {
            assert_eq!(verify(far + 1), Ok(()), "there is no time to go by");
            continue;
        }
        for now in [far + 1, sent.time - scheme.tolerance - 1] {
            let off = Duration::from_secs(scheme.tolerance + 1);
            assert_eq!(verify(now), Err(WebhookError::Stale { off }));
        }
    }
}

#[test]
fn what_is_no_signature() {
    let [standard, stripe, ..] = sent();
    let secrets = [Secret::new(stripe.secret)];
    let (body, now) = (stripe.body.as_bytes(), at(stripe.time));
    let invalid = Err(WebhookError::InvalidHeader("Stripe-Signature"));
    for header in [
        "",
        "t=1700000000",
        "v1=00",
        "t=1700000000,v1=0",
        "t=1700000000,v1=0g",
        "é",
    ] {
        let headers = [("stripe-signature", header)];
        assert_eq!(
            STRIPE.verify(&headers, body, &secrets, now),
            invalid,
            "{header}"
        );
    }
    // Empty, too short, or that of another version: none is right.
    for header in ["t=1700000000,v1=", "t=1700000000,v1=31e8", "t=x,v1=00"] {
        let headers = [("stripe-signature", header)];
        let forged = Err(WebhookError::Forged);
        assert_eq!(
            STRIPE.verify(&headers, body, &secrets, now),
            forged,
            "{header}"
        );
    }
    let none = STRIPE.verify(stripe.headers, body, &[], now);
    assert_eq!(none, Err(WebhookError::Secret));
    let (body, now) = (standard.body.as_bytes(), at(standard.time));
    for secret in ["", "whsec_", "whsec_é", "not base64"] {
        let secrets = [Secret::new(secret)];
        let result = standard
            .scheme
            .verify(standard.headers, body, &secrets, now);
        assert_eq!(result, Err(WebhookError::Secret), "{secret}");
    }
    let shopify = SignatureScheme {
        encoding: SignatureEncoding::Base64,
        ..SignatureScheme::new("X-Shopify-Hmac-Sha256")
    };
    // `printf '{}' | openssl dgst -sha256 -hmac hush -binary | base64`
    let headers = [(
        "x-shopify-hmac-sha256",
        "UFwgrGBPZilFtmKh8TqcovA78LGYb1BdWu9I4Q2oyRg=",
    )];
    assert_eq!(
        shopify.verify(&headers, b"{}", &[Secret::new("hush")], now),
        Ok(())
    );
}
