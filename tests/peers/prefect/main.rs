//! Conversations with a real Prefect server through the client that was generated
//! from what the server publishes.
//!
//! A union of Prefect tells its branches apart by a member with a constant value,
//! such as `type`, which its document lists as optional with that value as the
//! default. A user of the client never writes it. Three things have to agree: the
//! branch that was built, the one that the server stored, and the one that its response
//! is decoded as. The second is read off the JSON as it came, with nothing but
//! `serde_json` and the document.
//!
//! `round_trip` beside it goes through what a client is used for.
//!
//! Exits with 1 and a list if something disagrees.

mod round_trip;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::process::ExitCode;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use client::runtime::{
    Body, BoxFuture, DefaultTransport, Nullable, Request, ResponseFuture, StreamingResponse,
    Transport, TransportError,
};
use client::types::{
    self, Automation, AutomationAction, AutomationCreate, AutomationCreateAction,
    AutomationCreateTrigger, AutomationTrigger, CompoundTriggerInput, CompoundTriggerRequire,
    CompoundTriggerRequireText, DeploymentScheduleCreate, DeploymentScheduleCreateSchedule,
    DeploymentScheduleSchedule, EventTriggerInput, EventTriggerMatch, EventTriggerMatchRelated,
    EventTriggerPosture, FlowRunPolicy, Label, OrchestrationResultDetails,
    ResourceSpecificationValue, SequenceTriggerInput, Source, StateCreate, StateDetails, StateType,
    TaskRunTaskInputItem, TriggerInputTrigger, TriggerInputWithin, TriggerOutputTrigger,
};
use client::{Client, Error};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

type Outcome<T> = Result<T, String>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let mut findings = Findings::default();
    if let Err(problem) = converse(&mut findings).await {
        findings
            .wrong
            .push(format!("the conversation broke off: {problem}"));
    }
    match trip().await {
        Ok(trip) => {
            trip.print();
            findings.wrong.extend(trip.wrong);
        }
        Err(problem) => findings.wrong.push(problem),
    }
    for note in &findings.notes {
        println!("note: {note}");
    }
    println!(
        "{} comparisons, {} wrong",
        findings.comparisons,
        findings.wrong.len()
    );
    for (wrong, times) in counted(&findings.wrong) {
        println!("wrong, {times} times: {wrong}");
    }
    ExitCode::from(u8::from(!findings.wrong.is_empty()))
}

/// The steps of the round trip.
async fn trip() -> Outcome<round_trip::RoundTrip> {
    let client = Client::builder(variable("PREFECT_URL")?).build();
    let client = client.map_err(|error| error.to_string())?;
    Ok(round_trip::round_trip(&client).await)
}

/// Each line once, where it came first, with how often it came.
fn counted(lines: &[String]) -> Vec<(&str, usize)> {
    let mut counted: Vec<(&str, usize)> = Vec::new();
    for line in lines {
        match counted.iter_mut().find(|(known, _)| known == line) {
            Some((_, times)) => *times += 1,
            None => counted.push((line, 1)),
        }
    }
    counted
}

async fn converse(findings: &mut Findings) -> Outcome<()> {
    let recorder = Recorder::new()?;
    let client = Client::builder(variable("PREFECT_URL")?)
        .transport(recorder.clone())
        .build()
        .map_err(|error| error.to_string())?;
    let document =
        std::fs::read(variable("PREFECT_DOCUMENT")?).map_err(|error| error.to_string())?;
    let mut peer = Peer {
        client: &client,
        recorder,
        document: serde_json::from_slice(&document).map_err(|error| error.to_string())?,
        findings,
    };
    let things = things(&mut peer).await?;
    actions(&mut peer, &things).await?;
    triggers(&mut peer).await?;
    all_automations(&mut peer).await?;
    schedules(&mut peer, &things).await?;
    states(&mut peer, &things).await?;
    many_states(&mut peer, &things).await?;
    task_inputs(&mut peer, &things).await?;
    labels(&mut peer).await
}

fn variable(name: &str) -> Outcome<String> {
    std::env::var(name).map_err(|_| format!("`{name}` isn't set"))
}

/// The ids of things that actions refer to.
struct Things {
    flow: String,
    deployment: String,
    work_pool: String,
    work_queue: String,
    automation: String,
    notification: String,
    webhook: String,
}

async fn things(peer: &mut Peer<'_>) -> Outcome<Things> {
    let client = peer.client;
    let call = client.create_flow_flows_post(types::FlowCreate::new("flow"));
    let flow = peer.done(call.send()).await?.0.id;
    let call = client.create_work_pool_work_pools_post(types::WorkPoolCreate::new("pool"));
    let work_pool = peer.done(call.send()).await?.0.id;
    let call = client.create_work_queue_work_pools_work_pool_name_queues_post(
        "pool",
        types::WorkQueueCreate::new("queue"),
    );
    let work_queue = peer.done(call.send()).await?.0.id;
    let deployment = types::DeploymentCreate::new("deployment", &*flow);
    let call = client.create_deployment_deployments_post(deployment);
    let deployment = peer.done(call.send()).await?.0.id;
    let nothing = AutomationCreateAction::DoNothing(types::DoNothing::default());
    let body = AutomationCreate::new("first", some_trigger(), vec![nothing]);
    let call = client.create_automation_automations_post(body);
    let automation = peer.done(call.send()).await?.0.id;
    Ok(Things {
        flow,
        deployment,
        work_pool,
        work_queue,
        automation,
        notification: block(peer, "custom-webhook", json!({"name": "none"})).await?,
        webhook: block(peer, "webhook", json!({})).await?,
    })
}

