//! The settings of a vendor's `codegen.toml`.
//!
//! Takes the text of one `codegen.toml` and gives a [`Config`]. Must not know
//! the document that the settings speak of. A later stage that uses a setting
//! marks it with [`Setting::apply`]; [`Config::unused`] reports the others.
//! `specs/README.md` is the reference of the file.

mod accept;
mod auth;
mod cancel;
mod choice;
mod correct;
mod dependencies;
mod derives;
mod flag;
mod formats;
mod headers;
mod idempotency;
mod idempotent;
mod keys;
mod known;
mod layout;
mod lift;
mod maps;
mod names;
mod operations;
mod overlays;
mod package;
mod paginate;
mod places;
pub mod reference;
mod references;
mod runtime;
mod security;
mod server;
mod setting;
mod signature;
mod spelling;
mod split;
mod suggest;
mod text;
mod toml;
mod unknown_fields;
mod webhooks;

#[cfg(test)]
mod tests;

pub use accept::Accept;
pub use auth::Auth;
pub use cancel::{
    Cancel, CancelDetail, CancelErrorRule, CancelEvents, CancelList, CancelOperation,
    CancelRequest, CancelStateRule, Copy, If, KeyPart, MoneyChoice, Set,
};
pub use choice::{Conversion, Library, OwnType, TypeChoice};
pub use correct::{Correct, Correction};
pub use dependencies::{Dependencies, quoted};
pub use derives::{DerivedKind, DerivedTypes, Derives, is_same as is_same_trait};
pub use formats::{CrateAround, TypeAt};
pub use headers::FixedHeader;
pub use idempotency::Idempotency;
pub use idempotent::Idempotent;
pub use keys::KeyPrefix;
pub use known::{Known, PlaceMeant};
pub use layout::LayoutChoice;
pub use lift::{Lift, Location};
pub use maps::MapChoice;
pub use operations::OperationNames;
pub use package::{PackageSettings, is_package_name};
pub use paginate::{CursorPlace, CursorSource, Paginate, PaginateBy};
pub use places::Places;
pub use runtime::{RUNTIME_CRATE, RuntimeSettings, RuntimeSource};
pub use security::{SchemeKind, SchemeOfAll};
pub use server::DefaultServer;
pub use setting::{Setting, lists};
pub use split::Split;
pub use unknown_fields::UnknownFields;
pub use webhooks::Webhooks;

use std::collections::BTreeMap;

use crate::diag::{Code, Diagnostic};
use crate::words::Acronyms;
use setting::Audit;
use suggest::unknown;
use text::{Fault, Text};
use toml::{Member, members, parse};

/// The settings of one vendor. [`Config::default`] is an empty file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Config {
    /// The operations to generate, by `operationId`, with what they reach and
    /// nothing else. `None` means all.
    pub operations: Option<Vec<Setting<String>>>,
    /// `false` if the feature of the module isn't on by default.
    pub default_feature: Option<bool>,
    /// The place of the functions that call operations.
    pub layout: LayoutChoice,
    /// `true` if the operations of each tag are behind a feature, with the types that only
    /// they reach.
    pub tag_features: bool,
    /// `false` if the document's examples aren't wanted.
    pub examples: Option<bool>,
    /// Rust names, by the JSON Pointers of the places that they name. A name is
    /// an identifier in ASCII; a keyword is allowed and stands without its `r#`.
    pub names: BTreeMap<String, Setting<String>>,
    /// Beginnings of names of schemas and operations that their Rust names lack.
    pub strip_prefixes: Vec<Setting<String>>,
    /// Words with capitals within them that are one word nevertheless.
    pub acronyms: Vec<Setting<String>>,
    /// Equal inline schemas that are types of their own.
    pub split: Vec<Setting<Split>>,
    /// Types of values, by their `format`.
    pub formats: BTreeMap<String, Setting<TypeChoice>>,
    /// Types of values, by the places of their schemas; the first that holds counts.
    pub types: Vec<Setting<TypeAt>>,
    /// The types that those name, each once.
    pub own_types: Vec<OwnType>,
    /// The type of maps.
    pub maps: MapChoice,
    /// Traits that generated types derive besides their own.
    pub derives: Vec<Setting<Derives>>,
    /// Facts of security schemes that the document states in prose only, by the
    /// scheme's name.
    pub auth: BTreeMap<String, Setting<Auth>>,
    /// Security schemes of operations that the document declares none for, by their names.
    pub security: BTreeMap<String, Setting<SchemeOfAll>>,
    /// The places at which servers differ from the document.
    pub correct: Vec<Correct>,
    /// Objects that keep the properties which the document doesn't name.
    pub unknown_fields: Option<UnknownFields>,
    /// The server that the client calls by default, if it isn't the first.
    pub server: Option<DefaultServer>,
    /// Headers that every request has, in the file's order.
    pub headers: Vec<Setting<FixedHeader>>,
    /// Keys that are for one server only.
    pub keys: Vec<KeyPrefix>,
    /// Parameters that are given to the client once and not to each call.
    pub lift: Vec<Setting<Lift>>,
    /// The header by which the vendor knows a repeated request, if it can.
    pub idempotency: Option<Setting<Idempotency>>,
    /// Operations that can be repeated, whatever their method.
    pub idempotent: Vec<Setting<Idempotent>>,
    /// Operations whose responses are pages of a list.
    pub paginate: Vec<Paginate>,
    /// Facts of webhooks that the document states in prose only.
    pub webhooks: Option<Webhooks>,
    /// The mapping of the operations onto the neutral interface.
    pub cancel: Option<Box<Cancel>>,
    /// Overlays of the document, in the order in which they change it, as seen from its folder.
    pub overlays: Vec<Setting<String>>,
    /// Folders besides the document's that its references may lead to, as seen from that.
    pub references: Vec<Setting<String>>,
    /// Facts about the crate that is made of the document.
    pub package: PackageSettings,
    /// The runtime as a dependency of that crate; nothing if it is within the crate.
    pub runtime: Option<RuntimeSettings>,
    /// Dependencies of that crate, for the types and traits that the settings name.
    pub dependencies: Dependencies,
    /// Gaps that are known and accepted.
    pub accept: Vec<Setting<Accept>>,
    text: Text,
}

