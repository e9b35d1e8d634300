//! The calls of a run: one after the other for each vendor, vendors side by side.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use indicatif::ProgressBar;
use tokio::task::JoinSet;
use tokio::time::{Interval, MissedTickBehavior, interval};

use super::super::api::runtime::cancel::{
    CancelSubscription, CancelSubscriptionExt as _, Money, State, VendorState, When,
};
use super::super::exit::Fault;
use super::super::variables::Variables;
use super::super::verdict::Verdict;
use super::ledger::{Ledger, Stage};
use super::list::Line;
use super::stop::Stop;

type Clients = BTreeMap<&'static str, Box<dyn CancelSubscription>>;

/// Goes through the lines. `true` if the run was ended before all of them had their turn.
pub(crate) async fn run(
    lines: Vec<Line>,
    ledger: Ledger,
    clients: Clients,
    variables: &Variables,
    rate: f64,
    bar: &ProgressBar,
) -> Result<(Ledger, bool), Fault> {
    let ledger = Arc::new(Mutex::new(ledger));
    let stop = Stop::listen(bar.clone());
    let mut queues: BTreeMap<&str, Vec<Line>> = BTreeMap::new();
    for line in lines {
        let name = line.subject.client.vendor.name;
        queues.entry(name).or_default().push(line);
    }
    let mut workers = JoinSet::new();
    for (name, client) in clients {
        let worker = Worker {
            client,
            ledger: Arc::clone(&ledger),
            variables: variables.clone(),
            stop: stop.clone(),
            pace: pace(rate),
            bar: bar.clone(),
        };
        workers.spawn(worker.run(queues.remove(name).unwrap_or_default()));
    }
    // A ledger that can't be written ends the run: nothing may be sent without it.
    while let Some(result) = workers.join_next().await {
        match result {
            Ok(result) => result?,
            Err(_) => return Err(Fault::failed("a part of the program failed")),
        }
    }
    let ledger = Arc::into_inner(ledger).ok_or_else(|| Fault::failed("the ledger is in use"))?;
    let ledger = ledger.into_inner().unwrap_or_else(PoisonError::into_inner);
    Ok((ledger, stop.is_asked()))
}

fn pace(rate: f64) -> Interval {
    let mut pace = interval(Duration::from_secs_f64(1.0 / rate));
    pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
    pace
}

/// The work at one vendor.
struct Worker {
    client: Box<dyn CancelSubscription>,
    ledger: Arc<Mutex<Ledger>>,
    variables: Variables,
    stop: Stop,
    pace: Interval,
    bar: ProgressBar,
}

/// The next thing to be done for a line.
enum Next {
    Send,
    /// It may have happened: to be read, and maybe sent again under the same key.
    Read(Option<String>),
    Nothing,
}

impl Worker {
    async fn run(mut self, lines: Vec<Line>) -> Result<(), Fault> {
        for line in lines {
            let next = self.next(line.number);
            if !matches!(next, Next::Nothing) {
                tokio::select! {
                    biased;
                    () = self.stop.asked() => return Ok(()),
                    _ = self.pace.tick() => {}
                }
                let verdict = match next {
                    Next::Read(key) => self.settle(&line, key).await?,
                    _ => self.send_line(&line).await?,
                };
                self.in_ledger(|ledger| ledger.write_outcome(line.number, verdict.json()))?;
                if verdict.is_credential {
                    return Ok(());
                }
            }
            self.bar.inc(1);
        }
        Ok(())
    }

    fn in_ledger<T>(&self, work: impl FnOnce(&mut Ledger) -> T) -> T {
        work(&mut self.ledger.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn next(&self, number: u64) -> Next {
        self.in_ledger(|ledger| match ledger.stage(number) {
            Stage::Planned => Next::Send,
            Stage::Sent(key) => Next::Read(key.clone()),
            Stage::Outcome(outcome, key) => match outcome["outcome"].as_str() {
                Some("unknown") => Next::Read(key.clone()),
                Some("not_sent") => Next::Send,
                Some("refused") if outcome["error"]["retryable"] == true => Next::Send,
                _ => Next::Nothing,
            },
        })
    }

    /// Sends the request of a line, once the ledger says so.
    async fn send_line(&self, line: &Line) -> Result<Verdict, Fault> {
        let key = self.in_ledger(|ledger| ledger.key_of(line.number));
        let key = Some(key).filter(|_| line.takes_key);
        self.in_ledger(|ledger| ledger.write_sent(line.number, key.as_deref()))?;
        let (choices, client) = (&line.choices, &self.client);
        let mut call = choices.apply(client.cancel(line.subject.key(), choices.at.0));
        if let Some(key) = key {
            call = call.idempotency_key(key);
        }
        let result = call.await;
        Ok(Verdict::of(
            result,
            choices.at.0,
            choices.confirms,
            &self.variables,
        ))
    }

    /// Finds out what became of a request, and sends it again if that is nothing.
    async fn settle(&mut self, line: &Line, key: Option<String>) -> Result<Verdict, Fault> {
        let state = match self.client.status(line.subject.key()).await {
            Ok(status) => status.state,
            Err(error) => {
                let why = format!("it was sent, and the state can't be read: {error}");
                return Ok(Verdict::unknown(why, None));
            }
        };
        let when = line.choices.at.0;
        if let Some(verdict) = Verdict::read(state.clone(), when) {
            return Ok(verdict);
        }
        if !is_undone(&state, when) {
            let why = "it was sent, and the state says neither that it happened nor that it didn't";
            return Ok(Verdict::unknown(why.to_owned(), Some(state)));
        }
        if key.is_none() && !is_harmless(line.choices.money) {
            let why = "it was sent and isn't cancelled; sent again, it could move money twice";
            return Ok(Verdict::unknown(why.to_owned(), Some(state)));
        }
        self.pace.tick().await;
        self.send_line(line).await
    }
}

/// `true` of a state that a cancellation which happened wouldn't have left.
fn is_undone(state: &VendorState, when: When) -> bool {
    match state.state {
        State::Active | State::Trial | State::PastDue | State::Paused | State::NotStarted => true,
        State::Scheduled { .. } => when == When::Immediately,
        _ => false,
    }
}

/// `true` if a repetition can't move money that the first request has moved.
fn is_harmless(money: Money) -> bool {
    matches!(money, Money::VendorDefault | Money::None)
}
