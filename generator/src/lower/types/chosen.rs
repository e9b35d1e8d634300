//! Types that the settings choose, by the `format` of a schema or by its place.

use super::implied::implied;
use super::reader::Reader;
use super::scalar::string;
use crate::config::{Conversion, Library, OwnType, TypeChoice};
use crate::diag::{Code, Diagnostic};
use crate::ir::{LibraryScalar, OwnScalar, Scalar, Type};
use crate::json::JsonType;
use crate::spec::{Schema, Spec};

/// The type that the settings choose for a schema of one JSON type by its `format`.
pub(super) fn by_format(reader: &mut Reader<'_>, kind: JsonType, schema: &Schema) -> Option<Type> {
    let config = reader.config;
    let encoding = schema.encoding.as_deref();
    if encoding.and_then(Scalar::of_content_encoding).is_some() {
        return None;
    }
    let setting = config.formats.get(schema.format.as_deref()?)?;
    match &**setting {
        TypeChoice::Own(own) => {
            setting.apply();
            Some(own_type(reader, own, Some(kind), schema))
        }
        // A number is none of these, whatever its format.
        TypeChoice::String | TypeChoice::Library(_) if kind != JsonType::String => None,
        TypeChoice::String => {
            setting.apply();
            Some(Type::Scalar(Scalar::String))
        }
        TypeChoice::Library(library) => {
            setting.apply();
            Some(of_library(*library, schema))
        }
    }
}

/// The type that the settings choose for the schema at a place, `null` included.
pub(super) fn by_place(reader: &mut Reader<'_>, schema: &Schema) -> Option<Type> {
    let choice = reader.config.type_at(schema.at.path())?;
    let Nature { nullable, kind } = Nature::of(reader.spec, schema, DEEPEST);
    let ty = match choice {
        TypeChoice::Own(own) => own_type(reader, own, kind, schema),
        TypeChoice::String | TypeChoice::Library(_) if kind != Some(JsonType::String) => {
            let message = "this is no string, which the settings choose a type of";
            let help = "name another type for it in `codegen.toml`, with `type` and `conversion`";
            unfit(reader, schema, message, help);
            return None;
        }
        TypeChoice::String => Type::Scalar(Scalar::String),
        TypeChoice::Library(library) => of_library(*library, reader.spec.behind(schema)),
    };
    Some(if nullable { ty.nullable() } else { ty })
}

/// The schemas that are followed to find the nature of one.
const DEEPEST: usize = 16;

/// The values that a schema is about.
#[derive(Debug, Clone, Copy, Default)]
struct Nature {
    /// `true` if `null` is one of them.
    nullable: bool,
    /// The JSON type of the others, if they have one.
    kind: Option<JsonType>,
}

impl Nature {
    fn of(spec: &Spec, schema: &Schema, depth: usize) -> Self {
        let Some(depth) = depth.checked_sub(1) else {
            return Self::default();
        };
        let chain: Vec<&Schema> = spec.reference_chain(schema).collect();
        let last = chain.last().copied().unwrap_or(schema);
        let mut branches = last.one_of.iter().chain(&last.any_of).peekable();
        let mut own = if branches.peek().is_some() {
            Self::of_branches(branches.map(|one| match one.is_null() {
                true => None,
                false => Some(Self::of(spec, one, depth)),
            }))
        } else if !last.all_of.is_empty() {
            let mut parts = last.all_of.iter().map(|one| Self::of(spec, one, depth));
            let first = parts.next().unwrap_or_default();
            parts.fold(first, |all, one| Self {
                nullable: all.nullable && one.nullable,
                kind: all.kind.or(one.kind),
            })
        } else {
            let kinds = match &last.types {
                Some(types) => types.clone(),
                None => implied(last),
            };
            let lists_null = last.values.as_ref().is_some_and(|values| {
                last.types.is_none() && values.iter().any(|(_, value)| value.is_null())
            });
            Self {
                nullable: lists_null,
                kind: match kinds[..] {
                    [one] => Some(one),
                    _ => None,
                },
            }
        };
        own.nullable |= chain.iter().any(|one| one.nullable);
        own
    }

    /// That of a union, of whose branches those are none that are only `null`.
    fn of_branches(branches: impl Iterator<Item = Option<Self>>) -> Self {
        let mut all: Option<Self> = None;
        let mut nullable = false;
        for branch in branches {
            let Some(branch) = branch else {
                nullable = true;
                continue;
            };
            nullable |= branch.nullable;
            let kind = match all {
                Some(known) => known.kind.filter(|kind| branch.kind == Some(*kind)),
                None => branch.kind,
            };
            all = Some(Self { nullable, kind });
        }
        Self {
            nullable,
            ..all.unwrap_or_default()
        }
    }
}

/// Notes that the settings choose a type for a schema that can't be one of its values.
fn unfit(reader: &mut Reader<'_>, schema: &Schema, message: impl Into<String>, help: &str) {
    let error = Diagnostic::error(Code::Config, &schema.at, message).help(help);
    reader.unfit_types.insert(schema.at.clone(), error);
}

/// A type that the settings name, for values of a JSON type, if they have one.
fn own_type(
    reader: &mut Reader<'_>,
    own: &OwnType,
    json_type: Option<JsonType>,
    schema: &Schema,
) -> Type {
    let is_number = |kind| matches!(kind, JsonType::Integer | JsonType::Number);
    let fits = match (own.conversion, json_type) {
        (Conversion::Serde | Conversion::Wire, _) | (_, None) => true,
        (Conversion::String, Some(kind)) => kind == JsonType::String,
        (Conversion::Number, Some(kind)) => is_number(kind),
    };
    if !fits {
        let kind = json_type.map_or("any", JsonType::as_str);
        let message = format!(
            "values of `{}` are written as a {}, and this schema is of the type `{kind}`",
            own.path,
            own.conversion.as_str(),
        );
        let help = "state another `conversion` of the type in `codegen.toml`";
        unfit(reader, schema, message, help);
    }
    let mut known = reader.config.own_types.iter();
    match known.position(|one| one == own) {
        Some(index) => Type::Scalar(Scalar::Own(OwnScalar { index, json_type })),
        None => Type::Any,
    }
}

/// The type of a library for strings of a format.
fn of_library(library: Library, schema: &Schema) -> Type {
    let is_date = schema.format.as_deref() == Some("date");
    let scalar = match (library, is_date) {
        (Library::Chrono, true) => LibraryScalar::ChronoDate,
        (Library::Chrono, false) => LibraryScalar::ChronoTimestamp,
        (Library::Time, true) => LibraryScalar::TimeDate,
        (Library::Time, false) => LibraryScalar::TimeTimestamp,
        (Library::Uuid, _) => LibraryScalar::Uuid,
        (Library::Url, _) => LibraryScalar::Url,
        (Library::Jiff | Library::IndexMap, _) => return string(schema),
    };
    Type::Scalar(Scalar::Library(scalar))
}
