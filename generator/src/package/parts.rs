//! A crate to be written, and the modules in it.

use super::choices::Choices;
use crate::config::{PackageSettings, RuntimeSettings};
use crate::render::File;

/// A crate to be written.
#[derive(Debug, Clone, Default)]
pub struct Package {
    /// `package.name`.
    pub name: String,
    /// `package.version`.
    pub version: String,
    /// `package.description`.
    pub description: String,
    /// `package.license`, if it is decided.
    pub license: Option<String>,
    /// `package.repository`, if it is known.
    pub repository: Option<String>,
    /// `true` if it may be published.
    pub publish: bool,
    /// The runtime as a dependency; nothing if it is within the crate.
    pub runtime: Option<RuntimeSettings>,
    /// The doc comment of the crate, in CommonMark.
    pub docs: String,
    /// Its modules, sorted by name.
    pub modules: Vec<PackageModule>,
}

impl Package {
    /// The package of one API, as its settings have it. `name` is that of a crate without
    /// one of its own.
    pub fn of(
        name: &str,
        title: &str,
        settings: &PackageSettings,
        runtime: Option<&RuntimeSettings>,
    ) -> Self {
        let or = |value: &Option<String>, default: &str| {
            let value = value.as_deref().unwrap_or(default);
            value.to_owned()
        };
        Self {
            name: or(&settings.name, name),
            version: or(&settings.version, "0.1.0"),
            description: or(
                &settings.description,
                &format!("A typed async client of {title}."),
            ),
            license: settings.license.clone(),
            repository: settings.repository.clone(),
            publish: settings.publish,
            runtime: runtime.cloned(),
            ..Self::default()
        }
    }
}

/// A module of a crate, behind a feature of the same name.
#[derive(Debug, Clone, Default)]
pub struct PackageModule {
    /// Its name, which is also its feature's.
    pub name: String,
    /// The title of the API that it is a client of.
    pub title: String,
    /// `true` if it has instants or dates in its types.
    pub has_time: bool,
    /// The choices of its settings that concern the crate.
    pub choices: Choices,
    /// `true` if its feature is on by default.
    pub is_default: bool,
    /// `true` if it has them in code that no feature of a part leaves out.
    pub always_has_time: bool,
    /// The features of its tags, if they have some.
    pub tag_features: Vec<PartFeature>,
    /// The feature of webhooks and of schemas that no operation leads to, if its tags have features.
    pub schemas_feature: Option<PartFeature>,
    /// The capabilities of its vendor, if it has the neutral interface: a heading and a cell for
    /// each column of a table.
    pub capabilities: Option<Vec<(&'static str, String)>>,
    /// Its files, their paths relative to the module's folder.
    pub files: Vec<File>,
}

/// The feature of a part of an API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartFeature {
    /// Its name.
    pub name: String,
    /// `true` if instants or dates are in the code behind it.
    pub has_time: bool,
}
