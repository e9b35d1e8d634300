//! Places in JSON: JSON Pointers (RFC 6901), in which `[name=text]` stands for the item of
//! an array whose member `name` is that text, and `[last]` for its last item.

use crate::runtime::json::tree::{Members, Tree};

/// The value at a place, `null` among them.
pub(crate) fn find<'j, 'a>(json: &'j Tree<'a>, pointer: &str) -> Option<&'j Tree<'a>> {
    let mut place = json;
    for token in pointer.split('/').skip(1) {
        place = match place {
            Tree::Object(object) => object.get(&name(token))?,
            Tree::Array(items) => item(items, token)?,
            _ => return None,
        };
    }
    Some(place)
}

/// The text or number at a place, but for an empty one.
pub(crate) fn text(json: &Tree<'_>, pointer: &str) -> Option<String> {
    match find(json, pointer)? {
        Tree::String(text) | Tree::Number(text) if !text.is_empty() => Some(text.to_string()),
        _ => None,
    }
}

fn item<'j, 'a>(items: &'j [Tree<'a>], token: &str) -> Option<&'j Tree<'a>> {
    if token == "[last]" {
        return items.last();
    }
    let wanted = token
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    let Some((member, value)) = wanted.and_then(|wanted| wanted.split_once('=')) else {
        return items.get(token.parse::<usize>().ok()?);
    };
    let (member, value) = (name(member), name(value));
    items.iter().find(|item| match item {
        Tree::Object(object) => {
            matches!(object.get(&member), Some(Tree::String(text)) if **text == value)
        }
        _ => false,
    })
}

fn name(token: &str) -> String {
    token.replace("~1", "/").replace("~0", "~")
}

/// Puts a value at a place, with the objects and arrays on the way there: `-` is a further
/// item of an array. `false` if something else is in the way.
pub(crate) fn put<'a>(json: &mut Tree<'a>, pointer: &str, value: Tree<'a>) -> bool {
    let mut place = json;
    for token in pointer.split('/').skip(1) {
        if matches!(place, Tree::Null) {
            *place = match token {
                "-" => Tree::Array(Vec::new()),
                _ => Tree::Object(Members::default()),
            };
        }
        place = match place {
            Tree::Object(object) => member(object, name(token)),
            Tree::Array(items) if token == "-" => {
                let last = items.len();
                items.push(Tree::Null);
                &mut items[last]
            }
            _ => return false,
        };
    }
    *place = value;
    true
}

/// The place of a member's value; `null` if there was none.
fn member<'o, 'a>(object: &'o mut Members<'a>, name: String) -> &'o mut Tree<'a> {
    let members = &mut object.members;
    let at = members.iter().position(|member| *member.0 == name);
    let at = at.unwrap_or_else(|| {
        members.push((name.into(), Tree::Null));
        members.len() - 1
    });
    &mut members[at].1
}
