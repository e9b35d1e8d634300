//! The ways to cancel, to read, to undo and to list.

use super::body::{Filled, Node, Problem};
use super::context::{Called, Context, is_parameter};
use super::places::Place;
use super::request::{Fill, Key, Request, plain_conditions, plain_copies, plain_sets};
use crate::cancel::{Constant, DateFormat, Money, Target, TimeUnit};
use crate::config::{
    CancelList, CancelOperation, CancelRequest, CursorSource, PaginateBy, Setting,
};
use crate::ir::{MappedList, MappedOperation, MappedRequest};
use crate::json::JsonType;

impl<'a> Context<'a> {
    /// The operation that reads or undoes.
    pub(super) fn plain(&mut self, stated: &'a CancelOperation) -> Option<MappedOperation> {
        let request = self.request(stated, Key::Whole)?;
        self.complete(&request, &request.fills, "");
        let subscription = self.subscription_of(request.called, stated);
        Some(finished(&request, stated, &[], subscription))
    }

    /// The ways to cancel that have one request; none of those if it is wrong.
    pub(super) fn cancel_requests(
        &mut self,
        stated: &'a CancelRequest,
    ) -> Vec<Option<MappedRequest>> {
        let Some(request) = self.cancel_request(stated) else {
            return vec![None];
        };
        let timings = stated.when.iter();
        let requests = timings.map(|timing| MappedRequest {
            timing: *timing,
            ..request.clone()
        });
        requests.map(Some).collect()
    }

    fn cancel_request(&mut self, stated: &'a CancelRequest) -> Option<MappedRequest> {
        let before = self.found.len();
        let mut request = self.request(&stated.operation, Key::Whole)?;
        let called = request.called;
        let date = stated.date.as_ref().and_then(|target| {
            let format = self.date_format(called, target, stated.date_format.as_ref())?;
            request.fills.push((target, Filled::Later));
            Some(((**target).clone(), format))
        });
        let reason = stated.reason.as_ref();
        let place = reason.and_then(|target| self.need(called, target));
        if let Some(target) = reason {
            self.takes_text(called, target);
            self.check_form(called, target);
        }
        self.category(called, stated.category.as_ref());
        let money = self.money(called, stated);
        if self.found.len() > before {
            return None;
        }
        let needs_reason = reason.is_some_and(|target| self.is_demanded(&request, &money, target));
        self.check_choices(&request, stated, &money, needs_reason);
        let mut others: Vec<_> = stated.reason.iter().chain(&stated.category).collect();
        let choices = stated.money.iter().flat_map(|(_, sets)| sets);
        others.extend(choices.map(|set| &set.target));
        let subscription = self.subscription_of(called, &stated.operation);
        Some(MappedRequest {
            timing: *stated.when.first()?,
            operation: finished(&request, &stated.operation, &others, subscription),
            date,
            reason: reason.map(|target| (**target).clone()),
            needs_reason,
            longest_reason: place.and_then(|place| self.longest(&place)),
            category: stated.category.as_ref().map(|target| (**target).clone()),
            needs_money: stated.needs_money,
            money: choices_of(stated),
        })
    }

