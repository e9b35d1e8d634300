//! From a document to the API that it describes.
//!
//! Takes a [`Spec`] and a [`Config`], gives an [`ir::Api`](Api). Follows
//! references, merges `allOf`, sorts out unions, and finds the types that the
//! operations reach. Must not make a Rust name or know how anything is emitted.

mod alias;
mod all_of;
mod boxes;
mod content;
mod enum_;
mod family;
mod files;
mod finish;
mod gaps;
mod header;
mod joint;
mod key_prefix;
mod kinds;
mod memo;
mod merge;
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

use crate::config::{Config, Entry};
use crate::diag::{Code, Diagnostic, Pointer, Report, Severity};
use crate::ir::{Api, Credential, NamedSchema, TypeId};
use crate::spec::Spec;
use alias::Aliases;
use family::Children;
use gaps::Gaps;
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
        gaps: Gaps::of(config),
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
        children: None,
        context: Context::Json,
        depth: 0,
        found: Vec::new(),
        said: HashSet::new(),
        used_formats: BTreeSet::new(),
        used_auth: BTreeSet::new(),
        used_lifts: BTreeSet::new(),
        keyed: BTreeSet::new(),
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
    let is_settled = !report.is_unsettled();
    if is_settled {
        lower.check_config(report);
    }
    let servers = lower.servers(&mut operations, report);
    let (key_prefixes, unused) = lower.key_prefixes(&servers);
    if is_settled {
        report.diagnostics.extend(unused);
    }
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
        nesting: boxes::nesting(&types),
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
    gaps: Gaps<'a>,
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
    children: Option<Children>,
    /// The situation that the schema at hand is read for.
    context: Context,
    /// How deep in schemas the work is.
    depth: usize,
    /// What was found in the operation at hand.
    found: Vec<Diagnostic>,
    /// The findings that have been reported.
    said: HashSet<Diagnostic>,
    used_formats: BTreeSet<String>,
    used_auth: BTreeSet<String>,
    used_lifts: BTreeSet<usize>,
    /// The operations that send idempotency keys, by `operationId`.
    keyed: BTreeSet<String>,
}

impl Lower<'_> {
    fn is_wanted(&self, id: Option<&str>) -> bool {
        match &self.config.operations {
            None => true,
            Some(wanted) => id.is_some_and(|id| wanted.iter().any(|wanted| wanted == id)),
        }
    }

    /// Hands on what was found in an operation. Says whether it can be
    /// generated: it can't if something is in the way, accepted or not.
    fn settle(&mut self, at: &Pointer, report: &mut Report) -> bool {
        let mut whole = true;
        for diagnostic in std::mem::take(&mut self.found) {
            if diagnostic.severity != Severity::Error {
                if !self.gaps.accept(&diagnostic) {
                    self.say(diagnostic, report);
                }
                continue;
            }
            whole = false;
            if self.gaps.accept(&diagnostic) {
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

    /// Reports settings that applied to nothing: a stale one hides a change.
    fn check_config(&self, report: &mut Report) {
        let mut unused =
            |entry: Entry<'_>, message: String| report.push(self.config.unused(entry, message));
        for (i, id) in self.config.operations.iter().flatten().enumerate() {
            let mut operations = self.document.operations.iter();
            if !operations.any(|operation| operation.id.as_ref() == Some(id)) {
                unused(
                    Entry::Operation(i),
                    format!("no operation is called `{id}`"),
                );
            }
        }
        for format in self
            .config
            .formats
            .keys()
            .filter(|format| !self.used_formats.contains(*format))
        {
            unused(
                Entry::Format(format),
                format!("nothing has the format `{format}`"),
            );
        }
        for name in self
            .config
            .auth
            .keys()
            .filter(|name| !self.used_auth.contains(*name))
        {
            unused(Entry::Auth(name), format!("no operation asks for `{name}`"));
        }
        for (i, lift) in self.config.lift.iter().enumerate() {
            if !self.used_lifts.contains(&i) {
                let location = lift.in_.as_str();
                let message = format!("no {location} parameter is called `{}`", lift.parameter);
                unused(Entry::Lift(i), message);
            }
        }
        if let Some(idempotency) = &self.config.idempotency {
            for (i, id) in idempotency.operations.iter().flatten().enumerate() {
                if !self.keyed.contains(id) {
                    let message = format!("no operation is called `{id}`");
                    unused(Entry::IdempotentOperation(i), message);
                }
            }
            if idempotency.operations.is_none() && self.keyed.is_empty() {
                let message = "every operation can be repeated without an idempotency key";
                unused(Entry::Idempotency, message.to_owned());
            }
        }
        let settings = self.config.webhooks.as_ref();
        let only = settings.and_then(|settings| settings.only.as_ref());
        for (i, name) in only.into_iter().flatten().enumerate() {
            if !self.document.webhooks.iter().any(|one| one.path == *name) {
                unused(Entry::Webhook(i), format!("no webhook is called `{name}`"));
            }
        }
        let names_none = settings.is_some_and(|settings| settings.name_at.is_some());
        if names_none && self.document.webhooks.is_empty() {
            let message = "the document has no webhooks".to_owned();
            unused(Entry::WebhookName, message);
        }
        for (i, accept) in self.gaps.unused() {
            let message = format!("nothing reports `{}` at {}", accept.code, accept.at);
            unused(Entry::Accept(i), message);
        }
    }
}

impl Config {
    /// The report of a setting that applies to nothing.
    pub(crate) fn unused(&self, entry: Entry<'_>, message: String) -> Diagnostic {
        self.diagnostic(entry, Code::UnusedConfig, message)
            .help("take the setting out, or correct what it names")
    }
}
