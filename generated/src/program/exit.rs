//! Exit codes, and faults that have one.

/// The end of a run, as a shell sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    Done,
    Failed,
    Usage,
    Unsupported,
    Refused,
    Unknown,
    NotSent,
    Otherwise,
    Interrupted,
}

/// The codes with their meanings, for `--help`.
pub(crate) const HELP: &str = "\
Exit codes:
  0    done as asked, or proved to have been done before
  1    a file or an answer can't be read; nothing more was done
  2    the arguments or the list are wrong; nothing was sent
  3    the vendor doesn't offer what was asked for; nothing was sent
  4    the vendor refused; nothing was done
  5    unknown: it may have been done, look before you try again
  6    nothing was sent: no API key, no connection, or the answer was no
  7    done, but not as asked, such as at another time
  130  a run over a list was interrupted; start it again with the same ledger
Of several subscriptions, the first of 5, 4, 7, 3, 2, 6, 0 that one of them has.";

/// The codes of subscriptions, the gravest first.
const GRAVEST: [Exit; 7] = [
    Exit::Unknown,
    Exit::Refused,
    Exit::Otherwise,
    Exit::Unsupported,
    Exit::Usage,
    Exit::NotSent,
    Exit::Done,
];

impl Exit {
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Usage => 2,
            Self::Unsupported => 3,
            Self::Refused => 4,
            Self::Unknown => 5,
            Self::NotSent => 6,
            Self::Otherwise => 7,
            Self::Interrupted => 130,
        }
    }

    /// The one for several subscriptions.
    pub(crate) fn of_all(exits: impl IntoIterator<Item = Self>) -> Self {
        let exits: Vec<_> = exits.into_iter().collect();
        let mut gravest = GRAVEST.into_iter();
        gravest
            .find(|exit| exits.contains(exit))
            .unwrap_or(Self::Done)
    }
}

/// The end of a run before it could do its work.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) exit: Exit,
    pub(crate) text: String,
}

impl Fault {
    pub(crate) fn new(exit: Exit, text: impl Into<String>) -> Self {
        let text = text.into();
        Self { exit, text }
    }

    pub(crate) fn usage(text: impl Into<String>) -> Self {
        Self::new(Exit::Usage, text)
    }

    pub(crate) fn failed(text: impl Into<String>) -> Self {
        Self::new(Exit::Failed, text)
    }
}
