//! The result of a call, in words and as JSON.

use serde_json::{Value, json};

use super::api::runtime::Outcome;
use super::api::runtime::cancel::{
    CancelError, Cancellation, Cancelled, ErrorKind, Moment, State, VendorState, When,
};
use super::exit::Exit;
use super::variables::Variables;
use super::vendors::Subject;

/// The result of a cancellation.
#[derive(Debug)]
pub(crate) struct Verdict {
    pub(crate) exit: Exit,
    /// `scheduled`, `ended`, `already_cancelled`, `accepted`, `refused`, `unsupported`,
    /// `not_sent`, `unknown` or `unreadable`.
    pub(crate) outcome: &'static str,
    /// The time at which it ends or has ended.
    pub(crate) at: Option<Moment>,
    pub(crate) state: Option<VendorState>,
    pub(crate) is_confirmed: bool,
    /// `true` if the same call may succeed later, and making it again does no harm.
    pub(crate) is_retryable: bool,
    /// `true` if the API key isn't accepted, so that other calls will fail as well.
    pub(crate) is_credential: bool,
    pub(crate) problem: Option<Problem>,
}

/// The error of a call.
#[derive(Debug)]
pub(crate) struct Problem {
    text: String,
    kind: String,
    code: Option<String>,
    /// The words of the vendor, which may hold data of people.
    message: Option<String>,
}

impl Verdict {
    /// The verdict on a cancellation that was to be at a time, and was to be confirmed or
    /// not.
    pub(crate) fn of(
        result: Result<Cancellation, CancelError>,
        when: When,
        confirms: bool,
        variables: &Variables,
    ) -> Self {
        match result {
            Ok(done) => Self {
                is_confirmed: done.is_confirmed,
                state: done.state,
                ..Self::cancelled(done.outcome, when, confirms)
            },
            Err(error) => Self::of_error(&error, confirms, variables),
        }
    }

    /// The verdict of reading, after a cancellation whose outcome wasn't known; none if the
    /// state isn't the one that was asked for.
    pub(crate) fn read(state: VendorState, when: When) -> Option<Self> {
        let outcome = match state.state {
            // It may be another cancellation, for a later time.
            State::Scheduled { .. } if when == When::EndOfPeriod && !state.ends_with_period => {
                return None;
            }
            State::Scheduled { at } => Cancelled::Scheduled { at },
            State::Ended { at } => Cancelled::Ended { at },
            _ => return None,
        };
        let verdict = Self::cancelled(outcome, when, true);
        (verdict.exit == Exit::Done || matches!(outcome, Cancelled::Ended { .. })).then_some(Self {
            is_confirmed: true,
            state: Some(state),
            ..verdict
        })
    }

    /// The verdict that nobody knows.
    pub(crate) fn unknown(why: String, state: Option<VendorState>) -> Self {
        let problem = Problem {
            text: why,
            kind: "unknown".to_owned(),
            code: None,
            message: None,
        };
        Self {
            state,
            problem: Some(problem),
            ..Self::new("unknown", Exit::Unknown)
        }
    }

    fn new(outcome: &'static str, exit: Exit) -> Self {
        Self {
            exit,
            outcome,
            at: None,
            state: None,
            is_confirmed: false,
            is_retryable: false,
            is_credential: false,
            problem: None,
        }
    }

    fn cancelled(cancelled: Cancelled, when: When, confirms: bool) -> Self {
        let (outcome, at) = match cancelled {
            Cancelled::Scheduled { at } => ("scheduled", at),
            Cancelled::Ended { at } => ("ended", at),
            Cancelled::AlreadyCancelled { since } => ("already_cancelled", since),
            _ => ("accepted", None),
        };
        let exit = match cancelled {
            Cancelled::Scheduled { at } if !is_as_asked(at, when) => Exit::Otherwise,
            Cancelled::Ended { .. } if !matches!(when, When::Immediately | When::VendorDefault) => {
                Exit::Otherwise
            }
            Cancelled::Accepted if confirms => Exit::Unknown,
            _ => Exit::Done,
        };
        Self {
            at,
            ..Self::new(outcome, exit)
        }
    }

    /// The verdict on a call that failed.
    pub(crate) fn of_error(error: &CancelError, confirms: bool, variables: &Variables) -> Self {
        let (outcome, exit) = match (error.kind(), error.outcome()) {
            (ErrorKind::Unsupported, _) => ("unsupported", Exit::Unsupported),
            (ErrorKind::InvalidRequest, Outcome::NotSent) => ("not_sent", Exit::Usage),
            (_, Outcome::NotSent) => ("not_sent", Exit::NotSent),
            (_, Outcome::NotDone) => ("refused", Exit::Refused),
            (_, Outcome::Unknown) => ("unknown", Exit::Unknown),
            (_, Outcome::Done) if confirms => ("accepted", Exit::Unknown),
            (_, Outcome::Done) => ("accepted", Exit::Done),
        };
        let is_credential = error.kind() == ErrorKind::NotAuthorised
            && error
                .response()
                .is_none_or(|response| response.status() == 401);
        let message = error.message();
        let problem = Problem {
            text: error.to_string(),
            kind: snake_case(&format!("{:?}", error.kind())),
            code: error.code().map(str::to_owned),
            message: message.map(|text| variables.hide(error.vendor().name, text)),
        };
        Self {
            state: error.state().cloned(),
            is_retryable: is_credential
                || (error.is_retryable() && error.outcome() <= Outcome::NotDone),
            is_credential,
            problem: Some(problem),
            ..Self::new(outcome, exit)
        }
    }