/// The tables of a section that have fixed keys: the text before a key in the
/// reference, such as `cursor.`, and the keys.
type Tables = &'static [(&'static str, &'static [&'static str])];

/// The sections that a file may have.
const SECTIONS: &[(&str, Tables)] = &[
    ("operations", &[]),
    ("default_feature", &[]),
    ("layout", &[]),
    ("tag_features", &[]),
    ("examples", &[]),
    ("names", &[]),
    ("strip_prefixes", &[]),
    ("acronyms", &[]),
    ("split", &[]),
    ("formats", &[("", choice::KEYS)]),
    ("types", &[]),
    ("maps", &[]),
    ("derives", &[]),
    ("auth", &[("", auth::KEYS)]),
    ("security", &[("", security::KEYS)]),
    ("correct", &[("", correct::KEYS)]),
    ("unknown_fields", &[("", unknown_fields::KEYS)]),
    ("server", &[("", server::KEYS)]),
    ("headers", &[("", headers::KEYS)]),
    ("keys", &[("", keys::KEYS)]),
    ("lift", &[("", lift::KEYS)]),
    ("idempotency", &[("", idempotency::KEYS)]),
    ("idempotent", &[("", idempotent::KEYS)]),
    ("paginate", paginate::TABLES),
    ("webhooks", webhooks::TABLES),
    ("cancel", cancel::TABLES),
    ("overlays", &[]),
    ("references", &[]),
    ("package", &[("", package::KEYS)]),
    ("runtime", &[("", runtime::KEYS)]),
    ("dependencies", &[]),
    ("accept", &[("", accept::KEYS)]),
];

/// Every fixed key that a `codegen.toml` may have: its section, and the key in
/// that, such as `cursor` or `cursor.from`; empty for the section itself.
pub fn known_keys() -> impl Iterator<Item = (&'static str, String)> {
    SECTIONS.iter().flat_map(|(section, tables)| {
        let keys = tables
            .iter()
            .flat_map(|(before, keys)| keys.iter().map(move |key| format!("{before}{key}")));
        let all = std::iter::once(String::new()).chain(keys);
        all.map(|key| (*section, key))
    })
}

