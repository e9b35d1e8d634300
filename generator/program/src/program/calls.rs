//! Calls about one subscription, or those of one customer.

use serde_json::{Value, json};

use super::api::runtime::cancel::{
    CancelCall, CancelError, CancelSubscription, CancelSubscriptionExt as _, DryRun,
    ListedSubscription, VendorClient,
};
use super::arguments::{Cancel, CancelAll, CustomerAt, Undo};
use super::choices::Choices;
use super::exit::{Exit, Fault};
use super::output::{self, Output};
use super::variables::Variables;
use super::vendors::{self, Subject};
use super::verdict::{Verdict, state_json, state_text};

pub(crate) async fn cancel(
    cancel: Cancel,
    variables: &Variables,
    output: &Output,
) -> Result<Exit, Fault> {
    let (subject, choices) = (&cancel.subject, &cancel.choices);
    let dry_client = variables.dry_client(subject.client)?;
    let dry = match call(&cancel, &*dry_client).dry_run() {
        Ok(dry) => dry,
        Err(error) => return refused(&error, subject, variables, output),
    };
    if cancel.is_dry {
        return print_dry(&dry, subject, output);
    }
    let client = variables.client(subject.client)?;
    let question = format!(
        "Cancel {} at {} (time: {}, money: {})?",
        subject.shown(),
        subject.client.vendor.title,
        choices.at,
        choices.money
    );
    output::ask(&question, cancel.is_agreed)?;
    let result = call(&cancel, &*client).await;
    let verdict = Verdict::of(result, choices.at.0, choices.confirms, variables);
    print_verdict(&verdict, subject, output)
}

fn call<'a>(cancel: &Cancel, client: &'a dyn CancelSubscription) -> CancelCall<'a> {
    let choices = &cancel.choices;
    let call = choices.apply(client.cancel(cancel.subject.key(), choices.at.0));
    match &cancel.idempotency_key {
        Some(key) => call.idempotency_key(key.clone()),
        None => call,
    }
}

pub(crate) async fn status(
    subject: Subject,
    variables: &Variables,
    output: &Output,
) -> Result<Exit, Fault> {
    let client = variables.client(subject.client)?;
    match client.status(subject.key()).await {
        Ok(status) => {
            let json = json!({
                "vendor": subject.client.vendor.name,
                "key": subject.key_json(),
                "state": state_json(&status.state),
                "exit": Exit::Done.code(),
            });
            let text = format!("{}: {}", subject.shown(), state_text(&status.state));
            output.print(&json, &text)?;
            Ok(Exit::Done)
        }
        Err(error) => print_verdict(&Verdict::unread(&error, variables), &subject, output),
    }
}

pub(crate) async fn undo(
    undo: Undo,
    variables: &Variables,
    output: &Output,
) -> Result<Exit, Fault> {
    let subject = &undo.subject;
    let dry_client = variables.dry_client(subject.client)?;
    let dry = match dry_client.undo(subject.key()).dry_run() {
        Ok(dry) => dry,
        Err(error) => return refused(&error, subject, variables, output),
    };
    if undo.is_dry {
        return print_dry(&dry, subject, output);
    }
    let client = variables.client(subject.client)?;
    let title = subject.client.vendor.title;
    let question = format!("Keep {} at {title} after all?", subject.shown());
    output::ask(&question, undo.is_agreed)?;
    match client.undo(subject.key()).await {
        Ok(undone) => {
            let json = json!({
                "vendor": subject.client.vendor.name,
                "key": subject.key_json(),
                "outcome": "undone",
                "state": undone.state.as_ref().map(state_json),
                "exit": Exit::Done.code(),
            });
            let state = undone.state.as_ref().map(state_text);
            let state = state.map_or(String::new(), |state| format!("\n  state: {state}"));
            output.print(&json, &format!("{}: undone{state}", subject.shown()))?;
            Ok(Exit::Done)
        }
        Err(error) => refused(&error, subject, variables, output),
    }
}

pub(crate) async fn list(
    customer: CustomerAt,
    variables: &Variables,
    output: &Output,
) -> Result<Exit, Fault> {
    let client = variables.client(customer.client)?;
    match client.list(customer.customer.clone()).await {
        Ok(listed) => {
            print_list(&listed, customer.client, output)?;
            Ok(Exit::Done)
        }
        Err(error) => refused_list(&error, variables, output),
    }
}

