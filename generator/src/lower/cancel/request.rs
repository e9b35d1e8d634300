//! Requests: the targets of a mapping, held against the operation that they are of.

use super::body::{Filled, Node, Problem, problems};
use super::context::{Called, Context, is_parameter};
use super::places::Place;
use crate::cancel::{Condition, Constant, Target};
use crate::config::{CancelOperation, Copy, If, KeyPart, Set, Setting};
use crate::diag::Pointer;
use crate::ir::{BodyFormat, Content};
use crate::json::JsonType;
use crate::spec::Style;

/// A target that is filled, and what it is filled with.
pub(super) type Fill<'a> = (&'a Setting<Target>, Filled);

/// The parts of the key that an operation has to take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    /// All of them.
    Whole,
    /// Those that it has a place for: a list is of a customer.
    Part,
}

/// An operation whose targets are known to be there.
pub(super) struct Request<'a> {
    pub(super) called: Called<'a>,
    /// The targets of the key's parts.
    pub(super) key: Vec<Option<&'a Setting<Target>>>,
    /// Everything that every request fills.
    pub(super) fills: Vec<Fill<'a>>,
    stated: &'a CancelOperation,
}

impl<'a> Context<'a> {
    /// The request that a setting describes, its key and constants filled.
    pub(super) fn request(&mut self, stated: &'a CancelOperation, key: Key) -> Option<Request<'a>> {
        let before = self.found.len();
        let called = self.called(&stated.operation)?;
        let parts = self.cancel.key.iter();
        let key: Vec<_> = parts
            .map(|part| self.key_target(called, part, key, stated))
            .collect();
        let mut fills: Vec<Fill<'a>> = Vec::new();
        for target in key.iter().flatten() {
            self.takes_text(called, target);
            fills.push((target, Filled::Later));
        }
        fills.extend(self.constants(called, &stated.set));
        for copy in &stated.copy {
            if self.need(called, &copy.target).is_some() {
                fills.push((&copy.target, Filled::Later));
            }
        }
        // What is wrong isn't missing as well.
        (self.found.len() == before).then_some(Request {
            called,
            key,
            fills,
            stated,
        })
    }

    /// The one target that an operation takes a part of the key in.
    fn key_target(
        &mut self,
        called: Called<'a>,
        part: &'a KeyPart,
        key: Key,
        stated: &CancelOperation,
    ) -> Option<&'a Setting<Target>> {
        let targets = part.targets.iter();
        let there: Vec<_> = targets
            .filter(|target| self.place(called, target).is_some())
            .collect();
        let at = Some((&called.operation.at, "the operation is at"));
        let (name, of) = (part.name.as_str(), called.name());
        match there[..] {
            [only] => {
                only.apply();
                return Some(only);
            }
            [] if key == Key::Part || is_in_place(stated, part) => {}
            [] => {
                let all: Vec<_> = part
                    .targets
                    .iter()
                    .map(|one| format!("`{}`", **one))
                    .collect();
                let message = format!("`{of}` takes the part `{name}` of the key nowhere");
                let help = format!(
                    "the part is looked for in {}: add the place where the operation takes it",
                    all.join(", ")
                );
                self.error(&stated.operation, message, at, help);
            }
            [one, other, ..] => {
                let message = format!(
                    "`{of}` takes the part `{name}` of the key in two places, `{}` and `{}`",
                    **one, **other
                );
                self.error(
                    &part.name,
                    message,
                    at,
                    "leave one of them, or give the other part a name of its own",
                );
            }
        }
        None
    }

    /// Reports a target that doesn't take a string.
    pub(super) fn takes_text(&mut self, called: Called<'a>, target: &Setting<Target>) {
        let Some(place) = self.place(called, target) else {
            return;
        };
        let is_body = matches!(**target, Target::Body(_));
        // Of a list in a parameter, it is the only item.
        let items = match is_body || place.allows(JsonType::String) {
            true => None,
            false => place.items(self.spec),
        };
        let place = items.unwrap_or(place);
        let kinds: &[JsonType] = match is_body {
            true => &[JsonType::String],
            // In a parameter, a number is text as well.
            false => &[JsonType::String, JsonType::Integer, JsonType::Number],
        };
        if !kinds.iter().any(|kind| place.allows(*kind)) {
            let message = format!("`{}` of `{}` is no string", **target, called.name());
            let at = place.document().map(|at| (at, "its schema is at"));
            self.error(target, message, at, "compare the setting with the schema");
        }
    }

