//! Runs cargo over the scratch workspace, and reads what it says about each crate.

use serde_json::Value;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

/// Set while this program stands in for the compiler: the folder for times.
const TIMES: &str = "XTASK_CORPUS_TIMES";

/// The output of cargo about one package.
#[derive(Debug, Default)]
pub(crate) struct Verdict {
    /// True if it was compiled.
    pub(crate) compiled: bool,
    pub(crate) warnings: usize,
    /// The errors as rustc shows them, with the line each begins in.
    pub(crate) errors: Vec<(usize, String)>,
    /// The first warnings as rustc shows them.
    pub(crate) shown_warnings: Vec<String>,
}

/// Runs `cargo check` or `cargo build` for some packages of the workspace in
/// `out`. `done` hears of each that is finished.
pub(crate) fn run(
    out: &Path,
    command: &str,
    jobs: usize,
    packages: &[String],
    done: &dyn Fn(&str),
) -> Result<BTreeMap<String, Verdict>, String> {
    let mut verdicts: BTreeMap<String, Verdict> = packages
        .iter()
        .map(|name| (name.clone(), Verdict::default()))
        .collect();
    if packages.is_empty() {
        return Ok(verdicts);
    }
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args([
        command,
        "--keep-going",
        "--message-format",
        "json",
        "--quiet",
    ]);
    cargo.arg("--jobs").arg(jobs.to_string());
    cargo.arg("--manifest-path").arg(out.join("Cargo.toml"));
    cargo.arg("--target-dir").arg(out.join("target"));
    for name in packages {
        cargo.arg("--package").arg(name);
    }
    if command == "check" {
        let this = std::env::current_exe().map_err(|error| error.to_string())?;
        let times = out.join("times");
        std::fs::create_dir_all(&times).map_err(|error| error.to_string())?;
        cargo.env("RUSTC_WORKSPACE_WRAPPER", this).env(TIMES, times);
    }
    cargo
        .current_dir(out)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let failed = |error: std::io::Error| format!("error: cargo can't be run: {error}");
    let mut child = cargo.spawn().map_err(failed)?;
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    let complaints = std::thread::spawn(move || {
        let mut text = String::new();
        if let Some(mut stderr) = stderr {
            let _ = stderr.read_to_string(&mut text);
        }
        text
    });
    for line in stdout
        .into_iter()
        .flat_map(|out| BufReader::new(out).lines())
    {
        let Ok(message) = serde_json::from_str(&line.map_err(failed)?) else {
            continue;
        };
        if let Some(name) = hear(&message, &mut verdicts) {
            done(&name);
        }
    }
    let status = child.wait().map_err(failed)?;
    let complaints = complaints.join().unwrap_or_default();
    let heard = verdicts
        .values()
        .any(|one| one.compiled || !one.errors.is_empty());
    if !status.success() && !heard {
        return Err(format!("error: cargo {command} fails\n{complaints}"));
    }
    Ok(verdicts)
}

/// Takes one message in; gives the name of a package that is done.
fn hear(message: &Value, verdicts: &mut BTreeMap<String, Verdict>) -> Option<String> {
    let manifest = Path::new(message["manifest_path"].as_str()?);
    let name = manifest.parent()?.file_name()?.to_str()?.to_owned();
    let verdict = verdicts.get_mut(&name)?;
    match message["reason"].as_str()? {
        "compiler-artifact" => {
            verdict.compiled = true;
            Some(name)
        }
        "compiler-message" => {
            let message = &message["message"];
            let spans = message["spans"].as_array()?;
            let line = spans.iter().find(|span| span["is_primary"] == true);
            let line = line.and_then(|span| span["line_start"].as_u64())?;
            let text = message["rendered"].as_str().unwrap_or_default().to_owned();
            match message["level"].as_str()? {
                "warning" => {
                    verdict.warnings += 1;
                    if verdict.shown_warnings.len() < 5 {
                        verdict.shown_warnings.push(text);
                    }
                }
                "error" => verdict.errors.push((line as usize, text)),
                _ => {}
            }
            None
        }
        _ => None,
    }
}

/// The seconds that the compiler took when it last checked a package.
pub(super) fn seconds(out: &Path, package: &str) -> Option<f64> {
    let path = out.join("times").join(package.replace('-', "_"));
    std::fs::read_to_string(path).ok()?.trim().parse().ok()
}

/// Runs the compiler and notes how long it took, if cargo asked this program
/// to stand in for it.
pub(crate) fn as_compiler() -> Option<ExitCode> {
    let times = std::env::var_os(TIMES)?;
    let mut arguments = std::env::args_os().skip(1);
    let compiler = arguments.next()?;
    let arguments: Vec<OsString> = arguments.collect();
    let start = Instant::now();
    let status = Command::new(compiler).args(&arguments).status();
    let name = arguments.iter().position(|one| one == "--crate-name");
    if let Some(name) = name.and_then(|index| arguments.get(index + 1)) {
        let text = format!("{:.2}", start.elapsed().as_secs_f64());
        // Only a column of the table depends on it.
        let _ = std::fs::write(Path::new(&times).join(name), text);
    }
    match status {
        Ok(status) => {
            let code = status.code().and_then(|code| u8::try_from(code).ok());
            Some(ExitCode::from(code.unwrap_or(1)))
        }
        Err(error) => {
            eprintln!("error: the compiler can't be run: {error}");
            Some(ExitCode::FAILURE)
        }
    }
}