/// A block of a type that the server has from the start; nothing ever calls its URL.
async fn block(peer: &mut Peer<'_>, slug: &str, data: Value) -> Outcome<String> {
    let client = peer.client;
    let call = client.read_block_type_by_slug_block_types_slug_slug_get(slug);
    let block_type = peer.done(call.send()).await?.0.id;
    let filter = types::BlockSchemaFilterBlockTypeId::default().any(vec![block_type.clone()]);
    let call = client
        .read_block_schemas_block_schemas_filter_post()
        .block_schemas(types::BlockSchemaFilter::default().block_type_id(filter));
    let schemas = peer.done(call.send()).await?.0;
    let schema = schemas.first().ok_or("the block type has no schema")?;
    let mut fields = BTreeMap::from([("url".to_owned(), json!("http://127.0.0.1:9/"))]);
    fields.extend(data.as_object().into_iter().flatten().map(owned));
    let body = types::BlockDocumentCreate::new(&*schema.id, block_type)
        .name(format!("block-{slug}"))
        .data(fields);
    let call = client.create_block_document_block_documents_post(body);
    Ok(peer.done(call.send()).await?.0.id)
}

fn owned((name, value): (&String, &Value)) -> (String, Value) {
    (name.clone(), value.clone())
}

/// An automation for every kind of action.
async fn actions(peer: &mut Peer<'_>, things: &Things) -> Outcome<()> {
    let client = peer.client;
    let built = every_action(things);
    for (number, action) in built.iter().enumerate() {
        let name = format!("action {number}");
        let body = AutomationCreate::new(name, some_trigger(), vec![action.clone()]);
        let call = client.create_automation_automations_post(body);
        let (created, response) = match peer.done(call.send()).await {
            Ok(done) => done,
            Err(problem) => {
                let wrong = format!("{}: not created: {problem}", action.schema());
                peer.findings.wrong.push(wrong);
                continue;
            }
        };
        peer.action(action, created.actions.first(), &response["actions"][0]);
        let call = client.read_automation_automations_id_get(&created.id);
        let (read, response) = peer.done(call.send()).await?;
        peer.action(action, read.actions.first(), &response["actions"][0]);
    }

    let covered: BTreeSet<&str> = built.iter().map(Schema::schema).collect();
    for branch in peer.branches("/AutomationCreate/properties/actions/items") {
        let has = covered.contains(&*branch);
        peer.expect(has, || {
            format!("{branch} is an action that none was built of")
        });
    }

    let all = AutomationCreate::new("all actions", some_trigger(), built.clone())
        .actions_on_trigger(built.iter().rev().cloned().collect::<Vec<_>>())
        .actions_on_resolve(built.clone());
    let call = client.create_automation_automations_post(all);
    let (created, response) = peer.done(call.send()).await?;
    for (index, action) in built.iter().enumerate() {
        peer.action(
            action,
            created.actions.get(index),
            &response["actions"][index],
        );
        let on_resolve = created.actions_on_resolve.as_deref().unwrap_or_default();
        let stored = &response["actions_on_resolve"][index];
        peer.action(action, on_resolve.get(index), stored);
        let on_trigger = created.actions_on_trigger.as_deref().unwrap_or_default();
        let index = built.len() - 1 - index;
        let stored = &response["actions_on_trigger"][index];
        peer.action(action, on_trigger.get(index), stored);
    }
    Ok(())
}

