//! Errors and webhooks: the rules that tell them, held against the responses and bodies
//! that the document has.

use super::context::{Called, Context};
use super::places::Place;
use crate::cancel::Constant;
use crate::config::{CancelErrorRule, CancelEvents, Setting};
use crate::ir::{Details, ErrorRule, MappedEvents, Response, Status};

const BODY: &str = "the body of any such response";

impl<'a> Context<'a> {
    /// The rules that tell errors.
    pub(super) fn errors(&mut self, called: &[Called<'a>]) -> Vec<ErrorRule> {
        let rules = self.cancel.errors.iter();
        rules.map(|rule| self.error_rule(rule, called)).collect()
    }

    fn error_rule(&mut self, rule: &'a CancelErrorRule, called: &[Called<'a>]) -> ErrorRule {
        let is_known = rule.reason.is_some();
        for status in &rule.status {
            let mut responses = called.iter().flat_map(|one| &one.operation.responses);
            let is_declared = responses.any(|one| covers(one, **status));
            if !is_declared && !is_known {
                let message = format!(
                    "no operation of the mapping declares a response {}",
                    **status
                );
                let at = called
                    .first()
                    .map(|one| (&one.operation.at, "one of them is at"));
                let help = "correct the status, or state in `reason` where it is known from";
                self.error(status, message, at, help);
            }
        }
        let bodies = match is_known {
            // The document needn't have it.
            true => Vec::new(),
            false => self.bodies(rule, called),
        };
        if bodies.is_empty() && !is_known && !rule.conditions.is_empty() {
            let message = "the document doesn't say what the body of such a response is";
            let help = "state in `reason` where it is known from";
            self.error(&rule.kind, message, None, help);
        }
        ErrorRule {
            kind: *rule.kind.apply(),
            status: rule.status.iter().map(|status| *status.apply()).collect(),
            conditions: self.conditions(&rule.conditions, &bodies, BODY),
        }
    }

    /// The bodies of the responses that a rule is about.
    fn bodies(&self, rule: &CancelErrorRule, called: &[Called<'a>]) -> Vec<Place<'a>> {
        let mut bodies = Vec::new();
        for one in called {
            let responses = one.operation.responses.iter();
            let about = responses.filter(|response| match rule.status[..] {
                [] => !response.status.is_success(),
                _ => rule.status.iter().any(|status| covers(response, **status)),
            });
            bodies.extend(about.filter_map(|response| one.response(self.spec, response)));
        }
        bodies
    }

    /// The places in the body of an error.
    pub(super) fn details(&mut self, called: &[Called<'a>]) -> Details {
        let mut bodies = Vec::new();
        for one in called {
            let responses = one.operation.responses.iter();
            bodies.extend(responses.filter_map(|response| one.response(self.spec, response)));
        }
        let detail = &self.cancel.detail;
        Details {
            code: self.detail(&detail.code, &bodies),
            message: self.detail(&detail.message, &bodies),
            fields: self.detail(&detail.fields, &bodies),
        }
    }

    fn detail(&mut self, pointers: &'a [Setting<String>], bodies: &[Place<'a>]) -> Vec<String> {
        for pointer in pointers {
            self.leads_somewhere(pointer, bodies, "the body of any response");
        }
        pointers
            .iter()
            .map(|pointer| pointer.apply().clone())
            .collect()
    }

    /// The webhooks that tell of subscriptions.
    pub(super) fn events(&mut self, stated: &'a CancelEvents) -> MappedEvents {
        let bodies = self.webhook_bodies();
        let types = self.leads_somewhere(&stated.kind, &bodies, "the body of any webhook");
        let of = self.leads_somewhere(&stated.subscription, &bodies, "the body of any webhook");
        for (name, kind) in &stated.types {
            let text = Constant::Text(name.apply().clone());
            let is_listed = types.iter().any(|place| place.accepts(self.spec, &text));
            let webhooks = self.spec.webhooks.iter();
            let mut webhooks = webhooks.flat_map(|all| &all.operations);
            let is_named = webhooks.any(|one| one.path == **name);
            if !types.is_empty() && !is_listed && !is_named {
                let message = format!("no webhook has the type `{}`", name.as_str());
                let at = types[0].document().map(|at| (at, "the types are at"));
                let help = super::request::allowed(&types[0]);
                self.error(name, message, at, help);
            }
            let _ = kind;
        }
        for (name, pointer) in &stated.key {
            self.check_part(name);
            self.leads_somewhere(pointer, &of, "the subscription of a webhook");
        }
        let cancel = self.cancel;
        let mut key = Vec::new();
        for part in &cancel.key {
            match stated.key.iter().find(|(name, _)| *name == part.name) {
                Some((_, pointer)) => key.push(pointer.apply().clone()),
                None => {
                    let message = format!(
                        "webhooks don't tell the part `{}` of a key",
                        part.name.as_str()
                    );
                    self.error(
                        &stated.kind,
                        message,
                        None,
                        "state its place in `key`, within the subscription",
                    );
                }
            }
        }
        let types = stated.types.iter();
        MappedEvents {
            kind: stated.kind.apply().clone(),
            subscription: stated.subscription.apply().clone(),
            key,
            types: types
                .map(|(name, kind)| (name.to_string(), *kind))
                .collect(),
        }
    }

    /// The bodies of all webhooks of the document that have a schema.
    fn webhook_bodies(&self) -> Vec<Place<'a>> {
        let spec = self.spec;
        let bodies = spec
            .webhooks
            .iter()
            .flat_map(|all| &all.operations)
            .filter_map(|one| one.request_body.as_ref());
        let media = bodies.flat_map(|body| &body.content);
        let schemas = media.filter_map(|(_, media)| spec.schema(media.schema.as_ref()?));
        schemas.map(|schema| Place::of(spec, schema)).collect()
    }
}

/// Tells if a response is that of a status; `default` is that of every error.
fn covers(response: &Response, status: u16) -> bool {
    match response.status {
        Status::Code(code) => code == status,
        Status::Range(hundreds) => status / 100 == hundreds,
        Status::Default => true,
    }
}
