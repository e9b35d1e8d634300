//! A round trip with a real server: things are created, read, listed, changed and
//! deleted, one operation a step, with the document as published.
//!
//! A step is decoded if the client gives the value or the error that is expected; equal
//! if the value, written again, is the JSON that came, times to the letter; and right if
//! it holds what was set, too.

use std::collections::BTreeMap;
use std::fmt::Debug;

use client::runtime::{Nullable, ResponseFuture, Wire, to_json};
use client::types::{
    self, AutomationCreate, AutomationCreateAction, Label, StateType, VariableValue,
};
use client::variables::CreateVariableVariablesPostError;
use client::{Client, Error};
use serde_json::{Value, json};

use crate::{Outcome, event, some_trigger, state};

const WORDS: &str = "Zürich – 東京 \"x\" \\ / \u{1F4B6}";

/// Steps and how they ended.
#[derive(Default)]
pub struct RoundTrip {
    pub steps: usize,
    decoded: usize,
    equal: usize,
    pub right: usize,
    pub wrong: Vec<String>,
}

impl RoundTrip {
    /// A call that has to succeed, with a value that `is_right`.
    async fn step<T: Wire + Debug, E: Debug>(
        &mut self,
        name: &str,
        call: ResponseFuture<'_, T, E>,
        is_right: impl FnOnce(&T) -> bool,
    ) -> Outcome<T> {
        self.steps += 1;
        let parts = match call.with_parts().await {
            Ok(parts) => parts,
            Err(error) => {
                let body =
                    String::from_utf8_lossy(error.body().map_or(&[][..], |body| body)).into_owned();
                return Err(format!("{name}: {error}: {body}"));
            }
        };
        self.decoded += 1;
        let came: Value = serde_json::from_slice(parts.body()).unwrap_or_default();
        let written: Value = serde_json::from_str(&to_json(&parts.value)).unwrap_or_default();
        let is_equal = is_equal(&came, &written);
        self.equal += usize::from(is_equal);
        match is_equal && is_right(&parts.value) {
            true => self.right += 1,
            false => self
                .wrong
                .push(format!("{name}: {came} became {:?}", parts.value)),
        }
        Ok(parts.value)
    }

    /// A call that has to fail with this status; of a documented one the error `is_right`.
    async fn fails<T: Debug, E: Debug>(
        &mut self,
        name: &str,
        call: ResponseFuture<'_, T, E>,
        status: u16,
        is_right: impl FnOnce(&E) -> bool,
    ) {
        self.steps += 1;
        let error = match call.await {
            Err(error) => error,
            Ok(value) => return self.wrong.push(format!("{name}: succeeded with {value:?}")),
        };
        self.decoded += usize::from(error.decode_error().is_none());
        let has_body = error.body().is_some_and(|body| !body.is_empty());
        self.equal += usize::from(has_body);
        let is_as_said = match &error {
            Error::Api(_) => error.api_error().is_some_and(is_right),
            Error::UnexpectedResponse(_) => true,
            _ => false,
        };
        match has_body && is_as_said && error.status() == Some(status) {
            true => self.right += 1,
            false => self.wrong.push(format!("{name}: {error:?}")),
        }
    }

    pub fn print(&self) {
        println!(
            "round trip: {} steps, {} decoded, {} equal, {} right",
            self.steps, self.decoded, self.equal, self.right
        );
        for wrong in &self.wrong {
            println!("wrong: {wrong}");
        }
    }
}

/// `true` of the same JSON; a number is the same however it is written, and what is
/// absent may have been read as `null`.
fn is_equal(came: &Value, written: &Value) -> bool {
    match (came, written) {
        (Value::Object(came), Value::Object(written)) => {
            let of = |name: &String| came.get(name).unwrap_or(&Value::Null);
            came.keys().all(|name| written.contains_key(name))
                && written
                    .iter()
                    .all(|(name, value)| is_equal(of(name), value))
        }
        (Value::Array(came), Value::Array(written)) => {
            let mut pairs = came.iter().zip(written);
            came.len() == written.len() && pairs.all(|(one, other)| is_equal(one, other))
        }
        (Value::Number(one), Value::Number(other)) => one.as_f64() == other.as_f64(),
        _ => came == written,
    }
}

