//! The names of types.

use super::super::arguments::takes_struct;
use super::namer::Namer;
use super::scope::{NameRequest, Rank};
use super::status::status_name;
use super::word::{Case, NameCandidates, Speller, media_words};
use crate::diag::Pointer;
use crate::ir::{Origin, Place, Section, Status, TypeDef, TypeId};
use crate::words::singular;
use std::collections::HashMap;

impl Namer<'_> {
    /// A name for every type. A type that stands within another is named after
    /// it, so the outer ones come first.
    pub(super) fn type_names(&mut self) -> Vec<String> {
        let mut named: HashMap<Pointer, String> = HashMap::new();
        let mut names = vec![String::new(); self.api.types.len()];
        let mut waiting: Vec<(usize, TypeId)> = self
            .api
            .types
            .iter()
            .enumerate()
            .map(|(i, def)| (depth(&def.origin), TypeId(i)))
            .collect();
        waiting.sort();
        for round in waiting.chunk_by(|(one, _), (other, _)| one == other) {
            let requests: Vec<NameRequest> = round
                .iter()
                .map(|(_, id)| self.request(*id, &named))
                .collect();
            let settled = self.assign_types(&requests);
            for ((_, id), name) in round.iter().zip(settled) {
                for at in &self.api.type_def(*id).places {
                    named.insert(at.clone(), name.clone());
                }
                names[id.0] = name;
            }
        }
        names
    }

    /// A name for the struct of the required fields of each type, where it has one. They
    /// come last, so that they take no name from anything.
    pub(super) fn required_names(&mut self, types: &[String]) -> Vec<Option<String>> {
        let defs = self.api.types.iter();
        let is_needed: Vec<bool> = defs.map(takes_struct).collect();
        let requests = self.api.types.iter().zip(types).zip(&is_needed);
        let requests = requests.filter(|(_, is_needed)| **is_needed);
        let requests = requests.map(|((def, name), _)| NameRequest {
            at: def.places[0].clone(),
            rank: Rank::Derived,
            candidates: NameCandidates::of(vec![
                format!("{name}Required"),
                format!("{name}RequiredFields"),
            ]),
        });
        let requests: Vec<NameRequest> = requests.collect();
        let mut names = self.assign_types(&requests).into_iter();
        let named = is_needed.into_iter();
        named
            .map(|is_needed| is_needed.then(|| names.next()).flatten())
            .collect()
    }

    fn request(&mut self, id: TypeId, named: &HashMap<Pointer, String>) -> NameRequest {
        let def: &TypeDef = self.api.type_def(id);
        if let Some(request) = self.chosen(&def.places, Case::Type) {
            return request;
        }
        let at = def.places[0].clone();
        let (rank, candidates) = match &def.origin {
            Origin::Named(name) => {
                let candidates = self.schema_candidates(name);
                let is_exact = candidates.preferred() == name;
                (
                    if is_exact { Rank::Given } else { Rank::Derived },
                    candidates,
                )
            }
            Origin::Component {
                section,
                name,
                media_type,
            } => (
                Rank::Lent,
                component_candidates(*section, name, media_type.as_deref(), &self.speller),
            ),
            Origin::Shared { words, .. } => {
                let name = self.speller.identifier(&words.join(" "), Case::Type);
                let candidates = vec![name.clone(), format!("Shared{name}")];
                (Rank::Lent, NameCandidates::of(candidates))
            }
            Origin::Within {
                parent,
                word,
                title,
            } => {
                let name = self.name_within(parent, word, named);
                let title = title.as_deref().filter(|title| is_name(title));
                let mut candidates: Vec<String> = title
                    .map(|title| self.speller.identifier(title, Case::Type))
                    .into_iter()
                    .collect();
                candidates.push(name.clone());
                candidates.push(format!("{name}Value"));
                candidates.push(format!(
                    "{name}{}",
                    self.speller.identifier(word, Case::Type)
                ));
                (Rank::Derived, NameCandidates::of(candidates))
            }
            Origin::Request {
                operation,
                media_type,
            } => {
                let candidates = self.request_candidates(operation, media_type.as_deref());
                (Rank::Derived, candidates)
            }
            Origin::Response {
                operation,
                status,
                media_type,
            } => {
                let candidates = match media_type {
                    Some(media_type) => self.media_candidates(operation, media_type, "Response"),
                    None => self.response_candidates(operation, *status),
                };
                (Rank::Derived, candidates)
            }
            Origin::Events { operation } => {
                let candidates = match operation {
                    Some(operation) => {
                        let base = self.operation_type(operation);
                        vec![format!("{base}Callback"), format!("{base}CallbackPayload")]
                    }
                    None => vec!["WebhookEvent".to_owned(), "WebhookPayload".to_owned()],
                };
                (Rank::Derived, NameCandidates::of(candidates))
            }
            Origin::Payload { operation, name } => {
                let name = self.payload_name(operation.as_ref(), name);
                let candidates = vec![format!("{name}Payload"), format!("{name}WebhookPayload")];
                (Rank::Derived, NameCandidates::of(candidates))
            }
            Origin::Parameter { operation, name } => {
                let operation = self.operation_type(operation);
                let name = self.speller.identifier(name, Case::Type);
                let candidates = vec![
                    format!("{operation}{name}"),
                    format!("{operation}{name}Parameter"),
                ];
                (Rank::Derived, NameCandidates::of(candidates))
            }
        };
        NameRequest {
            at,
            rank,
            candidates,
        }
    }

    fn schema_candidates(&self, name: &str) -> NameCandidates {
        let stripped = self.config.without_prefix(name).into_iter();
        let all = stripped.chain([name]);
        let all = all.map(|name| self.speller.plain(name, Case::Type));
        NameCandidates::of(all.collect()).or_spelled(name, Case::Type, "model", &self.speller)
    }

    fn request_candidates(&self, operation: &Pointer, media_type: Option<&str>) -> NameCandidates {
        if let Some(media_type) = media_type {
            return self.media_candidates(operation, media_type, "Request");
        }
        let operation = self.operation_type(operation);
        NameCandidates::of(vec![
            format!("{operation}Request"),
            format!("{operation}RequestBody"),
        ])
    }

    /// The names of a body that takes the place of the one that is used by default.
    fn media_candidates(
        &self,
        operation: &Pointer,
        media_type: &str,
        role: &str,
    ) -> NameCandidates {
        let operation = self.operation_type(operation);
        let names = media_words(media_type).map(|word| {
            format!(
                "{operation}{}{role}",
                self.speller.identifier(&word, Case::Type)
            )
        });
        NameCandidates::of(names.to_vec())
    }

    /// The names of a response's body. Where the successes of an operation form an enum,
    /// that has the plain one.
    fn response_candidates(&self, operation: &Pointer, status: Status) -> NameCandidates {
        let is_success = status.is_success();
        let plain_is_enum = is_success && self.with_response_enum.contains(operation);
        let operation = self.operation_type(operation);
        let role = if is_success { "Response" } else { "ErrorBody" };
        let plain = (!plain_is_enum).then(|| format!("{operation}{role}"));
        let exact = format!("{operation}{}{role}", status_name(status));
        NameCandidates::of(plain.into_iter().chain([exact]).collect())
    }

    /// A webhook's name as the beginning of a type's.
    fn payload_name(&self, operation: Option<&Pointer>, name: &str) -> String {
        match operation {
            Some(operation) => {
                let operation = self.operation_type(operation);
                format!("{operation}{}", self.speller.identifier(name, Case::Type))
            }
            None => self.speller.identifier(name, Case::Type),
        }
    }

    fn name_within(&self, parent: &Place, word: &str, named: &HashMap<Pointer, String>) -> String {
        if let Some(parent) = named.get(&parent.at) {
            return format!("{parent}{}", self.speller.identifier(word, Case::Type));
        }
        // The parent is a list or a map, so this is one of its elements.
        let element = matches!(word, "item" | "value");
        let one = |text: &str| singular(text).filter(|_| element);
        match &parent.origin {
            Origin::Within {
                parent: outer,
                word: collection,
                ..
            } => match one(collection) {
                Some(one) => self.name_within(outer, &one, named),
                None => {
                    let outer = self.name_within(outer, collection, named);
                    format!("{outer}{}", self.speller.identifier(word, Case::Type))
                }
            },
            Origin::Named(name) => match one(name) {
                Some(one) => self.speller.identifier(&one, Case::Type),
                None => self
                    .speller
                    .identifier(&format!("{name} {word}"), Case::Type),
            },
            Origin::Component {
                name, media_type, ..
            } => {
                let [media, _] = media_type.as_deref().map(media_words).unwrap_or_default();
                match one(name) {
                    Some(one) => self
                        .speller
                        .identifier(&format!("{one} {media}"), Case::Type),
                    None => self
                        .speller
                        .identifier(&format!("{name} {media} {word}"), Case::Type),
                }
            }
            Origin::Shared { words, .. } => self
                .speller
                .identifier(&format!("{} {word}", words.join(" ")), Case::Type),
            Origin::Request {
                operation,
                media_type,
            } => {
                let [media, _] = media_type.as_deref().map(media_words).unwrap_or_default();
                format!(
                    "{}{}Request{}",
                    self.operation_type(operation),
                    self.speller.identifier(&media, Case::Type),
                    self.speller.identifier(word, Case::Type)
                )
            }
            Origin::Response {
                operation,
                media_type,
                ..
            } => {
                let [media, _] = media_type.as_deref().map(media_words).unwrap_or_default();
                format!(
                    "{}{}{}",
                    self.operation_type(operation),
                    self.speller.identifier(&media, Case::Type),
                    self.speller.identifier(word, Case::Type)
                )
            }
            Origin::Events { .. } => {
                format!("WebhookEvent{}", self.speller.identifier(word, Case::Type))
            }
            Origin::Payload { operation, name } => {
                let name = self.payload_name(operation.as_ref(), name);
                format!("{name}{}", self.speller.identifier(word, Case::Type))
            }
            Origin::Parameter { operation, name } => {
                let name = one(name).unwrap_or_else(|| name.clone());
                format!(
                    "{}{}",
                    self.operation_type(operation),
                    self.speller.identifier(&name, Case::Type)
                )
            }
        }
    }
}

