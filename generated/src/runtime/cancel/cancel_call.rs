//! The call that cancels a subscription.

use super::cancellation::{Cancellation, Cancelled};
use super::choices::{Category, Money, Timing, When};
use super::compose::Composer;
use super::dry_run::DryRun;
use super::error::CancelError;
use super::kinds::ErrorKind;
use super::mapping::{CancelRequest, DateFormat, Operation};
use super::moment::Moment;
use super::state::State;
use super::subject::Subject;
use crate::runtime::json::tree::Tree;
use crate::runtime::message::outcome::Outcome;
use crate::runtime::message::response::Response;
use crate::runtime::platform::system::BoxFuture;
use crate::runtime::request::request_builder::RequestBuilder;

/// A cancellation that is sent once this is awaited.
///
/// What the vendor can't do is refused with [`ErrorKind::Unsupported`], and nothing is
/// sent. Neither the time nor what happens to money is ever another than was asked for.
#[must_use = "nothing is sent before it is awaited"]
#[derive(Clone)]
pub struct CancelCall<'a> {
    pub(crate) subject: Subject<'a>,
    when: When,
    reason: Option<String>,
    category: Option<Category>,
    money: Money,
    idempotency_key: Option<String>,
    confirms: bool,
}

impl<'a> CancelCall<'a> {
    pub(crate) fn new(subject: Subject<'a>, when: When) -> Self {
        Self {
            subject,
            when,
            reason: None,
            category: None,
            money: Money::VendorDefault,
            idempotency_key: None,
            confirms: false,
        }
    }

    /// States the reason as text.
    pub fn reason(mut self, reason: impl Into<String>) -> Self {
        self.reason = Some(reason.into());
        self
    }

    /// States the kind of reason.
    pub fn category(mut self, category: Category) -> Self {
        self.category = Some(category);
        self
    }

    /// Says what happens to what was paid, and to what is to be paid. The default is
    /// [`Money::VendorDefault`].
    pub fn money(mut self, money: Money) -> Self {
        self.money = money;
        self
    }

    /// Sends this idempotency key, by which the vendor knows a repeated request.
    pub fn idempotency_key(mut self, key: impl Into<String>) -> Self {
        self.idempotency_key = Some(key.into());
        self
    }

    /// Reads the subscription where the response doesn't tell what has happened: one
    /// verdict for both. That a cancellation turns out to be done already is a success.
    pub fn confirm(mut self) -> Self {
        self.confirms = true;
        self
    }

    /// The request that would be sent, with its secrets hidden. Values that have to be read
    /// first are left out.
    ///
    /// # Errors
    /// The vendor can't do what is asked for.
    pub fn dry_run(&self) -> Result<DryRun, CancelError> {
        let (_, composer) = self.composed()?;
        let request = self.keyed(self.subject.finish(composer)?)?;
        DryRun::of(request).map_err(|why| self.subject.unsent(ErrorKind::InvalidRequest, why))
    }