fn tags() -> Vec<String> {
    vec!["a".to_owned(), WORDS.to_owned()]
}

fn any<T>(_: &T) -> bool {
    true
}

/// All steps.
pub async fn round_trip(client: &Client) -> RoundTrip {
    let mut trip = RoundTrip::default();
    if let Err(problem) = walk(&mut trip, client).await {
        trip.wrong
            .push(format!("the round trip broke off: {problem}"));
    }
    trip
}

async fn walk(trip: &mut RoundTrip, client: &Client) -> Outcome<()> {
    trip.step("hello", client.hello_hello_get().send(), |text| {
        !text.is_empty()
    })
    .await?;
    trip.step("health", client.health_check_health_get().send(), |is| *is)
        .await?;
    flows(trip, client).await?;
    variables(trip, client).await?;
    artifacts(trip, client).await?;
    pools(trip, client).await?;
    limits(trip, client).await?;
    searches(trip, client).await?;
    automations(trip, client).await
}

/// A flow with its runs, their states, tasks and logs.
async fn flows(trip: &mut RoundTrip, client: &Client) -> Outcome<()> {
    let name = format!("trip {WORDS}").replace(['/', '\\'], "-");
    let labels = BTreeMap::from([
        ("half".to_owned(), Label::Number(0.5)),
        ("two".to_owned(), Label::Integer(2)),
        ("yes".to_owned(), Label::Boolean(true)),
        ("word".to_owned(), Label::String(WORDS.to_owned())),
    ]);
    let body = types::FlowCreate::new(&*name)
        .tags(tags())
        .labels(labels.clone());
    let call = client.create_flow_flows_post(body).send();
    let is_it = |flow: &types::Flow| flow.name == name && flow.tags == Some(tags());
    let flow = trip.step("create a flow", call, is_it).await?;
    let has_labels = |flow: &types::Flow| flow.labels == Nullable::Value(labels.clone());
    let call = client.read_flow_flows_id_get(&flow.id).send();
    trip.step("read a flow", call, |read| {
        *read == flow && has_labels(read)
    })
    .await?;
    let call = client.read_flow_by_name_flows_name_name_get(&name).send();
    trip.step("read a flow by its name", call, |read| *read == flow)
        .await?;
    let changed = vec!["changed".to_owned()];
    let call = client
        .update_flow_flows_id_patch(&flow.id)
        .tags(changed.clone())
        .send();
    trip.step("update a flow", call, any).await?;
    let by_id = types::FlowFilterId::default().any(vec![flow.id.clone()]);
    let filter = types::FlowFilter::default().id(by_id);
    let call = client
        .read_flows_flows_filter_post()
        .flows(filter.clone())
        .send();
    let is_changed =
        |flows: &Vec<types::Flow>| matches!(&flows[..], [one] if one.tags == Some(changed.clone()));
    trip.step("filter flows", call, is_changed).await?;
    let call = client
        .count_flows_flows_count_post()
        .flows(filter.clone())
        .send();
    trip.step("count flows", call, |count| *count == 1).await?;
    let call = client
        .paginate_flows_flows_paginate_post()
        .flows(filter)
        .send();
    trip.step("paginate flows", call, |page| {
        page.count == 1 && page.results.len() == 1
    })
    .await?;
    runs(trip, client, &flow.id).await?;
    let call = client.delete_flow_flows_id_delete(&flow.id).send();
    trip.step("delete a flow", call, any).await?;
    let call = client.read_flow_flows_id_get(&flow.id).send();
    trip.fails("read a deleted flow", call, 404, any).await;
    Ok(())
}