/// The names of what an object in `components` holds: its own, or that with the word for
/// what it is.
fn component_candidates(
    section: Section,
    name: &str,
    media_type: Option<&str>,
    speller: &Speller,
) -> NameCandidates {
    let role = match section {
        Section::Parameters => "parameter",
        Section::RequestBodies => "request",
        Section::Responses => "response",
    };
    let [media, _] = media_type.map(media_words).unwrap_or_default();
    let plain = speller.identifier(&format!("{name} {media}"), Case::Type);
    let with_role = speller.identifier(&format!("{name} {media} {role}"), Case::Type);
    let in_full = format!("{name} {media} {role} component");
    let names = match name.starts_with(|c: char| c.is_ascii_digit()) {
        // `Response404` rather than `Value404`.
        true => vec![speller.identifier(&format!("{role} {name} {media}"), Case::Type)],
        false => vec![plain, with_role],
    };
    NameCandidates::of(names).or_spelled(&in_full, Case::Type, "component", speller)
}

fn depth(origin: &Origin) -> usize {
    match origin {
        Origin::Within { parent, .. } => 1 + depth(&parent.origin),
        _ => 0,
    }
}

/// Tells if a `title` is meant as a name rather than as a sentence.
fn is_name(title: &str) -> bool {
    const LONGEST: usize = 40;
    title.len() <= LONGEST
        && title.split_whitespace().count() <= 3
        && title.chars().next().is_some_and(char::is_alphabetic)
        && title
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-'))
}