/// Every kind of action with as little as the server needs, and those that can
/// apply to what an event is about in that way, too.
fn every_action(things: &Things) -> Vec<AutomationCreateAction> {
    use AutomationCreateAction as Action;
    let parameters = BTreeMap::from([("number".to_owned(), json!(1))]);
    vec![
        Action::DoNothing(types::DoNothing::default()),
        Action::RunDeploymentInput(
            types::RunDeploymentInput::default()
                .deployment_id(things.deployment.clone())
                .parameters(parameters)
                .schedule_after(types::ScheduleAfter::Number(90.5)),
        ),
        Action::RunDeploymentInput(types::RunDeploymentInput::default().source(Source::Inferred)),
        Action::PauseDeployment(
            types::PauseDeployment::default().deployment_id(things.deployment.clone()),
        ),
        Action::PauseDeployment(types::PauseDeployment::default().source(Source::Inferred)),
        Action::ResumeDeployment(
            types::ResumeDeployment::default().deployment_id(things.deployment.clone()),
        ),
        Action::ResumeDeployment(types::ResumeDeployment::default().source(Source::Inferred)),
        Action::CancelFlowRun(types::CancelFlowRun::default()),
        Action::DeleteFlowRun(types::DeleteFlowRun::default()),
        Action::ChangeFlowRunState(types::ChangeFlowRunState::new(StateType::Cancelled)),
        Action::ChangeFlowRunState(
            types::ChangeFlowRunState::new(StateType::Failed)
                .name("Given up".to_owned())
                .force(true),
        ),
        Action::PauseWorkQueue(
            types::PauseWorkQueue::default().work_queue_id(things.work_queue.clone()),
        ),
        Action::PauseWorkQueue(types::PauseWorkQueue::default().source(Source::Inferred)),
        Action::ResumeWorkQueue(
            types::ResumeWorkQueue::default().work_queue_id(things.work_queue.clone()),
        ),
        Action::ResumeWorkQueue(types::ResumeWorkQueue::default().source(Source::Inferred)),
        Action::SendNotification(types::SendNotification::new(&*things.notification, "now")),
        Action::CallWebhook(types::CallWebhook::new(&*things.webhook)),
        Action::PauseAutomation(
            types::PauseAutomation::default().automation_id(things.automation.clone()),
        ),
        Action::PauseAutomation(types::PauseAutomation::default().source(Source::Inferred)),
        Action::ResumeAutomation(
            types::ResumeAutomation::default().automation_id(things.automation.clone()),
        ),
        Action::ResumeAutomation(types::ResumeAutomation::default().source(Source::Inferred)),
        Action::SuspendFlowRun(types::SuspendFlowRun::default()),
        Action::ResumeFlowRun(types::ResumeFlowRun::default()),
        Action::PauseWorkPool(
            types::PauseWorkPool::default().work_pool_id(things.work_pool.clone()),
        ),
        Action::PauseWorkPool(types::PauseWorkPool::default().source(Source::Inferred)),
        Action::ResumeWorkPool(
            types::ResumeWorkPool::default().work_pool_id(things.work_pool.clone()),
        ),
        Action::ResumeWorkPool(types::ResumeWorkPool::default().source(Source::Inferred)),
    ]
}

/// An automation for every kind of trigger, alone and within others.
async fn triggers(peer: &mut Peer<'_>) -> Outcome<()> {
    let client = peer.client;
    for (number, trigger) in every_trigger().into_iter().enumerate() {
        let shape = trigger.shape();
        let nothing = AutomationCreateAction::DoNothing(types::DoNothing::default());
        let name = format!("trigger {number}");
        let body = AutomationCreate::new(name, trigger.clone(), vec![nothing]);
        let call = client.create_automation_automations_post(body);
        let created = match peer.done(call.send()).await {
            Ok((created, _)) => created,
            Err(problem) => {
                let wrong = format!("{shape}: not created: {problem}");
                peer.findings.wrong.push(wrong);
                continue;
            }
        };
        let call = client.read_automation_automations_id_get(&created.id);
        let (read, response) = peer.done(call.send()).await?;
        let stored = &response["trigger"];
        let stored_shape = peer.trigger_shape(stored);
        peer.expect(shape == stored_shape, || {
            let sent = text(&trigger);
            format!("{shape} was built and {sent} sent: stored as {stored_shape}, {stored}")
        });
        peer.trigger(&read.trigger, stored);
    }
    Ok(())
}

fn some_trigger() -> AutomationCreateTrigger {
    AutomationCreateTrigger::EventTriggerInput(event("prefect.flow-run.Completed"))
}

fn event(name: &str) -> EventTriggerInput {
    EventTriggerInput::new(EventTriggerPosture::Reactive).expect(vec![name.to_owned()])
}

fn every_trigger() -> Vec<AutomationCreateTrigger> {
    use AutomationCreateTrigger as Trigger;
    use ResourceSpecificationValue as Label;
    use TriggerInputTrigger as Inner;

    let one = Label::String("prefect.flow-run.*".to_owned());
    let several = Label::Array(vec!["prefect.tag.a".to_owned(), "prefect.tag.b".to_owned()]);
    let resource = BTreeMap::from([("prefect.resource.id".to_owned(), one)]);
    let related = BTreeMap::from([("prefect.resource.id".to_owned(), several)]);
    let matching = event("prefect.flow-run.Failed")
        .r#match(EventTriggerMatch::ResourceSpecification(resource.clone()))
        .threshold(3)
        .within(TriggerInputWithin::String("PT1M".to_owned()));
    let in_compound = |name| Inner::EventTriggerInput(event(name));
    let in_sequence = |name| Inner::EventTriggerInput(event(name));
    let sequence = SequenceTriggerInput::new(
        vec![in_sequence("a"), in_sequence("b")],
        TriggerInputWithin::Number(120.0),
    );
    let compound = CompoundTriggerInput::new(
        vec![in_compound("a"), in_compound("b")],
        None,
        CompoundTriggerRequire::Text(CompoundTriggerRequireText::Any),
    );
    let nested = CompoundTriggerInput::new(
        vec![
            Inner::SequenceTriggerInput(sequence.clone()),
            Inner::CompoundTriggerInput(compound.clone()),
            in_compound("c"),
        ],
        TriggerInputWithin::String("PT5M".to_owned()),
        CompoundTriggerRequire::Integer(2),
    );
    let deeper = SequenceTriggerInput::new(
        vec![
            Inner::CompoundTriggerInput(nested.clone()),
            Inner::SequenceTriggerInput(sequence.clone()),
        ],
        None,
    );
    vec![
        Trigger::EventTriggerInput(EventTriggerInput::new(EventTriggerPosture::Reactive)),
        Trigger::EventTriggerInput(matching.clone()),
        Trigger::EventTriggerInput(matching.clone().match_related(
            EventTriggerMatchRelated::ResourceSpecification(related.clone()),
        )),
        Trigger::EventTriggerInput(matching.match_related(EventTriggerMatchRelated::Array(vec![
            EventTriggerMatch::ResourceSpecification(resource),
            EventTriggerMatch::ResourceSpecification(related),
        ]))),
        Trigger::EventTriggerInput(
            EventTriggerInput::new(EventTriggerPosture::Proactive)
                .within(TriggerInputWithin::Number(30.5)),
        ),
        Trigger::CompoundTriggerInput(compound),
        Trigger::SequenceTriggerInput(sequence),
        Trigger::CompoundTriggerInput(nested),
        Trigger::SequenceTriggerInput(deeper),
    ]
}

