//! The names of fields and variants.

use super::namer::Namer;
use super::scope::{NameRequest, Rank, Scope};
use super::word::{Case, NameCandidates, Speller};
use crate::diag::Pointer;
use crate::ir::{AdditionalProperties, Branch, Type, TypeDef, TypeKind};
use std::collections::HashSet;

impl Namer<'_> {
    pub(super) fn member_names(
        &mut self,
        def: &TypeDef,
        name: &str,
        types: &[String],
    ) -> Vec<String> {
        let mut reserved: Vec<&str> = Vec::new();
        let requests: Vec<NameRequest> = match &def.kind {
            TypeKind::Struct(object) => {
                if matches!(object.additional_properties, AdditionalProperties::Typed(_)) {
                    reserved.push("additional");
                }
                if def.in_request {
                    // Its setters are called as its fields are.
                    reserved.extend(["new", "default"]);
                }
                let texts = object.fields.iter().map(|field| field.name.as_str());
                if let Some(names) = self.without_conflicts(texts, Case::Value, &reserved) {
                    return names;
                }
                let fields = object.fields.iter();
                fields
                    .map(|field| {
                        self.member(
                            &field.at,
                            self.speller.candidates(&field.name, Case::Value, "field"),
                            Case::Value,
                        )
                    })
                    .collect()
            }
            TypeKind::Enum(set) => {
                reserved.extend(["Unrecognized", "Self"]);
                let text = |value: &serde_json::Value| match value {
                    serde_json::Value::String(text) => text.clone(),
                    other => other.to_string(),
                };
                let texts: Vec<String> = set.values.iter().map(|v| text(&v.value)).collect();
                let texts = texts.iter().map(String::as_str);
                if let Some(names) = self.without_conflicts(texts, Case::Type, &reserved) {
                    return names;
                }
                let values = set.values.iter();
                values
                    .map(|value| {
                        self.member(
                            &value.at,
                            self.speller
                                .candidates(&text(&value.value), Case::Type, "value"),
                            Case::Type,
                        )
                    })
                    .collect()
            }
            TypeKind::Union(union) => {
                reserved.extend(["Unrecognized", "Self"]);
                let branches = union.branches.iter();
                branches
                    .map(|branch| {
                        self.member(
                            &branch.at,
                            variant_candidates(branch, name, types, &self.speller),
                            Case::Type,
                        )
                    })
                    .collect()
            }
            TypeKind::Tuple(_) | TypeKind::Wrapper(_) => Vec::new(),
        };
        let (names, collisions) = Scope::reserving(&reserved).assign(&requests);
        self.report_collisions(collisions);
        names
    }

    /// The plain names of members, if no two want the same and none is chosen:
    /// so it is nearly always.
    fn without_conflicts<'t>(
        &self,
        texts: impl Iterator<Item = &'t str>,
        case: Case,
        reserved: &[&str],
    ) -> Option<Vec<String>> {
        if !self.config.names.is_empty() {
            return None;
        }
        let names: Vec<String> = texts.map(|text| self.speller.plain(text, case)).collect();
        let mut seen: HashSet<&str> = reserved.iter().copied().collect();
        let differ = names.iter().all(|name| seen.insert(name));
        differ.then_some(names)
    }

    pub(super) fn member(
        &mut self,
        at: &Pointer,
        candidates: NameCandidates,
        case: Case,
    ) -> NameRequest {
        let chosen = self.chosen(std::slice::from_ref(at), case);
        // A name that the document spells as Rust does stays as it is.
        let last = at.tokens().next_back();
        let is_exact = last.as_deref() == Some(candidates.preferred());
        chosen.unwrap_or_else(|| NameRequest {
            at: at.clone(),
            rank: if is_exact { Rank::Given } else { Rank::Derived },
            candidates,
        })
    }
}

/// The names that a variant of the union `name` would take.
fn variant_candidates(
    branch: &Branch,
    name: &str,
    types: &[String],
    speller: &Speller,
) -> NameCandidates {
    let ty = branch.ty.as_ref().and_then(|ty| match ty {
        Type::Named(id) => Some(types[id.0].as_str()),
        _ => None,
    });
    // `Standard` rather than `StandardSubscription` in a `Subscription`.
    let short = ty.and_then(|ty| ty.strip_suffix(name).or_else(|| ty.strip_prefix(name)));
    let short = short.filter(|short| short.chars().next().is_some_and(char::is_uppercase));
    let mut candidates = Vec::new();
    candidates.extend(
        branch
            .tag
            .as_deref()
            .map(|tag| speller.identifier(tag, Case::Type)),
    );
    candidates.extend(short.map(str::to_owned));
    candidates.extend(ty.map(str::to_owned));
    candidates.extend(
        branch
            .name
            .as_deref()
            .map(|name| speller.identifier(name, Case::Type)),
    );
    candidates.extend(
        branch
            .title
            .as_deref()
            .map(|title| speller.identifier(title, Case::Type)),
    );
    candidates.push(speller.identifier(branch.kind.as_str(), Case::Type));
    NameCandidates::of(candidates)
}
