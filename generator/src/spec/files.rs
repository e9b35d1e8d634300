//! The files of one document, and where a `$ref` leads among them.
//!
//! Nothing here opens a file or the network: the caller hands over a way to
//! get at the text of a relative file.

use crate::diag::{Code, Diagnostic, Pointer, Sources, Text, nearest};
use crate::reference::{folder_from, is_remote, is_within, join, other_scheme, percent_decoded};
use crate::source::Source;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Gets the text of a file that a document refers to, by its path relative to
/// where the first file's name is relative to.
pub type Load<'a> = &'a (dyn Fn(&str) -> Result<String, String> + Sync);

/// The longest chain of references that lead to one another.
pub const LONGEST_CHAIN: usize = 32;

/// The most references that lead nowhere for which the one that was meant is looked for.
const MOST_SUGGESTED: usize = 200;

/// The files of one document by their names.
pub struct Files {
    main: String,
    sources: BTreeMap<String, Source>,
    missing: BTreeMap<String, String>,
    /// The files that are referred to and mustn't be read.
    outside: BTreeSet<String>,
    /// The places of schemas and documents by their own names, `$id` and `$self`.
    ids: BTreeMap<String, Pointer>,
    /// The number of suggestions that have been asked for.
    suggested: AtomicUsize,
    /// The overlays that have changed the files, by their names.
    overlays: BTreeMap<String, Source>,
}

/// The names alone: the rest is the text of the document.
impl fmt::Debug for Files {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.sources.keys()).finish()
    }
}

/// A file of a document that can't be read as JSON or YAML.
#[derive(Debug)]
pub struct Unread {
    /// The fault.
    pub found: Diagnostic,
    /// The file's text.
    pub text: String,
}

impl Files {
    /// The first file and every local one that it reaches in its folder and those below it.
    /// Others `may_be_read` if that says so. Each is taken as `change` gives it back.
    ///
    /// # Errors
    ///
    /// Fails with the first file that is neither JSON nor YAML.
    pub fn gather(
        main: Source,
        load: Load<'_>,
        may_be_read: &dyn Fn(&str) -> bool,
        change: &mut dyn FnMut(Source) -> Source,
    ) -> Result<Self, Box<Unread>> {
        let main = change(main);
        let name = main.name().to_owned();
        let mut files = Self {
            main: name.clone(),
            sources: BTreeMap::new(),
            missing: BTreeMap::new(),
            outside: BTreeSet::new(),
            ids: BTreeMap::new(),
            suggested: AtomicUsize::new(0),
            overlays: BTreeMap::new(),
        };
        let mut waiting = references_of(&main);
        files.sources.insert(name, main);
        while let Some(name) = waiting.pop() {
            if files.sources.contains_key(&name)
                || files.missing.contains_key(&name)
                || files.outside.contains(&name)
            {
                continue;
            }
            if !is_within(&files.main, ".", &name) && !may_be_read(&name) {
                files.outside.insert(name);
                continue;
            }
            match load(&name) {
                Ok(text) => {
                    let source = Source::parse(&name, text.as_str())
                        .map_err(|found| Box::new(Unread { found, text }))?;
                    let source = change(source);
                    waiting.extend(references_of(&source));
                    files.sources.insert(name, source);
                }
                Err(why) => {
                    files.missing.insert(name, why);
                }
            }
        }
        for source in files.sources.values() {
            let mut base = String::new();
            if let Some(Value::String(own)) = source.value().get("$self") {
                own.clone_into(&mut base);
                files.ids.insert(own.clone(), source.root());
            }
            // Few documents have any, and a look at the text is quick.
            if source.text().contains("$id") {
                ids_of(source.value(), &source.root(), &base, &mut files.ids);
            }
        }
        Ok(files)
    }

    /// The same files with the overlays that have changed them, for reports.
    #[must_use]
    pub fn with_overlays(mut self, overlays: Vec<Source>) -> Self {
        let named = overlays.into_iter();
        self.overlays = named.map(|one| (one.name().to_owned(), one)).collect();
        self
    }

    /// The first file, as overlays have changed it, in its own language.
    pub fn rewritten(&self) -> String {
        let main = self.sources.get(&self.main);
        main.map(Source::rewritten).unwrap_or_default()
    }

    /// A file of the document, or one of the overlays.
    fn file(&self, name: &str) -> Option<&Source> {
        let of_document = self.sources.get(name);
        of_document.or_else(|| self.overlays.get(name))
    }

    /// The place of the whole document.
    pub fn root(&self) -> Pointer {
        Pointer::root(self.main.as_str())
    }

