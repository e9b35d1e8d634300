//! The results of a run: a table for people, and `report.json` for tools.

use super::{Row, expected};
use serde_json::{Value, json};
use std::path::Path;

/// The failures of a document that are reported in full.
const SHOWN: usize = 5;

const HEAD: [&str; 14] = [
    "document",
    "operations",
    "schemas",
    "untried",
    "lines",
    "generate ms",
    "check s",
    "decoded %",
    "equal %",
    "added %",
    "right %",
    "never",
    "gaps",
    "warnings",
];

/// A line for every document and one for all of them.
pub(super) fn table(rows: &[Row]) -> String {
    let mut lines = vec![HEAD.map(str::to_owned)];
    lines.extend(rows.iter().map(line));
    let mut widths = [0; HEAD.len()];
    for line in &lines {
        for (width, cell) in widths.iter_mut().zip(line) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut text = String::new();
    for line in &lines {
        let mut cells = line.iter().zip(widths).enumerate();
        let cells = cells.by_ref().map(|(index, (cell, width))| match index {
            0 => format!("{cell:width$}"),
            _ => format!("{cell:>width$}"),
        });
        text.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
        text.push('\n');
    }
    text
}

fn line(row: &Row) -> [String; HEAD.len()] {
    let name = row.document.shown.clone();
    let mut cells: [String; HEAD.len()] = std::array::from_fn(|_| String::new());
    cells[0] = name;
    let Ok(made) = &row.made else {
        cells[1] = "not generated".to_owned();
        return cells;
    };
    cells[1] = made.output.operations.to_string();
    cells[2] = schemas(row).to_string();
    cells[3] = row.prepared.without.len().to_string();
    cells[4] = made.lines.to_string();
    cells[5] = made.milliseconds.to_string();
    cells[12] = gaps(row).to_string();
    cells[13] = row.verdict.warnings.to_string();
    if !row.verdict.compiled {
        cells[6] = format!("{} errors", row.verdict.errors.len());
        return cells;
    }
    cells[6] = row.seconds.map(|s| format!("{s:.1}")).unwrap_or_default();
    if let Some(measured) = &row.measured {
        cells[7] = percent(measured.decoded, measured.plain);
        cells[8] = percent(measured.equal, measured.plain);
        cells[9] = percent(measured.kept, measured.added);
        cells[10] = percent(measured.right, measured.branches);
        cells[11] = measured.never_won(&row.prepared.unions).len().to_string();
    }
    cells
}

fn schemas(row: &Row) -> usize {
    let made = row.made.as_ref().ok();
    let types = made.and_then(|made| made.output.bindings["types"].as_array());
    types.map_or(0, Vec::len)
}

fn gaps(row: &Row) -> usize {
    all_gaps(row).len()
}

fn all_gaps(row: &Row) -> &[Value] {
    let made = row.made.as_ref().ok();
    let gaps = made.and_then(|made| made.output.bindings["gaps"].as_array());
    gaps.map_or(&[], Vec::as_slice)
}

/// Gaps that aren't listed as known.
fn unexpected_gaps(row: &Row) -> Vec<&Value> {
    let shown = &row.document.shown;
    let gaps = all_gaps(row).iter();
    gaps.filter(|gap| !expected::has_gap(shown, gap)).collect()
}

/// Rounded down, so that 100 is said of all only.
fn percent(part: u64, whole: u64) -> String {
    match whole {
        0 => "-".to_owned(),
        _ if part == whole => "100".to_owned(),
        _ => format!("{:.2}", (part as f64 / whole as f64 * 1e4).floor() / 1e2),
    }
}

/// Writes `report.json`.
pub(super) fn write_report(out: &Path, rows: &[Row]) -> Result<(), String> {
    let documents: Vec<Value> = rows.iter().map(report).collect();
    let path = out.join("report.json");
    let text = format!("{:#}\n", json!({ "documents": documents }));
    std::fs::write(&path, text)
        .map_err(|error| format!("error: {} can't be written: {error}", path.display()))
}

fn report(row: &Row) -> Value {
    let mut report = json!({ "document": row.document.shown, "crate": row.document.name });
    let made = match &row.made {
        Ok(made) => made,
        Err(why) => {
            report["error"] = json!(why);
            return report;
        }
    };
    let without = row.prepared.without.iter();
    let without = without.map(|(pointer, why)| json!({ "pointer": pointer, "why": why }));
    report["operations"] = json!(made.output.operations);
    report["schemas"] = json!(schemas(row));
    report["lines"] = json!(made.lines);
    report["generate_ms"] = json!(made.milliseconds);
    report["gaps"] = made.output.bindings["gaps"].clone();
    report["untried"] = json!(without.collect::<Vec<_>>());
    report["compiled"] = json!(row.verdict.compiled);
    report["check_s"] = json!(row.seconds);
    report["warnings"] = json!(row.verdict.warnings);
    report["compile_warnings"] = json!(row.verdict.shown_warnings);
    let errors = row.verdict.errors.iter().map(|(_, text)| text);
    report["compile_errors"] = json!(errors.take(SHOWN).collect::<Vec<_>>());
    if let Some(measured) = &row.measured {
        report["instances"] = json!(measured.plain);
        report["decoded"] = json!(measured.decoded);
        report["equal"] = json!(measured.equal);
        report["added"] = json!(measured.added);
        report["added_kept"] = json!(measured.kept);
        report["branches"] = json!(measured.branches);
        report["right"] = json!(measured.right);
        report["wrong"] = json!(measured.wrong);
        report["never_won"] = json!(measured.never_won(&row.prepared.unions));
        report["failing_schemas"] = json!(measured.failing);
        let failures = measured.failures.iter().take(SHOWN);
        report["failures"] = json!(failures.collect::<Vec<_>>());
    }
    report
}

/// Fails with what is wrong, a line for each document.
pub(super) fn verdict(out: &Path, rows: &[Row]) -> Result<(), String> {
    let wrong: Vec<String> = rows.iter().filter_map(wrong).collect();
    if wrong.is_empty() {
        return Ok(());
    }
    let report = out.join("report.json");
    Err(format!(
        "\n{}\n{} of {} documents aren't carried whole; see {}",
        wrong.join("\n"),
        wrong.len(),
        rows.len(),
        report.display(),
    ))
}

fn wrong(row: &Row) -> Option<String> {
    let name = &row.document.shown;
    let error = row.made.as_ref().err();
    match expected::is_refusal(name, error.map(String::as_str)) {
        Some(true) => return None,
        Some(false) if error.is_none() => {
            return Some(format!("{name} is generated, though it can't be right"));
        }
        _ => {}
    }
    if let Some(why) = error {
        return Some(format!("{name} isn't generated:\n{}", why.trim_end()));
    }
    if !row.verdict.compiled {
        let first = row.verdict.errors.first();
        let first = first.map_or("", |(_, text)| text.trim_end());
        return Some(format!("{name} doesn't compile:\n{first}"));
    }
    if row.verdict.warnings > 0 {
        let first = row.verdict.shown_warnings.first();
        let first = first.map_or("", |text| text.trim_end());
        return Some(format!("{name} compiles with warnings:\n{first}"));
    }
    if let [gap, ..] = unexpected_gaps(row)[..] {
        let text = |key: &str| gap[key].as_str().unwrap_or_default();
        return Some(format!(
            "{name}: {} is left out: {}: {}",
            text("pointer"),
            text("code"),
            text("message"),
        ));
    }
    let measured = row.measured.as_ref()?;
    let whole = measured.equal == measured.plain && measured.kept == measured.added;
    let wrong = measured.wrong.iter();
    let unexpected = wrong.filter(|one| !expected::is_wrong_branch(name, one));
    let unexpected: Vec<&Value> = unexpected.collect();
    if whole && unexpected.is_empty() {
        return None;
    }
    if let ([first, ..], true) = (&unexpected[..], whole) {
        let value: String = first["value"].to_string().chars().take(200).collect();
        return Some(format!(
            "{name}: {} of {} values are decoded as a wrong branch, the first {} as {}, not {}: {value}",
            measured.branches - measured.right,
            measured.branches,
            first["pointer"].as_str().unwrap_or_default(),
            first["decoded"],
            first["allowed"],
        ));
    }
    let failure = measured.failures.first().unwrap_or(&Value::Null);
    let result: String = failure["result"].to_string().chars().take(200).collect();
    Some(format!(
        "{name}: {} of {} schemas fail, the first {}: {}: {result}",
        measured.failing,
        row.prepared.types.len(),
        failure["pointer"].as_str().unwrap_or_default(),
        failure["kind"].as_str().unwrap_or_default(),
    ))
}
