//! The settings and the document, side by side, and the errors between them.

use super::places::Place;
use crate::cancel::Target;
use crate::config::{Cancel, Config, Setting};
use crate::diag::{Code, Diagnostic, Pointer, distance};
use crate::ir::{Body, Content, Operation, ParameterLocation, Response};
use crate::lower::names::names;
use crate::spec::{self, MediaType, Schema, Spec};

/// The settings and the document, and what doesn't fit.
pub(super) struct Context<'a> {
    pub(super) spec: &'a Spec,
    pub(super) config: &'a Config,
    pub(super) cancel: &'a Cancel,
    pub(super) operations: &'a [Operation],
    pub(super) found: Vec<Diagnostic>,
}

/// An operation that is generated, and the same in the document.
#[derive(Debug, Clone, Copy)]
pub(super) struct Called<'a> {
    pub(super) index: usize,
    pub(super) operation: &'a Operation,
    pub(super) source: &'a spec::Operation,
}

impl<'a> Context<'a> {
    /// Reports that a setting doesn't fit the document, at a place of that.
    pub(super) fn error<T>(
        &mut self,
        setting: &Setting<T>,
        message: impl Into<String>,
        at: Option<(&Pointer, &str)>,
        help: impl Into<String>,
    ) {
        let mut error = self.config.diagnostic(setting, Code::Config, message);
        if let Some((at, how)) = at {
            error = error.related(at, how);
        }
        self.found.push(error.help(help));
    }

    /// The operation that a setting names: by `operationId`, or by method and path.
    pub(super) fn called(&mut self, setting: &Setting<String>) -> Option<Called<'a>> {
        let name = setting.as_str();
        let spec = self.spec;
        let is_named = |one: &&spec::Operation| names(one).is(name);
        let Some(source) = spec.operations.iter().find(is_named) else {
            self.no_operation(setting);
            return None;
        };
        let mut generated = self.operations.iter().enumerate();
        let found = generated.find(|(_, operation)| operation.at == source.at);
        let Some((index, operation)) = found else {
            let message = format!("the operation `{name}` isn't generated");
            let help = "list it in `operations`, or mend what it was left out for";
            self.error(
                setting,
                message,
                Some((&source.at, "the operation is at")),
                help,
            );
            return None;
        };
        Some(Called {
            index,
            operation,
            source,
        })
    }

    fn no_operation(&mut self, setting: &Setting<String>) {
        let name = setting.as_str();
        let ids = self
            .spec
            .operations
            .iter()
            .filter_map(|one| one.id.as_deref());
        let help = match nearest(name, ids) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "write an `operationId`, or method and path such as `POST /subscriptions/{id}/cancel`"
                .to_owned(),
        };
        self.error(
            setting,
            format!("there is no operation `{name}`"),
            None,
            help,
        );
    }

    /// The place of a target in an operation, if it is there.
    pub(super) fn place(&self, called: Called<'a>, target: &Target) -> Option<Place<'a>> {
        match target {
            Target::Body(pointer) => {
                let schema = called.body_schema(self.spec)?;
                Place::of(self.spec, schema).at(self.spec, pointer).ok()
            }
            _ => {
                let parameter = called.parameter(target)?;
                let schema = match &parameter.content {
                    spec::Content::Schema(at) => self.spec.schema(at),
                    _ => None,
                };
                Some(schema.map_or(Place::Anything, |schema| Place::of(self.spec, schema)))
            }
        }
    }

    /// The place of a target, which is reported if it isn't there.
    pub(super) fn need(
        &mut self,
        called: Called<'a>,
        target: &Setting<Target>,
    ) -> Option<Place<'a>> {
        if let Some(place) = self.place(called, target) {
            return Some(place);
        }
        let at = Some((&called.operation.at, "the operation is at"));
        let (message, help) = match &**target {
            Target::Body(pointer) => self.not_in_body(called, pointer),
            other => not_a_parameter(called, other),
        };
        self.error(target, message, at, help);
        None
    }

    fn not_in_body(&self, called: Called<'a>, pointer: &str) -> (String, String) {
        let name = called.name();
        let Some(schema) = called.body_schema(self.spec) else {
            let message =
                format!("`{name}` has no body of JSON or a form, so nothing at `{pointer}`");
            return (message, "compare the setting with the operation".to_owned());
        };
        let place = Place::of(self.spec, schema);
        let part = place.at(self.spec, pointer).err().unwrap_or_default();
        let message = format!(
            "`{pointer}` leads nowhere in the body of `{name}`: there is no property `{part}`"
        );
        let before = before(pointer, &part);
        let outer = place.at(self.spec, before);
        let names = outer.iter().flat_map(|outer| outer.schemas());
        let names = names
            .flat_map(|schema| &schema.properties)
            .map(|(name, _)| name.as_str());
        (message, suggestion(&part, names))
    }
}

