//! The words of a mapping onto the neutral interface, which `config`, `lower` and `ir` share.

macro_rules! words {
    ($(
        $(#[$doc:meta])*
        $of:ident { $($variant:ident = $word:literal,)+ }
    )+) => { $(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs, reason = "the runtime documents its enum of the same name")]
        pub enum $of { $($variant,)+ }

        impl $of {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The word in `codegen.toml`.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            /// The one with this word.
            pub fn named(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.as_str() == word)
            }

            /// The name of the runtime's variant.
            pub fn variant(self) -> &'static str {
                match self { $(Self::$variant => stringify!($variant),)+ }
            }
        }
    )+ };
}

words! {
    /// The time at which a subscription is to end.
    Timing {
        Immediately = "immediately",
        EndOfPeriod = "end_of_period",
        Date = "date",
        VendorDefault = "default",
    }
    /// The treatment of what was paid.
    Money {
        VendorDefault = "default",
        None = "none",
        Prorate = "prorate",
        RefundInFull = "refund",
        ChargeInFull = "charge",
    }
    /// The kind of a reason.
    Category {
        CustomerService = "customer_service",
        LowQuality = "low_quality",
        MissingFeatures = "missing_features",
        SwitchedService = "switched_service",
        TooComplex = "too_complex",
        TooExpensive = "too_expensive",
        Unused = "unused",
        Other = "other",
    }
    /// The state of a subscription.
    StateKind {
        Active = "active",
        Trial = "trial",
        PastDue = "past_due",
        Paused = "paused",
        NotStarted = "not_started",
        Scheduled = "scheduled",
        Ended = "ended",
    }
    /// The kind of error by which a vendor refuses.
    ErrorKind {
        NotFound = "not_found",
        AlreadyCancelled = "already_cancelled",
        Locked = "locked",
        PendingChange = "pending_change",
        Paused = "paused",
        NotCancellable = "not_cancellable",
        NotAuthorised = "not_authorised",
        WrongEnvironment = "wrong_environment",
        Invalid = "invalid",
        RateLimited = "rate_limited",
        VendorFault = "vendor_fault",
    }
    /// The kind of event that a webhook tells of.
    EventKind {
        CancellationScheduled = "cancellation_scheduled",
        CancellationUndone = "cancellation_undone",
        Ended = "ended",
        Paused = "paused",
        Resumed = "resumed",
        Activated = "activated",
        PastDue = "past_due",
        Changed = "changed",
    }
    /// The unit of times that are numbers.
    TimeUnit {
        Seconds = "seconds",
        Milliseconds = "milliseconds",
    }
    /// The form of a date in a request.
    DateFormat {
        Seconds = "seconds",
        Milliseconds = "milliseconds",
        Date = "date",
        DateTime = "date-time",
    }
}

/// A place in a request that a mapping fills.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// A parameter in the path.
    Path(String),
    /// A parameter in the query.
    Query(String),
    /// A header.
    Header(String),
    /// A place in the body, as a JSON Pointer.
    Body(String),
}

/// A value that a mapping states.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Constant {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// An integer.
    Integer(i64),
    /// A string.
    Text(String),
    /// An object without members.
    Object,
    /// An array of constants.
    Array(Vec<Constant>),
}

/// A condition on the value at some place.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Condition {
    /// It is one of these.
    In(Vec<Constant>),
    /// It is there and not `null`.
    Present,
    /// It is `null`, or not there.
    Absent,
    /// It is a time that is still to come.
    Future,
    /// It is a time that has come.
    Past,
    /// It is text with this in it, whatever the case.
    Contains(String),
}

impl std::fmt::Display for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Path(name) => write!(f, "path {name}"),
            Self::Query(name) => write!(f, "query {name}"),
            Self::Header(name) => write!(f, "header {name}"),
            Self::Body(pointer) => write!(f, "body {pointer}"),
        }
    }
}

impl std::fmt::Display for Constant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Integer(value) => write!(f, "{value}"),
            Self::Text(text) => write!(f, "{text:?}"),
            Self::Object => f.write_str("{}"),
            Self::Array(items) => {
                let items: Vec<_> = items.iter().map(Self::to_string).collect();
                write!(f, "[{}]", items.join(", "))
            }
        }
    }
}
