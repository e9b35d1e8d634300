//! Subscriptions in responses: where they are, and the states that they tell.

use super::context::{Called, Context, suggestion};
use super::places::{Place, json};
use super::request::plain_conditions;
use crate::cancel::{Condition, Constant};
use crate::config::{CancelList, CancelOperation, CancelStateRule, If, Setting};
use crate::diag::Pointer;
use crate::ir::StateRule;
use crate::json::JsonType;

impl<'a> Context<'a> {
    /// The bodies of the successes of an operation, those that are JSON.
    pub(super) fn successes(&self, called: Called<'a>) -> Vec<Place<'a>> {
        let successes = called.operation.successes();
        let bodies = successes.filter_map(|one| called.response(self.spec, one));
        bodies.collect()
    }

    /// The setting for the place of the subscription, if the response has it.
    fn subscription_setting(&self, stated: &'a CancelOperation) -> Option<&'a Setting<String>> {
        match &stated.subscription {
            None => Some(&self.cancel.subscription),
            Some(stated) => stated.as_ref(),
        }
    }

    /// The place of the subscription in the successes of an operation.
    pub(super) fn subscription_of(
        &mut self,
        called: Called<'a>,
        stated: &'a CancelOperation,
    ) -> Option<String> {
        let setting = self.subscription_setting(stated)?;
        let bodies = self.successes(called);
        if bodies.is_empty() {
            if stated.subscription.is_some() {
                let message = format!(
                    "`{}` has no response of JSON, so no subscription in it",
                    called.name()
                );
                let at = Some((&called.operation.at, "the operation is at"));
                self.error(setting, message, at, "write `subscription = false`");
            }
            return None;
        }
        self.leads_somewhere(
            setting,
            &bodies,
            &format!("the response of `{}`", called.name()),
        );
        Some(setting.apply().clone())
    }

    /// The subscriptions in the items of a list.
    pub(super) fn listed(
        &self,
        called: Called<'a>,
        stated: &'a CancelList,
        items: &str,
    ) -> Vec<Place<'a>> {
        let within = stated.operation.subscription.as_ref();
        let within = within
            .and_then(|one| one.as_ref())
            .map_or("", |one| one.as_str());
        let bodies = self.successes(called).into_iter();
        let items = bodies.filter_map(|body| body.at(self.spec, items).ok()?.items(self.spec));
        items
            .filter_map(|item| item.at(self.spec, within).ok())
            .collect()
    }

    /// The place of a subscription in an item of a list.
    pub(super) fn item_of(
        &mut self,
        called: Called<'a>,
        stated: &'a CancelList,
        items: &str,
    ) -> Option<String> {
        let within = stated.operation.subscription.as_ref();
        let within = within.and_then(|one| one.as_ref());
        let at = Some((&called.operation.at, "the operation is at"));
        if self.listed(called, stated, items).is_empty() {
            let setting = within.unwrap_or(&stated.operation.operation);
            let message = format!(
                "the responses of `{}` have no list of subscriptions at `{items}`",
                called.name()
            );
            self.error(
                setting,
                message,
                at,
                "compare `items` and `subscription` with the response",
            );
        }
        Some(within.map_or(String::new(), |one| one.apply().clone()))
    }

    /// Reports a pointer that leads nowhere in all of these places.
    pub(super) fn leads_somewhere(
        &mut self,
        pointer: &Setting<String>,
        places: &[Place<'a>],
        of: &str,
    ) -> Vec<Place<'a>> {
        let all = places.iter().map(|place| place.at(self.spec, pointer));
        let found: Vec<_> = all.filter_map(Result::ok).collect();
        if !found.is_empty() || places.is_empty() || self.is_undocumented(pointer) {
            return found;
        }
        let missing = places[0].at(self.spec, pointer).err().unwrap_or_default();
        let message = format!(
            "`{}` leads nowhere in {of}: there is no property `{missing}`",
            pointer.as_str()
        );
        let schemas = places.iter().flat_map(Place::schemas);
        let names = schemas
            .flat_map(|schema| &schema.properties)
            .map(|(name, _)| name.as_str());
        let at = places[0].document().map(|at| (at, "its schema is at"));
        let help = suggestion(&missing, names);
        self.error(pointer, message, at, help);
        found
    }

    /// True of a place that the settings say to be trusted.
    fn is_undocumented(&self, pointer: &str) -> bool {
        let mut stated = self.cancel.undocumented.iter();
        let stated = stated.find(|stated| {
            let rest = pointer.strip_prefix(stated.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        });
        stated.map(Setting::apply).is_some()
    }

    /// The rules that tell states, held against the subscriptions in all responses.
    pub(super) fn states(&mut self, subscriptions: &[Place<'a>]) -> Vec<StateRule> {
        let cancel = self.cancel;
        if let Some(status) = &cancel.status {
            self.leads_somewhere(status, subscriptions, SUBSCRIPTION);
            status.apply();
        }
        if let Some(end) = &cancel.period_end {
            let places = self.leads_somewhere(end, subscriptions, SUBSCRIPTION);
            self.is_time(end, &places);
            end.apply();
        }
        let rules = cancel.states.iter();
        let rules: Vec<_> = rules.map(|rule| self.state(rule, subscriptions)).collect();
        self.check_members(subscriptions);
        rules
    }

    fn state(&mut self, rule: &'a CancelStateRule, subscriptions: &[Place<'a>]) -> StateRule {
        for pointer in &rule.at {
            let places = self.leads_somewhere(pointer, subscriptions, SUBSCRIPTION);
            self.is_time(pointer, &places);
        }
        let conditions = self.conditions(&rule.conditions, subscriptions, SUBSCRIPTION);
        StateRule {
            state: rule.state,
            conditions,
            at: rule.at.iter().map(|at| at.apply().clone()).collect(),
            with_period: rule.with_period,
        }
    }

    /// Conditions, held against the places that they are about.
    pub(super) fn conditions(
        &mut self,
        conditions: &'a [If],
        places: &[Place<'a>],
        of: &str,
    ) -> Vec<(String, Condition)> {
        for one in conditions {
            let found = self.leads_somewhere(&one.at, places, of);
            match &one.is {
                Condition::In(constants) => self.can_be(&one.at, constants, &found),
                Condition::Future | Condition::Past => self.is_time(&one.at, &found),
                _ => {}
            }
        }
        plain_conditions(conditions)
    }

    /// Reports constants that no value can be.
    fn can_be(&mut self, at: &Setting<String>, constants: &[Constant], places: &[Place<'a>]) {
        for constant in constants {
            let can_be = |place: &Place<'a>| place.accepts(self.spec, constant);
            // A property may be absent, which counts as `null`.
            if *constant == Constant::Null || places.is_empty() || places.iter().any(can_be) {
                continue;
            }
            let message = format!("`{}` is never {constant}", at.as_str());
            let schema = places[0].document().map(|at| (at, "its schema is at"));
            self.error(at, message, schema, super::request::allowed(&places[0]));
        }
    }

    /// Reports a place that can't have a time.
    fn is_time(&mut self, at: &Setting<String>, places: &[Place<'a>]) {
        let kinds = [JsonType::String, JsonType::Integer, JsonType::Number];
        let is_time = |place: &Place<'_>| kinds.iter().any(|kind| place.allows(*kind));
        if places.is_empty() || places.iter().any(is_time) {
            return;
        }
        let message = format!(
            "`{}` is no time: it is neither text nor a number",
            at.as_str()
        );
        let schema = places[0].document().map(|at| (at, "its schema is at"));
        self.error(at, message, schema, "compare the setting with the schema");
    }

    /// Reports the members of the enum of states that no rule names.
    fn check_members(&mut self, subscriptions: &[Place<'a>]) {
        let cancel = self.cancel;
        self.check_unclear(subscriptions);
        let Some(status) = cancel.status.as_ref() else {
            return;
        };
        let rules = cancel.states.iter().flat_map(|rule| &rule.conditions);
        let compared = rules.filter(|one| one.at == *status);
        let named: Vec<_> = compared
            .filter_map(|one| match &one.is {
                Condition::In(constants) => Some(constants),
                _ => None,
            })
            .flatten()
            .map(json)
            .chain(cancel.unclear.iter().map(|word| word.as_str().into()))
            .collect();
        if named.is_empty() {
            return;
        }
        let places = subscriptions.iter();
        let places: Vec<_> = places
            .filter_map(|one| one.at(self.spec, status).ok())
            .collect();
        let listed = places.iter().flat_map(Place::listed);
        let mut missing: Vec<(&Pointer, String)> = listed
            .filter(|(_, value)| !value.is_null() && !named.contains(value))
            .map(|(at, value)| (at, value.to_string()))
            .collect();
        missing.sort_by(|one, other| one.1.cmp(&other.1));
        missing.dedup_by(|one, other| one.1 == other.1);
        for (at, value) in missing {
            let message = format!("no rule of `[[cancel.state]]` names the state {value}");
            let help = "say what it means in neutral terms; or list it in `unclear`, where the document doesn't say";
            self.error(status, message, Some((at, "it is listed at")), help);
        }
    }

    /// Reports words that aren't the vendor's, or that a rule makes clear.
    fn check_unclear(&mut self, subscriptions: &[Place<'a>]) {
        let cancel = self.cancel;
        let status = cancel.status.as_ref();
        for word in &cancel.unclear {
            let constant = Constant::Text(word.apply().clone());
            let places = status.iter().flat_map(|status| {
                let places = subscriptions.iter();
                places.filter_map(|one| one.at(self.spec, status).ok())
            });
            let is_listed = places
                .into_iter()
                .any(|place| place.accepts(self.spec, &constant));
            let mut rules = cancel.states.iter().flat_map(|rule| &rule.conditions);
            let is_named = rules.any(|one| {
                Some(&one.at) == status
                    && matches!(&one.is, Condition::In(all) if all.contains(&constant))
            });
            let message = match (is_listed, is_named) {
                (false, _) => format!("no state is called {constant}"),
                (true, true) => format!("a rule says what {constant} means"),
                (true, false) => continue,
            };
            self.error(word, message, None, "remove it from `unclear`");
        }
    }

    /// Reports a part that the key doesn't have.
    pub(super) fn check_part(&mut self, name: &Setting<String>) {
        let cancel = self.cancel;
        let parts = cancel.key.iter().map(|part| part.name.as_str());
        if !parts.clone().any(|part| part == name.as_str()) {
            let message = format!("the key has no part `{}`", name.as_str());
            let help = suggestion(name, parts);
            self.error(name, message, None, help);
        }
    }
}

const SUBSCRIPTION: &str = "the subscription of any response";
