//! Schemas as they are combined: several unions of one, and what makes two the same.

use super::model::{Additional, Branches, Schema};
use std::hash::{DefaultHasher, Hash, Hasher};

impl Schema {
    /// Takes out all unions that hold for the schema, `oneOf` before `anyOf`.
    pub fn take_unions(&mut self) -> Vec<Branches> {
        let mut unions = Vec::new();
        let at = self.branches_from.take();
        let at = at.unwrap_or_else(|| self.at.clone());
        let keywords = [
            (std::mem::take(&mut self.one_of), true),
            (std::mem::take(&mut self.any_of), false),
        ];
        for (branches, exclusive) in keywords {
            if !branches.is_empty() {
                unions.push(Branches {
                    at: at.clone(),
                    branches,
                    exclusive,
                    open: self.open && !exclusive,
                    discriminator: self.discriminator.clone(),
                });
            }
        }
        if !unions.is_empty() {
            self.open = false;
            self.discriminator = None;
        }
        unions.append(&mut self.unions);
        unions
    }

    /// Puts back what [`take_unions`](Self::take_unions) gave, in its order.
    pub fn put_unions(&mut self, unions: Vec<Branches>) {
        let mut unions = unions.into_iter();
        let Some(first) = unions.next() else { return };
        self.branches_from = Some(first.at);
        match first.exclusive {
            true => self.one_of = first.branches,
            false => self.any_of = first.branches,
        }
        self.open = first.open;
        self.discriminator = first.discriminator.or(self.discriminator.take());
        self.unions.extend(unions);
    }

    /// The schemas that stand directly within it, references not followed.
    pub fn within(&self) -> impl Iterator<Item = &Self> {
        let lists = [&self.prefix_items, &self.all_of, &self.one_of, &self.any_of];
        let unions = self.unions.iter().map(|union| &union.branches);
        let lists = lists.into_iter().chain(unions).chain([&self.conditional]);
        let properties = self.properties.iter().map(|(_, one)| one);
        let other = match &self.additional {
            Additional::Allowed(other) => Some(&**other),
            _ => None,
        };
        let inner = lists.flatten().chain(properties);
        inner.chain(self.items.as_deref()).chain(other)
    }

    /// The number of schemas within it and itself, references not followed.
    pub fn size(&self) -> usize {
        1 + self.within().map(Self::size).sum::<usize>()
    }

    /// A number that equal schemas share, those of another place not.
    pub fn fingerprint(&self) -> u128 {
        let half = |seed: u64| {
            let mut hasher = DefaultHasher::new();
            seed.hash(&mut hasher);
            self.hash(&mut hasher);
            u128::from(hasher.finish())
        };
        half(0) << 64 | half(1)
    }
}
