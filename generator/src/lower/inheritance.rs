//! A schema with a discriminator and no branches of its own: its branches are
//! the schemas that include it by `allOf`. OpenAPI 3.0 §4.7.25, 3.1 §4.8.25.

use super::Lower;
use super::plan::{Guide, Holds};
use super::schema::docs;
use super::tags;
use super::union::Candidate;
use crate::diag::Pointer;
use crate::ir::{BranchSchema, Docs, Place, Type, TypeId};
use crate::schema::Inheritance;
use crate::spec::{Discriminator, Schema};
use std::collections::BTreeSet;
use std::sync::Arc;

impl Lower<'_> {
    /// The union of the schemas that inherit from this one, if it is a parent.
    /// Where the discriminator doesn't tell them apart, it stays a struct that
    /// keeps what its children add.
    pub(super) fn inheritance(
        &mut self,
        schema: &Schema,
        place: &Arc<Place>,
        slot: Option<TypeId>,
    ) -> Option<Type> {
        let discriminator = schema.discriminator.as_ref()?;
        let slot = slot?;
        let is_own = discriminator.at == place.at.child("discriminator");
        if !is_own {
            return None;
        }
        let mut children = self.inclusions().descendants(&place.at);
        // Some only say in the mapping who their children are.
        for (_, target) in &discriminator.mapping {
            if !children.contains(target) && *target != place.at {
                children.push(target.clone());
            }
        }
        children.sort();
        if children.is_empty() {
            return None;
        }
        let candidates: Vec<Candidate> = children
            .into_iter()
            .map(|at| Candidate {
                ty: self.type_at(&at),
                schemas: vec![BranchSchema {
                    at: at.clone(),
                    kind: None,
                    joined: BTreeSet::new(),
                }],
                target: Some(at.clone()),
                at,
                title: None,
                docs: Docs::default(),
            })
            .collect();
        if tags::declared(&self.types, &candidates, discriminator).is_none() {
            self.keeping.insert(slot);
            return None;
        }
        let guide = Guide {
            discriminator: Some(discriminator.clone()),
            holds: Holds::Parent,
        };
        Some(self.define_union(Some(slot), place, docs(schema), candidates, guide))
    }

    /// The discriminator of a schema that all branches of a union inherit from.
    pub(super) fn common_discriminator(
        &mut self,
        candidates: &[Candidate],
    ) -> Option<Discriminator> {
        let targets: Vec<Pointer> = candidates
            .iter()
            .map(|candidate| candidate.target.clone())
            .collect::<Option<_>>()?;
        let first = targets.first()?.clone();
        let parents = self.inclusions().ancestors(&first);
        parents.into_iter().find_map(|parent| {
            let descendants = self.inclusions().descendants(&parent);
            let all = targets.iter().all(|target| descendants.contains(target));
            let schema = self.document.schema(&parent).filter(|_| all)?;
            schema.discriminator.clone()
        })
    }

    /// The inclusions of the document's schemas.
    fn inclusions(&mut self) -> &Inheritance {
        let document = self.document;
        self.inheritance
            .get_or_insert_with(|| Inheritance::of(document))
    }
}