async fn runs(trip: &mut RoundTrip, client: &Client, flow: &str) -> Outcome<()> {
    let parameters = BTreeMap::from([("x".to_owned(), json!({ "y": [1, 1.5, null, WORDS] }))]);
    let body = types::FlowRunCreate::new(flow)
        .name("run")
        .parameters(parameters.clone())
        .state(state(StateType::Pending));
    let call = client.create_flow_run_flow_runs_post(body).send();
    let is_it = |run: &types::FlowRunResponse| {
        run.parameters == Some(parameters.clone())
            && run.state_type == Nullable::Value(StateType::Pending)
    };
    let run = trip.step("create a flow run", call, is_it).await?;
    let call = client.read_flow_run_flow_runs_id_get(&run.id).send();
    trip.step("read a flow run", call, |read| read.created == run.created)
        .await?;
    let call = client
        .update_flow_run_flow_runs_id_patch(&run.id)
        .name("renamed")
        .send();
    trip.step("update a flow run", call, any).await?;
    let body = types::BodySetFlowRunStateFlowRunsIdSetStatePost::new(
        state(StateType::Running).message(WORDS),
    );
    let call = client
        .set_flow_run_state_flow_runs_id_set_state_post(&run.id, body)
        .send();
    trip.step("set a state", call, |result| {
        result.status.as_str() == "ACCEPT"
    })
    .await?;
    let call = client
        .read_flow_run_states_flow_run_states_get(&run.id)
        .send();
    let has_both = |states: &Vec<types::State>| {
        let message =
            |state: &types::State| state.message.value().map(String::as_str) == Some(WORDS);
        states.len() == 2 && states.iter().any(message)
    };
    trip.step("read the states", call, has_both).await?;
    let body = types::TaskRunCreate::new("task", "0")
        .flow_run_id(&*run.id)
        .name("task");
    let call = client.create_task_run_task_runs_post(body).send();
    let task = trip
        .step("create a task run", call, |task| task.task_key == "task")
        .await?;
    let call = client.read_task_run_task_runs_id_get(&task.id).send();
    trip.step("read a task run", call, |read| read.dynamic_key == "0")
        .await?;
    logs(trip, client, &run.id).await?;
    let call = client.delete_flow_run_flow_runs_id_delete(&run.id).send();
    trip.step("delete a flow run", call, any).await?;
    let call = client.delete_flow_run_flow_runs_id_delete(&run.id).send();
    trip.fails("delete a flow run again", call, 404, any).await;
    Ok(())
}

/// A time with an offset of its own, which the server gives back as the same instant.
async fn logs(trip: &mut RoundTrip, client: &Client, run: &str) -> Outcome<()> {
    let at: client::runtime::DateTime = "2030-01-01T12:00:00.250000+02:00"
        .parse()
        .map_err(|error| format!("{error}"))?;
    let log = types::LogCreate::new("trip", 20, WORDS, at).flow_run_id(run);
    trip.step(
        "create a log",
        client.create_logs_logs_post(vec![log]).send(),
        any,
    )
    .await?;
    let by_run = types::LogFilterFlowRunId::default().any(vec![run.to_owned()]);
    let filter = types::LogFilter::default().flow_run_id(by_run);
    let call = client.read_logs_logs_filter_post().logs(filter).send();
    let is_it = |logs: &Vec<types::Log>| matches!(&logs[..], [log] if log.timestamp == at && log.message == WORDS);
    trip.step("filter logs", call, is_it).await?;
    Ok(())
}

