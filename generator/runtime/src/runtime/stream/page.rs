//! One page of many: what it says of the next, and how that is asked for.

use super::link;
use crate::runtime::json::tree::{Members, Tree};
use crate::runtime::json::writer::Writer;
use crate::runtime::message::body::Body;
use crate::runtime::message::escape::escape;
use crate::runtime::message::response::Response;
use crate::runtime::request::parameter::Parameter;
use crate::runtime::request::request_builder::RequestBuilder;
use crate::runtime::response::error::RequestError;

/// The way to ask for the next page.
#[derive(Debug, Clone, Copy)]
pub enum NextPage {
    /// A value of the response is sent as this query parameter.
    Cursor(&'static str),
    /// A value of the response is sent in the body, at this JSON Pointer.
    CursorInBody(&'static str),
    /// The same, as a number.
    IntegerInBody(&'static str),
    /// The number of the page is sent as this query parameter; the first has
    /// this number.
    Page(&'static str, u64),
    /// The number of items before it is sent as this query parameter.
    Offset(&'static str),
    /// The header `Link` of the response has its URL.
    Link,
    /// A value of the response is its URL.
    Url,
}

/// The part of a list that a response holds.
#[derive(Debug)]
pub struct Page<T> {
    pub(crate) items: Vec<T>,
    /// The cursor or the URL of the next page.
    pub(crate) next: Option<String>,
    /// `true` if there is a next page, where the response says so.
    pub(crate) more: Option<bool>,
}

impl Page<()> {
    /// A page of which nothing is known.
    pub fn start() -> Self {
        Self {
            items: Vec::new(),
            next: None,
            more: None,
        }
    }

    /// The page with its items. They come last, as they are moved out of the
    /// response.
    pub fn items<T>(self, items: Vec<T>) -> Page<T> {
        Page {
            items,
            next: self.next,
            more: self.more,
        }
    }

    /// The cursor or the URL of the next page; `null` and nothing are the end.
    pub fn next(mut self, next: Option<&impl Parameter>) -> Self {
        let text = next.and_then(|next| match next.tree().ok()? {
            Tree::String(text) => Some(text.into_owned()),
            Tree::Number(text) => Some(text.into_owned()),
            _ => None,
        });
        self.next = text.filter(|text| !text.is_empty());
        self
    }

    /// `true` if the response says that there is a next page.
    pub fn more(mut self, more: Option<&impl Parameter>) -> Self {
        self.more = more.and_then(|more| match more.tree().ok()? {
            Tree::Bool(more) => Some(more),
            _ => None,
        });
        self
    }
}

const CUT_OFF: &str = "the list is cut off: the server says that there is more of it, \
    but not how to get that";

/// From a page to the next: what was asked for last, and where a circle would
/// be noticed.
#[derive(Debug)]
pub(crate) struct Walk {
    turn: NextPage,
    /// The number of pages so far.
    pages: u64,
    /// The number of the page, or of the items before it, that was asked for last.
    position: u64,
    /// The mark of one of the pages before, which a circle comes back to.
    landmark: Vec<u8>,
    /// The page at which the landmark is moved on, which finds a circle of any
    /// length: Brent's algorithm.
    milestone: u64,
}

impl Walk {
    pub(crate) fn new(turn: NextPage) -> Self {
        Self {
            turn,
            pages: 0,
            position: 0,
            landmark: Vec::new(),
            milestone: 1,
        }
    }

    /// The call for the page that follows; none at the end.
    pub(crate) fn after<'a, T>(
        &mut self,
        page: &Page<T>,
        response: &Response,
        call: RequestBuilder<'a>,
    ) -> Result<Option<RequestBuilder<'a>>, RequestError> {
        let operation = call.called();
        let next = self.next(page, response, call);
        next.map_err(|error| error.of(operation.as_ref()))
    }

    fn next<'a, T>(
        &mut self,
        page: &Page<T>,
        response: &Response,
        call: RequestBuilder<'a>,
    ) -> Result<Option<RequestBuilder<'a>>, RequestError> {
        if self.pages == 0 {
            self.position = self.start(&call)?;
        }
        self.pages += 1;
        self.position += match self.turn {
            NextPage::Page(..) => 1,
            _ => page.items.len() as u64,
        };
        let next = match self.turn {
            NextPage::Page(..) | NextPage::Offset(_) if page.items.is_empty() => None,
            NextPage::Page(..) | NextPage::Offset(_) => Some(self.position.to_string()),
            NextPage::Link => link::next_link(response.headers()),
            NextPage::Cursor(_)
            | NextPage::CursorInBody(_)
            | NextPage::IntegerInBody(_)
            | NextPage::Url => page.next.clone(),
        };
        let Some(next) = next.filter(|_| page.more != Some(false)) else {
            return match page.more {
                Some(true) => Err(RequestError::new(None, CUT_OFF)),
                _ => Ok(None),
            };
        };
        let mark = match self.turn {
            // Their numbers only grow; it is the responses that would repeat.
            NextPage::Page(..) | NextPage::Offset(_) => response.body().as_ref(),
            _ => next.as_bytes(),
        };
        if mark == self.landmark {
            let problem = "the server gives the same page again and again";
            return Err(RequestError::new(None, problem));
        }
        if self.pages >= self.milestone {
            self.landmark = mark.to_vec();
            self.milestone *= 2;
        }
        self.turned(call, &next).map(Some)
    }

    /// The position at which the caller starts, if not at the beginning.
    fn start(&self, call: &RequestBuilder<'_>) -> Result<u64, RequestError> {
        let (name, usual) = match self.turn {
            NextPage::Page(name, first) => (name, first),
            NextPage::Offset(name) => (name, 0),
            _ => return Ok(0),
        };
        let set = call
            .parts
            .query
            .iter()
            .find(|parameter| parameter.0 == name);
        match set.and_then(|parameter| parameter.1.first()) {
            None => Ok(usual),
            Some((_, value)) => value
                .parse()
                .map_err(|_| RequestError::new(Some(name), "isn't a number to count on from")),
        }
    }

    /// The call for another page than it was for.
    fn turned<'a>(
        &self,
        mut call: RequestBuilder<'a>,
        next: &str,
    ) -> Result<RequestBuilder<'a>, RequestError> {
        match self.turn {
            NextPage::Cursor(name) | NextPage::Page(name, _) | NextPage::Offset(name) => {
                call.parts.query.retain(|parameter| parameter.0 != name);
                let pair = (escape(name), escape(next));
                call.parts.query.push((name, vec![pair]));
            }
            NextPage::CursorInBody(pointer) => {
                let next = Tree::String(next.into());
                call.parts.body = Some(with_cursor(&call, pointer, next)?)
            }
            NextPage::IntegerInBody(pointer) => {
                let next = match Tree::parse(next.as_bytes()) {
                    Ok(number @ Tree::Number(_)) => number,
                    _ => Tree::String(next.into()),
                };
                call.parts.body = Some(with_cursor(&call, pointer, next)?)
            }
            NextPage::Link | NextPage::Url => {
                let url = link::follow_link(&call.full_url()?, next);
                let url = url.map_err(|problem| RequestError::new(None, problem))?;
                // The credentials are added to it, be they there already.
                call.parts.target = Some(link::without(&url, &call.names_in_query()));
            }
        }
        Ok(call)
    }
}

