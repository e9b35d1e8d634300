//! OpenAPI as one finished model: a document of any 3.x version in one shape.
//!
//! Takes the parsed [`Files`], gives a [`Spec`]. There is a file for each object
//! of the specification, with its model and its reader; each object has the place
//! where it stands. Everything is read once, up front, and every key is used,
//! listed as harmless, or reported. Must not know what becomes of any of it in
//! Rust.

mod example;
mod files;
mod findings;
mod keys;
mod malformed;
mod media_type;
mod operation;
mod parameter;
mod read;
mod request_body;
mod response;
mod root;
mod rules;
mod schema;
mod security;
mod server;
mod style;
mod webhook;

pub use example::Example;
pub use files::{Files, LONGEST_CHAIN, Load, Unread};
pub use findings::{Findings, Found};
pub use media_type::{Content, Encoding, Header, MediaType, Positional};
pub use operation::Operation;
pub use parameter::Parameter;
pub use request_body::RequestBody;
pub use response::{Response, Responses};
pub use root::{Info, Tag};
pub use schema::{Additional, Branches, Discriminator, KnownSchema, Range, Schema, Schemas};
pub use security::{ClientCredentials, Requirement, Security, SecurityScheme, SecuritySchemeKind};
pub use server::Server;
pub use webhook::Webhooks;

pub use crate::style::{Location, Style};
pub use openapiv3::{APIKeyLocation, StatusCode};

use crate::diag::{Diagnostic, Pointer};
use read::Reader;
use std::iter;

/// A document.
#[derive(Debug)]
pub struct Spec {
    /// Its files.
    pub files: Files,
    /// The place of its root.
    pub at: Pointer,
    /// `info`.
    pub info: Info,
    /// `servers`.
    pub servers: Vec<Server>,
    /// `security`, for operations that don't say.
    pub security: Option<Security>,
    /// `components/securitySchemes`.
    pub security_schemes: Vec<(String, SecurityScheme)>,
    /// `components/schemas`: the places of the schemas by their names.
    pub named_schemas: Vec<(String, Pointer)>,
    /// Every schema that has a name, or that something refers to.
    pub schemas: Schemas,
    /// Every operation under `paths`.
    pub operations: Vec<Operation>,
    /// `tags`.
    pub tags: Vec<Tag>,
    /// `webhooks`, if it has any.
    pub webhooks: Option<Webhooks>,
    /// All that was found. That of one operation or schema is in the way of
    /// what has to do with it only.
    pub findings: Findings,
    /// The findings of the document as a whole.
    pub found: Found,
}

/// Files that are no OpenAPI document, and why.
#[derive(Debug)]
pub struct Rejected {
    /// The files.
    pub files: Files,
    /// The reasons.
    pub found: Vec<Diagnostic>,
}

impl Spec {
    /// Reads a document.
    ///
    /// # Errors
    ///
    /// Gives the files back if this is no OpenAPI document, with the reasons.
    pub fn read(files: Files) -> Result<Self, Box<Rejected>> {
        let at = files.root();
        let mut reader = Reader::new(&files);
        let Some(root) = reader.root(&at) else {
            let found = reader.found;
            return Err(Box::new(Rejected { files, found }));
        };
        let mut findings = reader.findings;
        let found = findings.add(reader.found);
        let named_schemas = schema::named(&files);
        let mut places = reader.schemas;
        places.extend(named_schemas.iter().map(|(_, at)| at.clone()));
        let schemas = Schemas::read(&files, places, &mut findings);
        Ok(Self {
            at,
            info: root.info,
            servers: root.servers,
            security: root.security,
            security_schemes: root.security_schemes,
            named_schemas,
            schemas,
            operations: root.operations,
            tags: root.tags,
            webhooks: root.webhooks,
            findings,
            found,
            files,
        })
    }

    /// The files alone, for the places of findings.
    pub fn into_files(self) -> Files {
        self.files
    }

    /// The place that was probably meant by a pointer that leads nowhere in the document.
    pub fn place_meant(&self, pointer: &str) -> Option<Pointer> {
        self.files.meant(&Pointer::new(self.at.file(), pointer))
    }

    /// The schema at a place that this model names.
    pub fn schema(&self, at: &Pointer) -> Option<&Schema> {
        self.schemas.get(at).map(|known| &known.schema)
    }

    /// A schema, then the one that its `$ref` leads to, and so on, whatever stands
    /// beside the references.
    pub fn reference_chain<'s>(&'s self, schema: &'s Schema) -> impl Iterator<Item = &'s Schema> {
        let next = |one: &&'s Schema| self.schema(one.reference.as_ref()?);
        iter::successors(Some(schema), next).take(LONGEST_CHAIN)
    }

    /// The schema that another stands for: the first of its chain that says more than
    /// where to look.
    pub fn behind<'s>(&'s self, schema: &'s Schema) -> &'s Schema {
        let mut chain = self.reference_chain(schema);
        let first = chain.find(|one| one.only_target().is_none());
        first.unwrap_or(schema)
    }

    /// The `maxLength` of the schema at a place.
    pub fn max_length(&self, at: &Pointer) -> Option<u32> {
        let stated = self.files.value(&at.child("maxLength"))?.as_u64()?;
        u32::try_from(stated).ok()
    }

    /// Compares the schemas of two media types: `true` if both have one, and they
    /// are written alike.
    pub fn have_same_schema(&self, left: &MediaType, right: &MediaType) -> bool {
        let written = |media: &MediaType| self.files.value(media.schema.as_ref()?);
        written(left).is_some() && written(left) == written(right)
    }
}
