//! Bodies that are read while they are sent.

use std::collections::VecDeque;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;

use super::script::{Script, Step, status};
use super::stub::{Stub, header};
use crate::runtime::{
    Body, ClientBuilder, DefaultTransport, File, Http, MockTransport, RequestBuilder, RetryPolicy,
    SendError, TowerTransport, Transport, TransportError, TransportService, object,
};

/// These pieces, then perhaps an error. Counts how often it is read.
struct Pieces {
    pieces: VecDeque<&'static str>,
    fails: bool,
    reads: Arc<AtomicUsize>,
}

impl Stream for Pieces {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.reads.fetch_add(1, Ordering::SeqCst);
        Poll::Ready(match self.pieces.pop_front() {
            Some(piece) => Some(Ok(Bytes::from(piece))),
            None if std::mem::take(&mut self.fails) => Some(Err(io::Error::other("disk on fire"))),
            None => None,
        })
    }
}

fn pieces<const N: usize>(pieces: [&'static str; N]) -> Pieces {
    Pieces {
        pieces: pieces.into(),
        fails: false,
        reads: Arc::default(),
    }
}

fn failing() -> Pieces {
    Pieces {
        fails: true,
        ..pieces(["a"])
    }
}

fn http(url: &str) -> Http {
    ClientBuilder::new(url)
        .retries(RetryPolicy::default().initial_backoff(Duration::from_millis(1)))
        .build()
        .unwrap()
}

fn post(http: &Http, body: impl Into<Body>) -> RequestBuilder<'_> {
    http.post("/").bytes("application/octet-stream", body)
}

fn transport_error(error: SendError) -> TransportError {
    match error {
        SendError::Transport(no_response) => no_response.error,
        error => panic!("{error:?}"),
    }
}

#[tokio::test]
async fn whatever_a_body_is_made_of_arrives() {
    let stub = Stub::status(200, "");
    let http = http(&stub.url);
    let stream = || pieces(["ab", "", "c"]);
    for (body, length, expected) in [
        (Body::from("abc"), Some("3"), "abc"),
        (Body::from("€".to_owned()), Some("3"), "€"),
        (Body::from(b"abc".to_vec()), Some("3"), "abc"),
        (Body::from(&b"abc"[..]), Some("3"), "abc"),
        (Body::from(File::new("abc")), Some("3"), "abc"),
        (Body::stream(stream(), 3), Some("3"), "abc"),
        (Body::stream(pieces([]), 0), Some("0"), ""),
        (File::stream(stream(), 3).into(), Some("3"), "abc"),
        (
            Body::stream(stream(), None),
            None,
            "2\r\nab\r\n1\r\nc\r\n0\r\n\r\n",
        ),
    ] {
        let about = format!("{body:?}");
        post(&http, body).send().await.unwrap();
        let request = stub.request();
        assert_eq!(header(&request, "content-length"), length, "{about}");
        let chunked = length.is_none().then_some("chunked");
        assert_eq!(header(&request, "transfer-encoding"), chunked, "{about}");
        let body = request.split_once("\r\n\r\n").unwrap().1;
        assert_eq!(body, expected, "{about}");
    }
}

/// Neither less than announced, nor more, which would look like all of it.
#[tokio::test]
async fn a_stream_that_fails_or_lies_is_no_request() {
    for (stream, length, expected) in [
        (failing(), None, "disk on fire"),
        (failing(), Some(2), "disk on fire"),
        (pieces(["ab"]), Some(3), "1 bytes before its length"),
        (pieces(["ab", "cd"]), Some(3), "longer than its length"),
        (pieces(["abc", "d"]), Some(3), "longer than its length"),
    ] {
        let stub = Stub::status(200, "");
        let error = post(&http(&stub.url), Body::stream(stream, length))
            .send()
            .await;
        let error: crate::runtime::Error<()> = error.unwrap_err().into();
        assert_eq!(error.attempts(), 1);
        assert!(error.outcome_unknown());
        let text = error.to_string();
        assert!(text.starts_with("the request's body broke off: "), "{text}");
        assert!(text.ends_with(expected), "{text}");
        assert!(matches!(
            error.transport(),
            Some(TransportError::RequestBody(_))
        ));
        let request = stub.request();
        assert!(!request.ends_with("0\r\n\r\n"), "{request}");
    }
}