    /// `true` for OpenAPI 3.0, whose schemas have no keywords but its own.
    pub fn is_early(&self) -> bool {
        let main = self.sources.get(&self.main);
        let version = main.and_then(|main| main.value().get("openapi"));
        version.is_some_and(|version| match version {
            Value::String(text) => text.starts_with("3.0") || text == "3",
            other => matches!(other.to_string().as_str(), "3" | "3.0"),
        })
    }

    /// The number of objects in all files.
    pub fn objects(&self) -> usize {
        let values = self.sources.values().map(Source::value);
        values.map(count).sum()
    }

    /// The value at a place.
    pub fn value(&self, at: &Pointer) -> Option<&Value> {
        self.sources.get(at.file())?.value().pointer(at.path())
    }

    /// The place of a value that is asked for at `at`: a `$ref` on the way, in place
    /// of a whole map such as `components/schemas`, may lead elsewhere.
    pub fn stands_at(&self, at: &Pointer) -> Option<Pointer> {
        if self.value(at).is_some() {
            return Some(at.clone());
        }
        let mut here = Pointer::root(at.file());
        let mut followed = 0;
        for token in at.tokens() {
            let mut next = here.child(&token);
            while self.value(&next).is_none() {
                let reference = self.value(&here)?.get("$ref")?.as_str()?;
                followed += 1;
                if followed > LONGEST_CHAIN {
                    return None;
                }
                here = self.direct(&here, reference)?;
                next = here.child(&token);
            }
            here = next;
        }
        self.value(&here).is_some().then_some(here)
    }