    fn way(&self) -> Result<&'static CancelRequest, CancelError> {
        let timing = self.when.timing();
        let vendor = self.subject.vendor;
        let mut requests = vendor.requests.iter();
        requests
            .find(|request| request.timing == timing)
            .ok_or_else(|| {
                let what = match timing {
                    Timing::Immediately => "to cancel immediately",
                    Timing::EndOfPeriod => "to cancel at the end of the period",
                    Timing::Date => "to cancel on a date",
                    Timing::VendorDefault => "to cancel at a time of its own",
                };
                self.subject.unsupported(what)
            })
    }

    /// The request but for what has to be read.
    fn composed(&self) -> Result<(&'static CancelRequest, Composer<'a>), CancelError> {
        let (way, subject) = (self.way()?, &self.subject);
        let mut composer = subject.composer(&way.operation)?;
        if let Some((place, format)) = way.date {
            let date = self.date(format)?;
            composer
                .fill(place, date)
                .map_err(|why| subject.unsent(ErrorKind::InvalidRequest, why))?;
        }
        self.fill_reason(way, &mut composer)?;
        self.fill_money(way, &mut composer)?;
        Ok((way, composer))
    }

    fn fill_reason(
        &self,
        way: &CancelRequest,
        composer: &mut Composer<'a>,
    ) -> Result<(), CancelError> {
        let subject = &self.subject;
        match (&self.reason, way.reason) {
            (Some(_), None) => return Err(subject.unsupported("a reason")),
            (Some(reason), Some(place)) => {
                let length = reason.chars().count();
                if way
                    .longest_reason
                    .is_some_and(|longest| length > longest as usize)
                {
                    let why = format!("a reason of {length} characters is too long");
                    return Err(subject.unsent(ErrorKind::Unsupported, why));
                }
                if way.needs_reason && reason.is_empty() {
                    return Err(self.needs_reason());
                }
                subject.fill(composer, place, reason.clone())?;
            }
            (None, _) if way.needs_reason => return Err(self.needs_reason()),
            (None, _) => {}
        }
        let Some(category) = self.category else {
            return Ok(());
        };
        let mut words = subject.vendor.categories.iter();
        let word = words.find(|(of, _)| *of == category).map(|(_, word)| *word);
        match (way.category, word) {
            (Some(place), Some(word)) => subject.fill(composer, place, word),
            _ => Err(subject.unsupported(&format!("the kind of reason `{category}`"))),
        }
    }

    fn needs_reason(&self) -> CancelError {
        let why = "the vendor demands a reason: state it with `reason`";
        self.subject.unsent(ErrorKind::Unsupported, why)
    }

    fn fill_money(
        &self,
        way: &CancelRequest,
        composer: &mut Composer<'a>,
    ) -> Result<(), CancelError> {
        let mut choices = way.money.iter();
        match choices.find(|(money, _)| *money == self.money) {
            Some((_, constants)) => composer
                .set(constants)
                .map_err(|why| self.subject.unsent(ErrorKind::InvalidRequest, why)),
            None if self.money == Money::VendorDefault && !way.needs_money => Ok(()),
            None if self.money == Money::VendorDefault => {
                let choices: Vec<_> = way.money.iter().map(|(one, _)| one.as_str()).collect();
                let why = format!(
                    "what happens to the money has to be said: `{}`",
                    choices.join("`, `")
                );
                Err(self.subject.unsent(ErrorKind::Unsupported, why))
            }
            None => {
                let what = format!("the choice `{}` for the money", self.money);
                Err(self.subject.unsupported(&what))
            }
        }
    }

    /// The date in the vendor's form. A day is no instant, nor the reverse.
    fn date(&self, format: DateFormat) -> Result<Tree<'static>, CancelError> {
        let number = |number: i64| Tree::Number(number.to_string().into());
        match (self.when, format) {
            (When::On(date), DateFormat::Date) => Ok(Tree::String(date.to_string().into())),
            (When::At(at), DateFormat::DateTime) => Ok(Tree::String(at.to_string().into())),
            (When::At(at), DateFormat::Seconds) if at.subsec_nanosecond() == 0 => {
                Ok(number(at.as_second()))
            }
            (When::At(at), DateFormat::Milliseconds) if at.subsec_nanosecond() % 1_000_000 == 0 => {
                Ok(number(at.as_millisecond()))
            }
            (When::At(_), DateFormat::Seconds | DateFormat::Milliseconds) => {
                Err(self.subject.unsupported("an instant as fine as this"))
            }
            (When::On(_), _) => Err(self
                .subject
                .unsupported("to cancel on a day, without an instant")),
            _ => Err(self
                .subject
                .unsupported("to cancel at an instant within a day")),
        }
    }

    /// The timing that was asked for; of the vendor's default, the timing with the same
    /// request, if there is one.
    pub(crate) fn meant_timing(&self) -> Timing {
        let timing = self.when.timing();
        let Some(way) = self.way().ok().filter(|_| timing == Timing::VendorDefault) else {
            return timing;
        };
        let is_same = |one: &&CancelRequest| {
            let (this, other) = (&one.operation, &way.operation);
            one.timing != timing && this.id == other.id && this.set == other.set
        };
        let same = self.subject.vendor.requests.iter().find(is_same);
        same.map_or(timing, |same| same.timing)
    }

    /// The time that was asked for, if it is one.
    pub(crate) fn moment(&self) -> Option<Moment> {
        match self.when {
            When::On(day) => Some(Moment::Day(day)),
            When::At(instant) => Some(Moment::Instant(instant)),
            _ => None,
        }
    }

    fn keyed(&self, mut request: RequestBuilder<'a>) -> Result<RequestBuilder<'a>, CancelError> {
        if let Some(key) = &self.idempotency_key {
            if request.parts.idempotency.is_none() {
                return Err(self.subject.unsupported("an idempotency key"));
            }
            request.set_idempotency_key(key);
        }
        Ok(request)
    }

    async fn run(self) -> Result<Cancellation, CancelError> {
        let (way, mut composer) = self.composed()?;
        // What isn't offered is refused before anything is read.
        let _ = self.keyed((way.operation.start.0)(self.subject.http))?;
        self.subject.prepare(&mut composer, &way.operation).await?;
        let request = self.keyed(self.subject.finish(composer)?)?;
        let result = self.subject.send(request).await;
        let result = result.map(|response| self.accepted(&way.operation, response));
        match self.confirms {
            true => self.confirmed(result).await,
            false => result,
        }
    }

    fn accepted(&self, operation: &Operation, response: Response) -> Cancellation {
        let vendor = self.subject.vendor;
        let state = self.subject.state(operation, &response);
        Cancellation {
            vendor,
            outcome: Cancelled::of(state.as_ref()),
            state,
            is_confirmed: false,
            response: Some(response),
            read: None,
        }
    }

    /// The verdict after reading, where the response alone gives none.
    async fn confirmed(
        &self,
        result: Result<Cancellation, CancelError>,
    ) -> Result<Cancellation, CancelError> {
        let is_open = match &result {
            Ok(cancellation) => cancellation.outcome == Cancelled::Accepted,
            Err(error) => is_open(error),
        };
        if !is_open {
            return result;
        }
        let Ok(status) = self.subject.read().await else {
            return result;
        };
        let state = status.state.clone();
        let read = Cancelled::of(Some(&state));
        let is_what_was_asked = state.is_as_asked(self.meant_timing(), self.moment());
        match result {
            Ok(cancellation) => Ok(Cancellation {
                outcome: read,
                state: Some(state),
                is_confirmed: true,
                read: Some(status.response),
                ..cancellation
            }),
            Err(error) if !is_what_was_asked => Err(error.with_state(state)),
            Err(error) => Ok(Cancellation {
                vendor: self.subject.vendor,
                outcome: match state.state {
                    // What may have happened has; else it had before.
                    _ if matches!(error.outcome(), Outcome::Unknown | Outcome::Done) => read,
                    State::Ended { at: since } | State::Scheduled { at: since } => {
                        Cancelled::AlreadyCancelled { since }
                    }
                    _ => read,
                },
                state: Some(state),
                is_confirmed: true,
                response: error.response().cloned(),
                read: Some(status.response),
            }),
        }
    }
}

/// `true` of an error after which the state may be the one that was asked for: nobody has
/// said, or the vendor refused for a reason that lies in the state.
fn is_open(error: &CancelError) -> bool {
    let is_about_state = match error.kind() {
        ErrorKind::AlreadyCancelled
        | ErrorKind::NotFound
        | ErrorKind::Locked
        | ErrorKind::PendingChange
        | ErrorKind::Paused
        | ErrorKind::NotCancellable
        | ErrorKind::Invalid => true,
        ErrorKind::NotAuthorised
        | ErrorKind::WrongEnvironment
        | ErrorKind::RateLimited
        | ErrorKind::VendorFault
        | ErrorKind::Unsupported
        | ErrorKind::InvalidRequest
        | ErrorKind::NoResponse
        | ErrorKind::UnexpectedResponse => false,
    };
    match error.outcome() {
        Outcome::NotSent => false,
        Outcome::NotDone => is_about_state,
        Outcome::Unknown | Outcome::Done => true,
    }
}

impl<'a> IntoFuture for CancelCall<'a> {
    type Output = Result<Cancellation, CancelError>;
    type IntoFuture = BoxFuture<'a, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}
