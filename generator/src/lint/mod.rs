//! Advice about a document: what is sound, and bites those who call the API.
//!
//! Takes a [`Spec`], gives warnings. `check` asks for it; what is generated doesn't depend
//! on it. Must not know what becomes of a document.
//!
//! | file | holds |
//! |---|---|
//! | `operations`, `ids` | the rules about operations and their parameters |
//! | `schemas`, `dialect`, `required`, `branches` | the rules about schemas |

mod branches;
mod dialect;
mod ids;
mod operations;
mod required;
mod schemas;

use crate::diag::Diagnostic;
use crate::spec::Spec;

/// The warnings about a document: those of its operations, then those of its schemas.
pub fn lint(spec: &Spec) -> Vec<Diagnostic> {
    let each = spec.operations.iter();
    let mut found: Vec<_> = each.flat_map(operations::lint).collect();
    found.extend(ids::lint(spec));
    found.extend(schemas::lint(spec));
    found.extend(required::lint(spec));
    found
}
