//! The docs of types: their description, and the place that they have in the
//! document and in JSON.

use super::context::Emit;
use super::docs::{code, comment, lines, paragraphs, running};
use crate::diag::Pointer;
use crate::ir::{Constant, Origin, Place, Section, Struct, TypeId, TypeKind};
use proc_macro2::TokenStream;
use quote::quote;

impl Emit<'_> {
    /// The docs of a type.
    pub(super) fn type_docs(&self, id: TypeId) -> TokenStream {
        let def = self.api.type_def(id);
        let comment = comment(&self.type_lines(id));
        let deprecated = def.docs.deprecated.then(|| quote!(#[deprecated]));
        quote!(#comment #deprecated)
    }

    /// The lines of the docs of a type: its description; its schema, where nothing
    /// is described or its name is another; its constants.
    pub(super) fn type_lines(&self, id: TypeId) -> Vec<String> {
        let def = self.api.type_def(id);
        let text = lines(&def.docs, "");
        let is_known = !text.is_empty() && !self.is_renamed(id);
        let origin = if is_known {
            None
        } else {
            self.origin_text(id, &def.origin)
        };
        let constants = match &def.kind {
            TypeKind::Struct(object) => constants_text(&object.constants),
            _ => None,
        };
        let origin = origin.map(|text| format!("{text}."));
        let facts: Vec<String> = origin.into_iter().chain(constants).collect();
        paragraphs([text, running(&facts.join(" "))])
    }

    /// Tells if a schema has a name that is made of other words than its type's.
    fn is_renamed(&self, id: TypeId) -> bool {
        let Origin::Named(schema) = &self.api.type_def(id).origin else {
            return false;
        };
        let plain = |name: &str| {
            let letters = name.chars().filter(|c| c.is_alphanumeric());
            letters.flat_map(char::to_lowercase).collect::<String>()
        };
        plain(schema) != plain(self.rust.type_name(id))
    }

    /// The place of a type's schema in the document.
    fn origin_text(&self, id: TypeId, origin: &Origin) -> Option<String> {
        Some(match origin {
            Origin::Named(name) => format!("Schema {}", code(name)),
            Origin::Component {
                section,
                name,
                media_type,
            } => {
                let section = match section {
                    Section::Parameters => "Parameter",
                    Section::RequestBodies => "Request body",
                    Section::Responses => "Response body",
                };
                format!("{section} {}{}", code(name), in_media_type(media_type))
            }
            Origin::Shared { count: 1, .. } => "Part of several operations".to_owned(),
            Origin::Shared { count, .. } => format!("One type for {count} equal schemas"),
            Origin::Within { parent, word, .. } => self.within(id, parent, word)?,
            Origin::Request {
                operation,
                media_type,
            } => {
                format!(
                    "Request body of {}{}",
                    self.function_at(operation),
                    in_media_type(media_type)
                )
            }
            Origin::Response {
                operation,
                media_type,
                ..
            } => format!(
                "Response body of {}{}",
                self.function_at(operation),
                in_media_type(media_type)
            ),
            Origin::Events { .. } => return None,
            Origin::Payload { operation, name } => match operation {
                None => format!("Body of the webhook {}", code(name)),
                Some(operation) => format!(
                    "Body of the callback {} of {}",
                    code(name),
                    self.function_at(operation)
                ),
            },
            Origin::Parameter { operation, name } => {
                format!(
                    "Parameter {} of {}",
                    code(name),
                    self.function_at(operation)
                )
            }
        })
    }

    /// The place of a type's schema within another that is a type.
    fn within(&self, id: TypeId, parent: &Place, word: &str) -> Option<String> {
        let &outer = self.index.types.get(&parent.at)?;
        if outer == id {
            return self.origin_text(id, &parent.origin);
        }
        let link = format!("[`{}`]", self.rust.type_name(outer));
        let has_property = |object: &Struct| object.fields.iter().any(|one| one.name == word);
        let word = code(word);
        Some(match &self.api.type_def(outer).kind {
            TypeKind::Struct(object) if has_property(object) => {
                format!("The {word} property of {link}")
            }
            TypeKind::Union(_) => format!("The {word} branch of {link}"),
            _ => format!("{word} of {link}"),
        })
    }

    /// The function of the operation at a place, as documentation names it.
    pub(super) fn function_at(&self, operation: &Pointer) -> String {
        match self.index.operations.get(operation) {
            Some(&index) => self.function_link(self.rust.operation(index)),
            None => "an operation".to_owned(),
        }
    }
}

fn in_media_type(media_type: &Option<String>) -> String {
    match media_type {
        Some(media_type) => format!(" as {}", code(media_type)),
        None => String::new(),
    }
}

/// The properties that aren't fields, sorted, as a sentence.
fn constants_text(constants: &[Constant]) -> Option<String> {
    let members = constants.iter();
    let members = members.map(|one| code(&format!("{}: {}", one.name, one.value)));
    let mut members: Vec<String> = members.collect();
    members.sort();
    let (last, others) = members.split_last()?;
    let list = if others.is_empty() {
        last.clone()
    } else {
        format!("{} and {last}", others.join(", "))
    };
    Some(format!("Always {list} in JSON."))
}
