//! The manifest of a crate: its features and dependencies are those of the runtime, or lead
//! to those of the runtime as a dependency.

use super::choices::Choices;
use super::parts::Package;
use super::program;
use crate::config::{Library, RuntimeSettings, RuntimeSource, quoted};

/// The runtime's manifest, whose features and dependencies are those of every
/// generated crate.
const RUNTIME_MANIFEST: &str = include_str!(concat!(env!("OUT_DIR"), "/runtime.toml"));

/// The neutral interface: its feature, and its folder in the runtime.
pub(super) const CANCEL: &str = "cancel";

/// The package of the runtime.
const RUNTIME_PACKAGE: &str = "openapi-client-runtime";

/// The oldest compiler that generated code is written for.
pub const RUST_VERSION: &str = "1.88";

/// The features of a crate.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Features<'a> {
    /// `true` if it has the neutral interface.
    pub(super) has_cancel: bool,
    /// `true` if it has instants or dates whatever its features, so that it always needs `jiff`.
    pub(super) has_time: bool,
    /// Those of its own that are on by default.
    pub(super) default: &'a [&'a str],
    /// Those of its own, each with what it needs.
    pub(super) own: &'a [(&'a str, &'a [&'a str])],
}

/// The text of `Cargo.toml`.
pub(super) fn manifest(package: &Package, choices: &Choices, features: &Features<'_>) -> String {
    let list = |names: &[&str]| {
        names
            .iter()
            .map(|name| quoted(name))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let own = features.own.iter();
    let own: String = own
        .map(|(name, needs)| format!("{name} = [{}]\n", list(needs)))
        .collect();
    let (shared_default, shared) = shared_features(features.has_cancel);
    let (shared, dependencies) = match &package.runtime {
        None if features.has_time => {
            let shared = shared.replace("[\"dep:jiff\"]", "[]");
            (shared, with_time(&choices.dependencies(&dependencies())))
        }
        None => (shared, choices.dependencies(&dependencies())),
        Some(runtime) => {
            let time = features.has_time.then_some("jiff");
            let needed: Vec<&str> = time.into_iter().chain(choices.features()).collect();
            let dependency = dependency(runtime, &needed);
            (
                forwarded(&shared, runtime),
                choices.with_own_dependencies(dependency),
            )
        }
    };
    let shared_default = shared_default.iter().map(String::as_str);
    let default: Vec<&str> = shared_default
        .chain(features.default.iter().copied())
        .collect();
    format!(
        r#"# Generated together with `src`; do not edit.

[package]
name = {name}
version = {version}
description = {description}
edition = "2024"
rust-version = "{RUST_VERSION}"
{about}publish = {publish}

[features]
default = [{default}]
{own}{shared}
{dependencies}
[lints.rust]
unsafe_code = "forbid"
# Names come from the document, in whatever script it is written.
confusable_idents = "allow"
mixed_script_confusables = "allow"
uncommon_codepoints = "allow"

[lints.clippy]
# Descriptions are those of the document.
doc_lazy_continuation = "allow"
doc_overindented_list_items = "allow"
# So are names, whatever they mean in Rust.
enum_variant_names = "allow"
len_without_is_empty = "allow"
module_inception = "allow"
new_ret_no_self = "allow"
self_named_constructors = "allow"
should_implement_trait = "allow"
wrong_self_convention = "allow"
# An operation has the arguments, types and statuses that the document lists.
manual_range_patterns = "allow"
too_many_arguments = "allow"
type_complexity = "allow"
# A response is taken apart where it arrives and seldom moved.
large_enum_variant = "allow"
"#,
        name = quoted(&package.name),
        version = quoted(&package.version),
        description = quoted(&package.description),
        default = list(&default),
        about = about(package),
        publish = package.publish,
    )
}

/// The lines about a package that only its owner can write.
fn about(package: &Package) -> String {
    let known = [
        ("license", &package.license),
        ("repository", &package.repository),
    ];
    let known = known.into_iter();
    let known = known.filter_map(|(key, value)| Some((key, value.as_deref()?)));
    known
        .map(|(key, value)| format!("{key} = {}\n", quoted(value)))
        .collect()
}

/// The features of the runtime, each as that of the dependency.
fn forwarded(features: &str, runtime: &RuntimeSettings) -> String {
    let key = key(runtime);
    let mut text = String::new();
    for line in features.lines() {
        if line.starts_with('#') {
            text.push_str(&format!("{line}\n"));
        } else if let Some((name, _)) = line.split_once(" = [") {
            text.push_str(&format!("{name} = [\"{key}/{name}\"]\n"));
        }
    }
    text
}

/// The dependencies, `jiff` no longer optional.
fn with_time(dependencies: &str) -> String {
    dependencies
        .split_inclusive('\n')
        .map(|line| match line.starts_with("jiff = ") {
            true => line.replace("optional = true, ", ""),
            false => line.to_owned(),
        })
        .collect()
}

/// The runtime as the one dependency.
fn dependency(runtime: &RuntimeSettings, features: &[&str]) -> String {
    let key = key(runtime);
    let features: Vec<String> = features.iter().map(|name| quoted(name)).collect();
    let features = match features.is_empty() {
        true => String::new(),
        false => format!(", features = [{}]", features.join(", ")),
    };
    let mut values = match &runtime.source {
        // Its features are stated once, for the whole workspace.
        RuntimeSource::Workspace if features.is_empty() => {
            return format!("[dependencies]\n{key}.workspace = true\n");
        }
        RuntimeSource::Workspace => {
            return format!("[dependencies]\n{key} = {{ workspace = true{features} }}\n");
        }
        RuntimeSource::Registry(version) => {
            let version = version.as_deref().unwrap_or(env!("CARGO_PKG_VERSION"));
            vec![("version", version)]
        }
        RuntimeSource::Path(path) => vec![("path", path.as_str())],
        RuntimeSource::Git(url, wanted) => {
            let wanted = wanted.as_ref();
            let wanted = wanted.map(|(key, value)| (*key, value.as_str()));
            [("git", url.as_str())].into_iter().chain(wanted).collect()
        }
    };
    if key != RUNTIME_PACKAGE {
        values.insert(0, ("package", RUNTIME_PACKAGE));
    }
    let values: String = values
        .iter()
        .map(|(key, value)| format!("{key} = {}, ", quoted(value)))
        .collect();
    format!("[dependencies]\n{key} = {{ {values}default-features = false{features} }}\n")
}

/// The key of the runtime among the dependencies.
fn key(runtime: &RuntimeSettings) -> &str {
    match runtime.crate_name.replace('_', "-") == RUNTIME_PACKAGE {
        true => RUNTIME_PACKAGE,
        false => &runtime.crate_name,
    }
}

/// The features of the runtime: those that are on by default, and the lines
/// that declare all of them, as they stand in its manifest, that of the neutral interface
/// only where a module has it.
fn shared_features(has_cancel: bool) -> (Vec<String>, String) {
    let mut default = Vec::new();
    let mut text = String::new();
    // The lines above a feature are about it.
    let mut comment = String::new();
    let features = sections(|header| header == "[features]");
    for line in features.iter().flat_map(|section| section.lines().skip(1)) {
        match line.strip_prefix("default = [") {
            Some(names) => {
                let names = names.trim_end_matches(']').split(',');
                let names = names.map(|name| name.trim().trim_matches('"').to_owned());
                default.extend(names.filter(|name| !name.is_empty()));
            }
            None => {
                let name = line.split(" = ").next().unwrap_or_default();
                if (name == CANCEL && !has_cancel) || is_library(name) {
                    comment.clear();
                    continue;
                }
                comment.push_str(line);
                comment.push('\n');
                if !line.starts_with('#') {
                    text.push_str(&std::mem::take(&mut comment));
                }
            }
        }
    }
    text.push_str(&comment);
    (default, text)
}

/// True of the feature of a library that only settings choose: a crate needs it or doesn't.
fn is_library(feature: &str) -> bool {
    Library::CHOSEN.iter().any(|one| one.name() == feature)
}

/// True of a name that no module of a crate can have, as the crate has a module
/// or a feature of that name.
pub fn is_taken(name: &str) -> bool {
    let features = sections(|header| header == "[features]");
    let lines = features.iter().flat_map(|section| section.lines());
    let names = lines.filter_map(|line| line.split_once(" = [").map(|(name, _)| name));
    let mut names = names.filter(|name| !is_library(name));
    name == "runtime" || program::NAMES.contains(&name) || names.any(|feature| feature == name)
}

/// The dependencies of a crate before those of its settings, each with `true` if it may be off.
pub fn known_dependencies(
    runtime: Option<&RuntimeSettings>,
    choices: &Choices,
) -> Vec<(String, bool)> {
    if let Some(runtime) = runtime {
        return vec![(key(runtime).to_owned(), false)];
    }
    let sections = sections(|header| header.ends_with("ependencies]") && !header.contains("dev-"));
    let lines = sections.iter().map(|section| choices.dependencies(section));
    let lines: String = lines.collect();
    let known = lines.lines().filter_map(|line| {
        let (key, value) = line.split_once(" = ")?;
        Some((key.to_owned(), value.contains("optional = true")))
    });
    known.collect()
}

/// The dependencies of the runtime, those for some targets only among them, as
/// they stand in its manifest.
fn dependencies() -> String {
    sections(|header| {
        header == "[dependencies]"
            || header.starts_with("[target.") && header.ends_with(".dependencies]")
    })
    .join("\n")
}

/// The sections of the runtime's manifest with such a header, each with one
/// line break at its end.
fn sections(wanted: impl Fn(&str) -> bool) -> Vec<String> {
    let mut sections: Vec<String> = Vec::new();
    let mut inside = false;
    for line in RUNTIME_MANIFEST.lines() {
        if line.starts_with('[') {
            inside = wanted(line);
            if inside {
                sections.push(String::new());
            }
        }
        if let (true, Some(section)) = (inside, sections.last_mut()) {
            section.push_str(line);
            section.push('\n');
        }
    }
    for section in &mut sections {
        section.truncate(section.trim_end().len());
        section.push('\n');
    }
    sections
}

#[cfg(test)]
mod tests {
    use super::{Features, is_taken, known_dependencies, manifest};
    use crate::config::{Library, RuntimeSettings, RuntimeSource};
    use crate::package::{Choices, Package};

    fn package(source: RuntimeSource, crate_name: &str) -> Package {
        Package {
            name: "acme".to_owned(),
            runtime: Some(RuntimeSettings {
                crate_name: crate_name.to_owned(),
                source,
            }),
            ..Package::default()
        }
    }

    #[test]
    fn a_runtime_outside_is_the_one_dependency() {
        let registry = RuntimeSource::Registry(None);
        let text = manifest(
            &package(registry, "openapi_client_runtime"),
            &Choices::default(),
            &Features::default(),
        );
        let version = env!("CARGO_PKG_VERSION");
        let line = format!(
            "\n[dependencies]\nopenapi-client-runtime = {{ version = \"{version}\", \
             default-features = false }}\n\n[lints.rust]"
        );
        assert!(text.contains(&line), "{text}");
        let feature = "\nblocking = [\"openapi-client-runtime/blocking\"]\n";
        assert!(text.contains(feature), "{text}");
        assert!(!text.contains("dep:"), "{text}");
    }

    #[test]
    fn a_runtime_can_have_another_name() {
        let git = RuntimeSource::Git("https://a".to_owned(), Some(("rev", "b".to_owned())));
        let text = manifest(
            &package(git, "shared"),
            &Choices::default(),
            &Features::default(),
        );
        let line = "\nshared = { package = \"openapi-client-runtime\", git = \"https://a\", \
                    rev = \"b\", default-features = false }\n";
        assert!(text.contains(line), "{text}");
        assert!(text.contains("\nmock = [\"shared/mock\"]\n"), "{text}");
        let text = manifest(
            &package(RuntimeSource::Workspace, "shared"),
            &Choices::default(),
            &Features::default(),
        );
        assert!(text.contains("\nshared.workspace = true\n"), "{text}");
    }

    #[test]
    fn dependencies_that_a_crate_has() {
        let has = |libraries: &[Library], key: &str| {
            let choices = Choices {
                libraries: libraries.iter().copied().collect(),
                ..Choices::default()
            };
            let known = known_dependencies(None, &choices).into_iter();
            let mut known = known.filter(|(one, _)| one == key);
            known.next().map(|(_, may_be_off)| may_be_off)
        };
        assert_eq!(has(&[], "serde_json"), Some(false));
        assert_eq!(has(&[], "jiff"), Some(true));
        assert_eq!(has(&[], "chrono"), None);
        assert_eq!(has(&[Library::Chrono], "chrono"), Some(false));
        let package = package(RuntimeSource::Registry(None), "shared");
        let known = known_dependencies(package.runtime.as_ref(), &Choices::default());
        assert_eq!(known, [("shared".to_owned(), false)]);
    }

    #[test]
    fn texts_stay_texts() {
        let package = Package {
            description: "a\"\n[dependencies]\u{7f}".to_owned(),
            license: Some("MIT\"".to_owned()),
            ..Package::default()
        };
        let text = manifest(&package, &Choices::default(), &Features::default());
        let read: toml::Table = toml::from_str(&text).expect("TOML");
        let of = |key: &str| read["package"][key].as_str();
        assert_eq!(of("description"), Some(package.description.as_str()));
        assert_eq!(of("license"), package.license.as_deref());
        assert!(read["package"].get("repository").is_none());
    }

    #[test]
    fn names_of_features_and_of_the_runtime_are_taken() {
        for name in [
            "blocking", "cli", "client", "default", "jiff", "program", "runtime", "tracing",
            "vendors",
        ] {
            assert!(is_taken(name), "{name}");
        }
        for name in ["acme", "futures", "dep", "tokio"] {
            assert!(!is_taken(name), "{name}");
        }
    }
}
