//! Examples of bodies that fit their schemas. OpenAPI 3.2 §4.14 and §4.19.

use crate::config::Config;
use crate::diag::Pointer;
use crate::fit::{Author, Fitter};
use crate::ir::{Content, Example, ExampleContent, ExampleOf, Response, Status};
use crate::lower::uses::{ReadOperation, joined};
use crate::spec::{self, MediaType, Responses, Spec};
use openapiv3::StatusCode;
use serde_json::Value;
use std::collections::HashMap;
use std::io::{self, ErrorKind, Write};
use std::sync::Arc;

/// The bytes of the longest example that is taken.
const LONGEST: usize = 16 << 10;

/// The examples of a document.
#[derive(Debug, Default)]
pub(in crate::lower) struct Examples {
    /// Those that fit, operation by operation.
    pub(in crate::lower) all: Vec<Example>,
    /// The places of the others.
    pub(in crate::lower) others: Vec<Pointer>,
}

/// The examples of the bodies of these operations, unless the settings do without.
pub(in crate::lower) fn examples(
    spec: &Spec,
    config: &Config,
    operations: &[ReadOperation<'_>],
) -> Examples {
    let mut finder = Finder {
        spec,
        requests: Fitter::new(spec, config, Author::Request),
        responses: Fitter::new(spec, config, Author::Response),
        contents: HashMap::new(),
        found: Examples::default(),
    };
    let is_wanted = config.examples != Some(false);
    for (index, operation) in operations.iter().enumerate().filter(|_| is_wanted) {
        finder.of_responses(index, operation);
        finder.of_request(index, operation);
    }
    finder.found
}

/// A finder of examples.
struct Finder<'s> {
    spec: &'s Spec,
    requests: Fitter<'s>,
    responses: Fitter<'s>,
    /// The values that are short enough, by their places: many operations may share one.
    contents: HashMap<Pointer, Option<Arc<Value>>>,
    found: Examples,
}

/// A body that may have examples.
#[derive(Clone, Copy)]
struct Place<'a> {
    operation: usize,
    of: ExampleOf,
    media_type: &'a str,
    media: &'a MediaType,
    content: &'a Content,
}

impl Finder<'_> {
    fn of_request(&mut self, operation: usize, read: &ReadOperation<'_>) {
        let stated = read.source.request_body.as_ref();
        let Some((body, stated)) = read.body.as_ref().zip(stated) else {
            return;
        };
        if let Some(media) = media_of(&stated.content, &body.media_type) {
            self.of_body(Place {
                operation,
                of: ExampleOf::Request,
                media_type: &body.media_type,
                media,
                content: &body.content,
            });
        }
    }

    fn of_responses(&mut self, operation: usize, read: &ReadOperation<'_>) {
        for (index, response) in read.responses.iter().enumerate() {
            let stated = stated(&read.source.responses, response.status);
            let content = stated.map_or(&[][..], |stated| &stated.content);
            let media = media_of(content, &response.media_type);
            let used = media.zip(response.content.as_ref());
            let status = one_of(response.status, &read.responses);
            if let Some(((media, content), status)) = used.zip(status) {
                self.of_body(Place {
                    operation,
                    of: ExampleOf::Response { index, status },
                    media_type: &response.media_type,
                    media,
                    content,
                });
            }
        }
    }

    /// Adds the examples of a body: those of its media type, or else of its schema.
    fn of_body(&mut self, place: Place<'_>) {
        let spec = self.spec;
        let mut stated = spec.files.examples(&place.media.at);
        let schema = place.media.schema.as_ref().and_then(|at| spec.schema(at));
        if let (true, Some(schema)) = (stated.is_empty(), schema) {
            let mut chain = spec.reference_chain(schema);
            let own = chain.find_map(|one| {
                Some(spec.files.schema_examples(one)).filter(|all| !all.is_empty())
            });
            stated = own.unwrap_or_default();
        }
        // The order in which the document has them plays no part.
        stated.sort_by_key(|one| one.name);
        for example in stated {
            match self.content(place, &example) {
                Some(content) => self.found.all.push(Example {
                    at: example.at,
                    operation: place.operation,
                    of: place.of,
                    name: example.name.map(str::to_owned),
                    text: joined(example.summary, example.description),
                    media_type: place.media_type.to_owned(),
                    content,
                }),
                None => self.found.others.push(example.at),
            }
        }
    }

    /// The content of an example, if a client can read it.
    fn content(&mut self, place: Place<'_>, example: &spec::Example<'_>) -> Option<ExampleContent> {
        match (place.content, example.value) {
            (Content::Json(_), value) => {
                let known = self.contents.entry(example.at.clone());
                let content = known.or_insert_with(|| short(value)).clone()?;
                let fits = self.fits(place, value);
                fits.then_some(ExampleContent::Json(content))
            }
            (Content::Text, Value::String(text)) => {
                let is_short = text.len() <= LONGEST;
                is_short.then(|| ExampleContent::Text(text.clone()))
            }
            _ => None,
        }
    }

    fn fits(&mut self, place: Place<'_>, value: &Value) -> bool {
        let Some(at) = &place.media.schema else {
            return true;
        };
        let fitter = match place.of {
            ExampleOf::Request => &mut self.requests,
            ExampleOf::Response { .. } => &mut self.responses,
        };
        let schema = self.spec.schema(at);
        let misfits = schema.and_then(|schema| fitter.misfits(schema, value));
        misfits.is_some_and(|all| all.is_empty())
    }
}

fn media_of<'a>(content: &'a [(String, MediaType)], name: &str) -> Option<&'a MediaType> {
    let mut all = content.iter();
    all.find(|(one, _)| one == name).map(|(_, media)| media)
}

/// The response of the document for these statuses.
fn stated(responses: &Responses, status: Status) -> Option<&spec::Response> {
    let is_it = |one: &StatusCode| Status::from(one) == status;
    match status {
        Status::Default => responses.default.as_ref(),
        _ => {
            let mut all = responses.by_status.iter();
            all.find(|(one, _)| is_it(one))
                .map(|(_, response)| response)
        }
    }
}

/// A status that a response stands for and no other does.
fn one_of(status: Status, responses: &[Response]) -> Option<u16> {
    let is_stated = |stated: Status| responses.iter().any(|one| one.status == stated);
    let mut free = match status {
        Status::Code(code) => return (200..600).contains(&code).then_some(code),
        Status::Range(hundreds @ 2..=5) => hundreds * 100..hundreds * 100 + 100,
        Status::Range(_) => return None,
        Status::Default if responses.len() == 1 => 200..201,
        Status::Default => {
            let mut ranges = [5, 4].into_iter();
            let range = ranges.find(|hundreds| !is_stated(Status::Range(*hundreds)))?;
            range * 100..range * 100 + 100
        }
    };
    free.find(|code| !is_stated(Status::Code(*code)))
}

/// A value, if its text is short enough.
fn short(value: &Value) -> Option<Arc<Value>> {
    let text = serde_json::to_writer_pretty(Room(LONGEST), value);
    text.is_ok().then(|| Arc::new(value.clone()))
}

/// Room for so many bytes, which nobody reads.
struct Room(usize);

impl Write for Room {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 = self
            .0
            .checked_sub(bytes.len())
            .ok_or(ErrorKind::StorageFull)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