pub(crate) async fn cancel_all(
    all: CancelAll,
    variables: &Variables,
    output: &Output,
) -> Result<Exit, Fault> {
    let (vendor, choices) = (all.customer.client, &all.choices);
    // What isn't offered is refused before anything is read, and without an API key.
    let any = Subject {
        client: vendor,
        parts: vendor
            .vendor
            .key
            .iter()
            .map(|name| (*name, "-".to_owned()))
            .collect(),
    };
    let dry_client = variables.dry_client(vendor)?;
    if let Err(error) = choices
        .apply(dry_client.cancel(any.key(), choices.at.0))
        .dry_run()
    {
        return refused_list(&error, variables, output);
    }
    let client = variables.client(vendor)?;
    let listed = match client.list(all.customer.customer.clone()).await {
        Ok(listed) => listed,
        Err(error) => return refused_list(&error, variables, output),
    };
    let listed = listed.iter().map(|one| vendors::listed(vendor, &one.key));
    let listed: Vec<_> = listed.collect();
    if all.is_dry {
        return dry_run_of_all(&listed, &*client, choices, variables, output);
    }
    output::ask(&question(&listed, &all), all.is_agreed)?;
    let mut call = client
        .cancel_all(all.customer.customer.clone(), choices.at.0)
        .money(choices.money);
    if let Some(reason) = &choices.reason {
        call = call.reason(reason.clone());
    }
    if let Some(category) = choices.category {
        call = call.category(category);
    }
    let results = match call.await {
        Ok(results) => results,
        Err(error) => return refused_list(&error, variables, output),
    };
    let mut exits = Vec::new();
    for one in results {
        let subject = vendors::listed(vendor, &one.subscription.key);
        let verdict = Verdict::of(one.result, choices.at.0, true, variables);
        exits.push(print_verdict(&verdict, &subject, output)?);
    }
    Ok(Exit::of_all(exits))
}

fn question(listed: &[Subject], all: &CancelAll) -> String {
    let keys: Vec<_> = listed.iter().map(Subject::shown).collect();
    format!(
        "Cancel {} subscriptions at {} ({}; time: {}, money: {})?",
        keys.len(),
        all.customer.client.vendor.title,
        keys.join(", "),
        all.choices.at,
        all.choices.money
    )
}

fn dry_run_of_all(
    listed: &[Subject],
    client: &dyn CancelSubscription,
    choices: &Choices,
    variables: &Variables,
    output: &Output,
) -> Result<Exit, Fault> {
    let mut exits = Vec::new();
    for subject in listed {
        let call = choices.apply(client.cancel(subject.key(), choices.at.0));
        exits.push(match call.dry_run() {
            Ok(dry) => print_dry(&dry, subject, output)?,
            Err(error) => refused(&error, subject, variables, output)?,
        });
    }
    Ok(Exit::of_all(exits))
}

fn print_list(
    listed: &[ListedSubscription],
    client: &'static VendorClient,
    output: &Output,
) -> Result<(), Fault> {
    let mut rows = Vec::new();
    let mut lines = Vec::new();
    for one in listed {
        let subject = vendors::listed(client, &one.key);
        rows.push(json!({ "key": subject.key_json(), "state": state_json(&one.state) }));
        lines.push(format!("{}: {}", subject.shown(), state_text(&one.state)));
    }
    if lines.is_empty() {
        lines.push("no subscriptions".to_owned());
    }
    output.print(&Value::Array(rows), &lines.join("\n"))
}

/// Prints a request that isn't sent.
pub(crate) fn print_dry(dry: &DryRun, subject: &Subject, output: &Output) -> Result<Exit, Fault> {
    let headers = dry.headers.iter();
    let headers: Vec<_> = headers.map(|(name, value)| json!([name, value])).collect();
    let json = json!({
        "vendor": subject.client.vendor.name,
        "key": subject.key_json(),
        "request": {
            "method": dry.method,
            "url": dry.url,
            "headers": headers,
            "body": dry.body,
        },
        "exit": Exit::Done.code(),
    });
    output.print(&json, &dry.to_string())?;
    Ok(Exit::Done)
}

fn print_verdict(verdict: &Verdict, subject: &Subject, output: &Output) -> Result<Exit, Fault> {
    let text = format!("{}: {}", subject.shown(), verdict.text());
    output.print(&verdict.whole_json(subject), &text)?;
    Ok(verdict.exit)
}

fn refused(
    error: &CancelError,
    subject: &Subject,
    variables: &Variables,
    output: &Output,
) -> Result<Exit, Fault> {
    print_verdict(&Verdict::of_error(error, false, variables), subject, output)
}

/// The end of a call that can't read a list, and did nothing else.
fn refused_list(
    error: &CancelError,
    variables: &Variables,
    output: &Output,
) -> Result<Exit, Fault> {
    let verdict = Verdict::unread(error, variables);
    let mut json = verdict.json();
    json["vendor"] = json!(error.vendor().name);
    output.print(&json, &verdict.text())?;
    Ok(verdict.exit)
}
