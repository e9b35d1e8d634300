//! Choices of who cancels: when, for which reason, and about the money.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;

/// The time at which a subscription is to end. There is no default: where a request says
/// nothing, some vendors end it now and some at the end of the period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum When {
    /// Now.
    Immediately,
    /// With the period that is paid for.
    EndOfPeriod,
    /// On a date, as the vendor understands it.
    On(Date),
    /// At an instant.
    At(Timestamp),
    /// Whenever the vendor ends it where nothing is said.
    VendorDefault,
}

/// A [`When`] without its date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Timing {
    /// [`When::Immediately`].
    Immediately,
    /// [`When::EndOfPeriod`].
    EndOfPeriod,
    /// [`When::On`] and [`When::At`].
    Date,
    /// [`When::VendorDefault`].
    VendorDefault,
}

impl When {
    /// The choice without its date.
    pub fn timing(&self) -> Timing {
        match self {
            Self::Immediately => Timing::Immediately,
            Self::EndOfPeriod => Timing::EndOfPeriod,
            Self::On(_) | Self::At(_) => Timing::Date,
            Self::VendorDefault => Timing::VendorDefault,
        }
    }
}

/// The treatment of what was paid, and of what is still to be paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Money {
    /// Whatever the vendor does where nothing is said.
    VendorDefault,
    /// Nothing is refunded, credited or charged.
    None,
    /// The unused part of the period is given back.
    Prorate,
    /// The last payment is given back whole.
    RefundInFull,
    /// The whole period is charged.
    ChargeInFull,
}

/// The kind of a reason, for vendors that have kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Category {
    /// The service to customers was unsatisfying.
    CustomerService,
    /// The quality was low.
    LowQuality,
    /// Features are missing.
    MissingFeatures,
    /// Another service is used.
    SwitchedService,
    /// It is too complex.
    TooComplex,
    /// It is too expensive.
    TooExpensive,
    /// It isn't used.
    Unused,
    /// Another reason.
    Other,
}

macro_rules! words {
    ($($of:ident { $($variant:ident: $word:literal,)+ })+) => { $(
        impl $of {
            /// The choice as a word: `snake_case`, as in the settings.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }

        impl fmt::Display for $of {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    )+ };
}

words! {
    Timing {
        Immediately: "immediately",
        EndOfPeriod: "end_of_period",
        Date: "date",
        VendorDefault: "default",
    }
    Money {
        VendorDefault: "default",
        None: "none",
        Prorate: "prorate",
        RefundInFull: "refund",
        ChargeInFull: "charge",
    }
    Category {
        CustomerService: "customer_service",
        LowQuality: "low_quality",
        MissingFeatures: "missing_features",
        SwitchedService: "switched_service",
        TooComplex: "too_complex",
        TooExpensive: "too_expensive",
        Unused: "unused",
        Other: "other",
    }
}
