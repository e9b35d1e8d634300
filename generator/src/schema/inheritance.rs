//! Inheritance: schemas that include others by `allOf`.

use crate::diag::Pointer;
use crate::spec::{Discriminator, Spec};
use std::collections::HashMap;

/// The inclusions of a document's named schemas by `allOf`.
#[derive(Debug)]
pub struct Inheritance {
    /// For each schema, the named schemas that include it.
    children: HashMap<Pointer, Vec<Pointer>>,
}

impl Inheritance {
    /// Finds the inclusions of a document.
    pub fn of(spec: &Spec) -> Self {
        let mut children: HashMap<Pointer, Vec<Pointer>> = HashMap::new();
        for (_, child) in &spec.named_schemas {
            let parts = spec.schema(child).map(|schema| &schema.all_of);
            let parents = parts.into_iter().flatten();
            for parent in parents.filter_map(|part| part.reference.clone()) {
                children.entry(parent).or_default().push(child.clone());
            }
        }
        Self { children }
    }

    /// The schemas that the one at `child` includes, directly or through others.
    pub fn ancestors(&self, child: &Pointer) -> Vec<Pointer> {
        let mut found: Vec<Pointer> = Vec::new();
        let mut waiting = vec![child.clone()];
        while let Some(at) = waiting.pop() {
            for (parent, including) in &self.children {
                if including.contains(&at) && !found.contains(parent) {
                    found.push(parent.clone());
                    waiting.push(parent.clone());
                }
            }
        }
        found.sort();
        found
    }

    /// The schemas that include the one at `parent`, directly or through others.
    pub fn descendants(&self, parent: &Pointer) -> Vec<Pointer> {
        let mut found: Vec<Pointer> = Vec::new();
        let mut waiting = vec![parent.clone()];
        while let Some(at) = waiting.pop() {
            for child in self.children.get(&at).into_iter().flatten() {
                if !found.contains(child) && child != parent {
                    found.push(child.clone());
                    waiting.push(child.clone());
                }
            }
        }
        found.sort();
        found
    }

    /// The discriminator of a schema that all of these include, directly or
    /// through others.
    pub fn common_discriminator<'s>(
        &self,
        spec: &'s Spec,
        children: &[Pointer],
    ) -> Option<&'s Discriminator> {
        let parents = self.ancestors(children.first()?);
        parents.into_iter().find_map(|parent| {
            let descendants = self.descendants(&parent);
            let includes_all = children.iter().all(|child| descendants.contains(child));
            let schema = spec.schema(&parent).filter(|_| includes_all)?;
            schema.discriminator.as_ref()
        })
    }
}
