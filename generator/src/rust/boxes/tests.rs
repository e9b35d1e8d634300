//! Types by number: what each holds, and where boxes come to stand.

use super::super::layout::depth;
use super::{RustType, insert_boxes};
use crate::diag::Pointer;
use crate::ir::{
    AdditionalProperties, Docs, Origin, Scalar, Tuple, Type, TypeDef, TypeId, TypeKind,
};

/// A type that holds others in place.
fn holding(places: Vec<Type>) -> TypeDef {
    TypeDef {
        places: vec![Pointer::root("openapi.yaml")],
        origin: Origin::Named("T".to_owned()),
        docs: Docs::default(),
        kind: TypeKind::Tuple(Tuple {
            required: places.len(),
            places,
            additional_items: AdditionalProperties::Ignored,
        }),
        in_request: false,
        in_response: true,
        is_listed: true,
    }
}

/// Ten of one type.
fn ten(index: usize) -> Vec<Type> {
    vec![Type::Named(TypeId(index)); 10]
}

/// The types that each mentions, boxes inserted.
fn with_boxes(types: &[TypeDef]) -> Vec<Vec<RustType>> {
    let kinds = types.iter().map(|def| &def.kind);
    let mut members: Vec<Vec<RustType>> = kinds.map(RustType::of_members).collect();
    insert_boxes(types, &mut members);
    members
}

fn boxed(members: &[Vec<RustType>], index: usize) -> bool {
    let boxes = members[index].iter();
    let boxes: Vec<bool> = boxes.map(|ty| matches!(ty, RustType::Boxed(_))).collect();
    assert!(boxes.windows(2).all(|pair| pair[0] == pair[1]));
    boxes[0]
}

#[test]
fn what_is_too_large_stands_in_a_box() {
    // About 264 bytes, then ten times as many each, until boxes make them few again.
    let mut types = vec![holding(vec![Type::Scalar(Scalar::String); 10])];
    types.extend((0..4).map(|inner| holding(ten(inner))));
    let members = with_boxes(&types);
    let boxes: Vec<bool> = (1..5).map(|index| boxed(&members, index)).collect();
    assert_eq!(boxes, [false, true, false, true]);
}

#[test]
fn every_edge_of_a_cycle_is_a_box_and_no_other() {
    let named = |index| Type::Named(TypeId(index));
    let types = vec![
        holding(vec![named(1)]),
        holding(vec![named(2)]),
        holding(vec![Type::Nullable(Box::new(named(1)))]),
        holding(vec![Type::Array(Box::new(named(3)))]),
    ];
    let members = with_boxes(&types);
    assert!(!boxed(&members, 0), "it leads into the cycle only");
    assert!(boxed(&members, 1));
    let expected = RustType::Option(Box::new(RustType::Boxed(TypeId(1))));
    assert_eq!(members[2], [expected]);
    assert!(!boxed(&members, 3), "a list is an indirection");
}

#[test]
fn nesting_is_the_longest_way_and_a_cycle_one_step_of_it() {
    let list = |index| Type::Array(Box::new(Type::Named(TypeId(index))));
    let types = [
        holding(vec![list(1), list(3)]),
        holding(vec![list(2)]),
        holding(vec![list(1), list(3)]),
        holding(vec![Type::Scalar(Scalar::String)]),
    ];
    assert_eq!(depth(&types), 3);
    assert_eq!(depth(&[]), 0);
}