/// The body with a cursor in its place.
fn with_cursor(
    call: &RequestBuilder<'_>,
    pointer: &str,
    next: Tree<'_>,
) -> Result<Body, RequestError> {
    let problem = || RequestError::new(None, "the body has no place for a cursor");
    let bytes = match call.parts.body.as_ref().map(Body::bytes) {
        None => b"null".as_slice(),
        Some(Some(body)) => body,
        Some(None) => return Err(problem()),
    };
    let mut body = Tree::parse(bytes).map_err(|_| problem())?;
    let mut place = &mut body;
    for token in pointer.split('/').skip(1) {
        if matches!(place, Tree::Null) {
            *place = Tree::Object(Members::default());
        }
        let Tree::Object(object) = place else {
            return Err(problem());
        };
        let name = token.replace("~1", "/").replace("~0", "~");
        place = entry(object, name);
    }
    *place = next;
    let mut out = Writer::new();
    out.tree(&body);
    Ok(out.into_string().into())
}

/// The place of a member's value; `null` if there was none.
fn entry<'o, 'a>(object: &'o mut Members<'a>, name: String) -> &'o mut Tree<'a> {
    let members = &mut object.members;
    let at = members.iter().position(|member| *member.0 == *name);
    let at = at.unwrap_or_else(|| {
        members.push((name.into(), Tree::Null));
        members.len() - 1
    });
    &mut members[at].1
}