/// The list of all automations, each decoded as what it is.
async fn all_automations(peer: &mut Peer<'_>) -> Outcome<()> {
    let call = peer
        .client
        .read_automations_automations_filter_post()
        .limit(200);
    let (read, response) = peer.done(call.send()).await?;
    let read: Vec<Automation> = read;
    let stored = response.as_array().map(Vec::as_slice).unwrap_or_default();
    peer.expect(!read.is_empty() && read.len() == stored.len(), || {
        format!(
            "the list of automations has {} of {}",
            read.len(),
            stored.len()
        )
    });
    for (read, stored) in read.iter().zip(stored) {
        peer.trigger(&read.trigger, &stored["trigger"]);
        let actions = stored["actions"].as_array().into_iter().flatten();
        for (read, stored) in read.actions.iter().zip(actions) {
            let union = "/Automation/properties/actions/items";
            peer.decoded(union, read, stored);
        }
    }
    Ok(())
}

/// A deployment with a schedule of every kind.
async fn schedules(peer: &mut Peer<'_>, things: &Things) -> Outcome<()> {
    use DeploymentScheduleCreateSchedule as Schedule;
    let client = peer.client;
    let hours = types::Interval::Number(7200.0);
    let minutes = types::Interval::String("PT30M".to_owned());
    let built = [
        Schedule::IntervalScheduleInput(types::IntervalScheduleInput::new(hours)),
        Schedule::IntervalScheduleInput(types::IntervalScheduleInput::new(minutes)),
        Schedule::CronSchedule(types::CronSchedule::new("0 0 * * *").day_or(false)),
        Schedule::RRuleSchedule(
            types::RRuleSchedule::new("FREQ=DAILY;COUNT=3").timezone("Asia/Tokyo".to_owned()),
        ),
    ];
    for (number, schedule) in built.into_iter().enumerate() {
        let schema = schedule.schema();
        let sent = text(&schedule);
        let schedules = vec![DeploymentScheduleCreate::new(schedule).active(false)];
        let body = types::DeploymentCreate::new(format!("schedule-{number}"), &*things.flow)
            .schedules(schedules);
        let call = client.create_deployment_deployments_post(body);
        let deployment = peer.done(call.send()).await?.0.id;
        let call = client.read_deployment_schedules_deployments_id_schedules_get(&deployment);
        let (read, response) = peer.done(call.send()).await?;
        let stored = &response[0]["schedule"];
        let union = "/DeploymentSchedule/properties/schedule";
        let branch = peer.branch(union, stored);
        peer.expect(side_of_both(&branch) == side_of_both(schema), || {
            format!("{schema} was built and {sent} sent: stored as {branch}, {stored}")
        });
        match read.first() {
            Some(read) => peer.decoded(union, &read.schedule, stored),
            None => peer.findings.wrong.push(format!("{schema}: not listed")),
        }
    }
    Ok(())
}

