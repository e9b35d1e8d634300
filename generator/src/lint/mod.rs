//! Advice about a document: what is sound, and bites those who call the API.
//!
//! Takes a [`Spec`] and its settings, gives warnings. `check` asks for it; what is generated doesn't depend
//! on it. Must not know what becomes of a document.
//!
//! | file | holds |
//! |---|---|
//! | `operations`, `ids`, `credentials` | the rules about operations and their parameters |
//! | `repeated`, `defaults`, `words` | the rules about what ends a service or moves money |
//! | `schemas`, `dialect`, `required`, `branches` | the rules about schemas |
//! | `examples`, `places`, `misfits` | the values in schemas, and those beside them |

mod branches;
mod credentials;
mod defaults;
mod dialect;
mod examples;
mod ids;
mod misfits;
mod operations;
mod places;
mod repeated;
mod required;
mod schemas;
mod words;

use crate::config::Config;
use crate::diag::Diagnostic;
use crate::spec::Spec;

/// The warnings about a document: those of its operations, then those of its schemas.
pub fn lint(spec: &Spec, config: &Config) -> Vec<Diagnostic> {
    let each = spec.operations.iter();
    let mut found: Vec<_> = each.flat_map(operations::lint).collect();
    found.extend(ids::lint(spec));
    found.extend(credentials::lint(spec));
    found.extend(repeated::lint(spec, config));
    found.extend(defaults::lint(spec));
    let every = schemas::every(spec);
    found.extend(schemas::lint(spec, &every));
    found.extend(required::lint(spec));
    found.extend(examples::lint(spec, config, &every));
    found
}
