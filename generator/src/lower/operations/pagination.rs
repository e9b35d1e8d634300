//! Operations that give lists in pages, and the places in their responses that
//! lead to the next page: settings, checked against the types.

use crate::config::{Config, CursorPlace, CursorSource, Paginate, PaginateBy, Setting};
use crate::diag::{Code, Diagnostic, Pointer};
use crate::ir::{
    Content, NextPage, NextValue, Paging, ParameterLocation, Scalar, Step, Type, TypeDef, TypeKind,
    has_several_outcomes, successes,
};
use crate::lower::names::names;
use crate::lower::uses::ReadOperation;
use crate::spec::Spec;
use std::collections::HashMap;

/// The ways through the pages of the operations that the settings name, by their
/// places.
pub(crate) fn paginations(
    spec: &Spec,
    config: &Config,
    operations: &[ReadOperation<'_>],
    types: &[TypeDef],
    found: &mut Vec<Diagnostic>,
) -> HashMap<Pointer, Paging> {
    let mut paginations = HashMap::new();
    for setting in &config.paginate {
        let mut known = spec.operations.iter();
        if !known.any(|one| names(one).is(&setting.operation)) {
            continue;
        }
        setting.operation.apply();
        let mut operations = operations.iter();
        // One that was skipped has been reported.
        let Some(operation) = operations.find(|one| names(one.source).is(&setting.operation))
        else {
            continue;
        };
        let resolver = Resolver { operation, types };
        match resolver.paging(setting) {
            Ok(paging) => {
                paginations.insert(operation.source.at.clone(), paging);
            }
            Err((part, message)) => found.push(mistaken(config, part, message)),
        }
    }
    paginations
}

fn mistaken(config: &Config, setting: &Setting<String>, message: String) -> Diagnostic {
    config
        .diagnostic(setting, Code::Config, message)
        .help("compare the setting with the operation in the document")
}

/// The part of a setting that is wrong, and why.
type Mistake<'s> = (&'s Setting<String>, String);

struct Resolver<'a> {
    operation: &'a ReadOperation<'a>,
    types: &'a [TypeDef],
}