/// Transitions of flow runs and task runs that end in every way.
async fn states(peer: &mut Peer<'_>, things: &Things) -> Outcome<()> {
    let mut seen = BTreeSet::new();
    let retries = FlowRunPolicy::default().retries(2).retry_delay(60);
    let starts = [
        (state(StateType::Pending), None),
        (state(StateType::Pending), Some(retries)),
        (scheduled_far_ahead()?, None),
        (state(StateType::Failed), None),
    ];
    let steps = [
        StateType::Running,
        StateType::Pending,
        StateType::Failed,
        StateType::Running,
        StateType::Paused,
        StateType::Completed,
        StateType::Crashed,
    ];
    for (start, policy) in starts {
        let run = flow_run(peer, things, start, policy).await?;
        for step in &steps {
            let body = types::BodySetFlowRunStateFlowRunsIdSetStatePost::new(state(step.clone()));
            let call = peer
                .client
                .set_flow_run_state_flow_runs_id_set_state_post(&run, body);
            let (read, response) = peer.done(call.send()).await?;
            peer.transition(&read.status, &read.details, &response);
            seen.insert(response["status"].to_string());
        }
    }

    let parent = flow_run(peer, things, state(StateType::Running), None).await?;
    for (key, start) in [
        ("pending", state(StateType::Pending)),
        ("later", scheduled_far_ahead()?),
        ("done", state(StateType::Completed)),
    ] {
        let body = types::TaskRunCreate::new("task", key)
            .flow_run_id(parent.clone())
            .state(start);
        let call = peer.client.create_task_run_task_runs_post(body);
        let run = peer.done(call.send()).await?.0.id;
        for step in [StateType::Running, StateType::Completed, StateType::Crashed] {
            let body = types::BodySetTaskRunStateTaskRunsIdSetStatePost::new(state(step));
            let call = peer
                .client
                .set_task_run_state_task_runs_id_set_state_post(&run, body);
            let (read, response) = peer.done(call.send()).await?;
            peer.transition(&read.status, &read.details, &response);
        }
    }

    // Otherwise the comparisons above would say less than they seem to.
    let statuses = peer.document["components"]["schemas"]["SetStateStatus"]["enum"].clone();
    for status in statuses.as_array().into_iter().flatten() {
        let has = seen.contains(&status.to_string());
        peer.expect(has, || format!("no transition ended in {status}"));
    }
    Ok(())
}

/// One transition of many flow runs, which ends in a different way for each.
async fn many_states(peer: &mut Peer<'_>, things: &Things) -> Outcome<()> {
    let mut runs = Vec::new();
    for start in [
        state(StateType::Pending),
        state(StateType::Running),
        state(StateType::Completed),
        scheduled_far_ahead()?,
    ] {
        runs.push(flow_run(peer, things, start, None).await?);
    }
    for step in [StateType::Running, StateType::Paused] {
        let these = types::FlowRunFilterId::default().any(runs.clone());
        let body = types::BodyBulkSetFlowRunStateFlowRunsBulkSetStatePost::new(state(step))
            .flow_runs(types::FlowRunFilter::default().id(these));
        let call = peer
            .client
            .bulk_set_flow_run_state_flow_runs_bulk_set_state_post(body);
        let (read, response) = peer.done(call.send()).await?;
        let read = read.results.unwrap_or_default();
        let count = read.len();
        peer.expect(count == runs.len(), || {
            format!("{count} results: {response}")
        });
        let results = response["results"].as_array().into_iter().flatten();
        for (read, stored) in read.iter().zip(results) {
            peer.transition(&read.status, &read.details, stored);
        }
    }
    Ok(())
}

fn state(kind: StateType) -> StateCreate {
    StateCreate::new(kind)
}

fn scheduled_far_ahead() -> Outcome<StateCreate> {
    let mut details = StateDetails::default();
    let time = "2100-01-01T00:00:00Z".parse();
    details.scheduled_time = Nullable::Value(time.map_err(|error| format!("{error}"))?);
    Ok(state(StateType::Scheduled).state_details(details))
}

async fn flow_run(
    peer: &mut Peer<'_>,
    things: &Things,
    start: StateCreate,
    policy: Option<FlowRunPolicy>,
) -> Outcome<String> {
    let mut body = types::FlowRunCreate::new(&*things.flow).state(start);
    if let Some(policy) = policy {
        body = body.empirical_policy(policy);
    }
    let call = peer.client.create_flow_run_flow_runs_post(body);
    Ok(peer.done(call.send()).await?.0.id)
}

/// A task run with every kind of input. Two of the kinds differ in nothing but the
/// constant.
async fn task_inputs(peer: &mut Peer<'_>, things: &Things) -> Outcome<()> {
    use TaskRunTaskInputItem as Input;
    let parent = flow_run(peer, things, state(StateType::Running), None).await?;
    let built = vec![
        Input::FlowRunResult(types::FlowRunResult::new(&*parent)),
        Input::TaskRunResult(types::TaskRunResult::new(&*parent)),
        Input::Parameter(types::Parameter::new("x")),
        Input::Constant(types::Constant::new("int")),
    ];
    let body = types::TaskRunCreate::new("task", "inputs")
        .flow_run_id(parent)
        .task_inputs(BTreeMap::from([("x".to_owned(), built.clone())]));
    let client = peer.client;
    let call = client.create_task_run_task_runs_post(body);
    let created = peer.done(call.send()).await?.0.id;
    let call = client.read_task_run_task_runs_id_get(&created);
    let (read, response) = peer.done(call.send()).await?;
    let read = read.task_inputs.unwrap_or_default();
    let read = read.get("x").map(Vec::as_slice).unwrap_or_default();
    let union = "/TaskRun/properties/task_inputs/additionalProperties/items";
    for (index, built) in built.iter().enumerate() {
        let stored = &response["task_inputs"]["x"][index];
        peer.stored(union, built, stored);
        match read.get(index) {
            Some(read) => peer.decoded(union, read, stored),
            None => peer.findings.wrong.push(format!("no {stored}")),
        }
    }
    Ok(())
}

