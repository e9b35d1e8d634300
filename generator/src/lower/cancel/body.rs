//! A body as a mapping fills it, held against its schema.

use super::places::{Place, accepts};
use crate::cancel::Constant;
use crate::diag::Pointer;
use crate::json::JsonType;
use crate::spec::{Schema, Spec};

/// The value that a place of a request is filled with.
#[derive(Debug, Clone)]
pub(super) enum Filled {
    /// A constant.
    Constant(Constant),
    /// Text that is known when it is sent, or a value that is copied.
    Later,
}

/// A part of a body.
#[derive(Debug, Default)]
pub(super) struct Node {
    members: Vec<(String, Node)>,
    value: Option<Filled>,
}

/// Something that a body lacks or has too much.
#[derive(Debug, Clone)]
pub(super) enum Problem<'a> {
    /// A required property that nothing fills: its place in the body, and in the document.
    Missing(String, &'a Pointer),
    /// Values that don't fit together: the place in the body and in the document.
    Unfit(String, &'a Pointer),
}

/// The most schemas that are looked at for one body.
const MOST: usize = 4_000;

impl Node {
    /// Fills a place; false if it is filled already, or a part of what is.
    pub(super) fn fill(&mut self, pointer: &str, value: Filled) -> bool {
        let mut node = self;
        for token in pointer.split('/').skip(1) {
            if node.value.is_some() {
                return false;
            }
            let name = token.replace("~1", "/").replace("~0", "~");
            let known = node.members.iter().position(|(member, _)| *member == name);
            let index = known.unwrap_or_else(|| {
                node.members.push((name, Self::default()));
                node.members.len() - 1
            });
            node = &mut node.members[index].1;
        }
        let is_free = node.value.is_none() && node.members.is_empty();
        node.value = Some(value);
        is_free
    }

    /// True if nothing is filled.
    pub(super) fn fills_nothing(&self) -> bool {
        self.members.is_empty() && self.value.is_none()
    }

    /// The only item of an array.
    fn item(&self) -> Option<&Self> {
        let mut members = self.members.iter();
        members.find(|(name, _)| name == "-").map(|(_, item)| item)
    }

    fn is_object(&self) -> bool {
        matches!(self.value, None | Some(Filled::Constant(Constant::Object)))
    }
}

/// The problems of a body with its schema.
pub(super) fn problems<'a>(spec: &'a Spec, schema: &'a Schema, body: &Node) -> Vec<Problem<'a>> {
    let mut check = Check {
        spec,
        looked_at: 0,
        path: Vec::new(),
    };
    check.of(schema, body, "")
}

struct Check<'a> {
    spec: &'a Spec,
    looked_at: usize,
    /// The schemas that are being looked at, each for the part of the body at this depth.
    path: Vec<(&'a Pointer, String)>,
}

impl<'a> Check<'a> {
    fn of(&mut self, schema: &'a Schema, node: &Node, here: &str) -> Vec<Problem<'a>> {
        let key = (&schema.at, here.to_owned());
        self.looked_at += 1;
        if self.looked_at > MOST || self.path.contains(&key) {
            return Vec::new();
        }
        self.path.push(key);
        let mut found = self.own(schema, node, here);
        let target = schema
            .reference
            .as_ref()
            .and_then(|at| self.spec.schema(at));
        for part in schema.all_of.iter().chain(target) {
            found.extend(self.of(part, node, here));
        }
        let unions = schema
            .unions
            .iter()
            .map(|union| (&union.branches, union.open));
        let own = [(&schema.one_of, schema.open), (&schema.any_of, schema.open)];
        for (branches, is_open) in own.into_iter().chain(unions) {
            if !branches.is_empty() && !is_open {
                found.extend(self.best(schema, branches, node, here));
            }
        }
        self.path.pop();
        found
    }

    /// The problems with the keywords of a schema itself.
    fn own(&mut self, schema: &'a Schema, node: &Node, here: &str) -> Vec<Problem<'a>> {
        let unfit = || vec![Problem::Unfit(here.to_owned(), &schema.at)];
        match &node.value {
            Some(Filled::Later) => return Vec::new(),
            Some(Filled::Constant(Constant::Object)) | None => {}
            Some(Filled::Constant(constant)) => {
                return match accepts(self.spec, schema, constant) {
                    true => Vec::new(),
                    false => unfit(),
                };
            }
        }
        let item = node.item();
        let kind = match item {
            Some(_) => JsonType::Array,
            None => JsonType::Object,
        };
        let types = schema.types.as_ref();
        if types.is_some_and(|types| !types.contains(&kind)) || schema.never {
            return unfit();
        }
        if let Some(item) = item {
            let items = schema.items.as_deref();
            return items.map_or(Vec::new(), |items| {
                self.of(items, item, &format!("{here}/-"))
            });
        }
        let mut found = Vec::new();
        for name in &schema.required {
            let is_filled = node.members.iter().any(|(member, _)| member == name);
            if !is_filled && !is_read_only(schema, name) {
                let missing = format!("{here}/{}", escaped(name));
                found.push(Problem::Missing(missing, &schema.at));
            }
        }
        for (name, member) in &node.members {
            let mut properties = schema.properties.iter();
            if let Some((_, property)) = properties.find(|(property, _)| property == name) {
                let inner = format!("{here}/{}", escaped(name));
                found.extend(self.of(property, member, &inner));
            }
        }
        found
    }

    /// The problems with that branch of a union that has the fewest.
    fn best(
        &mut self,
        schema: &'a Schema,
        branches: &'a [Schema],
        node: &Node,
        here: &str,
    ) -> Vec<Problem<'a>> {
        let mut best: Option<Vec<Problem<'a>>> = None;
        for branch in branches {
            let mut found = self.of(branch, node, here);
            found.extend(self.unknown(schema, branch, node, here));
            if best.as_ref().is_none_or(|best| found.len() < best.len()) {
                best = Some(found);
            }
        }
        best.unwrap_or_default()
    }

    /// The members that neither a branch nor what stands beside the union knows.
    fn unknown(
        &self,
        schema: &'a Schema,
        branch: &'a Schema,
        node: &Node,
        here: &str,
    ) -> Vec<Problem<'a>> {
        if !node.is_object() || node.item().is_some() {
            return Vec::new();
        }
        let place = Place::of(self.spec, branch);
        let beside = |name: &str| {
            let mut properties = schema.properties.iter();
            let mut parts = schema.all_of.iter();
            properties.any(|(property, _)| property == name)
                || parts.any(|part| {
                    Place::of(self.spec, part)
                        .at(self.spec, &format!("/{name}"))
                        .is_ok()
                })
        };
        let unknown = node.members.iter().filter(|(name, _)| {
            let name = escaped(name);
            place.at(self.spec, &format!("/{name}")).is_err() && !beside(&name)
        });
        let unknown = unknown.map(|(name, _)| format!("{here}/{}", escaped(name)));
        unknown.map(|at| Problem::Unfit(at, &branch.at)).collect()
    }
}

fn is_read_only(schema: &Schema, name: &str) -> bool {
    let mut properties = schema.properties.iter();
    properties.any(|(property, schema)| property == name && schema.read_only)
}

fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests {
    use super::{Filled, Node};

    #[test]
    fn a_place_is_filled_once() {
        let mut body = Node::default();
        assert!(body.fill("/a/b", Filled::Later));
        assert!(body.fill("/a/c", Filled::Later));
        assert!(!body.fill("/a/b", Filled::Later));
        assert!(!body.fill("/a", Filled::Later));
        assert!(!body.fill("/a/b/d", Filled::Later));
    }
}
