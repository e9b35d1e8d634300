//! The type that a value has in Rust, where the settings choose it.

use super::suggest::unknown;
use super::text::Fault;
use super::toml::{Fields, Value, array, filled, string, wrong_type};

use std::ops::Range;

use ::toml::de::DeValue;

/// The type of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TypeChoice {
    /// A plain `String`.
    String,
    /// That of a library that the runtime knows, by the format of the value.
    Library(Library),
    /// One that the settings name.
    Own(OwnType),
}

/// A library with types for some formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Library {
    /// `chrono`: `date-time` and `date`.
    Chrono,
    /// `indexmap`: maps that keep the order of their members.
    IndexMap,
    /// `jiff`: `date-time` and `date`, as they are without a setting.
    Jiff,
    /// `time`: `date-time` and `date`.
    Time,
    /// `url`: `uri` and `url`.
    Url,
    /// `uuid`: `uuid`.
    Uuid,
}

impl Library {
    /// Those that have types for formats.
    const OF_FORMATS: [Self; 5] = [Self::Jiff, Self::Chrono, Self::Time, Self::Uuid, Self::Url];

    /// Those whose types only the settings choose.
    pub const CHOSEN: [Self; 5] = [
        Self::Chrono,
        Self::IndexMap,
        Self::Time,
        Self::Url,
        Self::Uuid,
    ];

    /// Its name, which is also that of the runtime's feature for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Chrono => "chrono",
            Self::IndexMap => "indexmap",
            Self::Jiff => "jiff",
            Self::Time => "time",
            Self::Url => "url",
            Self::Uuid => "uuid",
        }
    }

    /// The formats that it has types for.
    pub fn formats(self) -> &'static [&'static str] {
        match self {
            Self::Chrono | Self::Jiff | Self::Time => &["date-time", "date"],
            Self::Url => &["uri", "url"],
            Self::Uuid => &["uuid"],
            Self::IndexMap => &[],
        }
    }
}

/// A type that the settings name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnType {
    /// Its path in Rust.
    pub path: String,
    /// The way between it and JSON.
    pub conversion: Conversion,
    /// Values of it, as JSON, which a generated test reads and writes.
    pub examples: Vec<String>,
}

/// The way between a type that the settings name and JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Conversion {
    /// A string, by `FromStr` and `Display`.
    String,
    /// A number, by `FromStr` and `Display`.
    Number,
    /// Any value, by serde.
    Serde,
    /// The runtime's `Wire`, which the type has.
    Wire,
}

impl Conversion {
    const ALL: [Self; 4] = [Self::String, Self::Number, Self::Serde, Self::Wire];

    /// The word of the settings for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Number => "number",
            Self::Serde => "serde",
            Self::Wire => "wire",
        }
    }
}

pub(super) const KEYS: &[&str] = &["type", "conversion", "examples"];

/// Reads a choice; of values of a `format`, if that is what it is for.
pub(super) fn read(
    key: &str,
    format: Option<&str>,
    value: &Value<'_>,
    span: &Range<usize>,
) -> Result<TypeChoice, Fault> {
    match value.get_ref() {
        DeValue::String(name) => named(name, format, value),
        DeValue::Table(_) => own(key, value, span).map(TypeChoice::Own),
        _ => Err(wrong_type(key, "a string or a table", value)),
    }
}

fn named(name: &str, format: Option<&str>, value: &Value<'_>) -> Result<TypeChoice, Fault> {
    if name == "string" {
        return Ok(TypeChoice::String);
    }
    let libraries = Library::OF_FORMATS.into_iter();
    let fitting = |one: &Library| format.is_none_or(|format| one.formats().contains(&format));
    let Some(library) = libraries.clone().find(|one| one.name() == name) else {
        let names = libraries.filter(fitting).map(Library::name);
        let names: Vec<_> = std::iter::once("string").chain(names).collect();
        return Err(unknown("representation", name, value.span(), &names));
    };
    match format.filter(|_| !fitting(&library)) {
        None => Ok(TypeChoice::Library(library)),
        Some(format) => Err(Fault::new(
            value.span(),
            format!("`{name}` has no type for the format `{format}`"),
            format!(
                "it has types for {}; any other type is a table with `type`",
                quoted(library.formats())
            ),
        )),
    }
}

