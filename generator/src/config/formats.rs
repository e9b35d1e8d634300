//! `[formats]` and `[types]`: types of values, by their `format` or by their place.

use std::collections::BTreeMap;

use super::choice::{self, Conversion, OwnType, TypeChoice};
use super::places::Places;
use super::setting::{Audit, Setting};
use super::text::Fault;
use super::toml::{Member, members, table};

/// The type for values at some places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypeAt {
    /// The places of their schemas.
    pub at: Places,
    /// The type.
    pub choice: TypeChoice,
}

pub(super) fn read(
    section: &Member<'_, '_>,
) -> Result<BTreeMap<String, Setting<TypeChoice>>, Fault> {
    let mut formats = BTreeMap::new();
    for Member { key, span, value } in members(table("formats", section.value)?) {
        let choice = choice::read("formats", Some(key), value, &span)?;
        formats.insert(key.to_owned(), Setting::new(choice, &span));
    }
    Ok(formats)
}

pub(super) fn read_types(section: &Member<'_, '_>) -> Result<Vec<Setting<TypeAt>>, Fault> {
    let mut types = Vec::new();
    for Member { key, span, value } in members(table("types", section.value)?) {
        let at = Places::checked(key, &span)?;
        let choice = choice::read("types", None, value, &span)?;
        types.push(Setting::new(TypeAt { at, choice }, &span));
    }
    Ok(types)
}

/// The types that the settings name, each once, and a fault if one is described in two ways.
pub(super) fn own_types(
    formats: &BTreeMap<String, Setting<TypeChoice>>,
    types: &[Setting<TypeAt>],
) -> Result<Vec<OwnType>, Fault> {
    let by_format = formats.values().map(|one| (&**one, one.offset()));
    let by_place = types.iter().map(|one| (&one.choice, one.offset()));
    let mut own: Vec<OwnType> = Vec::new();
    for (choice, offset) in by_format.chain(by_place) {
        let TypeChoice::Own(ty) = choice else {
            continue;
        };
        match own.iter().find(|known| known.path == ty.path) {
            None => own.push(ty.clone()),
            Some(known) if known == ty => {}
            Some(_) => {
                return Err(Fault::new(
                    offset..offset,
                    format!("`{}` is described here in another way", ty.path),
                    "a type has one `conversion`, and the same `examples` everywhere",
                ));
            }
        }
    }
    own.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(own)
}

/// The crate around generated code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CrateAround {
    /// It was there before, with dependencies of its own, and the runtime is one of them.
    Own,
    /// It is generated, too; `true` if the runtime is within it.
    Generated(bool),
}

/// Problem and help for a type that the settings name and that the code can't have.
pub(super) fn problem(
    ty: &OwnType,
    around: CrateAround,
    is_declared: bool,
) -> Option<(String, &'static str)> {
    let path = &ty.path;
    let first = path.trim_start_matches("::").split("::").next();
    let first = first.unwrap_or_default();
    let is_local = first == "crate";
    let is_standard = matches!(first, "alloc" | "core" | "std");
    if ty.conversion != Conversion::Wire && !path.contains("::") {
        let help = "write its path with its crate, such as `acme_money::Money`";
        return Some((format!("nothing says which crate `{path}` is of"), help));
    }
    match around {
        CrateAround::Generated(_) if is_local => Some((
            format!("`{path}` would be within the generated crate"),
            "name a type of another crate, and that crate under `[dependencies]`; with a build \
             script the code is in a crate of your own",
        )),
        CrateAround::Generated(_) if !is_standard && !is_declared => Some((
            format!("the generated crate doesn't depend on `{first}`"),
            "add the crate under `[dependencies]`",
        )),
        CrateAround::Generated(true) => None,
        _ if is_local || ty.conversion == Conversion::Wire => None,
        CrateAround::Own | CrateAround::Generated(false) => Some((
            format!(
                "`{path}` can't be told its form in JSON here, as the runtime is another crate"
            ),
            "call the runtime's `own_type!` in the crate that has the type, and write \
             `conversion = \"wire\"`, or leave out `[runtime]`",
        )),
    }
}

pub(super) fn audit(formats: &BTreeMap<String, Setting<TypeChoice>>, audit: &mut Audit<'_>) {
    for (format, choice) in formats {
        audit.check(choice, |choice| match choice {
            TypeChoice::Own(_) => format!("no generated schema has the format `{format}`"),
            TypeChoice::String | TypeChoice::Library(_) => {
                format!("no generated schema of strings has the format `{format}`")
            }
        });
    }
}

pub(super) fn audit_types(types: &[Setting<TypeAt>], audit: &mut Audit<'_>) {
    for setting in types {
        let reason = |one: &TypeAt| format!("no generated schema is at `{}`", one.at.as_str());
        audit.check_name(setting, reason, |known, one| known.pointer(one.at.as_str()));
    }
}

#[cfg(test)]
mod tests {
    use super::super::choice::{Conversion, OwnType};
    use super::{CrateAround, problem};

    #[test]
    fn a_type_is_told_its_form_where_the_compiler_allows_it() {
        use CrateAround::{Generated, Own};
        let (string, wire) = (Conversion::String, Conversion::Wire);
        for (path, conversion, around, is_declared, is_fine) in [
            ("acme::Money", string, Generated(true), true, true),
            ("acme::Money", string, Generated(true), false, false),
            ("acme::Money", string, Generated(false), true, false),
            ("acme::Money", wire, Generated(false), true, true),
            ("std::net::IpAddr", string, Generated(true), false, true),
            ("std::net::IpAddr", string, Own, false, false),
            ("acme::Money", wire, Own, false, true),
            ("crate::Money", string, Own, false, true),
            ("crate::Money", string, Generated(true), false, false),
            ("Money", string, Generated(true), true, false),
        ] {
            let ty = OwnType {
                path: path.to_owned(),
                conversion,
                examples: Vec::new(),
            };
            let found = problem(&ty, around, is_declared);
            assert_eq!(found.is_none(), is_fine, "{path}, {around:?}: {found:?}");
        }
    }
}
