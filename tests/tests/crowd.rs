//! A thousand calls at once of which every fifth fails: each ends, in time and
//! as it must, and nothing is left behind. A program of its own, since it
//! counts what the whole process holds.

use std::collections::BTreeMap;
use std::fs;
use std::sync::Arc;
use std::time::{Duration, Instant};

use peak_alloc::PeakAlloc;
use subscription_cancel::runtime::{
    ClientBuilder, Error, Http, Response as Received, RetryPolicy, TransportError,
};
use subscription_cancel_tests::{Request, Response, Stub};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::sleep;

/// Counts the bytes in use.
#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const CALLS: usize = 1000;

/// The size of a response, and its limit.
const BODY: usize = 16 * 1024;

/// For a call that is answered. Two processors serve all thousand of them.
const LIMIT: Duration = Duration::from_secs(20);

/// For one that isn't.
const SHORT: Duration = Duration::from_millis(200);

/// The outcome of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum End {
    Value,
    Interrupted,
    CutOff,
    TimedOut,
    Busy,
    Redirected,
    InvalidBody,
    TooLarge,
}

/// The failures. A call's place in the crowd says which one it meets.
const FAILURES: [End; 7] = [
    End::Interrupted,
    End::CutOff,
    End::TimedOut,
    End::Busy,
    End::Redirected,
    End::InvalidBody,
    End::TooLarge,
];

fn end_of(call: usize) -> End {
    match call % 5 {
        4 => FAILURES[call / 5 % FAILURES.len()],
        _ => End::Value,
    }
}

/// Every other call is a `GET`, which may be sent again; here twice at most.
fn method_of(call: usize) -> &'static str {
    match call % 2 {
        0 => "GET",
        _ => "POST",
    }
}

fn attempts_of(call: usize) -> usize {
    let is_repeated = [End::Interrupted, End::CutOff, End::TimedOut, End::Busy];
    match method_of(call) == "GET" && is_repeated.contains(&end_of(call)) {
        true => 2,
        false => 1,
    }
}

fn limit_of(call: usize) -> Duration {
    match end_of(call) {
        End::TimedOut => SHORT,
        _ => LIMIT,
    }
}

/// The call that a request belongs to: `GET /calls/7 HTTP/1.1`.
fn call_of(request: &Request) -> usize {
    let path = request.line().split(' ').nth(1).unwrap_or_default();
    let call = path.strip_prefix("/calls/").map(str::parse);
    call.expect("a path of ours").expect("a number")
}

fn response(request: &Request) -> Response {
    let call = call_of(request);
    match end_of(call) {
        End::Value => Response::kept_open(200, &padded(call, BODY)),
        End::Interrupted => Response::raw("").resetting(),
        End::CutOff => Response::raw("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n7"),
        End::TimedOut => Response::raw("HTTP/1.1 200 OK\r\nx:").dripping(),
        End::Busy => Response::kept_open(503, ""),
        End::Redirected => Response::kept_open(302, "").header("location", "/elsewhere"),
        End::InvalidBody => Response::kept_open(200, "<html>"),
        End::TooLarge => Response::kept_open(200, &padded(call, BODY * 2)),
    }
}

/// A number of so many bytes.
fn padded(call: usize, length: usize) -> String {
    let call = call.to_string();
    " ".repeat(length - call.len()) + &call
}

/// The end of a call, and the number of requests before it.
async fn call(http: Http, call: usize) -> (End, u32) {
    let sending = http.call(method_of(call), "/calls/{call}");
    let sending = sending.path("call", &(call as i64));
    let sending = sending.receive(|response: Received| match response.status() {
        200 => response.json::<i64, ()>(),
        _ => Err(response.unexpected()),
    });
    let limit = limit_of(call);
    let start = Instant::now();
    let outcome = sending.timeout(limit).with_parts().await;
    let elapsed = start.elapsed();
    assert!(
        elapsed < limit * 2 + Duration::from_secs(5),
        "{call}: {elapsed:?}"
    );
    let error = match outcome {
        Ok(answer) => {
            assert_eq!(answer.value, call as i64, "whose response?");
            return (End::Value, answer.attempts());
        }
        Err(error) => error,
    };
    let end = match (&error, error.transport()) {
        (_, Some(TransportError::Interrupted(_))) => End::Interrupted,
        (_, Some(TransportError::CutOff { .. })) => End::CutOff,
        (_, Some(TransportError::Timeout { .. })) => End::TimedOut,
        (_, Some(TransportError::TooLarge { .. })) => End::TooLarge,
        (Error::UnexpectedResponse(_), _) if error.status() == Some(503) => End::Busy,
        (Error::Redirect(_), _) => End::Redirected,
        (Error::Decode(_), _) => End::InvalidBody,
        _ => panic!("{call}: {error:?}"),
    };
    (end, error.attempts())
}

