//! Misfits in words.

use crate::diag::Pointer;
use crate::fit::{Misfit, MisfitKind};
use crate::json::JsonType;

/// A misfit in words.
pub(super) struct Told {
    pub(super) message: String,
    /// The place of the keyword that refuses the value, and what it does.
    pub(super) refused_by: (Pointer, String),
    /// The place of the part of the value, below the value.
    pub(super) path: Vec<String>,
}

/// The most properties that are named of those that an object lacks.
const MOST_NAMED: usize = 3;

/// Tells of the misfits within `what`, such as an example: those of one kind alike, and all
/// that one object lacks at once; `most` of them.
pub(super) fn told(misfits: &[Misfit], what: &str, most: usize) -> Vec<Told> {
    let mut told: Vec<Told> = Vec::new();
    let mut lacking = Vec::new();
    for misfit in misfits {
        if told.len() == most {
            break;
        }
        let MisfitKind::Absent { .. } = &misfit.kind else {
            told.push(one(misfit, what));
            continue;
        };
        let object = (&misfit.path, &misfit.schema);
        if !lacking.contains(&object) {
            lacking.push(object);
            told.push(absent(misfits, object, what));
        }
    }
    told
}

/// Tells of the properties that an object lacks.
fn absent(misfits: &[Misfit], object: (&Vec<String>, &Pointer), what: &str) -> Told {
    let names = misfits.iter().filter_map(|misfit| match &misfit.kind {
        MisfitKind::Absent { name, .. } if (&misfit.path, &misfit.schema) == object => {
            Some(format!("`{name}`"))
        }
        _ => None,
    });
    let mut names: Vec<_> = names.collect();
    let more = names.len().saturating_sub(MOST_NAMED);
    if more > 0 {
        names.truncate(MOST_NAMED);
        names.push(format!("{more} more"));
    }
    let (path, schema) = object;
    Told {
        message: format!("the {what} lacks what the schema requires"),
        refused_by: (
            schema.child("required"),
            format!("requires {}", names.join(", ")),
        ),
        path: path.clone(),
    }
}

/// Tells of another misfit.
fn one(misfit: &Misfit, what: &str) -> Told {
    let mut path = misfit.path.clone();
    let schema = &misfit.schema;
    if let MisfitKind::Member(name) = &misfit.kind {
        path.push(name.clone());
        return Told {
            message: format!("the {what} has a property that the schema doesn't allow"),
            refused_by: (
                schema.child("additionalProperties"),
                format!("has no `{name}`"),
            ),
            path,
        };
    }
    let (reason, keyword) = reason(&misfit.kind);
    let at = match keyword {
        "" => schema.clone(),
        keyword => schema.child(keyword),
    };
    Told {
        message: format!("{} {reason}", subject(&path, what)),
        refused_by: (at, "the schema".to_owned()),
        path,
    }
}

/// The part of a value that a path leads to.
fn subject(path: &[String], what: &str) -> String {
    let is_key = |token: &&String| !token.bytes().all(|byte| byte.is_ascii_digit());
    match path.iter().rev().find(is_key) {
        Some(key) if path.last() == Some(key) => format!("`{key}` in the {what}"),
        Some(key) => format!("an item of `{key}` in the {what}"),
        None if path.is_empty() => format!("the {what}"),
        None => format!("an item of the {what}"),
    }
}

/// The reason why a value is refused, and the keyword that says so.
fn reason(kind: &MisfitKind) -> (String, &'static str) {
    match kind {
        MisfitKind::Absent { .. } | MisfitKind::Member(_) => (String::new(), ""),
        MisfitKind::Null => ("is null, which the schema doesn't allow".to_owned(), "type"),
        MisfitKind::Type { expected, found } => {
            let expected: Vec<_> = expected.iter().map(|one| with_article(*one)).collect();
            let wanted = match expected.is_empty() {
                true => "null".to_owned(),
                false => expected.join(" or "),
            };
            let found = with_article(*found);
            (format!("is {found}, and the schema wants {wanted}"), "type")
        }
        MisfitKind::Format {
            format, is_huge, ..
        } => match is_huge {
            true => ("is an integer beyond 64 bits".to_owned(), "format"),
            false => (
                format!("isn't of the format `{format}` of the schema"),
                "format",
            ),
        },
        MisfitKind::Value(_) => (
            "is none of the values that the schema lists".to_owned(),
            "enum",
        ),
        MisfitKind::Branch(_) => ("fits no branch of the schema".to_owned(), ""),
        MisfitKind::Limit(keyword) => (format!("is against `{keyword}` of the schema"), keyword),
    }
}

fn with_article(kind: JsonType) -> String {
    let article = match kind {
        JsonType::Array | JsonType::Integer | JsonType::Object => "an",
        _ => "a",
    };
    format!("{article} {}", kind.as_str())
}
