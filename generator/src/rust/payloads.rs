//! Conversions into a union of the values that its variants hold.

use super::api::{RustApi, RustVariant};
use super::types::RustType;
use crate::ir::{Plan, TypeId, Union};

/// The variants into which a value becomes by `From`.
#[derive(Debug, Clone)]
pub enum Payloads<'a> {
    /// All that hold one, each as it holds it.
    All,
    /// These alone: another holds the same type, or one holds its value in a box.
    Some(Vec<RustVariant<'a>>),
}

impl<'a> RustApi<'a> {
    /// The variants of a union that one type alone leads to.
    pub fn payloads(&self, id: TypeId, union: &'a Union) -> Payloads<'_> {
        if matches!(union.plan, Plan::Webhook { .. }) {
            return Payloads::Some(Vec::new());
        }
        let holding: Vec<_> = self.variants(id, union).collect();
        let held: Vec<_> = holding.iter().filter_map(|one| one.ty).collect();
        let count = |ty: &RustType| {
            let same = held.iter().filter(|other| unboxed(other) == unboxed(ty));
            same.count()
        };
        let leads = |ty: &RustType| match unboxed(ty) {
            // A union is itself already, and keeps what it doesn't know as raw JSON.
            RustType::Named(other) if other == id => false,
            RustType::Unit | RustType::RawJson => false,
            _ => count(ty) == 1,
        };
        let is_boxed = |ty: &&RustType| matches!(ty, RustType::Boxed(_));
        if held.iter().all(|ty| leads(ty) && !is_boxed(ty)) {
            return Payloads::All;
        }
        let mut holding = holding;
        holding.retain(|one| one.ty.is_some_and(leads));
        Payloads::Some(holding)
    }
}

/// The type without a box around it.
fn unboxed(ty: &RustType) -> RustType {
    match ty {
        RustType::Boxed(id) => RustType::Named(*id),
        other => other.clone(),
    }
}
