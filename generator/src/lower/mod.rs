//! From a document to the API that it describes.
//!
//! Takes a [`Spec`] and a [`Config`], gives an [`ir::Api`](Api). Follows
//! references, merges `allOf`, sorts out unions, and finds the types that the
//! operations reach. Must not make a Rust name or know how anything is emitted.

mod alias;
mod all_of;
mod content;
mod enum_;
mod files;
mod finish;
mod header;
mod inheritance;
mod joint;
mod key_prefix;
mod kinds;
mod memo;
mod only;
mod operation;
mod paginate;
mod parameter;
mod plan;
mod schema;
mod security;
mod server;
mod tags;
mod types;
mod union;
mod webhook;
mod work;

use crate::config::{Config, lists};
use crate::diag::{Diagnostic, Pointer, Report, Severity};
use crate::ir::{Api, Credential, NamedSchema, TypeId};
use crate::schema::Inheritance;
use crate::spec::Spec;
use alias::Aliases;
use memo::{Context, Key, Known};
use plan::Pending;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use types::Types;
use work::Work;

/// How much of a document is wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Extent {
    /// Whether schemas that no operation reaches are wanted too.
    pub all_schemas: bool,
    /// Makes errors of what is wrong with a part of the document. Otherwise that
    /// part is left out or becomes any JSON, with a warning.
    pub strict: bool,
}

/// The API that a document describes. What is wrong goes to `report`; an
/// operation with an accepted gap is left out, with what only it reaches.
/// `left_out` is what was found to be missing before.
pub fn lower(
    document: &Spec,
    config: &Config,
    extent: Extent,
    left_out: Vec<Diagnostic>,
    report: &mut Report,
) -> Api {
    let mut lower = Lower {
        document,
        config,
        types: Types::default(),
        known: HashMap::new(),
        credentials: Vec::new(),
        offered_scopes: HashMap::new(),
        extent,
        left_out,
        keeping: BTreeSet::new(),
        any_json: BTreeMap::new(),
        with_files: HashMap::new(),
        only_values: HashMap::new(),
        work: Work::of(document.files.objects()),
        aliases: Aliases::new(),
        pending: Vec::new(),
        is_pending: HashSet::new(),
        inheritance: None,
        context: Context::Json,
        depth: 0,
        found: Vec::new(),
        said: HashSet::new(),
    };
    if config.operations.is_some() {
        // Then it is what they reach that is wanted, and nothing else.
        lower.extent.all_schemas = false;
    }
    let mut operations = Vec::new();
    let mut events = Vec::new();
    let mut sources: Vec<_> = document.operations.iter().collect();
    sources.sort_by(|one, other| (&one.path, &one.method).cmp(&(&other.path, &other.method)));
    for source in sources {
        if !lower.is_wanted(source.id.as_deref()) {
            continue;
        }
        let operation = lower.operation(source);
        if lower.settle(&source.at, report) {
            lower.ask_for_scopes(source);
            operations.push(operation);
            events.extend(lower.callbacks(source, report));
        }
    }
    events.extend(lower.webhooks(report));
    let mut schemas = lower.schemas(report);
    let has_aliases = !lower.aliases.is_empty();
    lower.resolve_aliases(&mut operations, &mut schemas, &mut events);
    lower.decide_unions();
    if has_aliases {
        lower.merge_equals(&mut operations, &mut schemas, &mut events);
    }
    lower.settle(&document.at, report);
    lower.credentials.retain(|credential| {
        let mut sets = operations.iter().flat_map(|operation| &operation.security);
        sets.any(|set| set.contains(&credential.name))
    });
    let servers = lower.servers(&mut operations, report);
    let key_prefixes = lower.key_prefixes(&servers);
    let mut credentials = lower.credentials;
    credentials.sort_by(|one, other| one.name.cmp(&other.name));
    let types = finish::finish(
        lower.types.into_slots(),
        &lower.keeping,
        &mut operations,
        &mut schemas,
        &mut events,
    );
    paginate::paginate(document, config, &mut operations, &types, report);
    Api {
        at: document.at.clone(),
        title: document.info.title.clone(),
        version: document.info.version.clone(),
        description: document.info.description.clone(),
        servers,
        credentials,
        key_prefixes,
        types,
        is_whole: lower.extent.all_schemas,
        schemas,
        operations,
        events,
        gaps: lower.left_out,
        any_json: lower.any_json.into_values().collect(),
    }
}

