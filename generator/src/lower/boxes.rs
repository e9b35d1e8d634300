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
    let is_giant = |id: TypeId| sizes[id.0].is_some_and(|size| size > LARGEST);
    for def in types {
        each_type(&mut def.kind, &mut |ty| {
            if held(ty).is_some_and(is_giant) {
                box_held(ty);
            }
        });
    }
}

/// How many bytes a value takes in place, about; what is larger than
/// [`LARGEST`] is not held in place by others.
fn measure(types: &[TypeDef], index: usize, sizes: &mut [Option<usize>]) -> usize {
    if let Some(size) = sizes[index] {
        return size;
    }
    let mut of = |ty: &Type| match held(ty) {
        Some(id) => match measure(types, id.0, sizes) {
            size if size > LARGEST => POINTER,
            size => size,
        },
        None => by_itself(ty),
    };
    let size = match &types[index].kind {
        TypeKind::Struct(object) => {
            let fields: usize = object.fields.iter().map(|field| of(&field.ty)).sum();
            fields + VECTOR
        }
        TypeKind::Enum(_) => VECTOR,
        TypeKind::Union(union) => {
            let branches = union.branches.iter().filter_map(|one| one.ty.as_ref());
            branches.map(of).max().unwrap_or(0) + POINTER
        }
        TypeKind::Tuple(tuple) => tuple.places.iter().map(of).sum::<usize>() + VECTOR,
        TypeKind::Wrapper(ty) => of(ty),
    };
    sizes[index] = Some(size);
    size
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

/// How many bytes a value may take in place. Values are moved about on stacks
/// of a few megabytes; and without a limit, types that hold others twice, and
/// those others again, would grow without one.
const LARGEST: usize = 4 << 10;

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