    /// Constants whose targets take them.
    pub(super) fn constants(&mut self, called: Called<'a>, sets: &'a [Set]) -> Vec<Fill<'a>> {
        let mut fills = Vec::new();
        for set in sets {
            let Some(place) = self.need(called, &set.target) else {
                continue;
            };
            self.check_constant(&set.target, &set.value, &place);
            self.check_array(called, set);
            self.check_form(called, &set.target);
            fills.push((&set.target, Filled::Constant(set.value.clone())));
        }
        fills
    }

    /// Reports an array where several values aren't written one after the other.
    fn check_array(&mut self, called: Called<'a>, set: &Set) {
        if !matches!(set.value, Constant::Array(_)) {
            return;
        }
        let message = match &*set.target {
            Target::Query(_) => {
                let parameter = called.parameter(&set.target);
                let is_repeated = parameter.is_some_and(|one| {
                    one.style.is_none_or(|style| style == Style::Form) && one.explode != Some(false)
                });
                if is_repeated {
                    return;
                }
                format!("`{}` isn't repeated for each value", *set.target)
            }
            Target::Body(_) if called.has_form() => {
                format!("`{}` is an array in a form", *set.target)
            }
            Target::Body(_) => return,
            _ => format!("`{}` takes a single value", *set.target),
        };
        self.error(
            &set.target,
            message,
            None,
            "write a string, an integer or a boolean",
        );
    }

    fn check_constant(&mut self, target: &Setting<Target>, value: &Constant, place: &Place<'a>) {
        let is_body = matches!(**target, Target::Body(_));
        if !is_body && matches!(value, Constant::Null | Constant::Object) {
            let message = format!(
                "`{}` is a parameter, which {value} can't be the value of",
                **target
            );
            self.error(
                target,
                message,
                None,
                "write a string, an integer or a boolean",
            );
            return;
        }
        if place.accepts(self.spec, value) {
            return;
        }
        let message = format!("`{}` doesn't take {value}", **target);
        let at = place.document().map(|at| (at, "its schema is at"));
        self.error(target, message, at, allowed(place));
    }

    /// Reports a place within a member of a form that isn't written as `name[member]`.
    pub(super) fn check_form(&mut self, called: Called<'a>, target: &Setting<Target>) {
        let Target::Body(pointer) = &**target else {
            return;
        };
        let is_form = called.has_form();
        let mut tokens = pointer.split('/').skip(1);
        let (Some(first), true) = (tokens.next(), tokens.next().is_some() && is_form) else {
            return;
        };
        let encodings = called.body_media().map(|media| &media.encoding);
        let mut encodings = encodings.into_iter().flatten();
        let Some((_, encoding)) = encodings.find(|(name, _)| name == first) else {
            return;
        };
        let is_deep = encoding.style == Some(Style::DeepObject);
        if !is_deep && (encoding.style.is_some() || encoding.content_type.is_some()) {
            let message =
                format!("the form writes `{first}` in another way than `{first}[member]`");
            let help = "only members with the style `deepObject` can be filled in part";
            self.error(
                target,
                message,
                Some((&encoding.at, "its encoding is at")),
                help,
            );
        }
    }

    /// Reports what a request lacks; `fills` is all that it is filled with, and `what` says
    /// which request it is.
    pub(super) fn complete(&mut self, request: &Request<'a>, fills: &[Fill<'a>], what: &str) {
        let called = request.called;
        for parameter in called
            .operation
            .parameters
            .iter()
            .filter(|one| one.required)
        {
            let mut fills = fills.iter();
            if fills.any(|(target, _)| is_parameter(target, parameter.location, &parameter.name)) {
                continue;
            }
            let location = parameter.location.as_str();
            let place = format!("{location} {}", parameter.name);
            self.lacks(request, &place, &parameter.at, what);
        }
        let Some(body) = self.body_of(fills) else {
            return;
        };
        let is_required = called
            .operation
            .body
            .as_ref()
            .is_some_and(|body| body.required);
        if body.fills_nothing() && !is_required {
            return;
        }
        if called.body().is_none() && is_required {
            let message = format!("the body of `{}` is neither JSON nor a form", called.name());
            let at = Some((&called.operation.at, "the operation is at"));
            let help = "use another operation";
            self.error(&request.stated.operation, message, at, help);
            return;
        }
        for problem in self.problems(called, &body) {
            match problem {
                Problem::Missing(pointer, at) => {
                    self.lacks(request, &format!("body {pointer}"), at, what);
                }
                Problem::Unfit(pointer, at) => {
                    let message = format!(
                        "no alternative of the body of `{}` takes all that is filled{what}: `{pointer}` doesn't fit",
                        called.name()
                    );
                    let help = "fill only what one of the alternatives has";
                    self.error(
                        &request.stated.operation,
                        message,
                        Some((at, "the nearest one is at")),
                        help,
                    );
                }
            }
        }
    }

    pub(super) fn problems(&self, called: Called<'a>, body: &Node) -> Vec<Problem<'a>> {
        let schema = called.body_schema(self.spec);
        schema.map_or(Vec::new(), |schema| problems(self.spec, schema, body))
    }

    /// The body that is filled so. Targets that are filled twice are reported.
    pub(super) fn body_of(&mut self, fills: &[Fill<'a>]) -> Option<Node> {
        let mut body = Node::default();
        let mut seen: Vec<&Target> = Vec::new();
        for (target, value) in fills {
            let is_free = match &***target {
                Target::Body(pointer) => body.fill(pointer, value.clone()),
                other => !seen.contains(&other),
            };
            if !is_free {
                let message = format!("`{}` is filled twice", ***target);
                self.error(target, message, None, "remove one of the two");
                return None;
            }
            seen.push(target);
        }
        Some(body)
    }

    fn lacks(&mut self, request: &Request<'a>, place: &str, at: &Pointer, what: &str) {
        let name = request.called.name();
        let message = format!("`{name}` requires `{place}`, and nothing fills it{what}");
        let help = format!("fill it, such as by `set = {{ \"{place}\" = … }}`");
        self.error(
            &request.stated.operation,
            message,
            Some((at, "it is required at")),
            help,
        );
    }
}

impl Called<'_> {
    fn has_form(&self) -> bool {
        let body = self.body();
        body.is_some_and(|body| matches!(body.content, Content::Form(..)))
    }
}

