//! Kinds of states, errors and events, as every vendor has them under other names.

/// The kind of state that a subscription is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum StateKind {
    /// It runs and renews.
    Active,
    /// It runs, and nothing was paid yet.
    Trial,
    /// A payment is due.
    PastDue,
    /// It rests, and can go on.
    Paused,
    /// It begins later.
    NotStarted,
    /// It runs, and doesn't renew.
    Scheduled,
    /// It has ended.
    Ended,
}

/// The kind of error by which a vendor refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// There is no such subscription, for this key and in this environment. Nothing says
    /// that there ever was one.
    NotFound,
    /// It is cancelled already: ended, or about to.
    AlreadyCancelled,
    /// Something else is being done to it. Later it may work.
    Locked,
    /// A change that was planned has to be made or dropped first.
    PendingChange,
    /// It is paused, which stands in the way.
    Paused,
    /// It can't be cancelled as it is, for another reason.
    NotCancellable,
    /// The credential isn't accepted, or not for this.
    NotAuthorised,
    /// The credential or the subscription is of another environment, such as test data.
    WrongEnvironment,
    /// The vendor doesn't take the request as it is.
    Invalid,
    /// There were too many requests.
    RateLimited,
    /// The vendor failed.
    VendorFault,
    /// The vendor can't do what was asked for. Nothing was sent.
    Unsupported,
    /// The key hasn't the parts that the vendor's keys have, or the request can't be built.
    /// Nothing was sent.
    InvalidRequest,
    /// There is no response; whether anything was done, [`outcome`] tells.
    ///
    /// [`outcome`]: super::CancelError::outcome
    NoResponse,
    /// The response can't be read, and isn't a success.
    UnexpectedResponse,
}

/// The kind of event that a webhook tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum EventKind {
    /// It will end.
    CancellationScheduled,
    /// It won't end after all.
    CancellationUndone,
    /// It has ended.
    Ended,
    /// It rests.
    Paused,
    /// It goes on.
    Resumed,
    /// It has begun.
    Activated,
    /// A payment is due.
    PastDue,
    /// Something of it has changed; the subscription tells.
    Changed,
}
