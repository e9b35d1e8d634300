//! The types that operations and listed schemas reach, and the directions they
//! go in, once every type is known.

use crate::ir::{
    Body, Content, Direction, Events, NamedSchema, Operation, Rest, Type, TypeDef, TypeId,
    TypeKind, visit_uses_mut,
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
        let responses = operation.responses.iter();
        let responses = responses.filter_map(|response| response.content.as_ref());
        let offers = operation.offers.iter().map(|offer| &offer.content);
        for ty in responses.chain(offers).filter_map(Content::ty) {
            reach(&mut slots, ty, Some(Direction::Response));
        }
    }
    for events in &*events {
        reach(
            &mut slots,
            &Type::Named(events.id),
            Some(Direction::Response),
        );
    }
    let mut kept: Vec<(usize, TypeDef)> = slots
        .into_iter()
        .enumerate()
        .filter_map(|(i, slot)| Some((i, slot?)))
        .filter(|(_, def)| def.in_request || def.in_response || def.is_listed)
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
    let mut renumber = |ty: &mut Type| ty.change_id(|id| renumbered[id.0]);
    for def in &mut types {
        def.kind.visit_types_mut(&mut renumber);
    }
    visit_uses_mut(operations, schemas, events, &mut renumber);
    for def in &mut types {
        relax_required(def);
    }
    types
}

/// A required property that is only read is absent from requests, and one that
/// is only written from responses, so a type that goes both ways can't insist on it.
fn relax_required(def: &mut TypeDef) {
    if let TypeKind::Struct(object) = &mut def.kind {
        for field in &mut object.fields {
            field.required &= match field.only_in {
                Some(Direction::Response) => !def.in_request,
                Some(Direction::Request) => !def.in_response,
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
            Some(Direction::Response) => &mut def.in_response,
            None => &mut def.is_listed,
        };
        if std::mem::replace(flag, true) {
            continue;
        }
        waiting.extend(def.kind.mentioned().into_iter().filter_map(Type::named));
    }
}
