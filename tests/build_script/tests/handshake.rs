//! The messages about a runtime that generated code can't use.

use std::fs;
use std::path::Path;
use std::process::Command;

/// The errors of a crate that has this line, and a runtime with nothing but JSON.
fn errors(line: &str) -> String {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("handshake");
    let runtime = package.join("../../generator/runtime");
    let manifest = format!(
        "[package]\nname = \"handshake\"\nedition = \"2024\"\n\n[dependencies]\n\
         openapi-client-runtime = {{ path = {runtime:?}, default-features = false }}\n\n[workspace]\n"
    );
    fs::create_dir_all(folder.join("src")).unwrap();
    fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    fs::write(folder.join("src/lib.rs"), line).unwrap();
    fs::copy(package.join("../../Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    let output = Command::new(env!("CARGO"))
        .args(["check", "--quiet"])
        .current_dir(&folder)
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .output()
        .unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.success(), stderr.is_empty(), "{stderr}");
    let errors = stderr
        .lines()
        .filter(|line| line.starts_with("error: this"));
    errors.map(|line| format!("{line}\n")).collect()
}

#[test]
fn a_runtime_that_does_not_fit_is_told_with_the_remedy() {
    assert_eq!(errors("openapi_client_runtime::requires!(\"0.1.0\");"), "");
    let line = "openapi_client_runtime::requires!(\"0.1.0\", client, webhooks);";
    let add = "add it in Cargo.toml, as in `openapi-client-runtime = { version = \"0.1.0\", \
               features = ";
    let of = |feature: &str| {
        format!(
            "error: this client needs the feature `{feature}` of openapi-client-runtime: \
             {add}[\"{feature}\"] }}`\n"
        )
    };
    assert_eq!(errors(line), [of("client"), of("webhooks")].concat());
    assert_eq!(
        errors("openapi_client_runtime::requires!(\"9.8.7\", client);"),
        "error: this client was generated for version 9.8.7 of openapi-client-runtime, and this \
         is version 0.1.0, which can't serve it: depend on openapi-client-runtime 9.8.7, or \
         generate the client with the generator of version 0.1.0\n"
    );
}