struct Lower<'a> {
    document: &'a Spec,
    config: &'a Config,
    types: Types,
    known: HashMap<Key, Known>,
    credentials: Vec<Credential>,
    /// The scopes that an OAuth 2 scheme offers to client credentials, if it
    /// lists any.
    offered_scopes: HashMap<String, BTreeSet<String>>,
    extent: Extent,
    /// What couldn't be generated and was left out.
    left_out: Vec<Diagnostic>,
    /// Structs that keep members which they don't know.
    keeping: BTreeSet<TypeId>,
    /// The places that became any JSON, and the reasons.
    any_json: BTreeMap<Pointer, Diagnostic>,
    /// The schemas that were asked for files, and the answers.
    with_files: HashMap<Pointer, bool>,
    /// The schemas that were asked for the only value that they list.
    only_values: HashMap<Pointer, Option<Value>>,
    /// The work that is left for combinations of schemas.
    work: Work,
    /// Lists and maps that contain themselves.
    aliases: Aliases,
    /// Unions that wait for all types to be known.
    pending: Vec<Pending>,
    is_pending: HashSet<TypeId>,
    /// The schemas that include a schema by `allOf`, once somebody asked.
    inheritance: Option<Inheritance>,
    /// The situation that the schema at hand is read for.
    context: Context,
    /// How deep in schemas the work is.
    depth: usize,
    /// What was found in the operation at hand.
    found: Vec<Diagnostic>,
    /// The findings that have been reported.
    said: HashSet<Diagnostic>,
}

impl Lower<'_> {
    fn is_wanted(&self, id: Option<&str>) -> bool {
        match &self.config.operations {
            None => true,
            Some(wanted) => id.is_some_and(|id| lists(wanted, id)),
        }
    }

    /// Hands on what was found in an operation. Says whether it can be
    /// generated: it can't if something is in the way, accepted or not.
    fn settle(&mut self, at: &Pointer, report: &mut Report) -> bool {
        let mut whole = true;
        for diagnostic in std::mem::take(&mut self.found) {
            if diagnostic.severity != Severity::Error {
                if !self.config.accepts(&diagnostic) {
                    self.say(diagnostic, report);
                }
                continue;
            }
            whole = false;
            if self.config.accepts(&diagnostic) {
                let message = format!("left out for an accepted gap: {}", diagnostic.message);
                self.say(Diagnostic::note(diagnostic.code, at, message), report);
            } else if self.extent.strict {
                self.say(diagnostic, report);
            } else {
                let gap = Diagnostic {
                    severity: Severity::Warning,
                    ..diagnostic
                };
                self.say(gap.clone(), report);
                self.left_out.push(Diagnostic {
                    at: at.clone(),
                    ..gap
                });
            }
        }
        whole
    }

    /// Reports a finding, unless it has been.
    fn say(&mut self, diagnostic: Diagnostic, report: &mut Report) {
        if self.said.insert(diagnostic.clone()) {
            report.push(diagnostic);
        }
    }

    /// The types of all schemas under `components`, where they are wanted.
    fn schemas(&mut self, report: &mut Report) -> Vec<NamedSchema> {
        let at = self.document.at.child("components").child("schemas");
        if !self.extent.all_schemas {
            return Vec::new();
        }
        let mut named: Vec<_> = self.document.named_schemas.iter().collect();
        named.sort();
        let mut schemas = Vec::new();
        for (name, place) in named {
            let ty = self.type_at(place);
            let at = at.child(name);
            if self.settle(&at, report) {
                schemas.push(NamedSchema { at, ty });
            }
        }
        schemas
    }
}
