//! Which operations give lists in pages, and where their replies have what it
//! takes to get the next page: settings, checked against the types.

use crate::config::{Config, CursorPlace, Entry, PaginateBy};
use crate::diag::{Code, Diagnostic, Report};
use crate::ir::{
    Content, Operation, Paging, ParameterLocation, Step, Turn, Type, TypeDef, TypeKind,
};
use crate::spec::Spec;

/// Marks the operations that the settings name. The types must be final.
pub(super) fn paginate(
    document: &Spec,
    config: &Config,
    operations: &mut [Operation],
    types: &[TypeDef],
    report: &mut Report,
) {
    for (index, setting) in config.paginate.iter().enumerate() {
        let of = |part| Entry::Paginate(index, part);
        let mut known = document.operations.iter();
        let id = Some(&setting.operation);
        if !known.any(|one| one.id.as_ref() == id) {
            let message = format!("no operation is called `{}`", setting.operation);
            report.push(config.unused(of("operation"), message));
            continue;
        }
        // One that was left out has been reported.
        let Some(operation) = operations.iter_mut().find(|one| one.id.as_ref() == id) else {
            continue;
        };
        let resolver = Resolver { operation, types };
        let paging = resolver.paging(setting);
        match paging {
            Ok(paging) => operation.paging = Some(paging),
            Err((part, message)) => report.push(mistaken(config, of(part), message)),
        }
    }
}

fn mistaken(config: &Config, entry: Entry<'_>, message: String) -> Diagnostic {
    config
        .diagnostic(entry, Code::Config, message)
        .help("compare the setting with the operation in the document")
}

/// The part of a setting that is wrong, and why.
type Mistake = (&'static str, String);

struct Resolver<'a> {
    operation: &'a Operation,
    types: &'a [TypeDef],
}

impl Resolver<'_> {
    fn paging(&self, setting: &crate::config::Paginate) -> Result<Paging, Mistake> {
        let reply = self.reply()?;
        let (items, list) = self.path("items", reply, "the reply", &setting.items)?;
        let Type::Array(item) = list else {
            return Err(("items", format!("`{}` isn't a list", setting.items)));
        };
        let mut next = None;
        let turn = match &setting.by {
            PaginateBy::Cursor { to, from } => {
                next = Some(self.scalar("from", reply, "the reply", from)?);
                match to {
                    CursorPlace::Parameter(name) => Turn::Cursor(self.parameter(name)?),
                    CursorPlace::Body(pointer) => {
                        self.in_body(pointer)?;
                        Turn::CursorInBody(pointer.clone())
                    }
                }
            }
            PaginateBy::Page { parameter, first } => Turn::Page(self.parameter(parameter)?, *first),
            PaginateBy::Offset { parameter } => Turn::Offset(self.parameter(parameter)?),
            PaginateBy::Link => Turn::Link,
            PaginateBy::Next { from } => {
                next = Some(self.scalar("from", reply, "the reply", from)?);
                Turn::Url
            }
        };
        let more = match &setting.more {
            Some(pointer) => {
                let (steps, ty) = self.path("more", reply, "the reply", pointer)?;
                if ty != &Type::Boolean {
                    return Err(("more", format!("`{pointer}` isn't true or false")));
                }
                Some(steps)
            }
            None => None,
        };
        Ok(Paging {
            items,
            item: (**item).clone(),
            next,
            more,
            turn,
        })
    }

    /// The one type that the operation gives.
    fn reply(&self) -> Result<&Type, Mistake> {
        let mut replies = self.operation.successes();
        let content = replies.next().and_then(|reply| reply.content.as_ref());
        match content {
            Some(Content::Json(ty)) if !self.operation.has_several_outcomes() => Ok(ty),
            _ => Err((
                "operation",
                "its replies are not JSON of a single type, so they have no pages".to_owned(),
            )),
        }
    }

    fn parameter(&self, name: &str) -> Result<String, Mistake> {
        let mut parameters = self.operation.parameters.iter();
        let is_there = parameters.any(|parameter| {
            parameter.name == name && parameter.location == ParameterLocation::Query
        });
        match is_there {
            true => Ok(name.to_owned()),
            false => Err((
                "parameter",
                format!("no query parameter is called `{name}`"),
            )),
        }
    }

    fn in_body(&self, pointer: &str) -> Result<(), Mistake> {
        match self.operation.body.as_ref().map(|body| &body.content) {
            Some(Content::Json(ty)) => self.scalar("parameter", ty, "the body", pointer).map(drop),
            _ => Err(("parameter", "the operation has no body of JSON".to_owned())),
        }
    }

    /// The way to a string or an integer.
    fn scalar(
        &self,
        part: &'static str,
        root: &Type,
        of: &str,
        pointer: &str,
    ) -> Result<Vec<Step>, Mistake> {
        let (steps, ty) = self.path(part, root, of, pointer)?;
        match ty {
            Type::String | Type::Integer(_) | Type::Any if !steps.is_empty() => Ok(steps),
            _ => Err((
                part,
                format!("`{pointer}` is neither a string nor an integer"),
            )),
        }
    }

    /// The way to what a JSON Pointer leads to, and its type but for `null`.
    fn path<'t>(
        &'t self,
        part: &'static str,
        root: &'t Type,
        of: &str,
        pointer: &str,
    ) -> Result<(Vec<Step>, &'t Type), Mistake> {
        let mut steps = Vec::new();
        let mut ty = root;
        for token in pointer.split('/').skip(1) {
            let name = token.replace("~1", "/").replace("~0", "~");
            let (Type::Named(id) | Type::Boxed(id)) = *ty else {
                return Err((part, nowhere(of, pointer, &name)));
            };
            let TypeKind::Struct(object) = &self.types[id.0].kind else {
                return Err((part, nowhere(of, pointer, &name)));
            };
            let mut fields = object.fields.iter().enumerate();
            let Some((index, field)) =
                fields.find(|(_, field)| field.name == name && !field.is_part)
            else {
                return Err((part, nowhere(of, pointer, &name)));
            };
            let (inner, is_nullable) = match &field.ty {
                Type::Nullable(inner) => (&**inner, true),
                ty => (ty, false),
            };
            steps.push(Step {
                of: id,
                field: index,
                options: usize::from(!field.required) + usize::from(is_nullable),
            });
            ty = inner;
        }
        Ok((steps, ty))
    }
}

fn nowhere(of: &str, pointer: &str, name: &str) -> String {
    format!("`{pointer}` leads nowhere in {of}: there is no property `{name}`")
}
