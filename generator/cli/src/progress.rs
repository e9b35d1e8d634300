//! Signs of progress, to somebody who watches.

use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal as _;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// Says how far a run is, to somebody who watches.
pub fn progress(line: &str) {
    if std::io::stderr().is_terminal() {
        eprintln!("{line}");
    }
}

/// The time after which work is worth a sign.
const PATIENCE: Duration = Duration::from_secs(1);

/// A sign in the terminal that work goes on, from its second second until this is dropped.
#[derive(Debug)]
pub struct Progress(Option<(Sender<()>, JoinHandle<()>)>);

impl Progress {
    /// Begins work that is called so. There is no sign in a pipe, nor if `is_quiet`.
    pub fn of(work: &str, is_quiet: bool) -> Self {
        if is_quiet || !std::io::stderr().is_terminal() {
            return Self(None);
        }
        let (done, waiting) = channel();
        let (work, begin) = (work.to_owned(), Instant::now());
        let sign = thread::Builder::new().spawn(move || {
            if waiting.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout) {
                return;
            }
            let bar = ProgressBar::new_spinner().with_elapsed(begin.elapsed());
            if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} ({elapsed})") {
                bar.set_style(style);
            }
            bar.set_message(work);
            while waiting.recv_timeout(PATIENCE / 8) == Err(RecvTimeoutError::Timeout) {
                bar.tick();
            }
            bar.finish_and_clear();
        });
        // Without a thread there is no sign, and the work goes on.
        Self(sign.ok().map(|sign| (done, sign)))
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((done, sign)) = self.0.take() {
            drop(done);
            // A sign that failed is none.
            let _ = sign.join();
        }
    }
}
