//! Ten thousand calls of a server that misbehaves in about a third of all requests, by
//! chance, and keeps a log: what each call says of its outcome is compared with it. A
//! program of its own, since it counts what the whole process holds.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use peak_alloc::PeakAlloc;
use subscription_cancel::runtime::{
    ClientBuilder, Error, Http, Outcome, Response as Received, RetryBudget, RetryPolicy,
};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::sleep;

/// Counts the bytes in use.
#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const CALLS: usize = 10_000;
const AT_ONCE: usize = 64;
const LIMIT: Duration = Duration::from_millis(400);
const METHODS: [&str; 4] = ["POST", "keyed POST", "DELETE", "PUT"];

/// The log of one call: kept by the server alone.
#[derive(Debug, Default, Clone)]
struct Entry {
    /// The number of times that it was done.
    done: u32,
    requests: u32,
    /// `true` if a request ended so that nobody can know from outside.
    is_open: bool,
    keys: Vec<String>,
}

type Log = Arc<Mutex<HashMap<usize, Entry>>>;

/// Numbers by chance, the same in each run: xorshift64*.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % most
    }
}

/// A way in which the server ends a request.
struct End {
    is_done: bool,
    /// `true` if a client can't know if it was done.
    is_open: bool,
    bytes: String,
    stalls: bool,
}

fn whole(status: u16, headers: &str, body: &str) -> String {
    let length = body.len();
    format!("HTTP/1.1 {status} X\r\n{headers}content-length: {length}\r\n\r\n{body}")
}

/// Two of three requests end well.
fn end(chance: &mut Chance) -> End {
    let end = |is_done, is_open, bytes: String| End {
        is_done,
        is_open,
        bytes,
        stalls: false,
    };
    let half = chance.below(2) == 0;
    let page = "content-type: text/html\r\n";
    match chance.below(60) {
        0 | 1 => end(half, true, String::new()),
        2 => end(half, true, "HTTP/1.1 200 X\r\nconte".to_owned()),
        3 => end(
            true,
            false,
            "HTTP/1.1 200 X\r\ncontent-length: 9\r\n\r\n7".to_owned(),
        ),
        4 => end(half, true, whole(500, "", "{}")),
        5 => end(half, true, whole(502, page, "<p>bad gateway")),
        6 => end(half, true, whole(503, "", "")),
        7 => end(half, true, whole(524, "", "")),
        8 => end(half, true, whole(408, "", "")),
        9 => end(false, false, whole(503, "retry-after: 0\r\n", "")),
        10 => end(false, false, whole(429, "retry-after: 0\r\n", "")),
        11 => end(false, false, whole(400, "", "{}")),
        12 => end(false, false, whole(404, "", "")),
        13 => end(false, false, whole(501, "", "")),
        14 => end(false, false, whole(302, "location: /login\r\n", "")),
        15 => end(half, true, whole(200, page, "<p>Please log in")),
        16 => end(true, false, whole(201, "", "7")),
        17 => end(true, false, whole(200, "", "\"seven\"")),
        18 => end(true, false, whole(204, "", "")),
        19 => End {
            stalls: true,
            ..end(half, true, String::new())
        },
        20 => End {
            stalls: true,
            ..end(
                true,
                false,
                "HTTP/1.1 200 X\r\ncontent-length: 9\r\n\r\n7".to_owned(),
            )
        },
        _ => end(true, false, whole(200, "", "7")),
    }
}

async fn serve(listener: TcpListener, log: Log) {
    let chance = Arc::new(Mutex::new(Chance(0x9e37_79b9_7f4a_7c15)));
    loop {
        let (connection, _) = listener.accept().await.expect("a connection");
        tokio::spawn(serve_one(connection, Arc::clone(&log), Arc::clone(&chance)));
    }
}

async fn serve_one(mut connection: TcpStream, log: Log, chance: Arc<Mutex<Chance>>) {
    let _ = connection.set_nodelay(true);
    while let Some(head) = head(&mut connection).await {
        let id = head.split(['/', ' ']).nth(3).and_then(|id| id.parse().ok());
        let id: usize = id.expect("the number of a call");
        let key = head
            .lines()
            .find_map(|line| line.strip_prefix("idempotency-key: "));
        let end = answer(id, key, &log, &mut chance.lock().expect("no panic"));
        let _ = connection.write_all(end.bytes.as_bytes()).await;
        if end.stalls {
            sleep(LIMIT * 2).await;
        }
        if end.stalls
            || end.is_open
            || end.bytes.ends_with("\r\n\r\n7") && end.bytes.contains(": 9")
        {
            return;
        }
    }
}

/// The decision about one request, and its entry in the log.
fn answer(id: usize, key: Option<&str>, log: &Log, chance: &mut Chance) -> End {
    let mut end = end(chance);
    let mut log = log.lock().expect("no panic");
    let entry = log.entry(id).or_default();
    entry.requests += 1;
    if key.is_some() && entry.done > 0 && !end.is_done && !end.is_open {
        // It doesn't deny what it has done, but may be at it still.
        end.bytes = whole(409, "", "");
    }
    entry.is_open |= end.is_open;
    entry.keys.extend(key.map(str::to_owned));
    // A server that knows keys does nothing twice.
    let is_known = key.is_some() && entry.done > 0;
    entry.done += u32::from(end.is_done && !is_known);
    end
}