async fn variables(trip: &mut RoundTrip, client: &Client) -> Outcome<()> {
    let values = [
        ("text", VariableValue::String(WORDS.to_owned())),
        ("whole", VariableValue::Integer(1 << 53)),
        ("number", VariableValue::Number(0.1)),
        (
            "list",
            VariableValue::Array(vec![json!(1), json!({ "a": null })]),
        ),
    ];
    for (name, value) in values {
        let body = types::VariableCreate::new(name, value.clone()).tags(tags());
        let call = client.create_variable_variables_post(body).send();
        let is_it = |made: &types::Variable| made.value.as_ref() == Some(&value);
        trip.step("create a variable", call, is_it).await?;
    }
    let call = client
        .read_variable_by_name_variables_name_name_get("text")
        .send();
    let text = trip
        .step("read a variable by its name", call, |one| {
            one.tags == Some(tags())
        })
        .await?;
    let call = client
        .update_variable_variables_id_patch(&text.id)
        .value(VariableValue::Boolean(false))
        .send();
    trip.step("update a variable", call, any).await?;
    let call = client.read_variables_variables_filter_post().send();
    let is_changed = |all: &Vec<types::Variable>| {
        let changed = Some(VariableValue::Boolean(false));
        all.len() == 4
            && all
                .iter()
                .any(|one| one.name == "text" && one.value == changed)
    };
    trip.step("filter variables", call, is_changed).await?;
    let body = types::VariableCreate::new("text", VariableValue::Integer(1));
    let call = client.create_variable_variables_post(body).send();
    trip.fails("create a variable again", call, 409, any).await;
    let body = types::VariableCreate::new("Not a name!", VariableValue::Integer(1));
    let call = client.create_variable_variables_post(body).send();
    // The server says more in the body than its document tells.
    let is_typed = |error: &CreateVariableVariablesPostError| {
        matches!(
            error,
            CreateVariableVariablesPostError::UnprocessableContent(_)
        )
    };
    trip.fails("create a variable with a bad name", call, 422, is_typed)
        .await;
    let call = client.delete_variable_variables_id_delete(&text.id).send();
    trip.step("delete a variable", call, any).await?;
    Ok(())
}

async fn artifacts(trip: &mut RoundTrip, client: &Client) -> Outcome<()> {
    let data = json!({ "rows": [[1, 2.5], [WORDS, null]] });
    let metadata = BTreeMap::from([("k".to_owned(), WORDS.to_owned())]);
    let call = client
        .create_artifact_artifacts_post()
        .key("trip")
        .r#type("table")
        .data(data.clone())
        .metadata(metadata.clone())
        .send();
    let is_it = |one: &types::Artifact| {
        one.data == Some(data.clone()) && one.metadata == Nullable::Value(metadata.clone())
    };
    let artifact = trip.step("create an artifact", call, is_it).await?;
    let id = artifact.id.unwrap_or_default();
    let call = client
        .update_artifact_artifacts_id_patch(&id)
        .description(WORDS)
        .send();
    trip.step("update an artifact", call, any).await?;
    let call = client
        .read_latest_artifact_artifacts_key_latest_get("trip")
        .send();
    let is_described =
        |one: &types::Artifact| one.description.value().map(String::as_str) == Some(WORDS);
    trip.step("read the latest artifact", call, is_described)
        .await?;
    let call = client.delete_artifact_artifacts_id_delete(&id).send();
    trip.step("delete an artifact", call, any).await?;
    Ok(())
}

async fn pools(trip: &mut RoundTrip, client: &Client) -> Outcome<()> {
    let body = types::WorkPoolCreate::new("trip")
        .description(WORDS)
        .concurrency_limit(3);
    let call = client.create_work_pool_work_pools_post(body.clone()).send();
    let is_it = |pool: &types::WorkPoolResponse| pool.concurrency_limit == Nullable::Value(3);
    trip.step("create a work pool", call, is_it).await?;
    let call = client.create_work_pool_work_pools_post(body).send();
    trip.fails("create a work pool again", call, 409, any).await;
    let call = client
        .update_work_pool_work_pools_name_patch("trip")
        .is_paused(true)
        .concurrency_limit(None)
        .send();
    trip.step("update a work pool", call, any).await?;
    let call = client.read_work_pool_work_pools_name_get("trip").send();
    let is_paused = |pool: &types::WorkPoolResponse| {
        pool.is_paused == Some(true) && pool.concurrency_limit == Nullable::Null
    };
    trip.step("read a work pool", call, is_paused).await?;
    let call = client
        .delete_work_pool_work_pools_name_delete("trip")
        .send();
    trip.step("delete a work pool", call, any).await?;
    Ok(())
}