fn quoted(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(" and ")
}

fn own(key: &str, value: &Value<'_>, span: &Range<usize>) -> Result<OwnType, Fault> {
    let mut fields = Fields::new(key, value, KEYS)?;
    let path = path("type", fields.need("type", span)?)?;
    let conversion = match fields.take("conversion") {
        Some(value) => conversion(value)?,
        None => Conversion::String,
    };
    let examples = match fields.take("examples") {
        Some(value) => examples(conversion, value)?,
        None => Vec::new(),
    };
    if examples.is_empty() && conversion != Conversion::Wire {
        return Err(Fault::new(
            span.clone(),
            format!("`{path}` has no `examples`"),
            "add values as the API sends them: a generated test reads and writes each",
        ));
    }
    Ok(OwnType {
        path,
        conversion,
        examples,
    })
}

/// The path of a type or trait.
pub(super) fn path(key: &str, value: &Value<'_>) -> Result<String, Fault> {
    let text = filled(key, value)?;
    let is_plain = |c: char| c.is_alphanumeric() || "_:<>, &'".contains(c);
    let is_elsewhere = text.starts_with("self::") || text.starts_with("super::");
    let is_plain = text.chars().all(is_plain) && !is_elsewhere;
    match syn::parse_str::<syn::Type>(&text) {
        Ok(syn::Type::Path(path)) if path.qself.is_none() && is_plain => Ok(text),
        _ => Err(Fault::new(
            value.span(),
            format!("`{text}` is no path of Rust"),
            "write one such as `acme_money::Money`",
        )),
    }
}

fn conversion(value: &Value<'_>) -> Result<Conversion, Fault> {
    let text = string("conversion", value)?;
    let found = Conversion::ALL.into_iter().find(|one| one.as_str() == text);
    found.ok_or_else(|| {
        let names = Conversion::ALL.map(Conversion::as_str);
        unknown("conversion", text, value.span(), &names)
    })
}

/// The examples as compact JSON.
fn examples(conversion: Conversion, value: &Value<'_>) -> Result<Vec<String>, Fault> {
    let items = array("examples", "of strings", value)?.iter();
    let examples = items.map(|item| {
        let text = string("examples", item)?;
        if conversion == Conversion::String {
            return Ok(serde_json::Value::from(text).to_string());
        }
        let refused = |why: String| {
            Fault::new(
                item.span(),
                why,
                "write the value as JSON in a string, such as '12.50'",
            )
        };
        let raw: Box<serde_json::value::RawValue> = serde_json::from_str(text)
            .map_err(|error| refused(format!("the example `{text}` is not JSON: {error}")))?;
        let is_number = raw
            .get()
            .starts_with(|c: char| c == '-' || c.is_ascii_digit());
        if conversion == Conversion::Number && !is_number {
            return Err(refused(format!("the example `{text}` is no number")));
        }
        Ok(raw.get().to_owned())
    });
    examples.collect()
}

#[cfg(test)]
mod tests {
    use super::super::Config;

    #[test]
    fn paths_are_paths_and_nothing_else() {
        let is_taken = |path: &str| {
            let text = format!("[formats]\nid = {{ type = {path:?}, conversion = \"wire\" }}\n");
            Config::parse("codegen.toml", &text).is_ok()
        };
        for path in [
            "acme::Money",
            "::acme::Money",
            "crate::Money",
            "acme::Id<acme::Of>",
        ] {
            assert!(is_taken(path), "{path}");
        }
        for path in [
            "",
            "acme::Money // x",
            "acme::Money /* x */",
            "acme::Money; mod x",
            "self::Money",
            "super::Money",
            "<acme::Money as acme::Of>::Id",
            "&acme::Money",
            "fn()",
            "acme::\nMoney",
        ] {
            assert!(!is_taken(path), "{path}");
        }
    }
}
