//! The names of what a client is built from: servers, credentials, modules.

use super::super::layout::{Layout, layout};
use super::namer::Namer;
use super::reserved;
use super::scope::{NameRequest, Rank, Scope};
use super::tags::tag_of;
use super::word::{Case, NameCandidates};
use std::collections::BTreeMap;

impl Namer<'_> {
    pub(super) fn server_names(&mut self) -> Vec<String> {
        let mut requests = Vec::new();
        for server in &self.api.servers {
            let chosen = self.chosen(std::slice::from_ref(&server.at), Case::Type);
            requests.push(chosen.unwrap_or_else(|| {
                let mut candidates = Vec::new();
                let short = |text: &&str| text.split_whitespace().count() <= 3 && text.len() <= 40;
                let described = server.docs.text.as_deref().filter(short);
                candidates.extend(described.map(|text| self.speller.identifier(text, Case::Type)));
                if self.api.servers.len() == 1 {
                    candidates.insert(0, "Production".to_owned());
                }
                let address = server
                    .url
                    .split_once("://")
                    .map_or(server.url.as_str(), |(_, rest)| rest);
                if candidates.is_empty() {
                    candidates.push(self.speller.plain(address, Case::Type));
                }
                NameRequest {
                    at: server.at.clone(),
                    rank: Rank::Derived,
                    candidates: NameCandidates::of(candidates).or_spelled(
                        address,
                        Case::Type,
                        "server",
                        &self.speller,
                    ),
                }
            }));
        }
        let (names, collisions) = Scope::reserving(&["Self"]).assign(&requests);
        self.report_collisions(collisions);
        names
    }

    /// The modules of a split layout: the operations by their first tag.
    pub(super) fn groups(&mut self) -> Vec<(String, Vec<usize>)> {
        let api = self.api;
        if layout(api, self.config) == Layout::Single {
            return Vec::new();
        }
        let mut tags: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (i, operation) in api.operations.iter().enumerate() {
            tags.entry(tag_of(operation)).or_default().push(i);
        }
        let mut requests = Vec::new();
        for (tag, operations) in &tags {
            // A tag stands where the first operation names it.
            let first = &api.operations[operations[0]];
            let at = match first.tags.is_empty() {
                true => first.at.child("tags"),
                false => first.at.child("tags").child("0"),
            };
            let chosen = self.chosen(std::slice::from_ref(&at), Case::Value);
            requests.push(chosen.unwrap_or_else(|| NameRequest {
                at,
                rank: Rank::Given,
                candidates: self.speller.candidates(tag, Case::Value, "operations"),
            }));
        }
        let modules = reserved::modules(self.api.cancel.is_some());
        let (names, collisions) = Scope::reserving(&modules).assign(&requests);
        self.report_collisions(collisions);
        let mut groups: Vec<(String, Vec<usize>)> =
            names.into_iter().zip(tags.into_values()).collect();
        groups.sort();
        groups
    }

    pub(super) fn credential_names(&mut self) -> Vec<String> {
        let mut requests = Vec::new();
        for credential in &self.api.credentials {
            let chosen = self.chosen(std::slice::from_ref(&credential.at), Case::Value);
            requests.push(chosen.unwrap_or_else(|| {
                NameRequest {
                    at: credential.at.clone(),
                    rank: Rank::Given,
                    candidates: self.speller.candidates(
                        &credential.name,
                        Case::Value,
                        "credential",
                    ),
                }
            }));
        }
        let (names, collisions) = Scope::reserving(reserved::CLIENT_BUILDER).assign(&requests);
        self.report_collisions(collisions);
        names
    }

    /// The settings have words that are names already, but for keywords.
    pub(super) fn key_parts(&self) -> Vec<String> {
        let mapping = self.api.cancel.iter();
        let parts = mapping.flat_map(|mapping| &mapping.key);
        parts
            .map(|part| self.speller.plain(part, Case::Value))
            .collect()
    }
}
