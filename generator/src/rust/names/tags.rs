//! The names of the clients of tags, and of the functions on them.

use super::model::HandleNames;
use super::namer::Namer;
use super::reserved;
use super::scope::{NameRequest, Rank, Scope};
use super::word::{Case, NameCandidates, without_mark};
use crate::config::LayoutChoice;
use crate::ir::Operation;
use crate::words::is_keyword;
use crate::words::{common, singular};

/// The tag of operations that have none, and the module of them.
pub(super) const UNTAGGED: &str = "operations";

/// The tag that an operation belongs to.
pub(super) fn tag_of(operation: &Operation) -> &str {
    operation.tags.first().map_or(UNTAGGED, String::as_str)
}

impl Namer<'_> {
    /// The clients of the groups of operations; none unless the settings ask for them.
    pub(super) fn handle_names(&mut self, groups: &[(String, Vec<usize>)]) -> Vec<HandleNames> {
        if self.config.layout != LayoutChoice::Tags {
            return Vec::new();
        }
        let api = self.api;
        let (mut accessors, mut types) = (Vec::new(), Vec::new());
        for (module, operations) in groups {
            let Some(&first) = operations.first() else {
                continue;
            };
            let request = |candidates| NameRequest {
                at: api.operations[first].at.child("tags"),
                rank: Rank::Derived,
                candidates: NameCandidates::of(candidates),
            };
            let plain = without_mark(module);
            let longer = self
                .speller
                .identifier(&format!("{plain} operations"), Case::Value);
            accessors.push(request(vec![module.clone(), longer]));
            let ty = self.speller.identifier(plain, Case::Type);
            types.push(request(vec![
                format!("{ty}Client"),
                format!("{ty}TagClient"),
            ]));
        }
        let (accessors, collisions) = Scope::reserving(reserved::CLIENT).assign(&accessors);
        self.report_collisions(collisions);
        let types = self.assign_types(&types).into_iter();
        let names = types.zip(accessors);
        names
            .map(|(ty, accessor)| HandleNames { ty, accessor })
            .collect()
    }

    /// The functions of operations on the clients of their tags: without the words of the
    /// tag, `cancel` rather than `cancel_order`, where that tells them apart.
    pub(super) fn functions_of_tags(
        &mut self,
        functions: &[String],
        groups: &[(String, Vec<usize>)],
    ) -> Vec<String> {
        let mut names = functions.to_vec();
        for (_, operations) in groups {
            let requests: Vec<NameRequest> = operations
                .iter()
                .map(|&index| self.function_of_tag(index, &functions[index]))
                .collect();
            let (short, _) = Scope::reserving(reserved::TAG_CLIENT).assign(&requests);
            for (&index, name) in operations.iter().zip(short) {
                names[index] = name;
            }
        }
        names
    }

    fn function_of_tag(&mut self, index: usize, function: &str) -> NameRequest {
        let operation = &self.api.operations[index];
        if let Some(chosen) = self.chosen(std::slice::from_ref(&operation.at), Case::Value) {
            return chosen;
        }
        let whole = without_mark(function);
        let short = without_words(whole, &self.speller.words(tag_of(operation)));
        let short = short.filter(|name| !is_keyword(name));
        NameRequest {
            at: operation.at.clone(),
            rank: Rank::Derived,
            candidates: NameCandidates::of(
                short.into_iter().chain([function.to_owned()]).collect(),
            ),
        }
    }
}

/// A name in snake case without the words of a tag, if it is more than those, and they
/// stand together.
fn without_words(name: &str, tag: &[String]) -> Option<String> {
    let words: Vec<String> = name.split('_').map(str::to_owned).collect();
    if tag.is_empty() || words.len() <= tag.len() {
        return None;
    }
    let is_tag = |words: &[String]| {
        let pairs = words.iter().zip(tag);
        let mut alike =
            pairs.map(|(one, other)| !common(&[vec![one.clone()], vec![other.clone()]]).is_empty());
        alike.all(|same| same)
    };
    let start = words.windows(tag.len()).position(is_tag)?;
    let rest: Vec<&str> = words[..start]
        .iter()
        .chain(&words[start + tag.len()..])
        .map(String::as_str)
        .collect();
    // `order_by_id` is no `by_id`.
    let begins = rest.first()?;
    let is_verb = !["by", "for", "from", "in", "of", "on", "to", "with"].contains(begins)
        && !begins.starts_with(|c: char| c.is_numeric())
        && singular(begins).is_none_or(|_| rest.len() == 1);
    is_verb.then(|| rest.join("_"))
}

#[cfg(test)]
mod tests {
    use super::without_words;

    #[test]
    fn functions_lack_the_words_of_their_tag() {
        let short = |name, tag: &[&str]| {
            let tag: Vec<String> = tag.iter().map(|word| (*word).to_owned()).collect();
            without_words(name, &tag)
        };
        assert_eq!(
            short("cancel_order", &["orders"]).as_deref(),
            Some("cancel")
        );
        assert_eq!(short("list_orders", &["orders"]).as_deref(), Some("list"));
        assert_eq!(short("orders_list", &["order"]).as_deref(), Some("list"));
        assert_eq!(
            short("get_order_item", &["orders"]).as_deref(),
            Some("get_item")
        );
        assert_eq!(
            short("get_price_plan", &["price", "plans"]).as_deref(),
            Some("get")
        );
        assert_eq!(short("order_by_id", &["orders"]), None);
        assert_eq!(short("orders", &["orders"]), None);
        assert_eq!(short("cancel_plan", &["orders"]), None);
    }
}
