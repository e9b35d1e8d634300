//! Examples whose types the settings choose: nothing here knows which values those take.

use super::operations::Examples;
use super::uses::ReadOperation;
use crate::config::Config;
use crate::ir::{ExampleOf, Scalar, Type, TypeDef};

/// The examples without those that hold values of types which the settings choose, other than
/// those of libraries by their format.
pub(super) fn without_chosen(
    mut examples: Examples,
    operations: &[ReadOperation<'_>],
    types: &[TypeDef],
    config: &Config,
) -> Examples {
    let is_chosen = |scalar: Scalar| match scalar {
        Scalar::Own(_) => true,
        Scalar::Library(_) => !config.types.is_empty(),
        _ => false,
    };
    if config.own_types.is_empty() && config.types.is_empty() {
        return examples;
    }
    let holding = holding(types, &is_chosen);
    let holds = |ty: &Type| match ty.innermost() {
        Type::Scalar(scalar) => is_chosen(*scalar),
        Type::Named(id) => holding.get(id.0).copied().unwrap_or_default(),
        _ => false,
    };
    let (others, all) = examples.all.into_iter().partition(|one| {
        let operation = &operations[one.operation];
        let content = match one.of {
            ExampleOf::Request => operation.body.as_ref().map(|body| &body.content),
            ExampleOf::Response { index, .. } => operation.responses[index].content.as_ref(),
        };
        content.and_then(|content| content.ty()).is_some_and(holds)
    });
    examples.all = all;
    let others: Vec<crate::ir::Example> = others;
    examples.others.extend(others.into_iter().map(|one| one.at));
    examples
}

/// For each type, `true` if its values may hold some of a chosen type.
fn holding(types: &[TypeDef], is_chosen: &dyn Fn(Scalar) -> bool) -> Vec<bool> {
    let mut users: Vec<Vec<usize>> = vec![Vec::new(); types.len()];
    let mut holding = vec![false; types.len()];
    let mut waiting = Vec::new();
    for (index, def) in types.iter().enumerate() {
        for ty in def.kind.mentioned() {
            match ty.innermost() {
                Type::Named(id) => users[id.0].push(index),
                Type::Scalar(scalar) if is_chosen(*scalar) && !holding[index] => {
                    holding[index] = true;
                    waiting.push(index);
                }
                _ => {}
            }
        }
    }
    while let Some(index) = waiting.pop() {
        for &user in &users[index] {
            if !std::mem::replace(&mut holding[user], true) {
                waiting.push(user);
            }
        }
    }
    holding
}