/// Labels of every type that they can have, beside some that look like another.
async fn labels(peer: &mut Peer<'_>) -> Outcome<()> {
    let built = [
        ("boolean", Label::Boolean(true)),
        ("integer", Label::Integer(3)),
        ("number", Label::Number(1.5)),
        ("string", Label::String("x".to_owned())),
        ("looks like a boolean", Label::String("true".to_owned())),
        ("looks like an integer", Label::String("7".to_owned())),
    ];
    let built = built.map(|(name, label)| (name.to_owned(), label));
    let built = BTreeMap::from(built);
    let body = types::FlowCreate::new("labels").labels(built.clone());
    let client = peer.client;
    let call = client.create_flow_flows_post(body);
    let created = peer.done(call.send()).await?.0.id;
    let call = client.read_flow_flows_id_get(&created);
    let (read, response) = peer.done(call.send()).await?;
    for (name, label) in &built {
        let stored = &response["labels"][name];
        let sent = value(label);
        peer.expect(same(&sent, stored), || {
            format!("label `{name}`: sent {sent}, stored {stored}")
        });
        let read = read.labels.value().and_then(|labels| labels.get(name));
        peer.expect(read == Some(label), || {
            format!("label `{name}`: {stored} was decoded as {read:?}")
        });
    }
    Ok(())
}

/// Results of all comparisons.
#[derive(Default)]
struct Findings {
    comparisons: usize,
    wrong: Vec<String>,
    notes: BTreeSet<String>,
}

/// The server, by its client and its document.
struct Peer<'a> {
    client: &'a Client,
    recorder: Recorder,
    document: Value,
    findings: &'a mut Findings,
}

impl Peer<'_> {
    /// Sends a call. Gives its value and the JSON that it was decoded from.
    ///
    /// Prefect responses 201 where its document has 200 only. The value is the
    /// documented one, so this goes on with a note.
    async fn done<T, E>(&mut self, call: ResponseFuture<'_, T, E>) -> Outcome<(T, Value)>
    where
        T: DeserializeOwned,
        E: Debug,
    {
        let result = call.await;
        let exchange = self.recorder.last();
        let value = match result {
            Ok(value) => value,
            Err(Error::UnexpectedResponse(response)) if (200..300).contains(&response.status()) => {
                let note = format!(
                    "{} {} responded {}, which the document doesn't have",
                    exchange.method,
                    without_ids(&exchange.path),
                    response.status()
                );
                self.findings.notes.insert(note);
                serde_json::from_slice(response.body()).map_err(|error| error.to_string())?
            }
            Err(error) => {
                let Exchange {
                    method,
                    path,
                    sent,
                    response,
                } = exchange;
                return Err(format!("{method} {path} {sent}: {error}: {response}"));
            }
        };
        Ok((value, exchange.response))
    }

    fn expect(&mut self, holds: bool, wrong: impl FnOnce() -> String) {
        self.findings.comparisons += 1;
        if !holds {
            self.findings.wrong.push(wrong());
        }
    }

    /// Compares an action that was built with that of a response and with what the
    /// response was decoded as.
    fn action(
        &mut self,
        built: &AutomationCreateAction,
        read: Option<&AutomationAction>,
        stored: &Value,
    ) {
        let union = "/Automation/properties/actions/items";
        self.stored(union, built, stored);
        match read {
            Some(read) => self.decoded(union, read, stored),
            None => {
                let wrong = format!("{}: the response has no {stored}", built.schema());
                self.findings.wrong.push(wrong);
            }
        }
    }

    /// Compares what was built with what the server made of it: the branch, and
    /// the members that were set.
    fn stored<T: Schema>(&mut self, union: &str, built: &T, stored: &Value) {
        let schema = built.schema();
        let sent = value(built);
        let branch = self.branch(union, stored);
        let agree = side_of_both(&branch) == side_of_both(schema);
        self.expect(agree, || {
            format!("{schema} was built and {sent} sent: stored as {branch}, {stored}")
        });
        if !agree {
            return;
        }
        for (name, value) in sent.as_object().into_iter().flatten() {
            self.expect(same(value, &stored[name]), || {
                format!(
                    "{schema}: `{name}` was sent as {value}, stored as {}",
                    stored[name]
                )
            });
        }
    }

    /// Compares what a response has with what it was decoded as: the branch, and all
    /// members.
    fn decoded<T: Schema>(&mut self, union: &str, read: &T, stored: &Value) {
        let branch = self.branch(union, stored);
        let schema = read.schema();
        self.expect(branch == schema, || {
            format!("{stored} is a {branch} and was decoded as {schema}")
        });
        let again = value(read);
        self.expect(same(&again, stored), || {
            format!("{stored} was decoded, and encoded as {again}")
        });
    }

    fn trigger(&mut self, read: &AutomationTrigger, stored: &Value) {
        let shape = self.trigger_shape(stored);
        let read_shape = read.shape();
        self.expect(shape == read_shape, || {
            format!("{stored} is {shape} and was decoded as {read_shape}")
        });
        let again = value(read);
        self.expect(same(&again, stored), || {
            format!("{stored} was decoded, and encoded as {again}")
        });
    }

    /// Compares how a transition ended, by two members that always agree.
    fn transition(
        &mut self,
        status: &types::SetStateStatus,
        read: &OrchestrationResultDetails,
        response: &Value,
    ) {
        let status = status.as_str();
        self.expect(response["status"] == status, || {
            format!("status {} was decoded as {status}", response["status"])
        });
        let union = "/OrchestrationResult/properties/details";
        let branch = self.branch(union, &response["details"]);
        let word = branch.to_uppercase();
        self.expect(word.contains(status), || {
            format!("status {status} came with {branch}: {response}")
        });
        self.decoded(union, read, &response["details"]);
    }

    /// Names the branches of a union of the document.
    fn branches(&self, union: &str) -> Vec<String> {
        let branches = self
            .schema(union)
            .and_then(|schema| schema["anyOf"].as_array());
        let references = branches.into_iter().flatten();
        references
            .filter_map(|branch| branch["$ref"].as_str()?.rsplit('/').next())
            .map(str::to_owned)
            .collect()
    }

    /// Names the branches that a value is of: those whose required members and
    /// constants it has. There should be one.
    fn branch(&self, union: &str, value: &Value) -> String {
        let fits = |branch: &String| {
            let Some(schema) = self.schema(&format!("/{branch}")) else {
                return false;
            };
            let mut required = schema["required"].as_array().into_iter().flatten();
            let mut members = schema["properties"].as_object().into_iter().flatten();
            required.all(|name| name.as_str().is_some_and(|name| value.get(name).is_some()))
                && members.all(|(name, member)| match member.get("const") {
                    Some(constant) => value.get(name) == Some(constant),
                    None => true,
                })
        };
        let branches: Vec<String> = self.branches(union).into_iter().filter(fits).collect();
        match branches.is_empty() {
            true => "none of them".to_owned(),
            false => branches.join(" and "),
        }
    }

    fn schema(&self, pointer: &str) -> Option<&Value> {
        self.document
            .pointer(&format!("/components/schemas{pointer}"))
    }

    fn trigger_shape(&self, trigger: &Value) -> String {
        let branch = self.branch("/Automation/properties/trigger", trigger);
        let inner = trigger["triggers"].as_array();
        let inner = inner.map(|inner| inner.iter().map(|trigger| self.trigger_shape(trigger)));
        shape(&branch, inner)
    }
}

