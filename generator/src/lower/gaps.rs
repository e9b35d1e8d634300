//! The gaps that `codegen.toml` accepts, and which of them were met.

use crate::config::{Accept, Config};
use crate::diag::Diagnostic;

/// The accepted gaps.
#[derive(Debug)]
pub(super) struct Gaps<'a> {
    accepted: Vec<(&'a Accept, bool)>,
}

impl<'a> Gaps<'a> {
    pub(super) fn of(config: &'a Config) -> Self {
        Self {
            accepted: config.accept.iter().map(|accept| (accept, false)).collect(),
        }
    }

    /// Whether a finding is an accepted gap, which is remembered.
    pub(super) fn accept(&mut self, diagnostic: &Diagnostic) -> bool {
        let mut met = false;
        for (accept, used) in &mut self.accepted {
            if accept.code == diagnostic.code && accept.at == diagnostic.at.path() {
                *used = true;
                met = true;
            }
        }
        met
    }

    /// The accepted gaps that were not met, by their index.
    pub(super) fn unused(&self) -> impl Iterator<Item = (usize, &'a Accept)> + '_ {
        let entries = self.accepted.iter().enumerate();
        entries
            .filter(|(_, (_, used))| !used)
            .map(|(i, (accept, _))| (i, *accept))
    }
}