async fn limits(trip: &mut RoundTrip, client: &Client) -> Outcome<()> {
    let body = types::ConcurrencyLimitV2Create::new("trip", 2).slot_decay_per_second(0.25);
    let call = client
        .create_concurrency_limit_v2_v2_concurrency_limits_post(body)
        .send();
    let is_it = |limit: &types::ConcurrencyLimitV2| limit.slot_decay_per_second == Some(0.25);
    trip.step("create a limit", call, is_it).await?;
    let call = client
        .update_concurrency_limit_v2_v2_concurrency_limits_id_or_name_patch("trip")
        .limit(5)
        .send();
    trip.step("update a limit", call, any).await?;
    let call = client
        .read_concurrency_limit_v2_v2_concurrency_limits_id_or_name_get("trip")
        .send();
    trip.step("read a limit", call, |limit| limit.limit == 5)
        .await?;
    let call = client
        .delete_concurrency_limit_v2_v2_concurrency_limits_id_or_name_delete("trip")
        .send();
    trip.step("delete a limit", call, any).await?;
    Ok(())
}

async fn searches(trip: &mut RoundTrip, client: &Client) -> Outcome<()> {
    let value = json!({ "a": [1.5, WORDS] });
    let filter = types::SavedSearchFilter::new(types::SavedSearchFilterRequired {
        object: "flow".to_owned(),
        property: "name".to_owned(),
        r#type: "string".to_owned(),
        operation: "equals".to_owned(),
        value: value.clone(),
    });
    let body = types::SavedSearchCreate::new("trip").filters(vec![filter]);
    let call = client.create_saved_search_saved_searches_put(body).send();
    let search = trip.step("save a search", call, any).await?;
    let call = client
        .read_saved_search_saved_searches_id_get(&search.id)
        .send();
    let is_it = |read: &types::SavedSearch| {
        read.filters
            .as_deref()
            .is_some_and(|all| matches!(all, [one] if one.value == value))
    };
    trip.step("read a search", call, is_it).await?;
    let call = client
        .delete_saved_search_saved_searches_id_delete(&search.id)
        .send();
    trip.step("delete a search", call, any).await?;
    Ok(())
}

async fn automations(trip: &mut RoundTrip, client: &Client) -> Outcome<()> {
    let nothing = || {
        vec![AutomationCreateAction::DoNothing(
            types::DoNothing::default(),
        )]
    };
    let body = AutomationCreate::new("trip", some_trigger(), nothing()).description(WORDS);
    let call = client.create_automation_automations_post(body).send();
    let made = trip
        .step("create an automation", call, |one| one.name == "trip")
        .await?;
    let body = types::AutomationUpdate::new(
        "renamed",
        types::AutomationUpdateTrigger::EventTriggerInput(event("prefect.flow-run.Completed")),
        vec![types::AutomationUpdateAction::DoNothing(
            types::DoNothing::default(),
        )],
    );
    let call = client
        .update_automation_automations_id_put(&made.id, body)
        .send();
    trip.step("replace an automation", call, any).await?;
    let call = client
        .patch_automation_automations_id_patch(&made.id)
        .enabled(false)
        .send();
    trip.step("patch an automation", call, any).await?;
    let call = client.read_automation_automations_id_get(&made.id).send();
    let is_off = |one: &types::Automation| one.name == "renamed" && one.enabled == Some(false);
    trip.step("read an automation", call, is_off).await?;
    let call = client
        .delete_automation_automations_id_delete(&made.id)
        .send();
    trip.step("delete an automation", call, any).await?;
    let call = client.read_automation_automations_id_get(&made.id).send();
    trip.fails("read a deleted automation", call, 404, any)
        .await;
    Ok(())
}