/// The script's transport reads no body, so a stream is as it was.
#[tokio::test(start_paused = true)]
async fn a_stream_is_sent_again_only_if_nobody_has_read_it() {
    let script = Script::new(&[Step::Connect, status(200)]);
    let http = script.client();
    let call = http.put("/x").bytes("a/b", Body::stream(pieces(["a"]), 1));
    assert_eq!(call.send().await.unwrap().attempts(), 2);
}

#[tokio::test]
async fn a_stream_that_has_begun_is_not_sent_again() {
    for response in [
        "",
        "HTTP/1.1 429 X\r\nretry-after: 0\r\nconnection: close\r\ncontent-length: 0\r\n\r\n",
        "HTTP/1.1 503 X\r\nconnection: close\r\ncontent-length: 0\r\n\r\n",
    ] {
        let stub = Stub::answering(response);
        let http = http(&stub.url);
        let call = http.put("/").bytes("a/b", Body::stream(pieces(["a"]), 1));
        let copy = call.clone();
        let result = call.send().await;
        let attempts = match &result {
            Ok(response) => response.attempts(),
            Err(SendError::Transport(no_response)) => {
                assert!(matches!(no_response.error, TransportError::Interrupted(_)));
                1
            }
            Err(error) => panic!("{error}"),
        };
        assert_eq!(attempts, 1);
        stub.request();
        let error = copy.send().await.unwrap_err().to_string();
        assert!(error.ends_with("a stream that was sent before"), "{error}");
        assert!(stub.got_nothing());
        // Bytes are sent as often as allowed.
        let _ = http.put("/").bytes("a/b", "a").send().await;
        for _ in 0..3 {
            stub.request();
        }
    }
}

/// Nothing is held in memory that nobody reads: the body waits for the server.
#[tokio::test]
async fn a_stream_is_dropped_with_its_call() {
    let stub = Stub::stalling("");
    let stream = pieces(["a"]);
    let reads = Arc::clone(&stream.reads);
    let http = http(&stub.url);
    let call = post(&http, Body::stream(stream, 1));
    let limit = Duration::from_millis(50);
    assert!(tokio::time::timeout(limit, call.send()).await.is_err());
    stub.request();
    // One for the bytes, one for the end.
    assert_eq!(reads.load(Ordering::SeqCst), 2);
    assert_eq!(Arc::strong_count(&reads), 1);
}

#[derive(Debug, Clone, PartialEq, Default)]
struct Form {
    id: Option<String>,
    files: Vec<File>,
}

object!(Form {
    id: optional "id",
    files: required "files",
});

#[tokio::test]
async fn parts_of_a_form_are_streamed() {
    let stub = Stub::status(200, "");
    let http = http(&stub.url);
    for is_measured in [true, false] {
        let stream = File::stream(pieces(["ab", "cd"]), is_measured.then_some(4))
            .name("a.txt")
            .media_type("text/plain")
            .header("X-Checksum", "1f");
        let form = Form {
            id: Some("1".to_owned()),
            files: vec![stream.clone(), File::new("e")],
        };
        assert_eq!(form, form.clone());
        http.post("/").multipart(&form, &[]).send().await.unwrap();
        let request = stub.request();
        let length = header(&request, "content-length");
        assert_eq!(length.is_some(), is_measured);
        let boundary = header(&request, "content-type").unwrap();
        let boundary = boundary.rsplit_once('=').unwrap().1;
        let body = request.split_once("\r\n\r\n").unwrap().1;
        if let Some(length) = length {
            assert_eq!(length.parse::<usize>().unwrap(), body.len());
            let expected = "--B\r\nContent-Disposition: form-data; name=\"id\"\r\n\r\n1\r\n\
                --B\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.txt\"\r\n\
                Content-Type: text/plain\r\nx-checksum: 1f\r\n\r\nabcd\r\n\
                --B\r\nContent-Disposition: form-data; name=\"files\"; filename=\"files\"\r\n\
                Content-Type: application/octet-stream\r\n\r\ne\r\n--B--\r\n";
            assert_eq!(body.replace(boundary, "B"), expected);
        }
        let again = http.post("/").multipart(&form, &[]).send().await;
        assert!(matches!(again, Err(SendError::Request(_))));
    }
}