impl Resolver<'_> {
    fn paging<'s>(&self, setting: &'s Paginate) -> Result<Paging, Mistake<'s>> {
        let Some(response) = self.response() else {
            return Err((
                &setting.operation,
                "its responses are not JSON of a single type, so they have no pages".to_owned(),
            ));
        };
        let (items, list) = self.path(&setting.items, response, "the response")?;
        let Type::Array(item) = list else {
            return Err((&setting.items, format!("`{}` isn't a list", *setting.items)));
        };
        let mut next = None;
        let next_page = match &setting.by {
            PaginateBy::Cursor { to, from } => {
                let (value, given) = self.cursor(from, response, item)?;
                next = Some(value);
                match to {
                    CursorPlace::Parameter(name) => NextPage::Cursor(self.parameter(name)?),
                    CursorPlace::Body(pointer) => match self.in_body(pointer)? {
                        // Of any type: as it was given.
                        Type::Any if is_integer(given) => {
                            NextPage::IntegerInBody(pointer.to_string())
                        }
                        ty if is_integer(ty) => NextPage::IntegerInBody(pointer.to_string()),
                        _ => NextPage::CursorInBody(pointer.to_string()),
                    },
                }
            }
            PaginateBy::Page { parameter, first } => {
                NextPage::Page(self.parameter(parameter)?, *first)
            }
            PaginateBy::Offset { parameter } => NextPage::Offset(self.parameter(parameter)?),
            PaginateBy::Link => NextPage::Link,
            PaginateBy::Next { from } => {
                let (steps, _) = self.scalar(from, response, "the response")?;
                next = Some(NextValue::Response(steps));
                NextPage::Url
            }
        };
        let more = match &setting.more {
            Some(pointer) => {
                let (steps, ty) = self.path(pointer, response, "the response")?;
                if ty != &Type::Scalar(Scalar::Boolean) {
                    return Err((pointer, format!("`{}` isn't true or false", **pointer)));
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
            next_page,
        })
    }

    /// The cursor for the next page, and its type.
    fn cursor<'t, 's>(
        &'t self,
        from: &'s CursorSource,
        response: &'t Type,
        item: &'t Type,
    ) -> Result<(NextValue, &'t Type), Mistake<'s>> {
        match from {
            CursorSource::Response(from) => {
                let (steps, ty) = self.scalar(from, response, "the response")?;
                Ok((NextValue::Response(steps), ty))
            }
            CursorSource::LastItem(from) => {
                let (steps, ty) = self.scalar(from, item, "an item")?;
                Ok((NextValue::LastItem(steps), ty))
            }
        }
    }

    /// The one type that the operation gives.
    fn response(&self) -> Option<&Type> {
        let responses = &self.operation.responses;
        let first = successes(responses).next();
        match first.and_then(|response| response.content.as_ref()) {
            Some(Content::Json(ty)) if !has_several_outcomes(responses) => Some(ty),
            _ => None,
        }
    }

    fn parameter<'s>(&self, name: &'s Setting<String>) -> Result<String, Mistake<'s>> {
        let mut parameters = self.operation.parameters.iter();
        let is_there = parameters.any(|parameter| {
            parameter.name == **name && parameter.location == ParameterLocation::Query
        });
        if !is_there {
            let message = format!("no query parameter is called `{}`", **name);
            return Err((name, message));
        }
        Ok(name.to_string())
    }

    fn in_body<'s>(&self, pointer: &'s Setting<String>) -> Result<&Type, Mistake<'s>> {
        match self.operation.body.as_ref().map(|body| &body.content) {
            Some(Content::Json(ty)) => Ok(self.scalar(pointer, ty, "the body")?.1),
            _ => Err((pointer, "the operation has no body of JSON".to_owned())),
        }
    }

    /// The way to a string or an integer, and its type.
    fn scalar<'t, 's>(
        &'t self,
        pointer: &'s Setting<String>,
        root: &'t Type,
        of: &str,
    ) -> Result<(Vec<Step>, &'t Type), Mistake<'s>> {
        let (steps, ty) = self.path(pointer, root, of)?;
        match ty {
            Type::Scalar(Scalar::String) | Type::Scalar(Scalar::Integer(_)) | Type::Any
                if !steps.is_empty() =>
            {
                Ok((steps, ty))
            }
            _ => Err((
                pointer,
                format!("`{}` is neither a string nor an integer", **pointer),
            )),
        }
    }

    /// The way to what a JSON Pointer leads to, and its type but for `null`.
    fn path<'t, 's>(
        &'t self,
        pointer: &'s Setting<String>,
        root: &'t Type,
        of: &str,
    ) -> Result<(Vec<Step>, &'t Type), Mistake<'s>> {
        let mut steps = Vec::new();
        let mut ty = root;
        for token in pointer.split('/').skip(1) {
            let name = token.replace("~1", "/").replace("~0", "~");
            let Type::Named(id) = *ty else {
                return Err((pointer, nowhere(of, pointer, &name)));
            };
            let TypeKind::Struct(object) = &self.types[id.0].kind else {
                return Err((pointer, nowhere(of, pointer, &name)));
            };
            let mut fields = object.fields.iter().enumerate();
            let Some((index, field)) =
                fields.find(|(_, field)| field.name == name && !field.is_part)
            else {
                return Err((pointer, nowhere(of, pointer, &name)));
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

fn is_integer(ty: &Type) -> bool {
    matches!(ty, Type::Scalar(Scalar::Integer(_)))
}

fn nowhere(of: &str, pointer: &str, name: &str) -> String {
    format!("`{pointer}` leads nowhere in {of}: there is no property `{name}`")
}
