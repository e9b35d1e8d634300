//! Operations and webhooks, with the types that they reach.
//!
//! Takes the operations of a [`Spec`], gives [`Uses`] of [`UndecidedTypes`], and
//! whatever else of an API the operations decide.
//!
//! | file | holds |
//! |---|---|
//! | `media_type`, `style`, `encoding` | the forms that values can have |
//! | `content` | the types of the values of bodies |
//! | `alternative`, `body`, `response` | bodies, and the media types that they may have |
//! | `parameter`, `template`, `header` | parameters, and the headers of responses |
//! | `fixed_header`, `header_text` | the headers that every request has |
//! | `security`, `server`, `key_prefix` | credentials and servers |
//! | `idempotency`, `pagination` | the settings about operations |
//! | `operation` | operations as a whole |
//! | `examples` | examples of bodies that fit their schemas |
//! | `webhook` | webhooks and callbacks |

mod alternative;
mod body;
mod content;
mod encoding;
mod examples;
mod fixed_header;
mod header;
mod header_text;
mod idempotency;
mod key_prefix;
mod media_type;
mod operation;
mod pagination;
mod parameter;
mod response;
mod security;
mod server;
mod style;
mod template;
mod webhook;

pub(super) use examples::{Examples, examples};
pub(super) use fixed_header::fixed_headers;
pub(super) use key_prefix::key_prefixes;
pub(super) use pagination::paginations;
pub(super) use security::Credentials;
pub(super) use server::{chosen_server, other_server, servers};

use super::diagnostics::Reporter;
use super::options::GenerateOptions;
use super::types::{Reader, UndecidedTypes, named_type};
use super::uses::Uses;
use crate::config::Config;
use crate::diag::{Diagnostic, Pointer};
use crate::ir::NamedSchema;
use crate::lower::names::names;
use crate::schema::Inheritance;
use crate::spec::{self, Spec};
use std::collections::BTreeMap;

/// Everything that the operations of a document speak of.
pub(super) struct Interface<'a> {
    /// The operations, webhooks and listed schemas.
    pub(super) uses: Uses<'a>,
    /// The types that they reach.
    pub(super) types: UndecidedTypes,
    /// The credentials that they ask for.
    pub(super) credentials: Credentials<'a>,
    /// The places that became any JSON, and the reasons.
    pub(super) any_json: BTreeMap<Pointer, Diagnostic>,
    /// The schemas that the settings choose an unfit type for.
    pub(super) unfit_types: BTreeMap<Pointer, Diagnostic>,
}

/// Reads the operations and webhooks that are wanted, and the schemas that are
/// listed.
pub(super) fn read<'a>(
    spec: &'a Spec,
    config: &'a Config,
    options: GenerateOptions,
    inheritance: &'a Inheritance,
    reporter: &mut Reporter<'_>,
) -> Interface<'a> {
    let mut reader = Reader::new(spec, config, options.strict, inheritance);
    let mut credentials = Credentials::default();
    let mut uses = Uses::default();
    for source in wanted(spec, config) {
        let mut found = Vec::new();
        let operation = operation::operation(&mut reader, &mut credentials, source, &mut found);
        if reporter.flush_diagnostics(found, &source.at) {
            credentials.add_scopes(spec, source);
            uses.operations.push(operation);
            let callbacks = webhook::callbacks(&mut reader, source, reporter);
            uses.events.extend(callbacks);
        }
    }
    uses.events.extend(webhook::webhooks(&mut reader, reporter));
    if options.all_schemas {
        uses.schemas = schemas(&mut reader, reporter);
    }
    Interface {
        uses,
        types: reader.types,
        credentials,
        any_json: reader.any_json,
        unfit_types: reader.unfit_types,
    }
}

/// The operations that are wanted, sorted by path and method.
fn wanted<'a>(spec: &'a Spec, config: &Config) -> Vec<&'a spec::Operation> {
    let is_wanted = |source: &&spec::Operation| match &config.operations {
        None => true,
        Some(wanted) => names(source).is_selected(wanted),
    };
    let mut sources: Vec<_> = spec.operations.iter().filter(is_wanted).collect();
    sources.sort_by(|one, other| (&one.path, &one.method).cmp(&(&other.path, &other.method)));
    sources
}

/// The types of all schemas under `components`.
fn schemas(reader: &mut Reader<'_>, reporter: &mut Reporter<'_>) -> Vec<NamedSchema> {
    let at = reader.spec.at.child("components").child("schemas");
    let mut named: Vec<_> = reader.spec.named_schemas.iter().collect();
    named.sort();
    let mut schemas = Vec::new();
    for (name, place) in named {
        let mut found = Vec::new();
        let ty = named_type(reader, place, &mut found);
        let at = at.child(name);
        if reporter.flush_diagnostics(found, &at) {
            schemas.push(NamedSchema { at, ty });
        }
    }
    schemas
}
