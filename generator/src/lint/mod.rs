//! Advice about a document: what is sound, and bites those who call the API.
//!
//! Takes a [`Spec`], gives warnings. `check` asks for it; what is generated doesn't depend
//! on it. Must not know what becomes of a document.
//!
//! | file | holds |
//! |---|---|
//! | `operations` | the rules about operations and their parameters |

mod operations;

use crate::diag::Diagnostic;
use crate::spec::Spec;

/// The warnings about a document, in the order of its operations.
pub fn lint(spec: &Spec) -> Vec<Diagnostic> {
    let each = spec.operations.iter();
    each.flat_map(operations::lint).collect()
}