#[tokio::test]
async fn what_no_request_can_hold_is_refused() {
    let stub = Stub::status(200, "");
    let http = http(&stub.url);
    let form = |file: File| Form {
        id: None,
        files: vec![file],
    };
    let json = form(File::stream(pieces(["a"]), 1));
    for (call, expected) in [
        (http.post("/").json(&json), "no form as JSON"),
        (http.post("/").form(&json), "no form as JSON"),
        (
            http.post("/")
                .multipart(&form(File::new("").header("a b", "")), &[]),
            "a header that isn't one",
        ),
        (
            http.post("/")
                .multipart(&form(File::new("").header("a", "b\r\nc: d")), &[]),
            "a header that isn't one",
        ),
        (
            http.post("/")
                .multipart(&form(File::new("").header("content-TYPE", "a/b")), &[]),
            "its media type's",
        ),
    ] {
        let error = call.send().await.unwrap_err().to_string();
        assert!(error.ends_with(expected), "{error}");
    }
    assert!(stub.got_nothing());
}

#[tokio::test]
async fn every_transport_takes_a_stream() {
    let stub = Stub::status(200, "");
    let transports: [Box<dyn Fn() -> Box<dyn Transport>>; 2] = [
        Box::new(|| Box::new(DefaultTransport::new(Duration::from_secs(1)).unwrap())),
        Box::new(|| {
            let default = DefaultTransport::new(Duration::from_secs(1)).unwrap();
            Box::new(TowerTransport::new(TransportService::new(default)))
        }),
    ];
    for transport in transports {
        let http: Http = ClientBuilder::new(&*stub.url)
            .transport(Boxed(transport()))
            .build()
            .unwrap();
        post(&http, Body::stream(pieces(["ab", "c"]), 3))
            .send()
            .await
            .unwrap();
        assert!(stub.request().ends_with("\r\n\r\nabc"));
        let error = post(&http, Body::stream(failing(), 3)).send().await;
        let error = transport_error(error.unwrap_err());
        assert!(matches!(error, TransportError::RequestBody(_)), "{error}");
        stub.request();
    }

    let mock = MockTransport::new();
    let _ = mock.on("POST", "/").respond(200, &1_i64);
    let http: Http = ClientBuilder::new("https://x.test")
        .transport(mock.clone())
        .build()
        .unwrap();
    post(&http, Body::stream(pieces(["[1", "]"]), None))
        .send()
        .await
        .unwrap();
    let request = mock.last_request().unwrap();
    assert_eq!(request.json::<Vec<i64>>().unwrap(), [1]);
    let error = post(&http, Body::stream(failing(), 3)).send().await;
    let error = transport_error(error.unwrap_err());
    assert!(matches!(error, TransportError::RequestBody(_)), "{error}");
}

struct Boxed(Box<dyn Transport>);

impl Transport for Boxed {
    fn send(
        &self,
        request: crate::runtime::Request,
    ) -> crate::runtime::BoxFuture<'_, Result<crate::runtime::StreamingResponse, TransportError>>
    {
        self.0.send(request)
    }
}
