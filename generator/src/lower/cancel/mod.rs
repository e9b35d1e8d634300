//! The mapping onto the neutral interface: settings, held against the document.
//!
//! | file | holds |
//! |---|---|
//! | `places` | what a pointer leads to in a schema, and what can stand there |
//! | `body` | a body as it is filled, held against its schema |
//! | `context` | operations and targets by their settings, and errors |
//! | `request` | what a request is filled with, and what it lacks |
//! | `states` | subscriptions in responses, and conditions on them |
//! | `requests` | the ways to cancel, to read, to undo and to list |
//! | `errors` | errors and webhooks |

mod body;
mod context;
mod errors;
mod places;
mod request;
mod requests;
mod states;

use crate::config::{CancelOperation, Config};
use crate::diag::Diagnostic;
use crate::ir::{MappedOperation, Mapping, Operation};
use crate::spec::Spec;
use context::{Called, Context};
use places::Place;

/// The mapping that the settings state, if they state one and it fits the document.
pub(super) fn mapping(
    spec: &Spec,
    config: &Config,
    operations: &[Operation],
    found: &mut Vec<Diagnostic>,
) -> Option<Mapping> {
    let cancel = config.cancel.as_deref()?;
    cancel.section.apply();
    let mut context = Context {
        spec,
        config,
        cancel,
        operations,
        found: Vec::new(),
    };
    let mapping = context.mapping();
    let is_right = context.found.is_empty();
    if !is_right {
        // What a wrong setting would have used isn't unused.
        cancel.apply_all();
    }
    found.append(&mut context.found);
    mapping.filter(|_| is_right)
}

impl<'a> Context<'a> {
    fn mapping(&mut self) -> Option<Mapping> {
        let cancel = self.cancel;
        self.check_copies();
        let requests = cancel.requests.iter();
        let requests: Vec<_> = requests.flat_map(|one| self.cancel_requests(one)).collect();
        let read: Vec<_> = cancel.read.iter().map(|one| self.plain(one)).collect();
        let undo = cancel.undo.as_ref().map(|one| self.plain(one));
        let list = cancel.list.as_ref().map(|one| self.list(one));
        // What was reported makes the rest unclear.
        let requests: Vec<_> = requests.into_iter().collect::<Option<_>>()?;
        let mut mapping = Mapping {
            title: match &cancel.title {
                Some(title) => title.apply().clone(),
                None => self.spec.info.title.clone(),
            },
            third_party: cancel.third_party.as_ref().map(|why| why.apply().clone()),
            key: cancel
                .key
                .iter()
                .map(|part| part.name.apply().clone())
                .collect(),
            requests,
            read: read.into_iter().collect::<Option<_>>()?,
            undo: all_or_nothing(undo)?,
            list: all_or_nothing(list)?,
            categories: cancel
                .categories
                .iter()
                .map(|(one, word)| (*one, word.to_string()))
                .collect(),
            period_end: cancel.period_end.as_ref().map(|end| end.to_string()),
            status: cancel.status.as_ref().map(|status| status.to_string()),
            states: Vec::new(),
            errors: Vec::new(),
            details: Default::default(),
            events: None,
            unit: cancel.time_unit,
        };
        let called: Vec<_> = mapping
            .operations()
            .map(|one| self.at_index(one.operation))
            .collect();
        let called: Vec<_> = called.into_iter().flatten().collect();
        let subscriptions = self.subscriptions(&mapping);
        self.check_copied(&mapping);
        mapping.states = self.states(&subscriptions);
        mapping.errors = self.errors(&called);
        mapping.details = self.details(&called);
        mapping.events = cancel.events.as_ref().map(|events| self.events(events));
        Some(mapping)
    }

    fn at_index(&self, index: usize) -> Option<Called<'a>> {
        let operation = &self.operations[index];
        let mut sources = self.spec.operations.iter();
        let source = sources.find(|one| one.at == operation.at)?;
        Some(Called {
            index,
            operation,
            source,
        })
    }

    /// The subscriptions in the responses of all operations.
    fn subscriptions(&self, mapping: &Mapping) -> Vec<Place<'a>> {
        let mut places = Vec::new();
        let list = mapping.list.as_ref();
        let others = mapping
            .operations()
            .filter(|one| list.is_none_or(|list| !std::ptr::eq(*one, &list.operation)));
        for one in others {
            places.extend(self.subscriptions_of(one));
        }
        if let (Some(list), Some(stated)) = (list, &self.cancel.list)
            && let Some(called) = self.at_index(list.operation.operation)
        {
            places.extend(self.listed(called, stated, &list.items));
        }
        places
    }

    /// The subscriptions in the responses of an operation.
    fn subscriptions_of(&self, one: &MappedOperation) -> Vec<Place<'a>> {
        let (Some(called), Some(pointer)) = (self.at_index(one.operation), &one.subscription)
        else {
            return Vec::new();
        };
        let bodies = self.successes(called).into_iter();
        bodies
            .filter_map(|body| body.at(self.spec, pointer).ok())
            .collect()
    }

    /// Reports copies and conditions where nothing is read.
    fn check_copies(&mut self) {
        let cancel = self.cancel;
        if !cancel.read.is_empty() {
            return;
        }
        let help = "add `[[cancel.read]]`, by which the subscription is read first";
        for one in operations_with_copies(cancel) {
            for copy in &one.copy {
                let message = "nothing is read that could be copied";
                self.error(&copy.from, message, None, help);
            }
            for condition in &one.conditions {
                let message = "nothing is read that a condition could be of";
                self.error(&condition.at, message, None, help);
            }
        }
    }

    /// Reports copies of and conditions on what the subscription that is read doesn't have.
    fn check_copied(&mut self, mapping: &Mapping) {
        let cancel = self.cancel;
        let mut bodies = Vec::new();
        for read in &mapping.read {
            bodies.extend(self.subscriptions_of(read));
        }
        for one in operations_with_copies(cancel) {
            self.conditions(&one.conditions, &bodies, READ);
            for copy in &one.copy {
                self.leads_somewhere(&copy.from, &bodies, READ);
            }
        }
    }
}

const READ: &str = "the subscription that is read";

fn operations_with_copies(
    cancel: &crate::config::Cancel,
) -> impl Iterator<Item = &CancelOperation> {
    let requests = cancel.requests.iter().map(|one| &one.operation);
    requests.chain(&cancel.undo)
}

/// `None` if there should be something, and isn't.
fn all_or_nothing<T>(stated: Option<Option<T>>) -> Option<Option<T>> {
    match stated {
        None => Some(None),
        Some(None) => None,
        Some(found) => Some(found),
    }
}
