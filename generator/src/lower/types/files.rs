//! Schemas with files in them: binary strings in a body of several parts.

use super::reader::Reader;
use super::scope::Context;
use crate::diag::Pointer;
use crate::ir::{Scalar, Type};
use crate::spec::{Additional, Schema, Spec};
use std::collections::HashSet;

/// The type of a property that is a file, or several, in a body of parts.
pub(crate) fn file(spec: &Spec, schema: &Schema, context: Context) -> Option<Type> {
    if context != Context::Multipart {
        return None;
    }
    let schema = spec.behind(schema);
    if schema.is_binary() {
        return Some(Type::Scalar(Scalar::File));
    }
    let items = schema.items.as_deref()?;
    (file(spec, items, context) == Some(Type::Scalar(Scalar::File)))
        .then(|| Type::Array(Box::new(Type::Scalar(Scalar::File))))
}

/// Tells if a schema, or one that it leads to, is binary.
pub(super) fn has_files(reader: &mut Reader<'_>, at: &Pointer) -> bool {
    if let Some(known) = reader.memo.with_files.get(at) {
        return *known;
    }
    let mut seen = HashSet::from([at.clone()]);
    let mut waiting = vec![at.clone()];
    let mut is_found = false;
    while let Some(at) = waiting.pop().filter(|_| !is_found) {
        let Some(schema) = reader.spec.schema(&at) else {
            continue;
        };
        is_found = is_binary_within(schema, &mut |target| {
            if seen.insert(target.clone()) {
                waiting.push(target.clone());
            }
        });
    }
    reader.memo.with_files.insert(at.clone(), is_found);
    is_found
}

/// Tells if a schema or one that stands within it is binary; hands on all that
/// they refer to.
fn is_binary_within(schema: &Schema, refer: &mut impl FnMut(&Pointer)) -> bool {
    if let Some(target) = &schema.reference {
        refer(target);
    }
    let mut inner: Vec<&Schema> = schema.properties.iter().map(|(_, one)| one).collect();
    inner.extend(schema.items.as_deref());
    for list in [
        &schema.prefix_items,
        &schema.all_of,
        &schema.one_of,
        &schema.any_of,
    ] {
        inner.extend(list);
    }
    if let Additional::Allowed(other) = &schema.additional {
        inner.push(other);
    }
    let mut is_binary = schema.is_binary();
    for one in inner {
        is_binary |= is_binary_within(one, refer);
    }
    is_binary
}
