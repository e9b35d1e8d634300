//! Where a type needs an indirection to what it holds.

use super::finish::each_type;
use crate::ir::{Type, TypeDef, TypeId, TypeKind};

/// Puts a `Box` wherever one is needed.
pub(super) fn put(types: &mut [TypeDef]) {
    box_cycles(types);
    box_giants(types);
}

/// Puts a `Box` wherever a type holds, directly or through others, itself: on
/// every edge of a cycle, so that none depends on which others there are, and
/// what takes part in many cycles doesn't hold all of them in place. Lists and
/// maps are an indirection already.
fn box_cycles(types: &mut [TypeDef]) {
    let holds: Vec<Vec<usize>> = types
        .iter()
        .map(|def| {
            def.kind
                .mentioned()
                .into_iter()
                .filter_map(held)
                .map(|id| id.0)
                .collect()
        })
        .collect();
    let component = components(&holds);
    for (i, def) in types.iter_mut().enumerate() {
        each_type(&mut def.kind, &mut |ty| {
            if held(ty).is_some_and(|id| component[id.0] == component[i]) {
                box_held(ty);
            }
        });
    }
}

/// The type that a value of this type holds in place.
fn held(ty: &Type) -> Option<TypeId> {
    match ty {
        Type::Named(id) => Some(*id),
        Type::Nullable(inner) => held(inner),
        _ => None,
    }
}

fn box_held(ty: &mut Type) {
    match ty {
        Type::Named(id) => *ty = Type::Boxed(*id),
        Type::Nullable(inner) => box_held(inner),
        _ => {}
    }
}

/// The longest way from a type to what it is made of in the end, in types; a
/// cycle counts as one.
pub(super) fn nesting(types: &[TypeDef]) -> usize {
    let uses: Vec<Vec<usize>> = types
        .iter()
        .map(|def| {
            let mentioned = def.kind.mentioned().into_iter();
            mentioned.filter_map(named).map(|id| id.0).collect()
        })
        .collect();
    let component = components(&uses);
    // A component has a higher number than those that it leads to.
    let mut order: Vec<usize> = (0..types.len()).collect();
    order.sort_by_key(|&index| component[index]);
    let mut lengths = vec![0; types.len()];
    for members in order.chunk_by(|one, other| component[*one] == component[*other]) {
        let used = members.iter().flat_map(|&index| &uses[index]);
        let longest = used.map(|&used| lengths[component[used]]).max();
        lengths[component[members[0]]] = longest.unwrap_or(0) + 1;
    }
    lengths.into_iter().max().unwrap_or(0)
}

/// The type of the document that this one is about, in place or not.
fn named(ty: &Type) -> Option<TypeId> {
    match ty {
        Type::Named(id) | Type::Boxed(id) => Some(*id),
        Type::Array(inner) | Type::Map(inner) | Type::Nullable(inner) => named(inner),
        _ => None,
    }
}

/// Puts a `Box` around what is too large to be held in place.
fn box_giants(types: &mut [TypeDef]) {
    let mut sizes = vec![None; types.len()];
    for index in 0..types.len() {
        measure(types, index, &mut sizes);
    }
    let sizes: Vec<Size> = sizes.into_iter().flatten().collect();
    for (def, own) in types.iter_mut().zip(&sizes) {
        each_type(&mut def.kind, &mut |ty| {
            if held(ty).is_some_and(|id| sizes[id.0].bytes >= own.boxed_from) {
                box_held(ty);
            }
        });
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
fn measure(types: &[TypeDef], index: usize, sizes: &mut [Option<Size>]) -> Size {
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
    for ty in in_place(kind) {
        match held(ty) {
            Some(id) => parts.push(measure(types, id.0, sizes).bytes),
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

/// The types that a value has in it, once each.
fn in_place(kind: &TypeKind) -> Vec<&Type> {
    match kind {
        TypeKind::Struct(object) => object.fields.iter().map(|field| &field.ty).collect(),
        TypeKind::Enum(_) => Vec::new(),
        TypeKind::Union(union) => {
            let branches = union.branches.iter();
            branches.filter_map(|branch| branch.ty.as_ref()).collect()
        }
        TypeKind::Tuple(tuple) => tuple.places.iter().collect(),
        TypeKind::Wrapper(ty) => vec![ty],
    }
}

/// How many bytes a type takes that holds none of the document's types in place.
fn by_itself(ty: &Type) -> usize {
    match ty {
        Type::Nullable(inner) => by_itself(inner) + POINTER,
        Type::Null | Type::Boolean | Type::Boxed(_) => POINTER,
        Type::Integer(_) | Type::Number | Type::Date | Type::Timestamp => 2 * POINTER,
        _ => VECTOR,
    }
}

const POINTER: usize = 8;
const VECTOR: usize = 24;

/// The most bytes that a value takes in place, as far as boxes can see to it.
/// Values are moved about on stacks, each several times in a build without
/// optimization; and without a limit, types that hold others twice, and those
/// others again, would grow without one.
const LARGEST: usize = 4 << 10;

/// The fewest bytes that are worth a box.
const SMALLEST_BOXED: usize = 128;

/// The strongly connected component of each node, by Tarjan's algorithm without
/// recursion. Each has a higher number than those that it leads to.
fn components(edges: &[Vec<usize>]) -> Vec<usize> {
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
