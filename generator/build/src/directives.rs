//! Lines that tell cargo what a build script has read and found.

use openapi_client_generator::Output;
use openapi_client_generator::diag::{Diagnostic, Severity};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// The most warnings that cargo shows; the program `openapi-client` shows all.
const MOST: usize = 20;

/// Lines for cargo.
#[derive(Debug, Default)]
pub(crate) struct Directives {
    files: BTreeSet<PathBuf>,
    warnings: Vec<String>,
}

impl Directives {
    /// A file that was read, or that was asked for.
    pub(crate) fn read(&mut self, file: PathBuf) {
        self.files.insert(file);
    }

    /// The warnings about a document, each cause once.
    pub(crate) fn warn(&mut self, output: &Output) {
        let causes = output.findings.report.causes();
        let causes = causes.iter().filter_map(|cause| {
            let first = cause.first()?;
            (first.severity == Severity::Warning).then(|| warning(output, first, cause.len()))
        });
        let mut warnings: Vec<String> = causes.collect();
        if warnings.len() > MOST {
            let more = warnings.len() - MOST;
            warnings.truncate(MOST);
            warnings.push(format!(
                "{more} more warnings, which `openapi-client check` shows"
            ));
        }
        self.warnings.extend(warnings);
    }

    pub(crate) fn print(&self) {
        for line in self.lines() {
            println!("{line}");
        }
    }

    fn lines(&self) -> Vec<String> {
        // Cargo looks at build scripts themselves where no line names a file.
        let files = self.files.iter().filter_map(|file| file.to_str());
        // A line that ended early would let a name or a text give cargo another order.
        let files = files.filter(|file| !file.contains(char::is_control));
        let files = files.map(|file| format!("cargo::rerun-if-changed={file}"));
        let warnings = self.warnings.iter().map(|warning| {
            let warning = warning.replace(char::is_control, " ");
            format!("cargo::warning={warning}")
        });
        files.chain(warnings).collect()
    }
}

/// A warning on one line.
fn warning(output: &Output, first: &Diagnostic, count: usize) -> String {
    let (code, message) = (first.code, &first.message);
    let mut text = format!("{}: {message} [{code}]", output.findings.place(&first.at));
    match count {
        0 | 1 => {}
        2 => text.push_str(", and in one other place"),
        _ => text.push_str(&format!(", and in {} other places", count - 1)),
    }
    if let Some(help) = &first.help {
        text.push_str(&format!("; help: {help}"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::Directives;
    use std::path::PathBuf;

    #[test]
    fn no_name_and_no_text_gives_cargo_another_order() {
        let mut directives = Directives::default();
        directives.read(PathBuf::from("a.yaml"));
        directives.read(PathBuf::from("b\ncargo::rustc-cfg=evil"));
        let text = "bad\r\ncargo::rustc-link-arg=evil";
        directives.warnings.push(text.to_owned());
        assert_eq!(
            directives.lines(),
            [
                "cargo::rerun-if-changed=a.yaml",
                "cargo::warning=bad  cargo::rustc-link-arg=evil"
            ]
        );
    }
}
