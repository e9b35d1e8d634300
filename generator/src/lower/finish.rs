//! Once every type is known: which ones an operation reaches, and in which
//! direction.

use super::boxes;
use crate::ir::{
    Body, Content, Direction, Events, NamedSchema, Operation, Rest, Type, TypeDef, TypeId, TypeKind,
};
use std::collections::BTreeSet;

/// The types that the operations and the listed schemas reach, sorted by place,
/// ids adjusted. Those in `keeping` keep members that they don't know.
pub(super) fn finish(
    slots: Vec<Option<TypeDef>>,
    keeping: &BTreeSet<TypeId>,
    operations: &mut [Operation],
    schemas: &mut [NamedSchema],
    events: &mut [Events],
) -> Vec<TypeDef> {
    let mut slots = slots;
    for id in keeping {
        if let Some(TypeKind::Struct(object)) = slots[id.0].as_mut().map(|def| &mut def.kind)
            && object.rest == Rest::Ignored
        {
            object.rest = Rest::Kept(Type::Any);
        }
    }
    for schema in &*schemas {
        reach(&mut slots, &schema.ty, None);
    }
    for operation in &*operations {
        for parameter in &operation.parameters {
            reach(&mut slots, &parameter.ty, Some(Direction::Request));
        }
        for ty in operation.body.iter().flat_map(Body::types) {
            reach(&mut slots, ty, Some(Direction::Request));
        }
        let replies = operation.replies.iter();
        let replies = replies.filter_map(|reply| reply.content.as_ref());
        let offers = operation.offers.iter().map(|offer| &offer.content);
        for ty in replies.chain(offers).filter_map(Content::ty) {
            reach(&mut slots, ty, Some(Direction::Reply));
        }
    }
    for events in &*events {
        reach(&mut slots, &Type::Named(events.id), Some(Direction::Reply));
    }
    let mut kept: Vec<(usize, TypeDef)> = slots
        .into_iter()
        .enumerate()
        .filter_map(|(i, slot)| Some((i, slot?)))
        .filter(|(_, def)| def.in_request || def.in_reply || def.is_listed)
        .collect();
    kept.sort_by(|(_, one), (_, other)| one.places.cmp(&other.places));
    let highest = kept
        .iter()
        .map(|(old, _)| *old)
        .max()
        .map_or(0, |max| max + 1);
    let mut renumbered = vec![TypeId(0); highest];
    for (new, (old, _)) in kept.iter().enumerate() {
        renumbered[*old] = TypeId(new);
    }
    let mut types: Vec<TypeDef> = kept.into_iter().map(|(_, def)| def).collect();
    for def in &mut types {
        each_type(&mut def.kind, &mut |ty| renumber(ty, &renumbered));
    }
    each_use(operations, schemas, events, &mut |ty| {
        renumber(ty, &renumbered)
    });
    for def in &mut types {
        relax(def);
    }
    boxes::put(&mut types);
    types
}

/// A required property that is only read is absent from requests, and one that
/// is only written from replies, so a type that goes both ways can't insist on it.
fn relax(def: &mut TypeDef) {
    if let TypeKind::Struct(object) = &mut def.kind {
        for field in &mut object.fields {
            field.required &= match field.only_in {
                Some(Direction::Reply) => !def.in_request,
                Some(Direction::Request) => !def.in_reply,
                None => true,
            };
        }
    }
}

/// Marks what a type reaches, for a direction or as listed.
fn reach(slots: &mut [Option<TypeDef>], ty: &Type, direction: Option<Direction>) {
    let mut waiting: Vec<TypeId> = ty.named().into_iter().collect();
    while let Some(id) = waiting.pop() {
        let Some(def) = &mut slots[id.0] else {
            continue;
        };
        let flag = match direction {
            Some(Direction::Request) => &mut def.in_request,
            Some(Direction::Reply) => &mut def.in_reply,
            None => &mut def.is_listed,
        };
        if std::mem::replace(flag, true) {
            continue;
        }
        waiting.extend(def.kind.mentioned().into_iter().filter_map(Type::named));
    }
}

/// Changes every type that an operation, a listed schema or a webhook speaks of.
pub(super) fn each_use(
    operations: &mut [Operation],
    schemas: &mut [NamedSchema],
    events: &mut [Events],
    change: &mut impl FnMut(&mut Type),
) {
    for operation in operations {
        for parameter in &mut operation.parameters {
            change(&mut parameter.ty);
        }
        let body = operation.body.iter_mut().flat_map(Body::types_mut);
        body.for_each(&mut *change);
        operation.reply_types_mut().for_each(&mut *change);
    }
    for schema in schemas {
        change(&mut schema.ty);
    }
    for events in events {
        let mut ty = Type::Named(events.id);
        change(&mut ty);
        events.id = ty.named().unwrap_or(events.id);
    }
}

/// Changes every type that a shape mentions directly.
pub(super) fn each_type(kind: &mut TypeKind, change: &mut impl FnMut(&mut Type)) {
    match kind {
        TypeKind::Struct(object) => {
            for field in &mut object.fields {
                change(&mut field.ty);
            }
            if let Rest::Kept(ty) = &mut object.rest {
                change(ty);
            }
        }
        TypeKind::Enum(_) => {}
        TypeKind::Union(union) => {
            for ty in union
                .branches
                .iter_mut()
                .filter_map(|branch| branch.ty.as_mut())
            {
                change(ty);
            }
        }
        TypeKind::Tuple(tuple) => {
            tuple.places.iter_mut().for_each(&mut *change);
            if let Rest::Kept(ty) = &mut tuple.rest {
                change(ty);
            }
        }
        TypeKind::Wrapper(ty) => change(ty),
    }
}

fn renumber(ty: &mut Type, ids: &[TypeId]) {
    match ty {
        Type::Named(id) | Type::Boxed(id) => *id = ids[id.0],
        Type::Array(inner) | Type::Map(inner) | Type::Nullable(inner) => renumber(inner, ids),
        _ => {}
    }
}