impl Request<'_> {
    /// The form of the body, of which these are all targets.
    pub(super) fn body_format(&self, targets: &[&Target]) -> BodyFormat {
        let Some(body) = self.called.body() else {
            return BodyFormat::None;
        };
        let required = body.required;
        if !required && !targets.iter().any(|one| matches!(one, Target::Body(_))) {
            return BodyFormat::None;
        }
        match body.content {
            Content::Form(..) => BodyFormat::Form { required },
            _ => BodyFormat::Json {
                media_type: body.media_type.clone(),
                required,
            },
        }
    }
}

/// The values that a place takes, for people.
pub(super) fn allowed(place: &Place<'_>) -> String {
    let listed = place.listed();
    if listed.is_empty() {
        return "compare the value with the schema".to_owned();
    }
    let mut shown: Vec<_> = listed.iter().map(|(_, value)| value.to_string()).collect();
    shown.dedup();
    shown.truncate(12);
    format!("it takes {}", shown.join(", "))
}

/// Plain data of constants and copies.
pub(super) fn plain_sets(sets: &[Set]) -> Vec<(Target, Constant)> {
    let sets = sets.iter();
    sets.map(|set| (set.target.apply().clone(), set.value.clone()))
        .collect()
}

pub(super) fn plain_conditions(conditions: &[If]) -> Vec<(String, Condition)> {
    let conditions = conditions.iter();
    conditions
        .map(|one| (one.at.apply().clone(), one.is.clone()))
        .collect()
}

pub(super) fn plain_copies(copies: &[Copy]) -> Vec<(String, Target)> {
    let copies = copies.iter();
    copies
        .map(|copy| (copy.from.apply().clone(), copy.target.apply().clone()))
        .collect()
}

/// True if the place of the subscription in a response tells a part of the key.
fn is_in_place(stated: &CancelOperation, part: &KeyPart) -> bool {
    let place = stated.subscription.iter().flatten();
    let braced = format!("{{{}}}", part.name.as_str());
    place.into_iter().any(|place| place.contains(&braced))
}
