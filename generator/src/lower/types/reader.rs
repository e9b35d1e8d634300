//! The reader of schemas: the document, and the types found so far.

use super::memo::Memo;
use super::scope::Scope;
use super::undecided::UndecidedTypes;
use super::work::Work;
use crate::config::Config;
use crate::diag::{Code, Diagnostic, Pointer, Severity};
use crate::ir::Type;
use crate::schema::Inheritance;
use crate::spec::{Schema, Spec};
use std::collections::BTreeMap;

/// The reader of schemas.
pub(crate) struct Reader<'a> {
    /// The document.
    pub(crate) spec: &'a Spec,
    /// The settings for it.
    pub(crate) config: &'a Config,
    /// `true` if a faulty schema is in the way of all that it is part of.
    strict: bool,
    /// The inclusions of the document's schemas.
    pub(super) inheritance: &'a Inheritance,
    /// The types found so far.
    pub(crate) types: UndecidedTypes,
    /// The places that became any JSON, and the reasons.
    pub(crate) any_json: BTreeMap<Pointer, Diagnostic>,
    /// The schemas that the settings choose an unfit type for, and what is wrong with it.
    pub(crate) unfit_types: BTreeMap<Pointer, Diagnostic>,
    /// The schemas that have been read.
    pub(super) memo: Memo,
    /// The work that is left for combinations of schemas.
    pub(super) work: Work,
}

/// The types of schemas of any kind. A property, an item or a branch may be of
/// any kind, so the files that read one kind know the others by this trait.
pub(crate) trait SchemaTypes {
    /// The type of a schema, `null` included.
    fn type_of(&mut self, schema: Schema, scope: Scope<'_>, found: &mut Vec<Diagnostic>) -> Type;

    /// The type of the schema at a place that a `$ref` names.
    fn type_at(&mut self, at: &Pointer, scope: Scope<'_>, found: &mut Vec<Diagnostic>) -> Type;
}

impl<'a> Reader<'a> {
    /// A reader that has read nothing.
    pub(crate) fn new(
        spec: &'a Spec,
        config: &'a Config,
        strict: bool,
        inheritance: &'a Inheritance,
    ) -> Self {
        Self {
            spec,
            config,
            strict,
            inheritance,
            types: UndecidedTypes::with_apart(config),
            any_json: BTreeMap::new(),
            unfit_types: BTreeMap::new(),
            memo: Memo::default(),
            work: Work::of(spec.files.objects()),
        }
    }

    /// The schema at a place.
    pub(crate) fn schema_at(&mut self, at: &Pointer, found: &mut Vec<Diagnostic>) -> Schema {
        self.included(at, found).0
    }

    /// The schema at a place, and the number of schemas within it.
    pub(super) fn included(
        &mut self,
        at: &Pointer,
        found: &mut Vec<Diagnostic>,
    ) -> (Schema, usize) {
        let spec = self.spec;
        let Some(known) = spec.schemas.get(at) else {
            let message = "this schema has not been read";
            self.flaw(Diagnostic::error(Code::Internal, at, message), found);
            return (Schema::anything(at), 1);
        };
        for one in spec.findings.of(&known.found) {
            self.flaw(one.clone(), found);
        }
        (known.schema.clone(), known.size)
    }

    /// Notes a fault of a schema. Unless the run is strict, no error keeps the
    /// rest of the document from being generated.
    pub(super) fn flaw(&mut self, mut diagnostic: Diagnostic, found: &mut Vec<Diagnostic>) {
        if diagnostic.severity == Severity::Error && !self.strict {
            diagnostic.severity = Severity::Warning;
            // Of what contradicts itself, the nearest word is taken.
            if diagnostic.code != Code::Contradiction {
                self.any_json
                    .insert(diagnostic.at.clone(), diagnostic.clone());
            }
        }
        found.push(diagnostic);
    }

    /// Any JSON, in place of what would take more work than it is worth.
    pub(super) fn too_much(&mut self, at: &Pointer, found: &mut Vec<Diagnostic>) -> Type {
        let message = "the schemas that are combined here lead to one another in too many ways, \
                       so this is taken as any JSON";
        let help = "let one of the schemas on the way be referred to, not included";
        let error = Diagnostic::error(Code::UnsupportedSchema, at, message).help(help);
        self.flaw(error, found);
        Type::Any
    }

    /// Notes a schema that is any JSON, since with the schemas that it includes the types would
    /// be many times as long as the document.
    pub(super) fn too_long(&mut self, at: &Pointer, found: &mut Vec<Diagnostic>) {
        let message = "schemas include one another so much that the types would be many times as \
                       long as the document, so this is taken as any JSON";
        let help = "let properties refer to long schemas, where many include them";
        let error = Diagnostic::error(Code::UnsupportedSchema, at, message).help(help);
        self.flaw(error, found);
    }
}