    /// The verdict on a call that was to read something, and changed nothing.
    pub(crate) fn unread(error: &CancelError, variables: &Variables) -> Self {
        let verdict = Self::of_error(error, false, variables);
        match error.outcome() {
            Outcome::Unknown | Outcome::Done => Self {
                outcome: "unreadable",
                exit: Exit::Failed,
                ..verdict
            },
            _ => verdict,
        }
    }

    /// The verdict as JSON. The vendor's message isn't in it, as it may hold data of people.
    pub(crate) fn json(&self) -> Value {
        let mut json = json!({
            "outcome": self.outcome,
            "exit": self.exit.code(),
            "confirmed": self.is_confirmed,
            "at": self.at.map(|at| at.to_string()),
        });
        if let Some(state) = &self.state {
            json["state"] = state_json(state);
        }
        if let Some(problem) = &self.problem {
            json["error"] = json!({
                "kind": problem.kind,
                "code": problem.code,
                "text": problem.text,
                "retryable": self.is_retryable,
            });
        }
        json
    }

    /// The verdict as JSON, with the vendor's message.
    pub(crate) fn whole_json(&self, subject: &Subject) -> Value {
        let mut json = self.json();
        json["vendor"] = json!(subject.client.vendor.name);
        json["key"] = subject.key_json();
        if let Some(message) = self.message() {
            json["error"]["message"] = json!(message);
        }
        json
    }

    fn message(&self) -> Option<&str> {
        self.problem.as_ref()?.message.as_deref()
    }

    /// The verdict as people read it.
    pub(crate) fn text(&self) -> String {
        let mut text = match (self.outcome, self.at) {
            ("scheduled", Some(at)) => format!("ends {at}"),
            ("scheduled", None) => "ends later; the vendor doesn't say when".to_owned(),
            ("ended", Some(at)) => format!("ended {at}"),
            ("ended", None) => "has ended".to_owned(),
            ("already_cancelled", Some(at)) => format!("was cancelled before: {at}"),
            ("already_cancelled", None) => "was cancelled before".to_owned(),
            ("accepted", _) => "accepted; the vendor doesn't say more".to_owned(),
            (other, _) => other.replace('_', " "),
        };
        if let Some(problem) = &self.problem {
            text.push_str(&format!(": {}", problem.text));
        }
        if let Some(message) = self.message() {
            text.push_str(&format!("\n  the vendor says: {message}"));
        }
        if let Some(state) = &self.state {
            text.push_str(&format!("\n  state: {}", state_text(state)));
        }
        if self.exit == Exit::Otherwise {
            text.push_str("\n  this isn't what was asked for");
        }
        text
    }
}

/// `true` if an end that is scheduled is at the time that was asked for. A day and an
/// instant can't be compared.
fn is_as_asked(at: Option<Moment>, when: When) -> bool {
    match (when, at) {
        (When::Immediately, _) => false,
        (When::On(asked), Some(Moment::Day(day))) => asked == day,
        (When::At(asked), Some(Moment::Instant(instant))) => asked == instant,
        _ => true,
    }
}

/// The word for a state.
pub(crate) fn state_word(state: State) -> &'static str {
    match state {
        State::Active => "active",
        State::Trial => "trial",
        State::PastDue => "past_due",
        State::Paused => "paused",
        State::NotStarted => "not_started",
        State::Scheduled { .. } => "scheduled",
        State::Ended { .. } => "ended",
        _ => "unknown",
    }
}

fn state_at(state: State) -> Option<Moment> {
    match state {
        State::Scheduled { at } | State::Ended { at } => at,
        _ => None,
    }
}

pub(crate) fn state_json(state: &VendorState) -> Value {
    json!({
        "is": state_word(state.state),
        "at": state_at(state.state).map(|at| at.to_string()),
        "vendor_word": state.word,
    })
}

pub(crate) fn state_text(state: &VendorState) -> String {
    let mut text = state_word(state.state).replace('_', " ");
    if let Some(at) = state_at(state.state) {
        text.push_str(&format!(", {at}"));
    }
    if let Some(word) = &state.word {
        text.push_str(&format!(" (the vendor's word: {word})"));
    }
    text
}

fn snake_case(name: &str) -> String {
    let mut text = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && !text.is_empty() {
            text.push('_');
        }
        text.push(c.to_ascii_lowercase());
    }
    text
}
