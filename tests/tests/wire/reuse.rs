//! Several calls of one client, for every vendor.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use subscription_cancel::runtime::TransportError;
use subscription_cancel_tests::{Response, Stub};
use tokio::time::sleep;

use crate::shared::{builder, built, cancelled, changed, encoded, fixture};
use crate::vendor::{Vendor, every_vendor};

every_vendor! { request_is_sent_once, concurrent_calls_share_a_client }

/// Also where the connection was in use before, which tempts HTTP libraries to
/// try again. The server may have acted on the first request.
async fn request_is_sent_once<V: Vendor>() {
    // A connection can be used again only a moment after its response was read.
    for _ in 0..100 {
        if connections_of_two_calls::<V>().await == 1 {
            return;
        }
    }
    panic!("{}: no connection was used twice", V::NAME);
}

/// The first call gets a response, the second one a closed connection.
async fn connections_of_two_calls<V: Vendor>() -> usize {
    let served = AtomicUsize::new(0);
    let body = fixture(V::RESPONSE);
    let mut stub = Stub::answering(move |_| match served.fetch_add(1, Ordering::SeqCst) {
        0 => Response::kept_open(200, &body),
        1 => Response::raw(""),
        _ => Response::new(500, "a third request"),
    })
    .await;
    let client = built::<V>(builder::<V>(&stub));
    cancelled::<V>(&client, "first").await;
    sleep(Duration::from_millis(5)).await;
    let error = V::cancel(&client, "second")
        .await
        .expect_err("the second gets none");
    let lost = matches!(error.transport(), Some(TransportError::Interrupted(_)));
    assert!(lost, "{}: {error:?}", V::NAME);
    for id in ["first", "second"] {
        let line = format!("POST {} HTTP/1.1", V::path(id));
        assert_eq!(stub.request().await.line(), line, "{}", V::NAME);
    }
    stub.connections().await
}

/// Each call gets the answer to its own request, over one client.
async fn concurrent_calls_share_a_client<V: Vendor>() {
    const CALLS: usize = 200;
    let mut stub = Stub::answering(|request| {
        let line = format!("POST {} HTTP/1.1", V::path("{id}"));
        let id = line
            .split_once("{id}")
            .and_then(|(before, after)| request.line().strip_prefix(before)?.strip_suffix(after));
        let id = id.expect("the path should hold an id");
        Response::kept_open(200, &changed(V::RESPONSE, V::RESPONSE_ID, id).to_string())
    })
    .await;
    let client = built::<V>(builder::<V>(&stub));
    let calls: Vec<_> = (0..CALLS)
        .map(|number| {
            let client = client.clone();
            tokio::spawn(async move { cancelled::<V>(&client, &format!("sub_{number}")).await })
        })
        .collect();
    for (number, call) in calls.into_iter().enumerate() {
        let subscription = call.await.expect("every call should get its subscription");
        let id = encoded(&subscription).pointer(V::RESPONSE_ID).cloned();
        assert_eq!(
            id,
            Some(format!("sub_{number}").into()),
            "{}: whose response?",
            V::NAME
        );
    }
    let mut lines = BTreeSet::new();
    for _ in 0..CALLS {
        lines.insert(stub.request().await.line().to_owned());
    }
    assert_eq!(lines.len(), CALLS, "{}: one request for each call", V::NAME);
}
