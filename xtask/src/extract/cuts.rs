//! The cuts and descriptions of a recipe by their places, and which of them
//! had an effect.

use super::recipe::{Action, Recipe};
use std::collections::{BTreeMap, BTreeSet};

/// A cut that stands at a place.
#[derive(Debug, Clone, Copy)]
pub(super) struct PlacedCut<'a> {
    pub(super) action: Action<'a>,
    pub(super) reason: &'a str,
}

/// The cuts and descriptions of a recipe.
pub(super) struct Cuts<'a> {
    recipe: &'a Recipe,
    /// The cuts by their places: the number of each, and that of the place in it.
    places: BTreeMap<&'a str, (usize, usize)>,
    used: BTreeSet<(usize, usize)>,
    described: BTreeSet<String>,
}

impl<'a> Cuts<'a> {
    pub(super) fn of(recipe: &'a Recipe) -> Result<Self, String> {
        let mut places = BTreeMap::new();
        for (number, cut) in recipe.cuts.iter().enumerate() {
            for (index, at) in cut.get_ref().at.iter().enumerate() {
                if !at.get_ref().starts_with('/') {
                    let help = "write one such as `/components/schemas/Plan/properties/id`, with `~1` for `/` within a name";
                    return Err(recipe.error(&at.span(), "this is not a JSON Pointer", help));
                }
                let place = at.get_ref().as_str();
                if places.insert(place, (number, index)).is_some() {
                    let message = format!("another cut stands at `{place}`");
                    return Err(recipe.error(&at.span(), &message, "remove one of the two"));
                }
            }
        }
        Ok(Self {
            recipe,
            places,
            used: BTreeSet::new(),
            described: BTreeSet::new(),
        })
    }

    /// The cut at a place.
    pub(super) fn at(&self, path: &str) -> Option<PlacedCut<'a>> {
        let (number, _) = self.places.get(path)?;
        Some(self.cut(*number))
    }

    /// Notes that the cut at a place had an effect.
    pub(super) fn mark(&mut self, path: &str) {
        self.used.extend(self.places.get(path));
    }

    /// Notes that a cut without places had an effect.
    pub(super) fn mark_everywhere(&mut self, number: usize) {
        self.used.insert((number, 0));
    }

    /// The cuts without places: the type that stays of a union, and the reason.
    pub(super) fn everywhere(&self) -> impl Iterator<Item = (usize, PlacedCut<'a>)> + use<'a> {
        let cuts = self.recipe.cuts.iter().enumerate();
        let everywhere = cuts.filter(|(_, cut)| cut.get_ref().at.is_empty());
        everywhere.map(|(number, cut)| {
            let cut = cut.get_ref();
            let (action, reason) = (cut.action(), cut.reason.as_str());
            (number, PlacedCut { action, reason })
        })
    }

    fn cut(&self, number: usize) -> PlacedCut<'a> {
        let cut = self.recipe.cuts[number].get_ref();
        PlacedCut {
            action: cut.action(),
            reason: &cut.reason,
        }
    }

    /// The description of a place in our own words.
    pub(super) fn description(&mut self, path: &str) -> Option<&'a str> {
        let (place, text) = self.recipe.describe.get_key_value(path)?;
        self.described.insert(place.clone());
        Some(text.get_ref())
    }

    /// Errors about cuts and descriptions that had no effect.
    pub(super) fn unused(&self) -> String {
        let mut errors = String::new();
        for (number, cut) in self.recipe.cuts.iter().enumerate() {
            let at = &cut.get_ref().at;
            if at.is_empty() && !self.used.contains(&(number, 0)) {
                let message = "nothing that was reached is a union of that type and of references";
                errors.push_str(&self.recipe.unused(&cut.span(), message));
            }
            for (index, place) in at.iter().enumerate() {
                if !self.used.contains(&(number, index)) {
                    let message = format!(
                        "nothing that can be cut so was reached at `{}`",
                        place.get_ref()
                    );
                    errors.push_str(&self.recipe.unused(&place.span(), &message));
                }
            }
        }
        for (place, text) in &self.recipe.describe {
            if !self.described.contains(place) {
                let message = format!("nothing that can be described was reached at `{place}`");
                errors.push_str(&self.recipe.unused(&text.span(), &message));
            }
        }
        errors
    }

    /// An error about a name in `only` that nothing has.
    pub(super) fn no_member(&self, name: &toml::Spanned<String>, known: &[&str]) -> String {
        let message = format!("there is no `{}` at this place", name.get_ref());
        let help = match known {
            [] => "only properties, branches and parameters can be chosen".to_owned(),
            known => super::selection::known(name.get_ref(), known.iter().copied()),
        };
        self.recipe.error(&name.span(), &message, &help)
    }
}
