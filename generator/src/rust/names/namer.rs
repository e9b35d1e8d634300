//! The context in which names are made.

use super::report::add_notes;
use super::scope::{Collision, NameRequest, Scope, case_of, chosen};
use super::word::{Case, Speller};
use crate::config::Config;
use crate::diag::{Pointer, Report};
use crate::ir::Api;
use std::collections::{HashMap, HashSet};

/// The context in which names are made.
pub(super) struct Namer<'a> {
    pub(super) api: &'a Api,
    pub(super) config: &'a Config,
    pub(super) report: &'a mut Report,
    /// The way from texts to identifiers.
    pub(super) speller: Speller,
    /// The functions of operations, by their pointers.
    pub(super) functions: HashMap<Pointer, String>,
    /// The operations whose successes form an enum, `…Response`.
    pub(super) with_response_enum: HashSet<Pointer>,
    /// Those that take other bodies, by the operations' pointers.
    pub(super) body_functions: HashMap<Pointer, Vec<String>>,
    /// The scope of types, which operations share.
    pub(super) type_scope: Scope,
}

impl Namer<'_> {
    pub(super) fn report_collisions(&mut self, collisions: Vec<Collision>) {
        add_notes(self.report, collisions);
    }

    pub(super) fn assign_types(&mut self, requests: &[NameRequest]) -> Vec<String> {
        let (names, collisions) = self.type_scope.assign(requests);
        self.report_collisions(collisions);
        names
    }

    /// The name that `codegen.toml` gives to something at one of these places.
    /// A property has a field's name and maybe a type's; the first letter tells
    /// which one is meant.
    pub(super) fn chosen(&mut self, places: &[Pointer], case: Case) -> Option<NameRequest> {
        let name = places
            .iter()
            .find_map(|at| self.config.names.get(at.path()))
            .filter(|name| case_of(name) == case)?;
        Some(chosen(&places[0], name.apply()))
    }
}
