//! From a document to the API that it describes.
//!
//! Takes a [`Spec`] and a [`Config`], gives an [`ir::Api`](Api): functions from
//! finished value to finished value, each below those whose values it takes. Must
//! not make a Rust name or know how anything is emitted.
//!
//! | module | takes → gives |
//! |---|---|
//! | `names` | operations → the names by which settings mean them |
//! | `options`, `diagnostics` | the part that is wanted; the way of diagnostics to the report |
//! | `definitions`, `uses` | named types in any state, and everything that speaks of them |
//! | `types` | schemas → types, their unions undecided |
//! | `shared` | types → the same, equal inline ones made one |
//! | `unions` | types, unions undecided → decided |
//! | `operations` | operations and webhooks → the same of an API, with the types that they reach |
//! | `cancel` | settings, operations → the mapping onto the neutral interface |
//! | `prune` | types → those that are reached, with the directions they go in |
//! | `unknown_fields` | types → the same, some of which keep what the document doesn't name |

mod cancel;
mod definitions;
mod diagnostics;
mod examples_of_choices;
mod names;
mod operations;
mod options;
mod prune;
mod shared;
mod types;
mod unions;
mod unknown_fields;
mod uses;

pub use options::GenerateOptions;

use crate::config::Config;
use crate::diag::{Diagnostic, Report};
use crate::ir::{Api, Tag};
use crate::schema::Inheritance;
use crate::spec::Spec;
use diagnostics::Reporter;
use examples_of_choices::without_chosen;
use operations::{Examples, Interface};
use unions::Facts;

/// The API that a document describes. Diagnostics go to `report`; an operation
/// with an accepted gap is skipped, with all that only it reaches. `skipped`
/// was found to be missing before.
pub fn lower(
    spec: &Spec,
    config: &Config,
    options: GenerateOptions,
    skipped: Vec<Diagnostic>,
    report: &mut Report,
) -> Api {
    let options = GenerateOptions {
        // Of chosen operations it is what they reach that is wanted, and nothing else.
        all_schemas: options.all_schemas && config.operations.is_none(),
        ..options
    };
    let inheritance = Inheritance::of(spec);
    let mut reporter = Reporter::new(config, options.strict, skipped, report);
    let Interface {
        uses,
        types,
        credentials,
        any_json,
        unfit_types,
    } = operations::read(spec, config, options, &inheritance, &mut reporter);
    reporter.note(unfit_types.into_values().collect());
    let (types, uses) = shared::share(types, uses, spec, config);
    let facts = Facts {
        spec,
        config,
        inheritance: &inheritance,
    };
    let mut found = Vec::new();
    let (types, uses) = unions::decide(types, uses, facts, &mut found);
    reporter.flush_diagnostics(found, &spec.at);
    let credentials = credentials.of(&uses.operations);
    let mut found = Vec::new();
    let servers = operations::servers(spec, &uses.operations, &mut found);
    reporter.flush_diagnostics(std::mem::take(&mut found), &spec.at);
    let chosen_server =
        operations::chosen_server(spec, config, &uses.operations, &servers, &mut found);
    let fixed_headers =
        operations::fixed_headers(spec, config, &inheritance, &uses.operations, &mut found);
    let key_prefixes = operations::key_prefixes(spec, config, &credentials, &servers);
    let (mut types, uses) = prune::prune(types, uses);
    unknown_fields::keep(&mut types, config);
    let mut paginations =
        operations::paginations(spec, config, &uses.operations, &types, &mut found);
    reporter.note(found);
    let examples = operations::examples(spec, config, &uses.operations);
    let Examples { all, others } = without_chosen(examples, &uses.operations, &types, config);
    let operations = uses.operations.into_iter();
    let operations = operations.map(|operation| {
        let server = operations::other_server(&operation, &servers, chosen_server);
        let paging = paginations.remove(&operation.source.at);
        operation.finished(server, paging)
    });
    let operations: Vec<_> = operations.collect();
    let mut found = Vec::new();
    let mapping = cancel::mapping(spec, config, &operations, &mut found);
    reporter.note_if_sound(found);
    Api {
        at: spec.at.clone(),
        title: spec.info.title.clone(),
        version: spec.info.version.clone(),
        description: spec.info.description.clone(),
        operations,
        tags: tags(spec),
        servers,
        chosen_server,
        fixed_headers,
        credentials,
        key_prefixes,
        types,
        is_whole: options.all_schemas,
        schemas: uses.schemas,
        events: uses.events,
        examples: all,
        other_examples: others,
        cancel: mapping,
        skipped: reporter.into_skipped(),
        any_json: any_json.into_values().collect(),
    }
}

/// The tags that the document tells about.
fn tags(spec: &Spec) -> Vec<Tag> {
    let tags = spec.tags.iter();
    let tags = tags.map(|tag| Tag {
        name: tag.name.clone(),
        description: tag.description.clone(),
    });
    tags.collect()
}