/// The head of a request; none of these has a body.
async fn head(connection: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    while !bytes.ends_with(b"\r\n\r\n") {
        let count = connection.read_buf(&mut bytes).await.ok()?;
        if count == 0 {
            return None;
        }
    }
    String::from_utf8(bytes).ok()
}

async fn call(http: &Http, id: usize) -> Result<(), Error<()>> {
    let method = METHODS[id % METHODS.len()];
    let mut call = http.call(method.trim_start_matches("keyed "), "/calls/{id}");
    call = call.path("id", &i64::try_from(id).expect("a small number"));
    if method == "keyed POST" {
        call = call.idempotency("Idempotency-Key");
    }
    let number = call.receive(|response: Received| match response.status() {
        200 => response.json::<i64, _>(),
        404 => Err(response.api_error_empty(())),
        _ => response.undocumented(Received::json),
    });
    number.await.map(|number| assert_eq!(number, 7))
}

fn open_files() -> usize {
    fs::read_dir("/proc/self/fd").map_or(0, Iterator::count)
}

/// Compares what a call says with the log; gives its column in the summary.
fn check(id: usize, result: &Result<(), Error<()>>, entry: &Entry) -> &'static str {
    let why = format!("call {id}, {result:?}, {entry:?}");
    let method = METHODS[id % METHODS.len()];
    if matches!(method, "POST" | "keyed POST") {
        assert!(entry.done <= 1, "done twice: {why}");
    }
    assert!(
        entry.keys.windows(2).all(|keys| keys[0] == keys[1]),
        "{why}"
    );
    match result.as_ref().map_err(Error::outcome) {
        Ok(()) => {
            assert!(entry.done > 0, "{why}");
            "Ok"
        }
        Err(Outcome::Done) => {
            assert!(entry.done > 0, "{why}");
            "Done"
        }
        Err(Outcome::NotDone) => {
            assert_eq!(entry.done, 0, "{why}");
            "NotDone"
        }
        Err(Outcome::NotSent) => {
            assert_eq!((entry.done, entry.requests), (0, 0), "{why}");
            "NotSent"
        }
        Err(Outcome::Unknown) => {
            // One that the server hasn't seen met the closing of its connection.
            let seen = result.as_ref().map_or_else(Error::attempts, |()| 0);
            assert!(entry.is_open || entry.requests < seen, "{why}");
            match entry.done {
                0 => "Unknown, not done",
                _ => "Unknown, done",
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn outcomes_equal_the_log_of_the_server() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let log = Log::default();
    tokio::spawn(serve(listener, Arc::clone(&log)));
    let retries = RetryPolicy::default()
        .initial_backoff(Duration::from_millis(1))
        .budget(RetryBudget::unlimited());
    let client = |url: String| {
        let builder = ClientBuilder::<Http>::new(url).retries(retries.clone());
        builder.timeout(LIMIT).build().expect("a client")
    };
    let http = client(url);
    // Where nobody listens.
    let closed = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let nobody = client(format!(
        "http://{}",
        closed.local_addr().expect("an address")
    ));
    drop(closed);

    let mut held = Vec::new();
    let mut summary: BTreeMap<&str, usize> = BTreeMap::new();
    let gate = Arc::new(Semaphore::new(AT_ONCE));
    for part in 0..4 {
        let mut calls = JoinSet::new();
        for id in part * CALLS / 4..(part + 1) * CALLS / 4 {
            let http = if id % 50 == 49 { &nobody } else { &http };
            let (http, gate) = (http.clone(), Arc::clone(&gate));
            calls.spawn(async move {
                let _turn = gate.acquire_owned().await;
                (id, call(&http, id).await)
            });
        }
        while let Some(ended) = calls.join_next().await {
            let (id, result) = ended.expect("no panic");
            let entry = log
                .lock()
                .expect("no panic")
                .remove(&id)
                .unwrap_or_default();
            *summary.entry(check(id, &result, &entry)).or_default() += 1;
        }
        sleep(LIMIT * 3).await;
        held.push((open_files(), MEMORY.current_usage()));
    }
    println!("{summary:?}; open files and bytes after each quarter: {held:?}");
    assert_eq!(summary.values().sum::<usize>(), CALLS);
    for column in [
        "Ok",
        "Done",
        "NotDone",
        "NotSent",
        "Unknown, done",
        "Unknown, not done",
    ] {
        assert!(
            summary.get(column).is_some_and(|count| *count > 20),
            "{column}"
        );
    }
    // After the first quarter, nothing more is held.
    let (first, last) = (held[0], held[3]);
    assert!(last.0 <= first.0 + 16, "{held:?}");
    assert!(last.1 <= first.1 + first.1 / 2, "{held:?}");
}
