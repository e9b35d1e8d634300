//! `[derives]`: traits that generated types derive besides their own.

use super::choice::path;
use super::places::Places;
use super::setting::{Audit, Setting};
use super::suggest::unknown;
use super::text::Fault;
use super::toml::{Member, Value, array, members, table};

/// Traits that some types derive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Derives {
    /// The types.
    pub of: DerivedTypes,
    /// The paths of the traits.
    pub traits: Vec<String>,
}

/// Types that derive more traits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DerivedTypes {
    /// All of a kind.
    Kind(DerivedKind),
    /// Those whose schemas are at these places.
    At(Places),
}

/// A kind of generated type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DerivedKind {
    /// Any kind.
    All,
    /// An object with known properties.
    Struct,
    /// A set of values.
    Enum,
    /// One of several types.
    Union,
    /// A list whose first places have types of their own.
    Tuple,
    /// A type around another.
    Newtype,
}

/// The kinds, by the keys of the settings.
const KINDS: [(&str, DerivedKind); 6] = [
    ("all", DerivedKind::All),
    ("struct", DerivedKind::Struct),
    ("enum", DerivedKind::Enum),
    ("union", DerivedKind::Union),
    ("tuple", DerivedKind::Tuple),
    ("newtype", DerivedKind::Newtype),
];

pub(super) fn read(section: &Member<'_, '_>) -> Result<Vec<Setting<Derives>>, Fault> {
    let mut derives = Vec::new();
    for Member { key, span, value } in members(table("derives", section.value)?) {
        let of = match KINDS.iter().find(|(name, _)| *name == key) {
            Some((_, kind)) => DerivedTypes::Kind(*kind),
            None if key.starts_with('/') => DerivedTypes::At(Places::checked(key, &span)?),
            None => {
                let names: Vec<_> = KINDS.iter().map(|(name, _)| *name).collect();
                return Err(unknown("kind of type", key, span, &names));
            }
        };
        let traits = array("derives", "of strings", value)?.iter();
        let traits = traits.map(derived);
        let traits = traits.collect::<Result<_, _>>()?;
        derives.push(Setting::new(Derives { of, traits }, &span));
    }
    Ok(derives)
}

/// The path of a trait that a type may derive.
fn derived(value: &Value<'_>) -> Result<String, Fault> {
    let path = path("derives", value)?;
    let name = path.rsplit("::").next().unwrap_or(&path);
    match name {
        "Serialize" | "Deserialize" => Err(Fault::new(
            value.span(),
            format!("no type derives `{path}`"),
            "remove it: every generated type has `Serialize` and `Deserialize`, as the document says",
        )),
        _ => Ok(path),
    }
}

/// The traits that a type of a kind derives besides its own, each once, which marks the
/// settings that say so as used. `holds` tells if a schema of the type is at one of some
/// places.
pub(super) fn of<'c>(
    derives: &'c [Setting<Derives>],
    kind: DerivedKind,
    holds: &dyn Fn(&Places) -> bool,
) -> Vec<&'c str> {
    let mut traits: Vec<&str> = Vec::new();
    for setting in derives {
        let is_meant = match &setting.of {
            DerivedTypes::Kind(one) => *one == DerivedKind::All || *one == kind,
            DerivedTypes::At(places) => holds(places),
        };
        if is_meant {
            for one in &setting.apply().traits {
                if !traits.iter().any(|known| is_same(known, one)) {
                    traits.push(one);
                }
            }
        }
    }
    traits
}

/// True of two paths that end in the same name, as those of one trait do.
pub fn is_same(one: &str, other: &str) -> bool {
    let name = |path: &'_ str| path.rsplit("::").next().map(str::to_owned);
    name(one) == name(other)
}

pub(super) fn audit(derives: &[Setting<Derives>], audit: &mut Audit<'_>) {
    for setting in derives {
        let reason = |one: &Derives| match &one.of {
            DerivedTypes::At(places) => format!("no generated type is at `{}`", places.as_str()),
            DerivedTypes::Kind(_) => "no generated type is of this kind".to_owned(),
        };
        audit.check_name(setting, reason, |known, one| match &one.of {
            DerivedTypes::At(places) => known.pointer(places.as_str()),
            DerivedTypes::Kind(_) => None,
        });
    }
}
