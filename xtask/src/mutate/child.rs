//! Generation in a process of its own, which may take too long, take too much
//! memory or die.
//!
//! Takes the path of a document and the limits. Must not know that the document
//! is a mutant.

use crate::standalone;
use openapi_client_generator::Config;
use serde_json::{Value, json};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// The hidden command that generates from one document.
pub(crate) const COMMAND: &str = "generate-once";

/// The time that a process may take beyond that for generation.
const START: Duration = Duration::from_millis(500);

/// The multiple of the limit that may pass by the clock: a busy machine makes a
/// process wait, but one that never ends must go.
const PATIENCE: u32 = 10;

/// The time that a process is left alone between two looks at it.
const PAUSE: Duration = Duration::from_millis(5);

/// The limits of a generation.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    pub(super) time: Duration,
    /// In bytes.
    pub(super) memory: u64,
}

/// The end of a generation.
#[derive(Debug, PartialEq)]
pub(super) enum Outcome {
    Generated,
    /// The document can't be right, which was reported as it should be.
    Refused(String),
    /// The generator reported a bug of its own.
    Internal(String),
    /// It panicked, was aborted, or ran out of stack.
    Died(String),
    TookTooLong,
    TookTooMuch,
}

/// The time and memory of a generation.
#[derive(Debug)]
pub(super) struct Measured {
    pub(super) outcome: Outcome,
    pub(super) seconds: f64,
    /// The most memory it had, in bytes, where the system tells.
    pub(super) memory: Option<u64>,
}

/// Generates from a document and reports to the parent; the child's part.
pub(crate) fn generate_once(spec: &Path) {
    let start = Instant::now();
    let made = standalone::generated(spec, "mutant", &Config::default(), false);
    let made = made.map(|output| output.client("mutant", &Config::default()));
    let seconds = taken("self", start.elapsed()).as_secs_f64();
    let errors: Option<String> = made
        .as_ref()
        .err()
        .map(|all| all.chars().take(4000).collect());
    let memory = peak("self");
    println!(
        "{}",
        json!({ "seconds": seconds, "memory": memory, "errors": errors })
    );
}

/// Generates from a document in a child.
pub(super) fn generate(spec: &Path, limits: Limits) -> Result<Measured, String> {
    let failed = |error: std::io::Error| format!("error: a child can't be run: {error}");
    let this = std::env::current_exe().map_err(failed)?;
    let mut command = Command::new(this);
    command.arg(COMMAND).arg(spec);
    // What it says must fit into a pipe that is only read at the end.
    command.env("RUST_BACKTRACE", "0");
    command.stdin(Stdio::null());
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let start = Instant::now();
    let mut child = command.spawn().map_err(failed)?;
    let (stopped, time, memory) = wait(&mut child, limits, start).map_err(failed)?;
    let seconds = time.as_secs_f64();
    let output = child.wait_with_output().map_err(failed)?;
    let measured = match stopped {
        Some(outcome) => Measured {
            outcome,
            seconds,
            memory,
        },
        None => match serde_json::from_slice(&output.stdout) {
            Ok(report) => reported(&report, limits),
            Err(_) => Measured {
                outcome: Outcome::Died(last_words(output.status, &output.stderr)),
                seconds,
                memory,
            },
        },
    };
    Ok(measured)
}

/// Waits for a child's end, and brings it about if it takes more than allowed;
/// gives that with the time and the memory that were last seen.
fn wait(
    child: &mut Child,
    limits: Limits,
    start: Instant,
) -> std::io::Result<(Option<Outcome>, Duration, Option<u64>)> {
    let id = child.id().to_string();
    let (mut time, mut memory) = (Duration::ZERO, None);
    loop {
        if child.try_wait()?.is_some() {
            return Ok((None, time, memory));
        }
        let passed = start.elapsed();
        time = taken(&id, passed).max(time);
        memory = peak(&id).max(memory);
        let stopped = match memory {
            Some(memory) if memory > limits.memory => Outcome::TookTooMuch,
            _ if time > limits.time + START => Outcome::TookTooLong,
            _ if passed > limits.time * PATIENCE + START => Outcome::TookTooLong,
            _ => {
                std::thread::sleep(PAUSE);
                continue;
            }
        };
        child.kill()?;
        return Ok((Some(stopped), time, memory));
    }
}

/// The report of a child that came to its end.
fn reported(report: &Value, limits: Limits) -> Measured {
    let seconds = report["seconds"].as_f64().unwrap_or_default();
    let memory = report["memory"].as_u64();
    let outcome = match report["errors"].as_str() {
        _ if memory.is_some_and(|memory| memory > limits.memory) => Outcome::TookTooMuch,
        _ if seconds > limits.time.as_secs_f64() => Outcome::TookTooLong,
        None => Outcome::Generated,
        Some(errors) if errors.contains("error[internal]") => Outcome::Internal(errors.to_owned()),
        Some(errors) => Outcome::Refused(errors.to_owned()),
    };
    Measured {
        outcome,
        seconds,
        memory,
    }
}

fn last_words(status: ExitStatus, stderr: &[u8]) -> String {
    let words = String::from_utf8_lossy(stderr);
    let words: String = words.trim().chars().take(4000).collect();
    format!("{status}: {words}")
}

/// The most memory that a process had, in bytes. Linux alone tells.
fn peak(process: &str) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes << 10)
}

/// The time that counts of a process: what passed by the clock, or the
/// processor's time if that is less, as on a busy machine. Linux alone tells
/// the latter.
fn taken(process: &str, passed: Duration) -> Duration {
    processor_time(process).map_or(passed, |time| time.min(passed))
}

fn processor_time(process: &str) -> Option<Duration> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The program's name may hold anything but the last parenthesis.
    let (_, fields) = stat.rsplit_once(')')?;
    let mut fields = fields.split_whitespace().skip(11);
    let mut ticks = || fields.next()?.parse::<u64>().ok();
    // Linux has 100 ticks a second, whatever the machine.
    Some(Duration::from_millis((ticks()? + ticks()?) * 10))
}