impl Config {
    /// Reads the text of a `codegen.toml`; `name` is what reports call it.
    ///
    /// # Errors
    ///
    /// A [`Code::Config`] error with line and column for the first thing in the
    /// text that isn't known or can't be.
    #[expect(clippy::result_large_err, reason = "once a file, and rarely an error")]
    pub fn parse(name: &str, text: &str) -> Result<Self, Diagnostic> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut config = Self {
            text: Text {
                file: name.into(),
                text: text.into(),
            },
            ..Self::default()
        };
        match config.read(text) {
            Ok(()) => Ok(config),
            Err(fault) => {
                let error = config.text.error(Code::Config, fault.offset, fault.message);
                Err(error.help(fault.help))
            }
        }
    }

    fn read(&mut self, text: &str) -> Result<(), Fault> {
        let table = parse(text)?;
        members(table.get_ref()).try_for_each(|section| self.section(section))?;
        self.own_types = formats::own_types(&self.formats, &self.types)?;
        Ok(())
    }

    fn section(&mut self, section: Member<'_, '_>) -> Result<(), Fault> {
        match section.key {
            "operations" => self.operations = Some(operations::read(&section)?),
            "default_feature" => self.default_feature = Some(flag::read(&section)?),
            "layout" => self.layout = layout::read(&section)?,
            "tag_features" => self.tag_features = flag::read(&section)?,
            "examples" => self.examples = Some(flag::read(&section)?),
            "names" => self.names = names::read(&section)?,
            "strip_prefixes" => self.strip_prefixes = spelling::prefixes(&section)?,
            "acronyms" => self.acronyms = spelling::acronyms(&section)?,
            "split" => self.split = split::read(&section)?,
            "formats" => self.formats = formats::read(&section)?,
            "types" => self.types = formats::read_types(&section)?,
            "maps" => self.maps = maps::read(&section)?,
            "derives" => self.derives = derives::read(&section)?,
            "auth" => self.auth = auth::read(&section)?,
            "security" => self.security = security::read(&section)?,
            "correct" => self.correct = correct::read(&section)?,
            "unknown_fields" => self.unknown_fields = Some(unknown_fields::read(&section)?),
            "server" => self.server = Some(server::read(&section)?),
            "headers" => self.headers = headers::read(&section)?,
            "keys" => self.keys = keys::read(&section)?,
            "lift" => self.lift = lift::read(&section)?,
            "idempotency" => self.idempotency = Some(idempotency::read(&section)?),
            "idempotent" => self.idempotent = idempotent::read(&section)?,
            "paginate" => self.paginate = paginate::read(&section)?,
            "webhooks" => self.webhooks = Some(webhooks::read(&section)?),
            "cancel" => self.cancel = Some(Box::new(cancel::read(&section)?)),
            "overlays" => self.overlays = overlays::read(&section)?,
            "references" => self.references = references::read(&section)?,
            "package" => self.package = package::read(&section)?,
            "runtime" => self.runtime = Some(runtime::read(&section)?),
            "dependencies" => self.dependencies = dependencies::read(&section)?,
            "accept" => self.accept = accept::read(&section)?,
            other => {
                let known: Vec<_> = SECTIONS.iter().map(|(key, _)| *key).collect();
                return Err(unknown("key", other, section.span, &known));
            }
        }
        Ok(())
    }

    /// The file, as it is shown to people. Empty if there was none.
    pub fn file(&self) -> &str {
        &self.text.file
    }

    /// The text of the file.
    pub fn text(&self) -> &str {
        &self.text.text
    }

    /// An error about a setting, at its place.
    pub fn diagnostic<T>(
        &self,
        setting: &Setting<T>,
        code: Code,
        message: impl Into<String>,
    ) -> Diagnostic {
        self.text.error(code, setting.offset(), message)
    }

    /// True of a diagnostic that is an accepted gap, which marks the settings
    /// that accept it as used.
    pub fn accepts(&self, diagnostic: &Diagnostic) -> bool {
        accept::accepts(&self.accept, diagnostic)
    }

    /// A name of the document without the prefix that the settings strip, if it has one,
    /// which marks that as used.
    pub fn without_prefix<'n>(&self, name: &'n str) -> Option<&'n str> {
        spelling::without_prefix(&self.strip_prefixes, name)
    }

    /// The acronyms of names.
    pub fn known_acronyms(&self) -> Acronyms {
        Acronyms::with(self.acronyms.iter().map(|one| one.as_str()))
    }

    /// True of an inline schema that is a type of its own, whatever equals it, which marks
    /// the settings that say so as used.
    pub fn keeps_apart(&self, at: &str) -> bool {
        split::keeps_apart(&self.split, at)
    }

    /// True of the name of a type that isn't to be made of several schemas, which marks the
    /// settings that say so as used.
    pub fn splits(&self, name: &str) -> bool {
        split::splits(&self.split, name)
    }

    /// The type that the settings choose for the schema at a place, if they do, which marks
    /// the one that does as used.
    pub fn type_at(&self, at: &str) -> Option<&TypeChoice> {
        let mut types = self.types.iter();
        let setting = types.find(|one| one.at.holds(at))?;
        Some(&setting.apply().choice)
    }

    /// Errors about types that code in such a crate can't have, and about dependencies that
    /// the crate has already: those that are `known`, each with `true` if it may be off.
    pub fn unusable_types(&self, around: CrateAround, known: &[(String, bool)]) -> Vec<Diagnostic> {
        let is_always_there = |name: &str| {
            let mut known = known.iter();
            known.any(|(key, may_be_off)| key.replace('-', "_") == name && !may_be_off)
        };
        let by_format = self.formats.values();
        let by_format = by_format.map(|one| (&**one, one.offset()));
        let by_place = self.types.iter().map(|one| (&one.choice, one.offset()));
        let mut errors = Vec::new();
        for (choice, offset) in by_format.chain(by_place) {
            let TypeChoice::Own(ty) = choice else {
                continue;
            };
            let first = ty.path.trim_start_matches("::").split("::").next();
            let mut keys = self.dependencies.keys();
            let is_declared = keys.any(|key| Some(&*key.replace('-', "_")) == first);
            let is_declared = is_declared || first.is_some_and(is_always_there);
            if let Some((message, help)) = formats::problem(ty, around, is_declared) {
                let error = self.text.error(Code::Config, offset, message);
                errors.push(error.help(help));
            }
        }
        let is_generated = around != CrateAround::Own;
        for (key, setting) in self.dependencies.iter().filter(|_| is_generated) {
            if known.iter().any(|(one, _)| one == key) {
                let message = format!("the crate depends on `{key}` already");
                let error = self.diagnostic(setting, Code::Config, message);
                errors.push(
                    error.help(
                        "remove the line, or give the dependency another key and a `package`",
                    ),
                );
            }
        }
        errors
    }

    /// The traits that a type of a kind derives besides its own, as [`Config::derives`] says.
    /// `holds` tells if a schema of the type is at one of some places.
    pub fn derives_of(&self, kind: DerivedKind, holds: &dyn Fn(&Places) -> bool) -> Vec<&str> {
        derives::of(&self.derives, kind, holds)
    }

    /// Errors about the settings that nothing used: a stale one hides a change. What they
    /// name may be `known` by another name.
    pub fn unused(&self, known: &Known<'_>) -> Vec<Diagnostic> {
        // Without `..`, so that no section is forgotten.
        let Self {
            operations,
            // A crate of one API has no feature for it, and is made with the same file.
            default_feature: _,
            // Of a document without operations there is no client.
            layout: _,
            // A module of several has none, and is made with the same file.
            tag_features: _,
            // Those that fit change with the document.
            examples: _,
            names,
            strip_prefixes,
            // It is no mistake to list one that a document hasn't got yet.
            acronyms: _,
            split,
            formats,
            types,
            // Their entries are above.
            own_types: _,
            // Of a document without maps there is none.
            maps: _,
            derives,
            auth,
            security,
            correct,
            unknown_fields,
            server,
            headers,
            keys,
            lift,
            idempotency,
            idempotent,
            paginate,
            webhooks,
            cancel,
            // Each is read, or the run fails.
            overlays: _,
            references,
            // Facts about the crate around the module, which may be another's.
            package: _,
            runtime: _,
            dependencies: _,
            accept,
            text,
        } = self;
        let mut audit = Audit::of(text, known);
        operations::audit(operations.as_ref(), &mut audit);
        spelling::audit(strip_prefixes, &mut audit);
        split::audit(split, &mut audit);
        formats::audit(formats, &mut audit);
        formats::audit_types(types, &mut audit);
        derives::audit(derives, &mut audit);
        auth::audit(auth, &mut audit);
        security::audit(security, &mut audit);
        correct::audit(correct, &mut audit);
        unknown_fields::audit(unknown_fields.as_ref(), &mut audit);
        server::audit(server.as_ref(), &mut audit);
        headers::audit(headers, &mut audit);
        lift::audit(lift, &mut audit);
        idempotency::audit(idempotency.as_ref(), &mut audit);
        idempotent::audit(idempotent, &mut audit);
        webhooks::audit(webhooks.as_ref(), &mut audit);
        cancel::audit(cancel.as_deref(), &mut audit);
        references::audit(references, &mut audit);
        accept::audit(accept, &mut audit);
        keys::audit(keys, &mut audit);
        paginate::audit(paginate, &mut audit);
        names::audit(names, &mut audit);
        audit.unused
    }
}
