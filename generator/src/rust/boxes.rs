//! Boxes: the indirections that a type needs to what it holds.

use super::types::{POINTER, RustType, VECTOR, scalar};
use crate::ir::{TypeDef, TypeKind};

/// Puts a `Box` wherever one is needed. `members` has, for each type, the types
/// that it mentions.
pub(super) fn insert_boxes(types: &[TypeDef], members: &mut [Vec<RustType>]) {
    box_cycles(members);
    box_giants(types, members);
}

/// Puts a `Box` wherever a type holds, directly or through others, itself: on
/// every edge of a cycle, so that none depends on which others there are, and
/// what takes part in many cycles doesn't hold all of them in place. Lists and
/// maps are an indirection already.
fn box_cycles(members: &mut [Vec<RustType>]) {
    let holds: Vec<Vec<usize>> = members
        .iter()
        .map(|types| types.iter().filter_map(held).collect())
        .collect();
    let component = components(&holds);
    for (index, types) in members.iter_mut().enumerate() {
        for ty in types {
            if held(ty).is_some_and(|held| component[held] == component[index]) {
                ty.box_held();
            }
        }
    }
}

/// The index of the type that a value holds in place.
fn held(ty: &RustType) -> Option<usize> {
    ty.held().map(|id| id.0)
}

/// Puts a `Box` around what is too large to be held in place.
fn box_giants(types: &[TypeDef], members: &mut [Vec<RustType>]) {
    let mut sizes = vec![None; types.len()];
    for index in 0..types.len() {
        measure(types, members, index, &mut sizes);
    }
    let sizes: Vec<Size> = sizes.into_iter().flatten().collect();
    for (members, own) in members.iter_mut().zip(&sizes) {
        for ty in members {
            if held(ty).is_some_and(|held| sizes[held].bytes >= own.boxed_from) {
                ty.box_held();
            }
        }
    }
}

/// The room of a type.
#[derive(Debug, Clone, Copy)]
struct Size {
    /// The bytes that a value takes in place, about.
    bytes: usize,
    /// The bytes from which on a type that it holds is boxed.
    boxed_from: usize,
}

/// The size of a type, and of those that it holds.
fn measure(
    types: &[TypeDef],
    members: &[Vec<RustType>],
    index: usize,
    sizes: &mut [Option<Size>],
) -> Size {
    if let Some(size) = sizes[index] {
        return size;
    }
    let kind = &types[index].kind;
    let mut own = match kind {
        TypeKind::Struct(_) | TypeKind::Enum(_) | TypeKind::Tuple(_) => VECTOR,
        TypeKind::Union(_) => POINTER,
        TypeKind::Wrapper(_) => 0,
    };
    let mut parts = Vec::new();
    let mut largest = 0;
    // The one of all else that it may hold stands last, in a list or a map.
    for ty in &members[index][..kind.members().len()] {
        match held(ty) {
            Some(held) => parts.push(measure(types, members, held, sizes).bytes),
            None if matches!(kind, TypeKind::Union(_)) => largest = by_itself(ty).max(largest),
            None => own += by_itself(ty),
        }
    }
    own += largest;
    let size = match kind {
        TypeKind::Union(_) => {
            let parts = parts.into_iter().filter(|&part| part <= LARGEST);
            Size {
                bytes: own.max(POINTER + parts.max().unwrap_or(POINTER)),
                boxed_from: LARGEST + 1,
            }
        }
        _ => fitted(own, parts),
    };
    sizes[index] = Some(size);
    size
}

/// The size of a type that holds all of these parts beside its own bytes. So
/// many of the largest stand in boxes that it stays within the limit; all of
/// one size do, since their order means nothing.
fn fitted(own: usize, mut parts: Vec<usize>) -> Size {
    parts.sort_unstable_by(|one, other| other.cmp(one));
    let mut size = Size {
        bytes: own + parts.iter().sum::<usize>(),
        boxed_from: LARGEST + 1,
    };
    for same in parts.chunk_by(|one, other| one == other) {
        let part = same[0];
        if part <= LARGEST && (size.bytes <= LARGEST || part < SMALLEST_BOXED) {
            break;
        }
        size.bytes = size.bytes - part * same.len() + POINTER * same.len();
        size.boxed_from = size.boxed_from.min(part);
    }
    size
}

/// The bytes of a type that holds none of the generated types in place.
fn by_itself(ty: &RustType) -> usize {
    match ty {
        RustType::Option(inner) | RustType::Nullable(inner) => by_itself(inner) + POINTER,
        RustType::Unit | RustType::Boxed(_) => POINTER,
        RustType::Scalar(one) => scalar(*one).bytes,
        RustType::Json
        | RustType::RawJson
        | RustType::Bytes
        | RustType::Body
        | RustType::Stream(..)
        | RustType::Vec(_)
        | RustType::Map(_)
        | RustType::Named(_) => VECTOR,
    }
}

/// The most bytes that a value takes in place, as far as boxes can see to it.
/// Values are moved about on stacks, each several times in a build without
/// optimization; and without a limit, types that hold others twice, and those
/// others again, would grow without one.
const LARGEST: usize = 4 << 10;

/// The fewest bytes that are worth a box.
const SMALLEST_BOXED: usize = 128;

/// The strongly connected component of each node, by Tarjan's algorithm without
/// recursion. Each has a higher number than those that it leads to.
pub(super) fn components(edges: &[Vec<usize>]) -> Vec<usize> {
    const UNSEEN: usize = usize::MAX;
    let count = edges.len();
    let (mut index, mut low) = (vec![UNSEEN; count], vec![0; count]);
    let (mut on_stack, mut stack) = (vec![false; count], Vec::new());
    let mut component = vec![0; count];
    let (mut next, mut found) = (0, 0);
    for start in 0..count {
        if index[start] != UNSEEN {
            continue;
        }
        let mut work = vec![(start, 0)];
        while let Some((node, edge)) = work.pop() {
            if edge == 0 {
                (index[node], low[node]) = (next, next);
                next += 1;
                stack.push(node);
                on_stack[node] = true;
            }
            if let Some(&target) = edges[node].get(edge) {
                work.push((node, edge + 1));
                if index[target] == UNSEEN {
                    work.push((target, 0));
                } else if on_stack[target] {
                    low[node] = low[node].min(index[target]);
                }
                continue;
            }
            if let Some(&(parent, _)) = work.last() {
                low[parent] = low[parent].min(low[node]);
            }
            if low[node] == index[node] {
                while let Some(member) = stack.pop() {
                    on_stack[member] = false;
                    component[member] = found;
                    if member == node {
                        break;
                    }
                }
                found += 1;
            }
        }
    }
    component
}

#[cfg(test)]
mod tests;