    /// The constants of each choice for the money.
    fn money(&mut self, called: Called<'a>, stated: &'a CancelRequest) -> Vec<Vec<Fill<'a>>> {
        let mut choices: Vec<Vec<Fill<'a>>> = Vec::new();
        let mut stated_choices = stated.money.iter();
        let has_default = stated_choices.any(|(choice, _)| **choice == Money::VendorDefault);
        if !has_default && !stated.needs_money {
            choices.push(Vec::new());
        }
        for (choice, sets) in &stated.money {
            choice.apply();
            if sets.is_empty() && **choice != Money::VendorDefault && !stated.needs_money {
                let message = format!(
                    "`{}` sends nothing, which is the vendor's default",
                    choice.as_str()
                );
                self.error(
                    choice,
                    message,
                    None,
                    "write what says it, or leave the choice out",
                );
            }
            choices.push(self.constants(called, sets));
        }
        choices
    }

    /// Tells if a reason fills something that is required.
    fn is_demanded(
        &mut self,
        request: &Request<'a>,
        money: &[Vec<Fill<'a>>],
        target: &'a Setting<Target>,
    ) -> bool {
        let Target::Body(_) = &**target else {
            let mut parameters = request.called.operation.parameters.iter();
            return parameters
                .any(|one| one.required && is_parameter(target, one.location, &one.name));
        };
        let default = money.first().into_iter().flatten();
        let fills: Vec<_> = request.fills.iter().chain(default).cloned().collect();
        let lacking = |context: &mut Self, fills: &[Fill<'a>]| {
            let body = filled(fills);
            let problems = context.problems(request.called, &body);
            let missing = problems
                .iter()
                .filter(|one| matches!(one, Problem::Missing(..)));
            missing.count()
        };
        let without = lacking(self, &fills);
        let with: Vec<_> = fills.into_iter().chain([(target, Filled::Later)]).collect();
        lacking(self, &with) < without
    }

    /// Checks every request that the choices can make.
    fn check_choices(
        &mut self,
        request: &Request<'a>,
        stated: &'a CancelRequest,
        money: &[Vec<Fill<'a>>],
        needs_reason: bool,
    ) {
        let reason: Vec<Fill<'a>> = stated
            .reason
            .iter()
            .map(|one| (one, Filled::Later))
            .collect();
        let category: Vec<Fill<'a>> = stated
            .category
            .iter()
            .map(|one| (one, Filled::Later))
            .collect();
        for choice in money {
            let before = self.found.len();
            let mut fills = request.fills.clone();
            fills.extend(choice.iter().cloned());
            if needs_reason {
                fills.extend(reason.iter().cloned());
            }
            self.complete(request, &fills, "");
            if self.found.len() > before {
                return;
            }
            let mut all = fills;
            if !needs_reason {
                all.extend(reason.iter().cloned());
            }
            all.extend(category.iter().cloned());
            if !reason.is_empty() || !category.is_empty() {
                self.complete(request, &all, " with a reason");
            }
            if self.found.len() > before {
                return;
            }
        }
    }

    /// The words of categories, held against the place that takes them.
    fn category(&mut self, called: Called<'a>, target: Option<&'a Setting<Target>>) {
        let Some(target) = target else {
            return;
        };
        let Some(place) = self.need(called, target) else {
            return;
        };
        self.check_form(called, target);
        let cancel = self.cancel;
        if cancel.categories.is_empty() {
            let help = "write `[cancel.categories]` with the vendor's words";
            self.error(target, "there are no categories to be sent", None, help);
        }
        for (_, word) in &cancel.categories {
            let text = Constant::Text(word.apply().clone());
            if !place.accepts(self.spec, &text) {
                let message = format!("`{}` doesn't take {text}", **target);
                let at = place.document().map(|at| (at, "its schema is at"));
                self.error(word, message, at, super::request::allowed(&place));
            }
        }
    }

    /// The longest text that a place takes, as its schemas say.
    fn longest(&self, place: &Place<'a>) -> Option<u32> {
        let schemas = place
            .schemas()
            .iter()
            .filter(|schema| schema.values.is_none());
        schemas
            .filter_map(|schema| self.spec.max_length(&schema.at))
            .min()
    }

    /// The form of a date, as its setting or its schema says.
    fn date_format(
        &mut self,
        called: Called<'a>,
        target: &'a Setting<Target>,
        stated: Option<&Setting<DateFormat>>,
    ) -> Option<DateFormat> {
        let place = self.need(called, target)?;
        self.check_form(called, target);
        let at = place.document().map(|at| (at, "its schema is at"));
        let Some(stated) = stated else {
            let derived = self.derived_format(&place);
            if derived.is_none() {
                let message = format!(
                    "the schema of `{}` doesn't tell the form of a date",
                    **target
                );
                self.error(target, message, at, "state it in `date_format`");
            }
            return derived;
        };
        let kind = match **stated {
            DateFormat::Seconds | DateFormat::Milliseconds => JsonType::Integer,
            DateFormat::Date | DateFormat::DateTime => JsonType::String,
        };
        if !place.allows(kind) {
            let message = format!(
                "`{}` isn't written as `{}`: it is no {}",
                **target,
                stated.as_str(),
                kind.as_str()
            );
            self.error(stated, message, at, "compare the setting with the schema");
        }
        Some(*stated.apply())
    }

    fn derived_format(&self, place: &Place<'a>) -> Option<DateFormat> {
        let formats = place.schemas().iter();
        let mut formats = formats.filter_map(|schema| schema.format.as_deref());
        let number = match self.cancel.time_unit {
            TimeUnit::Seconds => DateFormat::Seconds,
            TimeUnit::Milliseconds => DateFormat::Milliseconds,
        };
        let by_format = formats.find_map(|format| match format {
            "date" => Some(DateFormat::Date),
            "date-time" => Some(DateFormat::DateTime),
            "unix-time" => Some(number),
            _ => None,
        });
        let is_integer = |kind: &JsonType| matches!(kind, JsonType::Integer | JsonType::Number);
        let mut types = place
            .schemas()
            .iter()
            .flat_map(|schema| schema.types.iter().flatten());
        by_format.or_else(|| types.any(is_integer).then_some(number))
    }

    /// The way to list a customer's subscriptions.
    pub(super) fn list(&mut self, stated: &'a CancelList) -> Option<MappedList> {
        let mut request = self.request(&stated.operation, Key::Part)?;
        let called = request.called;
        if let Some(customer) = &stated.customer {
            self.need(called, customer)?;
            self.takes_text(called, customer);
            let mut key = request.key.iter().flatten();
            if !key.any(|one| ***one == **customer) {
                request.fills.push((customer, Filled::Later));
            }
        }
        self.complete(&request, &request.fills, "");
        let config = self.config;
        let mut entries = config.paginate.iter();
        let entry = entries.find(|entry| Some(&*entry.operation) == called.operation.id.as_ref());
        let paging = called.operation.paging.as_ref();
        let items = match (&stated.items, entry) {
            (None, Some(entry)) => entry.items.to_string(),
            (Some(items), None) => items.apply().clone(),
            (Some(items), Some(_)) => {
                self.error(
                    items,
                    "the items are those of `[[paginate]]`",
                    None,
                    "remove the setting",
                );
                return None;
            }
            (None, None) => {
                let message = format!("nothing says where the items of `{}` are", called.name());
                let at = Some((&called.operation.at, "the operation is at"));
                let help =
                    "write a `[[paginate]]` for it, or `items = \"/data\"` if one response has all";
                self.error(&stated.operation.operation, message, at, help);
                return None;
            }
        };
        let subscription = self.item_of(called, stated, &items);
        let operation = finished(&request, &stated.operation, &[], subscription);
        let from = entry.and_then(|entry| match &entry.by {
            PaginateBy::Cursor { from, .. } => match from {
                CursorSource::Response(from) => Some(from.to_string()),
                CursorSource::LastItem(from) => Some(format!("{items}/[last]{}", from.as_str())),
            },
            PaginateBy::Next { from } => Some(from.to_string()),
            _ => None,
        });
        let more = entry.and_then(|entry| entry.more.as_ref());
        Some(MappedList {
            key: self.listed_key(called, stated, &request, &items),
            operation,
            customer: stated.customer.as_ref().map(|one| (**one).clone()),
            customer_at: self.customer_at(called, stated, &items),
            items,
            next: paging.map(|paging| paging.next_page.clone()),
            from,
            more: more.map(|more| more.to_string()),
        })
    }

    /// The place of the customer in the subscription of an item.
    fn customer_at(
        &mut self,
        called: Called<'a>,
        stated: &'a CancelList,
        items: &str,
    ) -> Option<String> {
        let pointer = stated.customer_at.as_ref()?;
        let subscriptions = self.listed(called, stated, items);
        self.leads_somewhere(pointer, &subscriptions, LISTED);
        Some(pointer.apply().clone())
    }

    /// The place of each part of the key in the subscription of an item.
    fn listed_key(
        &mut self,
        called: Called<'a>,
        stated: &'a CancelList,
        request: &Request<'a>,
        items: &str,
    ) -> Vec<Option<String>> {
        let subscriptions = self.listed(called, stated, items);
        let cancel = self.cancel;
        for (name, pointer) in &stated.key {
            self.check_part(name);
            self.leads_somewhere(pointer, &subscriptions, LISTED);
        }
        let parts = cancel.key.iter().zip(&request.key);
        let mut key = Vec::new();
        for (part, target) in parts {
            let place = stated.key.iter().find(|(name, _)| *name == part.name);
            if place.is_none() && target.is_none() {
                let message = format!(
                    "the list doesn't tell the part `{}` of a key",
                    part.name.as_str()
                );
                let help = "state its place in `key`, within an item's subscription";
                self.error(&stated.operation.operation, message, None, help);
            }
            key.push(place.map(|(_, pointer)| pointer.apply().clone()));
        }
        key
    }
}

const LISTED: &str = "a subscription of the list";

/// An operation as plain data; `others` are targets that aren't always filled.
fn finished(
    request: &Request<'_>,
    stated: &CancelOperation,
    others: &[&Setting<Target>],
    subscription: Option<String>,
) -> MappedOperation {
    let fills = request.fills.iter().map(|(target, _)| &***target);
    let targets: Vec<&Target> = fills.chain(others.iter().map(|one| &***one)).collect();
    let key = request.key.iter();
    MappedOperation {
        operation: request.called.index,
        key: key.map(|one| Some((**(*one)?).clone())).collect(),
        set: plain_sets(&stated.set),
        conditions: plain_conditions(&stated.conditions),
        copy: plain_copies(&stated.copy),
        body: request.body_format(&targets),
        subscription,
    }
}

/// The body that is filled so, whatever is filled twice.
fn filled(fills: &[Fill<'_>]) -> Node {
    let mut body = Node::default();
    for (target, value) in fills {
        if let Target::Body(pointer) = &***target {
            body.fill(pointer, value.clone());
        }
    }
    body
}

/// The choices for the money as plain data, with the vendor's default unless one has to be
/// made.
fn choices_of(stated: &CancelRequest) -> Vec<(Money, Vec<(Target, Constant)>)> {
    let needs_money = stated.needs_money;
    let stated = stated
        .money
        .iter()
        .map(|(choice, sets)| (**choice, plain_sets(sets)));
    let mut choices: Vec<_> = stated.collect();
    let mut stated = choices.iter();
    let has_default = stated.any(|(choice, _)| *choice == Money::VendorDefault);
    if !has_default && !needs_money {
        choices.insert(0, (Money::VendorDefault, Vec::new()));
    }
    choices
}
