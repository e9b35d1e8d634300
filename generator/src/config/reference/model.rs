//! The shape of the reference.

/// A section of the file.
#[derive(Debug, Clone, Copy)]
pub struct SectionReference {
    /// Its key, in the brackets that stand around it in the file.
    pub heading: &'static str,
    /// Its purpose.
    pub purpose: &'static str,
    /// Its content.
    pub content: Content,
}

/// The content of a section.
#[derive(Debug, Clone, Copy)]
pub enum Content {
    /// A value of this type.
    Value(&'static str),
    /// These keys.
    Keys(&'static [KeyReference]),
}

/// A key of a section.
#[derive(Debug, Clone, Copy)]
pub struct KeyReference {
    /// Its name, behind those of the tables that it is in.
    pub key: &'static str,
    /// Its type.
    pub ty: &'static str,
    /// The value that it has where it isn't there, or `required`.
    pub default: &'static str,
    /// Its effect.
    pub effect: &'static str,
}

impl SectionReference {
    /// The name of the section.
    pub fn name(&self) -> &'static str {
        let name = self.heading.trim_matches(['[', ']']);
        name.split_once('.').map_or(name, |(name, _)| name)
    }

    pub(super) const fn value(
        heading: &'static str,
        purpose: &'static str,
        ty: &'static str,
    ) -> Self {
        Self {
            heading,
            purpose,
            content: Content::Value(ty),
        }
    }

    pub(super) const fn keys(
        heading: &'static str,
        purpose: &'static str,
        keys: &'static [KeyReference],
    ) -> Self {
        Self {
            heading,
            purpose,
            content: Content::Keys(keys),
        }
    }
}

/// A key of a section.
pub(super) const fn key(
    key: &'static str,
    ty: &'static str,
    default: &'static str,
    effect: &'static str,
) -> KeyReference {
    KeyReference {
        key,
        ty,
        default,
        effect,
    }
}