    /// The target of a reference, if none on the way to it must be followed.
    fn direct(&self, at: &Pointer, reference: &str) -> Option<Pointer> {
        let (file, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let target = Pointer::new(file_of(at, file), percent_decoded(fragment));
        self.value(&target).is_some().then_some(target)
    }

    /// The line and column of a place, both from 1, in the file that says what is there.
    pub fn locate(&self, at: &Pointer) -> Option<(usize, usize)> {
        let written = self.origin(at).unwrap_or_else(|| at.clone());
        self.file(written.file())?.locate(written.path())
    }

    /// The target of a `$ref` that stands at `at`.
    pub fn resolve(&self, at: &Pointer, reference: &str) -> Result<Pointer, Box<Diagnostic>> {
        let (file, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let fragment = percent_decoded(fragment);
        if let Some(target) = self.by_id(at, file, &fragment) {
            return Ok(target);
        }
        if file.starts_with("file:") {
            let message = format!("the reference `{reference}` is a `file:` URL, not a path");
            return Err(Box::new(
                Diagnostic::error(Code::RemoteReference, at, message)
                    .help("write the path of that file as seen from this one"),
            ));
        }
        if let Some(scheme) = other_scheme(file) {
            let message = format!("the reference `{reference}` is a `{scheme}:` URI, not a path");
            return Err(Box::new(
                Diagnostic::error(Code::RemoteReference, at, message)
                    .help("save what it stands for in a file, and write the path of that"),
            ));
        }
        if is_remote(file) {
            let message = format!(
                "the reference `{reference}` leads to the network, which the generator never opens"
            );
            return Err(Box::new(
                Diagnostic::error(Code::RemoteReference, at, message)
                    .help("save that document beside this one and refer to it by a relative path"),
            ));
        }
        let file = file_of(at, file);
        let target = match fragment.as_str() {
            "" => Some(Pointer::root(file.as_str())),
            path if path.starts_with('/') => Some(Pointer::new(file.as_str(), path)),
            anchor => self.anchor(&file, anchor),
        };
        let target = target.and_then(|target| self.stands_at(&target));
        match target.or_else(|| self.in_same_schema(at, reference)) {
            Some(target) => Ok(target),
            None => Err(Box::new(self.nowhere(at, reference, &file))),
        }
    }

    /// The target of a `mapping` entry of a discriminator: a reference, or the
    /// bare name of a schema.
    pub fn resolve_mapping(&self, at: &Pointer, target: &str) -> Result<Pointer, Box<Diagnostic>> {
        if !target.contains(['#', '/']) {
            let named = self
                .root()
                .child("components")
                .child("schemas")
                .child(target);
            if let Some(named) = self.stands_at(&named) {
                return Ok(named);
            }
        }
        self.resolve(at, target)
    }

    /// The target of a reference by the `$id` of a schema: that of another, or
    /// that of one around it. JSON Schema 2020-12 core §8.2.1.
    fn by_id(&self, at: &Pointer, file: &str, fragment: &str) -> Option<Pointer> {
        if self.ids.is_empty() {
            return None;
        }
        let within = |root: &Pointer| {
            let target = match fragment {
                "" => root.clone(),
                path if path.starts_with('/') => {
                    Pointer::new(root.file(), format!("{}{path}", root.path()))
                }
                anchor => find_anchor(self.value(root)?, root, anchor)?,
            };
            self.value(&target).is_some().then_some(target)
        };
        let mut around = self.ids.iter().filter(|(_, root)| {
            let below = at.path().strip_prefix(root.path());
            root.file() == at.file() && below.is_some_and(|rest| rest.starts_with('/'))
        });
        if file.is_empty() {
            // Most mean the document's root, whatever stands around.
            let of_document = within(&Pointer::root(at.file()));
            return match of_document {
                Some(_) => None,
                None => around.find_map(|(_, root)| within(root)),
            };
        }
        let nearest = around.max_by_key(|(_, root)| root.path().len());
        let absolute = nearest.map(|(base, _)| absolute(base, file));
        let known = absolute.and_then(|id| self.ids.get(&id));
        within(known.or_else(|| self.ids.get(file))?)
    }

    /// The target of a reference that was written as if the named schema around it
    /// were a document of its own.
    fn in_same_schema(&self, at: &Pointer, reference: &str) -> Option<Pointer> {
        const SCHEMAS: &str = "/components/schemas/";
        let path = percent_decoded(reference.strip_prefix('#')?);
        let name = at.path().strip_prefix(SCHEMAS)?.split('/').next()?;
        let target = Pointer::new(at.file(), format!("{SCHEMAS}{name}{path}"));
        let leads_on = path.starts_with('/') && self.value(&target).is_some();
        leads_on.then_some(target)
    }

    fn nowhere(&self, at: &Pointer, reference: &str, file: &str) -> Diagnostic {
        if self.outside.contains(file) {
            let message = format!(
                "the reference `{reference}` leads to {file}, which is outside the folder of the document"
            );
            let folder = folder_from(&self.main, file);
            let help = format!(
                "move the file there, or allow its folder in `codegen.toml`: references = [{folder:?}]"
            );
            return Diagnostic::error(Code::MissingReference, at, message).help(help);
        }
        let message = match self.missing.get(file) {
            Some(why) => {
                format!("the reference `{reference}` leads to {file}, which can't be read: {why}")
            }
            None => format!("the reference `{reference}` leads nowhere"),
        };
        let fragment = reference
            .split_once('#')
            .map_or("", |(_, fragment)| fragment);
        let target = Pointer::new(file, percent_decoded(fragment));
        let source = self.sources.get(file);
        if let Some(by) = source.and_then(|source| source.removed(&target)) {
            let found = Diagnostic::error(Code::MissingReference, at, message);
            let found = found.related(by, "its target is removed here");
            return found.help("remove the reference, too, or give it another target");
        }
        let help = match self.meant_by(at, reference, file) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None if self.missing.contains_key(file) => {
                "put that file there, or correct the reference".to_owned()
            }
            None if is_anchor(reference) => {
                "write the path of what is meant, such as `#/components/schemas/…`, or add the \
                 `$anchor`"
                    .to_owned()
            }
            None => "correct the reference, or add its target".to_owned(),
        };
        Diagnostic::error(Code::MissingReference, at, message).help(help)
    }

    /// The reference that was probably meant by one that leads nowhere.
    fn meant_by(&self, at: &Pointer, reference: &str, file: &str) -> Option<String> {
        // Each takes a look at all names, of which a document may have many.
        if self.suggested.fetch_add(1, Ordering::Relaxed) >= MOST_SUGGESTED {
            return None;
        }
        let (written, fragment) = reference.split_once('#')?;
        let is_pointer = fragment.starts_with('/');
        let target = Pointer::new(file, percent_decoded(fragment));
        let meant = self.meant(&target).filter(|_| is_pointer)?;
        let is_own = meant.file() == at.file() && written.is_empty();
        let file = if is_own { "" } else { written };
        Some(format!("{file}#{}", meant.path()))
    }

    /// The place that was probably meant by one that isn't there: with the nearest names in
    /// place of those that aren't known, or the component that has its name.
    pub fn meant(&self, at: &Pointer) -> Option<Pointer> {
        if self.value(at).is_some() {
            return None;
        }
        self.nearest_place(at).or_else(|| {
            let name = at.tokens().next_back()?;
            let components = Pointer::root(at.file()).child("components");
            let sections = self.value(&components)?.as_object()?;
            let (section, _) = sections.iter().find(|(_, all)| all.get(&name).is_some())?;
            Some(components.child(section).child(&name))
        })
    }

    fn nearest_place(&self, at: &Pointer) -> Option<Pointer> {
        let mut here = Pointer::root(at.file());
        for token in at.tokens() {
            let child = here.child(&token);
            if self.value(&child).is_some() {
                here = child;
                continue;
            }
            let members = self.value(&here)?.as_object()?;
            here = here.child(nearest(&token, members.keys().map(String::as_str))?);
        }
        Some(here)
    }

    fn anchor(&self, file: &str, anchor: &str) -> Option<Pointer> {
        let root = Pointer::root(file);
        find_anchor(self.sources.get(file)?.value(), &root, anchor)
    }
}

impl Sources for Files {
    fn text(&self, file: &str) -> Option<&Text> {
        Some(self.file(file)?.lines())
    }

