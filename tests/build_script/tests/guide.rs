//! The guide shows this crate.

const GUIDE: &str = include_str!("../../src/guide/building.md");

#[test]
fn the_guide_shows_the_build_script() {
    let script = include_str!("../build.rs");
    let (_, main) = script.split_once("\n\n").unwrap();
    assert!(GUIDE.contains(&format!("```rust,no_run\n{main}```\n")));
    assert_eq!(main.lines().count(), 3);
}

#[test]
fn the_guide_shows_the_module() {
    let lib = include_str!("../src/lib.rs");
    let (_, module) = lib.split_once("\n\n").unwrap();
    let module = module.replace("    //! The client of `openapi.yaml`.\n\n", "");
    assert!(GUIDE.contains(&format!("```text\n{module}```\n")));
}

#[test]
fn the_guide_asks_for_the_features_that_are_on() {
    let manifest = include_str!("../Cargo.toml");
    let features = "features = [\"client\", \"jiff\"] }";
    assert!(manifest.contains(&format!(
        "openapi-client-runtime = {{ workspace = true, {features}"
    )));
    assert!(GUIDE.contains(&format!(
        "openapi-client-runtime = {{ version = \"0.1\", {features}"
    )));
}
