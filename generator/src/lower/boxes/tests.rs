//! Types by number: what each holds, and where boxes come to stand.

use super::{nesting, put};
use crate::diag::Pointer;
use crate::ir::{Docs, Origin, Rest, Tuple, Type, TypeDef, TypeId, TypeKind};

/// A type that holds others in place.
fn holding(places: Vec<Type>) -> TypeDef {
    TypeDef {
        places: vec![Pointer::root("openapi.yaml")],
        origin: Origin::Named("T".to_owned()),
        docs: Docs::default(),
        kind: TypeKind::Tuple(Tuple {
            required: places.len(),
            places,
            rest: Rest::Ignored,
        }),
        in_request: false,
        in_reply: true,
        is_listed: true,
    }
}

/// Ten of one type.
fn ten(index: usize) -> Vec<Type> {
    vec![Type::Named(TypeId(index)); 10]
}

fn boxed(types: &[TypeDef], index: usize) -> bool {
    let places = types[index].kind.mentioned().into_iter();
    let boxes: Vec<bool> = places.map(|ty| matches!(ty, Type::Boxed(_))).collect();
    assert!(boxes.windows(2).all(|pair| pair[0] == pair[1]));
    boxes[0]
}

#[test]
fn what_is_too_large_stands_in_a_box() {
    // About 264 bytes, then ten times as many each.
    let mut types = vec![holding(vec![Type::String; 10])];
    types.extend((0..4).map(|inner| holding(ten(inner))));
    put(&mut types);
    let boxes: Vec<bool> = (1..5).map(|index| boxed(&types, index)).collect();
    assert_eq!(boxes, [false, true, false, false]);
}

#[test]
fn every_edge_of_a_cycle_is_a_box_and_no_other() {
    let named = |index| Type::Named(TypeId(index));
    let mut types = vec![
        holding(vec![named(1)]),
        holding(vec![named(2)]),
        holding(vec![Type::Nullable(Box::new(named(1)))]),
        holding(vec![Type::Array(Box::new(named(3)))]),
    ];
    put(&mut types);
    assert!(!boxed(&types, 0), "it leads into the cycle only");
    assert!(boxed(&types, 1));
    let TypeKind::Tuple(last) = &types[2].kind else {
        panic!("it was a tuple");
    };
    assert_eq!(
        last.places,
        [Type::Nullable(Box::new(Type::Boxed(TypeId(1))))]
    );
    assert!(!boxed(&types, 3), "a list is an indirection");
}

#[test]
fn nesting_is_the_longest_way_and_a_cycle_one_step_of_it() {
    let list = |index| Type::Array(Box::new(Type::Named(TypeId(index))));
    let types = [
        holding(vec![list(1), list(3)]),
        holding(vec![list(2)]),
        holding(vec![list(1), list(3)]),
        holding(vec![Type::String]),
    ];
    assert_eq!(nesting(&types), 3);
    assert_eq!(nesting(&[]), 0);
}
