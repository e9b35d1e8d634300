//! The layout of a value in a path, a query, a header, a cookie or a form:
//! OpenAPI 3.1, section 4.8.12 "Style Values", on top of RFC 6570.
//!
//! Decided here, once, where the two leave it open:
//!
//! - `null` and absent members are left out, wherever they stand. A value of
//!   which nothing is left (`null`, `[]`, `{}`) is not sent at all; in a path
//!   that is an error, since another path would be named. As JSON only `null`
//!   itself is left out.
//! - An empty string is sent: `color=` by form, `.` by label, `;color` by
//!   matrix, as in the table of the specification.
//! - A scalar in a style for lists and objects is sent by form.
//! - Lists and objects within lists and objects have a layout by `deepObject`
//!   and as JSON only; elsewhere they are an error.
//! - `label` without explode separates by commas, as 3.0.4, 3.1.1 and 3.2 have
//!   it (earlier texts showed dots, against RFC 6570).

use crate::runtime::json::tree::Tree;
use crate::runtime::json::writer::Writer;

/// The reason why a value has no form in some style.
pub(crate) type Problem = &'static str;

/// A function that escapes a name or a value.
pub(crate) type Escape = fn(&str) -> String;

/// The layout of a parameter, or of a form's property, as text: `style`,
/// `explode` and `allowReserved` of OpenAPI 3.1, sections 4.8.12 and 4.8.15.
///
/// Without [`exploded`](Self::exploded) a list or an object is one text. A
/// style that doesn't exist where it is used, such as `label` in a query, is
/// an error of the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Style {
    layout: Layout,
    explode: bool,
    reserved: bool,
    segments: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Layout {
    Simple,
    Label,
    Matrix,
    Form,
    Delimited(&'static str),
    DeepObject,
    Cookie,
    Json,
}

impl Style {
    const fn new(layout: Layout) -> Self {
        Self {
            layout,
            explode: false,
            reserved: false,
            segments: false,
        }
    }

    /// `blue,black,brown` in paths and headers, the default there.
    pub const SIMPLE: Self = Self::new(Layout::Simple);
    /// `.blue,black,brown` in paths.
    pub const LABEL: Self = Self::new(Layout::Label);
    /// `;color=blue,black,brown` in paths.
    pub const MATRIX: Self = Self::new(Layout::Matrix);
    /// `color=blue,black,brown` in queries, cookies and forms, where it is the
    /// default when exploded.
    pub const FORM: Self = Self::new(Layout::Form);
    /// `color=blue%20black%20brown` in queries and forms. Exploded, it is the
    /// same as exploded form.
    pub const SPACE_DELIMITED: Self = Self::new(Layout::Delimited(" "));
    /// `color=blue%7Cblack%7Cbrown` in queries and forms. Exploded, it is the
    /// same as exploded form.
    pub const PIPE_DELIMITED: Self = Self::new(Layout::Delimited("|"));
    /// `color[R]=100&color[G]=200` in queries and forms, with the brackets
    /// escaped; exploded or not.
    ///
    /// The specification stops at scalars within one object. Deeper ones are
    /// `a[b][c]=`, and the items of lists are numbered, `a[b][0]=`, also at the
    /// top, `a[0]=`: the one form that says which members belong to one item,
    /// and that Stripe, Chargebee, PHP and Node's `qs` all take.
    pub const DEEP_OBJECT: Self = Self::new(Layout::DeepObject);
    /// `color=blue,black,brown` in cookies, without percent-encoding; exploded
    /// `color=blue; color=black`. From OpenAPI 3.2. A value that holds what no
    /// cookie can is an error of the call.
    pub const COOKIE: Self = Self::new(Layout::Cookie);
    /// JSON text, anywhere: a parameter whose `content` is `application/json`,
    /// `null` left out.
    pub const JSON: Self = Self::new(Layout::Json);

    /// One item for each item of a list or member of an object.
    pub const fn exploded(self) -> Self {
        Self {
            explode: true,
            ..self
        }
    }

    /// `allowReserved`: reserved characters stay as they are, and so do
    /// `%` escapes.
    ///
    /// The exceptions are those that would end the value or change its
    /// meaning where it stands: `#`, `&` and `+` in a query or form, `/`, `?`
    /// and `#` in a path.
    pub const fn reserved(self) -> Self {
        Self {
            reserved: true,
            ..self
        }
    }

    /// Slashes of a value in a path stay as they are, so that it may be several
    /// segments; `.` and `..` can't be among them.
    pub const fn segments(self) -> Self {
        Self {
            segments: true,
            ..self
        }
    }

    pub(crate) fn has_segments(self) -> bool {
        self.segments
    }

    pub(crate) fn is_reserved(self) -> bool {
        self.reserved
    }

    /// `true` if cookies go without percent-encoding.
    pub(crate) fn is_cookie(self) -> bool {
        self.layout == Layout::Cookie
    }
}

pub(crate) const MISPLACED: Problem = "has a style that can't be used here";
const NESTED: Problem = "holds a list or an object within one, for which its style has no form";

/// A value as most styles see it; there is something in it.
enum Shape {
    Text(String),
    List(Vec<String>),
    Object(Vec<(String, String)>),
}

impl Shape {
    /// `None` if nothing is left of the value.
    fn of(json: &Tree<'_>) -> Result<Option<Self>, Problem> {
        let shape = match json {
            Tree::Null => return Ok(None),
            Tree::Array(items) => {
                let present = items.iter().filter(|item| !matches!(item, Tree::Null));
                Self::List(present.map(scalar).collect::<Result<_, _>>()?)
            }
            Tree::Object(object) => {
                let present = object
                    .iter()
                    .filter(|member| !matches!(member.1, Tree::Null));
                let text = |(name, value): (&str, _)| scalar(value).map(|v| (name.to_owned(), v));
                Self::Object(present.map(text).collect::<Result<_, _>>()?)
            }
            json => Self::Text(scalar(json)?),
        };
        match &shape {
            Self::List(items) if items.is_empty() => Ok(None),
            Self::Object(members) if members.is_empty() => Ok(None),
            _ => Ok(Some(shape)),
        }
    }

    /// One text. Exploded, the names of an object stand at their values.
    fn join(&self, separator: &str, explode: bool, escape: Escape) -> String {
        let pair = |between: &str, (name, value): &(String, String)| {
            format!("{}{between}{}", escape(name), escape(value))
        };
        let texts: Vec<_> = match self {
            Self::Text(text) => return escape(text),
            Self::List(items) => items.iter().map(|item| escape(item)).collect(),
            Self::Object(members) if explode => members.iter().map(|m| pair("=", m)).collect(),
            Self::Object(members) => members.iter().map(|m| pair(separator, m)).collect(),
        };
        texts.join(separator)
    }
}

fn scalar(json: &Tree<'_>) -> Result<String, Problem> {
    match json {
        Tree::Bool(value) => Ok(value.to_string()),
        Tree::Number(text) | Tree::String(text) | Tree::LoneSurrogate(text) => {
            Ok(text.clone().into_owned())
        }
        Tree::Null | Tree::Array(_) | Tree::Object(_) => Err(NESTED),
    }
}

/// A value as JSON text.
pub(crate) fn json_text(json: &Tree<'_>) -> String {
    let mut out = Writer::new();
    out.tree(json);
    out.into_string()
}

/// `null` counts as absent here, too.
fn json_if_any(json: &Tree<'_>) -> Option<String> {
    match json {
        Tree::Null => None,
        json => Some(json_text(json)),
    }
}

/// A value as it stands in a path. `None` if nothing is left of it.
pub(crate) fn in_path(
    name: &str,
    json: &Tree<'_>,
    style: Style,
    escape: Escape,
) -> Result<Option<String>, Problem> {
    if style.layout == Layout::Json {
        return Ok(json_if_any(json).map(|text| escape(&text)));
    }
    let Some(shape) = Shape::of(json)? else {
        return Ok(None);
    };
    let text = match (style.layout, style.explode) {
        (Layout::Simple, explode) => shape.join(",", explode, escape),
        (Layout::Label, true) => format!(".{}", shape.join(".", true, escape)),
        (Layout::Label, false) => format!(".{}", shape.join(",", false, escape)),
        (Layout::Matrix, explode) => {
            let item = |name: &str, value: String| match value.is_empty() {
                true => format!(";{}", escape(name)),
                false => format!(";{}={value}", escape(name)),
            };
            match (&shape, explode) {
                (Shape::List(items), true) => {
                    items.iter().map(|text| item(name, escape(text))).collect()
                }
                (Shape::Object(members), true) => members
                    .iter()
                    .map(|(name, text)| item(name, escape(text)))
                    .collect(),
                _ => item(name, shape.join(",", false, escape)),
            }
        }
        _ => return Err(MISPLACED),
    };
    Ok(Some(text))
}

/// A value as it stands in a header, where nothing is escaped. `None` if
/// nothing is left of it.
pub(crate) fn in_header(json: &Tree<'_>, style: Style) -> Result<Option<String>, Problem> {
    match style.layout {
        Layout::Json => Ok(json_if_any(json)),
        Layout::Simple => {
            Ok(Shape::of(json)?.map(|shape| shape.join(",", style.explode, str::to_owned)))
        }
        _ => Err(MISPLACED),
    }
}

/// A value as items of a query, of cookies or of a form, both sides escaped.
pub(crate) fn pairs(
    name: &str,
    json: &Tree<'_>,
    style: Style,
    (escape_name, escape): (Escape, Escape),
) -> Result<Vec<(String, String)>, Problem> {
    let one = |value| Ok(vec![(escape_name(name), value)]);
    let separator = match style.layout {
        Layout::Json => return json_if_any(json).map_or(Ok(Vec::new()), |text| one(escape(&text))),
        Layout::DeepObject => {
            let mut pairs = Vec::new();
            deep(name.to_owned(), json, &mut |name, value| {
                pairs.push((escape_name(&name), escape(value)));
            });
            return Ok(pairs);
        }
        Layout::Form | Layout::Cookie => ",".to_owned(),
        Layout::Delimited(separator) => escape(separator),
        Layout::Simple | Layout::Label | Layout::Matrix => return Err(MISPLACED),
    };
    let Some(shape) = Shape::of(json)? else {
        return Ok(Vec::new());
    };
    match (shape, style.explode) {
        (Shape::List(items), true) => Ok(items
            .iter()
            .map(|item| (escape_name(name), escape(item)))
            .collect()),
        (Shape::Object(members), true) => Ok(members
            .iter()
            .map(|(name, value)| (escape_name(name), escape(value)))
            .collect()),
        (shape, _) => one(shape.join(&separator, false, escape)),
    }
}

/// Walks down to the scalars; the tree is at most as deep as the parser allows.
fn deep(name: String, json: &Tree<'_>, out: &mut dyn FnMut(String, &str)) {
    match json {
        Tree::Null => {}
        Tree::Bool(value) => out(name, if *value { "true" } else { "false" }),
        Tree::Number(text) | Tree::String(text) | Tree::LoneSurrogate(text) => out(name, text),
        Tree::Array(items) => {
            let present = items.iter().filter(|item| !matches!(item, Tree::Null));
            for (index, item) in present.enumerate() {
                deep(format!("{name}[{index}]"), item, out);
            }
        }
        Tree::Object(object) => {
            for (member, value) in object.iter() {
                deep(format!("{name}[{member}]"), value, out);
            }
        }
    }
}
