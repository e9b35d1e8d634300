//! The names by which settings mean an operation.

use crate::config::OperationNames;
use crate::spec;

/// Those of an operation of the document.
pub(super) fn names(source: &spec::Operation) -> OperationNames<'_> {
    OperationNames {
        id: source.id.as_deref(),
        method: &source.method,
        path: &source.path,
        tags: &source.tags,
    }
}