/// The part of a pointer before a name.
fn before<'p>(pointer: &'p str, name: &str) -> &'p str {
    let token = format!("/{}", name.replace('~', "~0").replace('/', "~1"));
    pointer.find(&token).map_or("", |at| &pointer[..at])
}

fn not_a_parameter(called: Called<'_>, target: &Target) -> (String, String) {
    let (location, name) = parts(target);
    let message = format!("`{}` has no {location} parameter `{name}`", called.name());
    let parameters = called.source.parameters.iter();
    let there = parameters.filter(|one| one.location.as_str() == location);
    (
        message,
        suggestion(name, there.map(|one| one.name.as_str())),
    )
}

/// A location and a name.
fn parts(target: &Target) -> (&'static str, &str) {
    match target {
        Target::Path(name) => ("path", name),
        Target::Query(name) => ("query", name),
        Target::Header(name) => ("header", name),
        Target::Body(name) => ("body", name),
    }
}

/// The help for a name that isn't there.
pub(super) fn suggestion<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> String {
    let mut known: Vec<_> = known.collect();
    known.sort_unstable();
    known.dedup();
    if let Some(near) = nearest(name, known.iter().copied()) {
        return format!("did you mean `{near}`?");
    }
    const MOST: usize = 12;
    match known.len() {
        0 => "compare the setting with the operation".to_owned(),
        len => {
            let shown: Vec<_> = known
                .iter()
                .take(MOST)
                .map(|one| format!("`{one}`"))
                .collect();
            let more = if len > MOST { ", …" } else { "" };
            format!("there are {}{more}", shown.join(", "))
        }
    }
}

/// The word that was probably meant.
fn nearest<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let near = known.map(|word| (distance(name, word), word));
    let near = near.filter(|(distance, word)| *distance <= word.len() / 3);
    near.min().map(|(_, word)| word)
}

impl<'a> Called<'a> {
    /// Its name for people.
    pub(super) fn name(self) -> String {
        let id = self.operation.id.clone();
        id.unwrap_or_else(|| format!("{} {}", self.operation.method, self.operation.path))
    }

    /// The body, if it is JSON or a form.
    pub(super) fn body(self) -> Option<&'a Body> {
        let body = self.operation.body.as_ref()?;
        matches!(body.content, Content::Json(_) | Content::Form(..)).then_some(body)
    }

    /// The media type of the body in the document.
    pub(super) fn body_media(self) -> Option<&'a MediaType> {
        let used = &self.body()?.media_type;
        let mut content = self.source.request_body.as_ref()?.content.iter();
        content
            .find(|(name, _)| name == used)
            .map(|(_, media)| media)
    }

    pub(super) fn body_schema(self, spec: &'a Spec) -> Option<&'a Schema> {
        spec.schema(self.body_media()?.schema.as_ref()?)
    }

    /// The parameter of the document that a target is.
    pub(super) fn parameter(self, target: &Target) -> Option<&'a spec::Parameter> {
        let mut parameters = self.source.parameters.iter();
        parameters.find(|one| is_parameter(target, one.location, &one.name))
    }

    /// The schema of the body of a response, if that is JSON.
    pub(super) fn response(self, spec: &'a Spec, response: &Response) -> Option<Place<'a>> {
        if !matches!(response.content, Some(Content::Json(_))) {
            return None;
        }
        let mut all = self.source.responses.all();
        let source = all.find(|one| one.at == response.at)?;
        let mut content = source.content.iter();
        let (_, media) = content.find(|(name, _)| *name == response.media_type)?;
        let schema = media.schema.as_ref().and_then(|at| spec.schema(at));
        Some(schema.map_or(Place::Anything, |schema| Place::of(spec, schema)))
    }
}

/// Tells if a target is a parameter, of which names of headers are alike in any case.
pub(super) fn is_parameter(target: &Target, location: ParameterLocation, name: &str) -> bool {
    match target {
        Target::Path(target) => location == ParameterLocation::Path && name == target,
        Target::Query(target) => location == ParameterLocation::Query && name == target,
        Target::Header(target) => {
            location == ParameterLocation::Header && name.eq_ignore_ascii_case(target)
        }
        Target::Body(_) => false,
    }
}
