//! The use that is made of a plan.

/// The use that is made of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Compares it and writes nothing.
    Check,
    /// Writes it unless somebody else's work is in the way.
    Write,
    /// Writes it over anything in the way.
    Overwrite,
}

impl Action {
    /// The action that the flags ask for.
    pub fn of(check: bool, force: bool) -> Self {
        match (check, force) {
            (true, _) => Self::Check,
            (false, false) => Self::Write,
            (false, true) => Self::Overwrite,
        }
    }
}