    fn span(&self, at: &Pointer) -> Option<Range<usize>> {
        self.file(at.file())?.span(at.path())
    }

    fn origin(&self, at: &Pointer) -> Option<Pointer> {
        self.sources.get(at.file())?.origin(at)
    }
}

/// The number of objects in a value.
fn count(value: &Value) -> usize {
    let mut objects = 0;
    let mut waiting = vec![value];
    while let Some(value) = waiting.pop() {
        match value {
            Value::Object(object) => {
                objects += 1;
                waiting.extend(object.values());
            }
            Value::Array(items) => waiting.extend(items),
            _ => {}
        }
    }
    objects
}

/// Notes every schema that has an `$id`, under its absolute form. Data that
/// happens to have such a key is never referred to.
fn ids_of(value: &Value, at: &Pointer, base: &str, ids: &mut BTreeMap<String, Pointer>) {
    match value {
        Value::Object(object) => {
            let own = match object.get("$id") {
                Some(Value::String(id)) => absolute(base, id.trim_end_matches('#')),
                _ => base.to_owned(),
            };
            if own != base {
                ids.entry(own.clone()).or_insert_with(|| at.clone());
            }
            for (key, value) in object {
                ids_of(value, &at.child(key), &own, ids);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                ids_of(item, &at.index(index), base, ids);
            }
        }
        _ => {}
    }
}

/// A URI reference as seen from a base, as far as documents need it: RFC 3986
/// §5.2 without dot segments.
fn absolute(base: &str, reference: &str) -> String {
    let has_scheme = reference
        .split_once(':')
        .is_some_and(|(scheme, _)| !scheme.contains(['/', '?', '#']));
    if has_scheme || base.is_empty() {
        return reference.to_owned();
    }
    let authority = base.find("://").map_or(0, |at| at + 3);
    let root = base[authority..]
        .find('/')
        .map_or(base.len(), |at| authority + at);
    match reference.starts_with('/') {
        true => format!("{}{reference}", &base[..root]),
        false => {
            let folder = base.rfind('/').filter(|slash| *slash >= root);
            format!("{}/{reference}", &base[..folder.unwrap_or(root)])
        }
    }
}

/// True of a reference by the name of an `$anchor`, which may be meant otherwise.
fn is_anchor(reference: &str) -> bool {
    let fragment = reference.split_once('#').map(|(_, fragment)| fragment);
    fragment.is_some_and(|name| !name.is_empty() && !name.starts_with('/'))
}

fn find_anchor(value: &Value, at: &Pointer, anchor: &str) -> Option<Pointer> {
    match value {
        Value::Object(object) => {
            let named = |key| object.get(key).and_then(Value::as_str) == Some(anchor);
            if named("$anchor") || named("$dynamicAnchor") {
                return Some(at.clone());
            }
            let mut members = object.iter();
            members.find_map(|(key, value)| find_anchor(value, &at.child(key), anchor))
        }
        Value::Array(items) => {
            let mut items = items.iter().enumerate();
            items.find_map(|(i, item)| find_anchor(item, &at.index(i), anchor))
        }
        _ => None,
    }
}

/// The local files that a source refers to.
fn references_of(source: &Source) -> Vec<String> {
    let mut files = Vec::new();
    let mut waiting = vec![source.value()];
    while let Some(value) = waiting.pop() {
        match value {
            Value::Object(object) => {
                for (key, value) in object {
                    let Value::String(reference) = value else {
                        waiting.push(value);
                        continue;
                    };
                    let file = reference.split('#').next().unwrap_or_default();
                    if key == "$ref" && !file.is_empty() && !is_remote(file) {
                        files.push(join(source.name(), file));
                    }
                }
            }
            Value::Array(items) => waiting.extend(items),
            _ => {}
        }
    }
    files
}

/// The file that a reference at a place names; without a name, that place's own.
fn file_of(at: &Pointer, name: &str) -> String {
    match name {
        "" => at.file().to_owned(),
        name => join(at.file(), name),
    }
}