/// The branch of a union that a value of the client is.
trait Schema: Serialize {
    /// The schema of the branch, by its name in the document.
    fn schema(&self) -> &'static str;
}

macro_rules! schemas {
    ($($union:ident { $($variant:ident: $schema:literal),* $(,)? })*) => {$(
        impl Schema for $union {
            fn schema(&self) -> &'static str {
                match self {
                    $(Self::$variant(_) => $schema,)*
                    _ => "something unrecognized",
                }
            }
        }
    )*};
}

schemas! {
    AutomationCreateAction {
        DoNothing: "DoNothing",
        RunDeploymentInput: "RunDeployment-Input",
        PauseDeployment: "PauseDeployment",
        ResumeDeployment: "ResumeDeployment",
        CancelFlowRun: "CancelFlowRun",
        DeleteFlowRun: "DeleteFlowRun",
        ChangeFlowRunState: "ChangeFlowRunState",
        PauseWorkQueue: "PauseWorkQueue",
        ResumeWorkQueue: "ResumeWorkQueue",
        SendNotification: "SendNotification",
        CallWebhook: "CallWebhook",
        PauseAutomation: "PauseAutomation",
        ResumeAutomation: "ResumeAutomation",
        SuspendFlowRun: "SuspendFlowRun",
        ResumeFlowRun: "ResumeFlowRun",
        PauseWorkPool: "PauseWorkPool",
        ResumeWorkPool: "ResumeWorkPool",
    }
    AutomationAction {
        DoNothing: "DoNothing",
        RunDeploymentOutput: "RunDeployment-Output",
        PauseDeployment: "PauseDeployment",
        ResumeDeployment: "ResumeDeployment",
        CancelFlowRun: "CancelFlowRun",
        DeleteFlowRun: "DeleteFlowRun",
        ChangeFlowRunState: "ChangeFlowRunState",
        PauseWorkQueue: "PauseWorkQueue",
        ResumeWorkQueue: "ResumeWorkQueue",
        SendNotification: "SendNotification",
        CallWebhook: "CallWebhook",
        PauseAutomation: "PauseAutomation",
        ResumeAutomation: "ResumeAutomation",
        SuspendFlowRun: "SuspendFlowRun",
        ResumeFlowRun: "ResumeFlowRun",
        PauseWorkPool: "PauseWorkPool",
        ResumeWorkPool: "ResumeWorkPool",
    }
    DeploymentScheduleCreateSchedule {
        IntervalScheduleInput: "IntervalSchedule-Input",
        CronSchedule: "CronSchedule",
        RRuleSchedule: "RRuleSchedule",
    }
    DeploymentScheduleSchedule {
        IntervalScheduleOutput: "IntervalSchedule-Output",
        CronSchedule: "CronSchedule",
        RRuleSchedule: "RRuleSchedule",
    }
    OrchestrationResultDetails {
        StateAcceptDetails: "StateAcceptDetails",
        StateWaitDetails: "StateWaitDetails",
        StateRejectDetails: "StateRejectDetails",
        StateAbortDetails: "StateAbortDetails",
    }
    TaskRunTaskInputItem {
        TaskRunResult: "TaskRunResult",
        FlowRunResult: "FlowRunResult",
        Parameter: "Parameter",
        Constant: "Constant",
    }
}

