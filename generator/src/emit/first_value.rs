//! Values of any type, as expressions: the arguments of a first call.

use super::context::Target;
use crate::ir::{Scalar, Struct, TypeId, TypeKind};
use crate::rust::{Argument, ArgumentType, Layout, RustApi, RustType, Stream};

/// The depth to which values are nested.
const DEEPEST: usize = 4;

/// The most characters of a value.
const LONGEST: usize = 400;

/// The writer of values, with the paths of what they are made of.
pub(super) struct Values<'a> {
    rust: &'a RustApi<'a>,
    /// The path of the crate.
    pub(super) package: String,
    /// The path of the module of the API.
    pub(super) root: String,
}

impl<'a> Values<'a> {
    pub(super) fn new(rust: &'a RustApi<'a>, target: Target<'_>) -> Self {
        let package = target.package.replace('-', "_");
        let root = match target.module {
            Some(module) => format!("{package}::{module}"),
            None => package.clone(),
        };
        Self {
            rust,
            package,
            root,
        }
    }

    /// A value that an argument takes; a text says `about` what it is. None where there is
    /// no plain one.
    pub(super) fn argument(&self, argument: &Argument, about: &str) -> Option<String> {
        let value = self.taken(&argument.ty, about, 0)?;
        (value.len() <= LONGEST).then_some(value)
    }

    fn taken(&self, ty: &ArgumentType, about: &str, depth: usize) -> Option<String> {
        match ty {
            ArgumentType::Str => Some(format!("{about:?}")),
            ArgumentType::Lent(ty) => Some(format!("&{}", self.plain(ty, about, depth)?)),
            ArgumentType::Given(ty) => self.plain(ty, about, depth),
            ArgumentType::Into(RustType::Scalar(Scalar::String | Scalar::Secret)) => {
                Some(format!("{about:?}"))
            }
            ArgumentType::Into(RustType::Scalar(Scalar::Decimal)) => Some("1".to_owned()),
            ArgumentType::Into(ty) => self.plain(ty, about, depth),
        }
    }

    fn plain(&self, ty: &RustType, about: &str, depth: usize) -> Option<String> {
        let runtime = format!("{}::runtime", self.package);
        Some(match ty {
            RustType::Unit => "()".to_owned(),
            RustType::Json => format!("{runtime}::serde_json::Value::Null"),
            RustType::Body => "Vec::new()".to_owned(),
            RustType::Vec(item) => format!("vec![{}]", self.plain(item, about, depth)?),
            RustType::Map(_) => "Default::default()".to_owned(),
            RustType::Option(_) | RustType::Nullable(_) => "None".to_owned(),
            RustType::Named(id) => self.named(*id, about, depth + 1)?,
            RustType::Boxed(id) => format!("Box::new({})", self.named(*id, about, depth + 1)?),
            RustType::Scalar(scalar) => match scalar {
                Scalar::Boolean => "true".to_owned(),
                Scalar::Integer(_) => "1".to_owned(),
                Scalar::Number => "1.0".to_owned(),
                Scalar::String => format!("{about:?}.to_owned()"),
                Scalar::Timestamp => format!("{runtime}::jiff::Timestamp::now().into()"),
                Scalar::Date => format!("{runtime}::jiff::civil::date(2026, 1, 31)"),
                Scalar::Secret => format!("{runtime}::Secret::new({about:?})"),
                Scalar::Decimal => format!("{runtime}::Decimal::from(1)"),
                Scalar::Encoded(_) => "Vec::new().into()".to_owned(),
                Scalar::File => format!("{runtime}::File::new(Vec::new())"),
            },
            RustType::RawJson | RustType::Bytes => return None,
            RustType::Stream(Stream::Events | Stream::JsonLines | Stream::JsonSequence, _) => {
                return None;
            }
        })
    }

    fn path(&self, name: &str) -> String {
        match self.rust.layout {
            Layout::Split => format!("{}::types::{name}", self.root),
            Layout::Single => format!("{}::{name}", self.root),
        }
    }

    fn named(&self, id: TypeId, about: &str, depth: usize) -> Option<String> {
        if depth > DEEPEST {
            return None;
        }
        let path = self.path(self.rust.type_name(id));
        let def = self.rust.api.type_def(id);
        match &def.kind {
            TypeKind::Enum(set) => {
                let (_, variant) = self.rust.values(id, set).next()?;
                Some(format!("{path}::{variant}"))
            }
            TypeKind::Union(union) => {
                let mut variants = self.rust.variants(id, union);
                variants.find_map(|variant| match variant.ty {
                    None => Some(format!("{path}::{}", variant.name)),
                    Some(ty) => {
                        let value = self.plain(ty, about, depth)?;
                        Some(format!("{path}::{}({value})", variant.name))
                    }
                })
            }
            TypeKind::Struct(object) if def.in_request => self.object(id, object, &path, depth),
            TypeKind::Struct(_) | TypeKind::Tuple(_) | TypeKind::Wrapper(_) => None,
        }
    }

    fn object(&self, id: TypeId, object: &Struct, path: &str, depth: usize) -> Option<String> {
        let fields = self.rust.fields(id, object);
        if let Some(required) = self.rust.required_name(id) {
            let mut members = Vec::new();
            for field in fields {
                if let Some(ty) = field.required() {
                    let value = self.plain(&ty, field.name, depth)?;
                    members.push(format!("{}: {value}", field.name));
                }
            }
            let required = self.path(required);
            return Some(format!(
                "{path}::new({required} {{ {} }})",
                members.join(", ")
            ));
        }
        let mut arguments = Vec::new();
        for field in fields {
            if let Some(argument) = field.argument() {
                arguments.push(self.taken(&argument.ty, field.name, depth)?);
            }
        }
        Some(match arguments.is_empty() {
            true => format!("{path}::default()"),
            false => format!("{path}::new({})", arguments.join(", ")),
        })
    }
}
