//! The needs of a client: features of the runtime, libraries, and the times that a part of it
//! has.
//!
//! Takes an [`Api`] or a [`RustApi`], and the settings; gives what [`package`](crate::package)
//! writes into a manifest. Must not know how a manifest is written.

use crate::config::{Config, Library, MapChoice};
use crate::ir::{
    self, AdditionalProperties, Api, LibraryScalar, Operation, Scalar, Type, TypeDef, TypeKind,
};
use crate::package::{Choices, PartFeature};
use crate::rust::{Gate, RustApi};
use std::collections::BTreeSet;

/// The features of the runtime that a client needs.
pub fn runtime_features(api: &Api, config: &Config) -> Vec<&'static str> {
    let is_signed = |events: &ir::Events| events.signature.is_some();
    let needs = [
        ("client", !api.operations.is_empty()),
        ("jiff", has_time(api)),
        ("cancel", api.cancel.is_some()),
        ("webhooks", api.events.iter().any(is_signed)),
    ];
    let needs = needs.into_iter().filter(|(_, is_needed)| *is_needed);
    let needs = needs.map(|(feature, _)| feature);
    let libraries = libraries(api, config).into_iter();
    needs.chain(libraries.map(Library::name)).collect()
}

/// True if instants or dates are among the types of an API.
pub fn has_time(api: &Api) -> bool {
    scalars(api).any(|scalar| scalar.facts().is_time)
}

/// True if instants or dates are in code that no feature of a tag leaves out.
pub fn always_has_time(rust: &RustApi<'_>) -> bool {
    match rust.features().is_empty() {
        true => has_time(rust.api),
        false => has_time_behind(rust, None),
    }
}

/// The features of tags, those of which need times where their code has them.
pub fn tag_features(rust: &RustApi<'_>) -> Vec<PartFeature> {
    let groups = rust.groups().zip(rust.features()).enumerate();
    let features = groups.map(|(group, ((_, operations), name))| {
        let mut operations = operations.iter().map(|index| &rust.api.operations[*index]);
        PartFeature {
            name,
            has_time: operations.any(mentions_time)
                || has_time_behind(rust, Some(Gate::Group(group))),
        }
    });
    features.collect()
}

/// The feature of webhooks and of schemas that no operation leads to, where tags have features.
pub fn schemas_feature(rust: &RustApi<'_>) -> Option<PartFeature> {
    Some(PartFeature {
        name: rust.feature(Gate::Schemas)?,
        has_time: has_time_behind(rust, Some(Gate::Schemas)),
    })
}

/// The libraries whose types the settings choose and the API has.
pub fn libraries(api: &Api, config: &Config) -> BTreeSet<Library> {
    let of_scalars = scalars(api).filter_map(|scalar| match scalar {
        Scalar::Library(one) => Some(match one {
            LibraryScalar::ChronoTimestamp | LibraryScalar::ChronoDate => Library::Chrono,
            LibraryScalar::TimeTimestamp | LibraryScalar::TimeDate => Library::Time,
            LibraryScalar::Uuid => Library::Uuid,
            LibraryScalar::Url => Library::Url,
        }),
        _ => None,
    });
    let maps = config.maps == MapChoice::IndexMap && has_maps(api);
    of_scalars
        .chain(maps.then_some(Library::IndexMap))
        .collect()
}

/// The choices of the settings that concern the crate around the module; `runtime` is the crate
/// that the runtime is, if it isn't a module.
pub fn choices(api: &Api, config: &Config, runtime: Option<&str>) -> Choices {
    let used = scalars(api).filter_map(|scalar| match scalar {
        Scalar::Own(own) => Some(own.index),
        _ => None,
    });
    let used: BTreeSet<usize> = used.collect();
    let own_types = config.own_types.iter().enumerate();
    let own_types = own_types.filter(|(index, _)| used.contains(index));
    let dependencies = config.dependencies.iter();
    Choices {
        runtime: runtime.map(str::to_owned),
        libraries: libraries(api, config),
        own_types: own_types.map(|(_, ty)| ty.clone()).collect(),
        dependencies: dependencies
            .map(|(key, text)| (key.clone(), text.to_string()))
            .collect(),
    }
}

/// The types that an API mentions.
fn mentioned(api: &Api) -> impl Iterator<Item = &Type> {
    let types = api.types.iter().map(|def| &def.kind);
    let types = types.flat_map(TypeKind::mentioned);
    types.chain(api.operations.iter().flat_map(Operation::types))
}

/// The scalars that an API mentions.
fn scalars(api: &Api) -> impl Iterator<Item = Scalar> {
    mentioned(api).filter_map(|ty| match ty.innermost() {
        Type::Scalar(scalar) => Some(*scalar),
        _ => None,
    })
}

/// True if types behind the feature of a part of the API, or behind none, mention instants or
/// dates.
fn has_time_behind(rust: &RustApi<'_>, gate: Option<Gate>) -> bool {
    let types = rust.api.types.iter().enumerate();
    let mut types = types.filter(|(index, _)| rust.gate(ir::TypeId(*index)) == gate);
    types.any(|(_, def)| def.kind.mentioned().into_iter().any(is_time))
}

/// True if arguments or bodies of an operation are instants or dates.
fn mentions_time(operation: &Operation) -> bool {
    operation.types().any(is_time)
}

fn is_time(ty: &Type) -> bool {
    match ty.innermost() {
        Type::Scalar(scalar) => scalar.facts().is_time,
        _ => false,
    }
}

fn has_maps(api: &Api) -> bool {
    let is_map = |ty: &Type| {
        let mut types = std::iter::successors(Some(ty), |ty| ty.inner());
        types.any(|ty| matches!(ty, Type::Map(_)))
    };
    let is_open = |def: &TypeDef| match &def.kind {
        TypeKind::Struct(object) => object.additional_properties != AdditionalProperties::Ignored,
        _ => false,
    };
    api.types.iter().any(is_open) || mentioned(api).any(is_map)
}
