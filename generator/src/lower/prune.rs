//! The types that operations and listed schemas reach, and the directions they
//! go in, once every type is known.

use super::definitions::Definition;
use super::unions::DecidedTypes;
use super::uses::Uses;
use crate::ir::{Access, Body, Type, TypeDef, TypeId, TypeKind, Union};

/// The uses of a type.
#[derive(Debug, Clone, Copy, Default)]
struct Reached {
    in_request: bool,
    in_response: bool,
    is_listed: bool,
}

/// The direction that a value goes in.
#[derive(Debug, Clone, Copy)]
enum Direction {
    /// To the server.
    Request,
    /// From the server.
    Response,
}

type Slots = [Option<Definition<Union>>];

/// The types that are reached, sorted by place, and their uses with the new ids.
pub(super) fn prune<'a>(types: DecidedTypes, mut uses: Uses<'a>) -> (Vec<TypeDef>, Uses<'a>) {
    let slots = types.definitions.into_slots();
    let reached = reached(&slots, &uses);
    let defs = slots.into_iter().zip(reached).enumerate();
    let defs = defs.filter_map(|(old, (slot, reached))| {
        let is_reached = reached.in_request || reached.in_response || reached.is_listed;
        let def = slot.filter(|_| is_reached)?;
        let def = TypeDef {
            places: def.pointers(),
            origin: def.origin()?.clone(),
            docs: def.docs,
            kind: def.kind,
            in_request: reached.in_request,
            in_response: reached.in_response,
            is_listed: reached.is_listed,
        };
        Some((old, def))
    });
    let mut kept: Vec<(usize, TypeDef)> = defs.collect();
    kept.sort_by(|(_, one), (_, other)| one.places.cmp(&other.places));
    let highest = kept.iter().map(|(old, _)| *old + 1).max().unwrap_or(0);
    let mut renumbered = vec![TypeId(0); highest];
    for (new, (old, _)) in kept.iter().enumerate() {
        renumbered[*old] = TypeId(new);
    }
    let mut types: Vec<TypeDef> = kept.into_iter().map(|(_, def)| def).collect();
    let mut renumber = |ty: &mut Type| ty.change_id(|id| renumbered[id.0]);
    for def in &mut types {
        def.kind.visit_types_mut(&mut renumber);
        relax_required(def);
    }
    uses.visit_types_mut(&mut renumber);
    (types, uses)
}

/// The uses of each type.
fn reached(slots: &Slots, uses: &Uses<'_>) -> Vec<Reached> {
    let mut reached = vec![Reached::default(); slots.len()];
    for schema in &uses.schemas {
        reach(slots, &mut reached, &schema.ty, None);
    }
    for operation in &uses.operations {
        let parameters = operation.parameters.iter().map(|parameter| &parameter.ty);
        let body = operation.body.iter().flat_map(Body::types);
        for ty in parameters.chain(body) {
            reach(slots, &mut reached, ty, Some(Direction::Request));
        }
        for ty in operation.response_types() {
            reach(slots, &mut reached, ty, Some(Direction::Response));
        }
    }
    for events in &uses.events {
        let ty = Type::Named(events.id);
        reach(slots, &mut reached, &ty, Some(Direction::Response));
    }
    reached
}

/// Marks the types that a type reaches, for a direction or as listed.
fn reach(slots: &Slots, reached: &mut [Reached], ty: &Type, direction: Option<Direction>) {
    let mut waiting: Vec<TypeId> = ty.named().into_iter().collect();
    while let Some(id) = waiting.pop() {
        let Some(def) = &slots[id.0] else {
            continue;
        };
        let reached = &mut reached[id.0];
        let flag = match direction {
            Some(Direction::Request) => &mut reached.in_request,
            Some(Direction::Response) => &mut reached.in_response,
            None => &mut reached.is_listed,
        };
        if std::mem::replace(flag, true) {
            continue;
        }
        waiting.extend(def.kind.mentioned().into_iter().filter_map(Type::named));
    }
}

/// A required property that is only read is absent from requests, and one that
/// is only written from responses, so a type that goes both ways can't insist on it.
fn relax_required(def: &mut TypeDef) {
    if let TypeKind::Struct(object) = &mut def.kind {
        for field in &mut object.fields {
            field.required &= match field.access {
                Some(Access::ReadOnly) => !def.in_request,
                Some(Access::WriteOnly) => !def.in_response,
                None => true,
            };
        }
    }
}