/// All calls at once, over one client that is dropped at the end. Their numbers
/// begin with this one.
async fn crowd(stub: &mut Stub, first: usize) {
    let numbers = first..first + CALLS;
    let retries = RetryPolicy::default().initial_backoff(Duration::from_millis(1));
    let http = ClientBuilder::<Http>::new(stub.url())
        .retries(retries.max_attempts(2))
        .connect_timeout(LIMIT)
        .response_limit(BODY);
    let http = http.build().expect("a client");
    let room = Arc::new(Semaphore::new(room()));
    let mut calls = JoinSet::new();
    for number in numbers.clone() {
        let (http, room) = (http.clone(), Arc::clone(&room));
        calls.spawn(async move {
            let _place = room.acquire().await;
            (number, call(http, number).await)
        });
    }
    drop(http);
    let mut ended = 0;
    while let Some(outcome) = calls.join_next().await {
        let (number, (end, attempts)) = outcome.expect("no call panics");
        assert_eq!(end, end_of(number), "{number}");
        // One that had no time may not have been sent.
        if end != End::TimedOut {
            assert_eq!(
                usize::try_from(attempts),
                Ok(attempts_of(number)),
                "{number}: {end:?}"
            );
        }
        ended += 1;
    }
    assert_eq!(ended, CALLS);

    let mut seen: BTreeMap<_, usize> = BTreeMap::new();
    let sure = numbers.filter(|&call| end_of(call) != End::TimedOut);
    let mut missing: usize = sure.map(attempts_of).sum();
    while missing > 0 {
        let call = call_of(&stub.request().await);
        *seen.entry(call).or_default() += 1;
        missing -= usize::from(end_of(call) != End::TimedOut);
    }
    // What the server keeps of them is no leak of ours.
    stub.connections().await;
    for (call, requests) in seen {
        match end_of(call) {
            End::TimedOut => assert!(requests <= attempts_of(call), "{call}: {requests}"),
            _ => assert_eq!(requests, attempts_of(call), "{call}"),
        }
    }
}

/// The number of files and sockets the process holds, where the system tells.
fn open() -> Option<usize> {
    Some(fs::read_dir("/proc/self/fd").ok()?.count())
}

/// The number of calls that have room at once: each needs a socket, the server one for
/// it, and one that ends takes a moment. Some systems allow 256 by default.
fn room() -> usize {
    let limits = fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let mut lines = limits.lines();
    let limit = lines.find_map(|line| line.strip_prefix("Max open files"));
    let limit = limit.and_then(|limit| limit.split_whitespace().next()?.parse().ok());
    CALLS.min(limit.unwrap_or(256) / 4)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_calls_leave_no_resources() {
    let mut stub = Stub::answering(response).await;
    let idle = open();
    // The first crowd fills what is kept for the next one.
    crowd(&mut stub, 0).await;
    check_closed(idle).await;
    let before = MEMORY.current_usage();
    crowd(&mut stub, CALLS).await;
    check_closed(idle).await;
    let grown = MEMORY.current_usage().saturating_sub(before);
    assert!(grown < CALLS * 128, "{grown} bytes are left");
}

/// The last connections end a moment after their client.
async fn check_closed(idle: Option<usize>) {
    let start = Instant::now();
    while open() > idle {
        let open = open();
        assert!(
            start.elapsed() < Duration::from_secs(5),
            "{open:?}, at first {idle:?}"
        );
        sleep(Duration::from_millis(10)).await;
    }
}
