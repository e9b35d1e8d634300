//! Many subscriptions: a list of them, and a ledger of what became of each.
//!
//! | file | contents |
//! |---|---|
//! | `list` | the list, each line checked before anything is sent |
//! | `ledger` | the file that says how far each line is |
//! | `stop` | the end that a person asks for |
//! | `work` | the calls, in turn for each vendor |
//! | `report` | what became of all |

mod ledger;
mod list;
mod report;
mod stop;
mod work;

use std::collections::BTreeMap;
use std::io::{self, IsTerminal as _};
use std::path::Path;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::api::runtime::cancel::{CancelSubscription, CancelSubscriptionExt as _, VendorClient};
use super::arguments::Bulk;
use super::calls::print_dry;
use super::exit::{Exit, Fault};
use super::output::{self, Output};
use super::variables::Variables;
use ledger::Ledger;
use list::Line;

pub(crate) async fn run(
    bulk: Bulk,
    variables: &Variables,
    vendors: &'static [VendorClient],
    output: &Output,
) -> Result<Exit, Fault> {
    let mut lines = list::read(&bulk, vendors)?;
    check(&mut lines, variables, &bulk, output)?;
    let Some(path) = bulk.ledger.as_deref().filter(|_| !bulk.is_dry) else {
        return Ok(Exit::Done);
    };
    let clients = clients(&lines, variables)?;
    ask(&lines, path, &bulk)?;
    let ledger = Ledger::open(path, &lines)?;
    let bar = bar(lines.len());
    let done = work::run(lines, ledger, clients, variables, bulk.rate, &bar).await;
    bar.finish_and_clear();
    let (ledger, is_stopped) = done?;
    report::print(&ledger, is_stopped, output)
}

/// Makes the request of each line without sending it, so that nothing is sent if one of
/// them can't be.
fn check(
    lines: &mut [Line],
    variables: &Variables,
    bulk: &Bulk,
    output: &Output,
) -> Result<(), Fault> {
    let mut clients = BTreeMap::new();
    let mut refused = Vec::new();
    for line in lines {
        let vendor = line.subject.client;
        if !clients.contains_key(vendor.vendor.name) {
            clients.insert(vendor.vendor.name, variables.dry_client(vendor)?);
        }
        let client = &clients[vendor.vendor.name];
        let call = client.cancel(line.subject.key(), line.choices.at.0);
        let call = line.choices.apply(call);
        match call.dry_run() {
            Ok(dry) => {
                if bulk.is_dry {
                    print_dry(&dry, &line.subject, output)?;
                }
                line.request = format!("{} {}", dry.method, dry.url);
                line.takes_key = call.idempotency_key("any").dry_run().is_ok();
            }
            Err(error) => refused.push(format!("line {}: {error}", line.number)),
        }
    }
    match refused.is_empty() {
        true => Ok(()),
        false => Err(Fault::new(Exit::Unsupported, refused.join("\n"))),
    }
}

type Clients = BTreeMap<&'static str, Box<dyn CancelSubscription>>;

fn clients(lines: &[Line], variables: &Variables) -> Result<Clients, Fault> {
    let mut clients = Clients::new();
    for line in lines {
        let vendor = line.subject.client;
        if !clients.contains_key(vendor.vendor.name) {
            clients.insert(vendor.vendor.name, variables.client(vendor)?);
        }
    }
    Ok(clients)
}

fn ask(lines: &[Line], path: &Path, bulk: &Bulk) -> Result<(), Fault> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for line in lines {
        *counts.entry(line.subject.client.vendor.title).or_default() += 1;
    }
    let counts: Vec<_> = counts
        .iter()
        .map(|(title, count)| format!("{count} at {title}"))
        .collect();
    let again = if path.exists() {
        "Go on to cancel"
    } else {
        "Cancel"
    };
    let question = format!(
        "{again} {} subscriptions ({})?",
        lines.len(),
        counts.join(", ")
    );
    output::ask(&question, bulk.is_agreed)
}

fn bar(length: usize) -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(length as u64), ProgressDrawTarget::stderr());
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} {eta} {msg}");
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