/// A trigger with those within it.
trait Shape {
    /// The schemas, by their names, without their sides.
    fn shape(&self) -> String;
}

macro_rules! shapes {
    ($($union:ident($event:ident, $compound:ident, $sequence:ident))*) => {$(
        impl Shape for $union {
            fn shape(&self) -> String {
                match self {
                    Self::$event(_) => shape("EventTrigger", None::<[String; 0]>),
                    Self::$compound(trigger) => {
                        shape("CompoundTrigger", Some(trigger.triggers.iter().map(Shape::shape)))
                    }
                    Self::$sequence(trigger) => {
                        shape("SequenceTrigger", Some(trigger.triggers.iter().map(Shape::shape)))
                    }
                    _ => "something unrecognized".to_owned(),
                }
            }
        }
    )*};
}

shapes! {
    AutomationCreateTrigger(EventTriggerInput, CompoundTriggerInput, SequenceTriggerInput)
    AutomationTrigger(EventTriggerOutput, CompoundTriggerOutput, SequenceTriggerOutput)
    TriggerInputTrigger(EventTriggerInput, CompoundTriggerInput, SequenceTriggerInput)
    TriggerOutputTrigger(EventTriggerOutput, CompoundTriggerOutput, SequenceTriggerOutput)
}

fn shape(schema: &str, inner: Option<impl IntoIterator<Item = String>>) -> String {
    let schema = side_of_both(schema);
    match inner {
        None => schema.to_owned(),
        Some(inner) => {
            let inner: Vec<String> = inner.into_iter().collect();
            format!("{schema}[{}]", inner.join(", "))
        }
    }
}

/// The name that a schema has for requests and responses alike.
fn side_of_both(schema: &str) -> &str {
    let schema = schema.strip_suffix("-Input").unwrap_or(schema);
    schema.strip_suffix("-Output").unwrap_or(schema)
}

/// Compares JSON, with numbers and times by their values: 60 is 60.0, and 01.250Z
/// is 01.25Z.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            let in_b = |(name, a)| b.get(name).is_some_and(|b| same(a, b));
            a.len() == b.len() && a.iter().all(in_b)
        }
        (Value::String(a), Value::String(b)) => {
            a == b || time(a).is_some_and(|a| time(b).is_some_and(|b| a == b))
        }
        (a, b) => a == b,
    }
}

/// A time with a fraction of a second, up to that fraction's last zeros.
fn time(text: &str) -> Option<&str> {
    let time = text.strip_suffix('Z').filter(|time| time.contains('.'))?;
    Some(time.trim_end_matches('0'))
}

fn value(of: &impl Serialize) -> Value {
    serde_json::to_value(of).unwrap_or_else(|error| json!(format!("unencodable: {error}")))
}

fn text(of: &impl Serialize) -> String {
    value(of).to_string()
}

fn without_ids(path: &str) -> String {
    let segments = path.split('/').map(|segment| match segment.len() {
        36 => "{id}",
        _ => segment,
    });
    segments.collect::<Vec<_>>().join("/")
}

/// The usual transport, which remembers the last request and its response.
#[derive(Clone)]
struct Recorder {
    inner: DefaultTransport,
    last: Arc<Mutex<Exchange>>,
}

/// A request and its response as they were on the wire.
#[derive(Default)]
struct Exchange {
    method: String,
    path: String,
    sent: Value,
    response: Value,
}

impl Recorder {
    fn new() -> Outcome<Self> {
        let inner = DefaultTransport::new(Duration::from_secs(10));
        Ok(Self {
            inner: inner.map_err(|error| error.to_string())?,
            last: Arc::default(),
        })
    }

    /// Takes the last exchange.
    fn last(&self) -> Exchange {
        match self.last.lock() {
            Ok(mut last) => std::mem::take(&mut last),
            Err(_) => Exchange::default(),
        }
    }
}

impl Transport for Recorder {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<StreamingResponse, TransportError>> {
        Box::pin(async move {
            let sent = request.body.as_ref().and_then(Body::bytes);
            let mut exchange = Exchange {
                method: request.method.to_string(),
                path: request.url.path().to_owned(),
                sent: sent.map(|sent| parsed(sent)).unwrap_or_default(),
                response: Value::Null,
            };
            let response = self.inner.send(request).await?.whole().await;
            let response = response.map_err(|error| TransportError::Interrupted(error.into()))?;
            exchange.response = parsed(response.body());
            if let Ok(mut last) = self.last.lock() {
                *last = exchange;
            }
            Ok(response.into())
        })
    }
}

fn parsed(body: &[u8]) -> Value {
    serde_json::from_slice(body)
        .unwrap_or_else(|_| json!(String::from_utf8_lossy(body).into_owned()))
}
