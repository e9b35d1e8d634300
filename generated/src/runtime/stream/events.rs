//! Server-Sent Events: HTML Standard, section 9.2 (`text/event-stream`).

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;

use super::frames::{Frame, Frames, StreamError};
use super::reconnect::Reconnect;
use crate::runtime::json::decode_error::DecodeError;
use crate::runtime::json::writer::Writer;
use crate::runtime::message::headers;
use crate::runtime::message::media_type::EVENT_STREAM;
use crate::runtime::response::error::Error;
use crate::runtime::response::streaming::{Repeat, StreamingResponse};
use crate::runtime::value::wire::{Wire, from_json};

/// An event whose data should be a `T`.
///
/// The data is kept as text, since a stream may hold other things, too, such
/// as the `[DONE]` that ends some.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event<T> {
    /// Its type; `message` if the server doesn't say.
    pub event: String,
    /// The last id that the server gave, with this event or before; empty if
    /// none. A new stream can go on from here, with it as `Last-Event-ID`.
    pub id: String,
    /// Its data; lines are separated by `\n`.
    pub data: String,
    value: PhantomData<fn() -> T>,
}

impl<T: Wire> Event<T> {
    /// The data as a value.
    ///
    /// # Errors
    /// The data isn't JSON, or not a `T`.
    pub fn json(&self) -> Result<T, DecodeError> {
        from_json(self.data.as_bytes())
    }

    /// The event itself as a value: an object of the strings `event`, `id` (if
    /// there is one) and `data`. That is what a schema for items describes in
    /// OpenAPI 3.2, section 4.14.4.
    ///
    /// # Errors
    /// It isn't a `T`.
    pub fn object(&self) -> Result<T, DecodeError> {
        let mut out = Writer::new();
        out.begin_object();
        out.name("event").string(&self.event);
        if !self.id.is_empty() {
            out.name("id").string(&self.id);
        }
        out.name("data").string(&self.data);
        out.end_object();
        from_json(out.into_string().as_bytes())
    }
}

/// Shows the length of the data only.
impl<T> fmt::Debug for Event<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Event")
            .field("event", &self.event)
            .field("id", &self.id)
            .field("data", &format_args!("{} bytes", self.data.len()))
            .finish()
    }
}

/// Events as they come. It is a [`Stream`]; [`next`](Self::next) is all that a
/// loop needs.
///
/// As the standard has it, an event counts once the blank line behind it has
/// come, so what a lost connection leaves half-way is dropped. Bytes that are
/// not UTF-8 are replaced. An event may be as large as
/// [`Limits::response`](crate::runtime::Limits::response), the stream of any size.
pub struct Events<T> {
    frames: Frames,
    /// The last line ended with a carriage return, so a line feed ends nothing.
    after_return: bool,
    first: bool,
    event: String,
    data: String,
    has_data: bool,
    id: String,
    /// `id` as of the last blank line: half an event must not be skipped by
    /// who goes on from here.
    last_id: String,
    retry: Option<Duration>,
    /// The call that asks for the events again.
    again: Option<Box<dyn Repeat>>,
    /// Once the caller wants that.
    reconnect: Option<Reconnect>,
    value: PhantomData<fn() -> T>,
}

impl StreamingResponse {
    /// The body as Server-Sent Events.
    ///
    /// # Errors
    /// The body is of another media type, or compressed. It is read whole for the error, which
    /// is [`Error::Decode`], or what went wrong while reading.
    pub async fn events<T: Wire, E>(mut self) -> Result<Events<T>, Error<E>> {
        let error = match (headers::coded(self.headers()), self.media_type()) {
            (Some(coded), _) => coded,
            (None, Some(found)) if !found.eq_ignore_ascii_case(EVENT_STREAM) => {
                DecodeError::new(EVENT_STREAM, found.to_owned())
            }
            (None, _) => {
                let again = self.again.take().filter(|_| self.status() == 200);
                return Ok(Events::new(Frames::new(self.bytes()), again));
            }
        };
        Err(self.whole().await?.invalid(error))
    }
}

impl<T> Events<T> {
    fn new(frames: Frames, again: Option<Box<dyn Repeat>>) -> Self {
        Self {
            frames,
            after_return: false,
            first: true,
            event: String::new(),
            data: String::new(),
            has_data: false,
            id: String::new(),
            last_id: String::new(),
            retry: None,
            again,
            reconnect: None,
            value: PhantomData,
        }
    }

    /// Goes on when the body ends or breaks off: asks for the events again, with
    /// the [last id](Self::last_id) as `Last-Event-ID`. This is for feeds, which
    /// have no end of their own; of a response that has one, such as a text that is
    /// made while it is sent, it would ask for another.
    ///
    /// ```
    /// # use subscription_cancel::runtime::{Events, StreamError};
    /// # async fn example(events: Events<String>) -> Result<(), StreamError> {
    /// let mut events = events.reconnecting();
    /// while let Some(event) = events.next().await {
    ///     let event = event?;
    ///     println!("{}: {}", event.id, event.data);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Before that, it waits as long as the server [asks](Self::retry), 3 seconds
    /// if it doesn't, and longer if that is in vain; but no longer than
    /// [`RetryPolicy::max_elapsed`](crate::runtime::RetryPolicy::max_elapsed), a minute by default. A
    /// request that fails is repeated as the call's [`RetryPolicy`](crate::runtime::RetryPolicy)
    /// say, and then is a [`StreamError::Reconnect`], as is a response other than
    /// events with status 200. With 204 the server says that there are no more,
    /// and they end. As many new connections in a row as the `RetryPolicy` has
    /// attempts may end within 3 seconds and without an event; then the events end
    /// as the last of them did.
    ///
    /// Only a `GET` that was answered with 200 is asked for again; the events
    /// of other calls end with their body.
    #[must_use]
    pub fn reconnecting(mut self) -> Self {
        self.reconnect = self.again.take().map(Reconnect::new).or(self.reconnect);
        self
    }

    /// The next event; `None` at the end of the body. Dropping the future
    /// loses nothing.
    pub async fn next(&mut self) -> Option<Result<Event<T>, StreamError>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// The last id that the server gave; empty if none.
    pub fn last_id(&self) -> &str {
        &self.last_id
    }

    /// The time that the server asks to wait before a new connection.
    pub fn retry(&self) -> Option<Duration> {
        self.retry
    }

    /// Begins anew behind the last whole event.
    fn restart(&mut self, frames: Frames) {
        self.frames = frames;
        self.after_return = false;
        self.first = true;
        self.event.clear();
        self.data.clear();
        self.has_data = false;
        self.last_id.clone_into(&mut self.id);
    }

    /// The next piece of the body, of a new one if the last has ended.
    fn poll_frame(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Frame, StreamError>>> {
        loop {
            if let Some(reconnect) = self.reconnect.as_mut().filter(|it| it.is_running()) {
                let response = ready!(reconnect.poll(cx));
                match response {
                    Ok(Some(response)) => self.restart(Frames::new(response.bytes())),
                    ended => {
                        self.reconnect = None;
                        let error = ended.err();
                        let error = error.map(|error| StreamError::Reconnect(Box::new(error)));
                        return Poll::Ready(error.map(Err));
                    }
                }
            }
            let end = |byte| matches!(byte, b'\n' | b'\r');
            let frame = ready!(self.frames.poll(cx, end));
            let is_over = matches!(frame, None | Some(Err(StreamError::Transport(_))));
            if let Some(Err(StreamError::TooLarge { .. })) = frame {
                // It would come again.
                self.reconnect = None;
            }
            let starts = |it: &mut Reconnect| it.start(&self.last_id, self.retry);
            if !is_over || !self.reconnect.as_mut().is_some_and(starts) {
                return Poll::Ready(frame);
            }
        }
    }

    /// Takes one line in. Gives an event if it is the blank one that ends one.
    fn line(&mut self, line: &str) -> Option<Event<T>> {
        if line.is_empty() {
            return self.dispatch();
        }
        let (name, value) = match line.split_once(':') {
            Some((name, value)) => (name, value.strip_prefix(' ').unwrap_or(value)),
            None => (line, ""),
        };
        match name {
            "event" => value.clone_into(&mut self.event),
            "data" => {
                if self.has_data {
                    self.data.push('\n');
                }
                self.has_data = true;
                self.data.push_str(value);
            }
            "id" if !value.contains('\0') => value.clone_into(&mut self.id),
            "retry" if value.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.retry = value.parse().ok().map(Duration::from_millis).or(self.retry);
            }
            // A comment has no name.
            _ => {}
        }
        None
    }

    fn dispatch(&mut self) -> Option<Event<T>> {
        let (mut event, data) = (
            std::mem::take(&mut self.event),
            std::mem::take(&mut self.data),
        );
        self.id.clone_into(&mut self.last_id);
        if !std::mem::take(&mut self.has_data) {
            return None;
        }
        if event.is_empty() {
            event.push_str("message");
        }
        Some(Event {
            event,
            data,
            id: self.id.clone(),
            value: PhantomData,
        })
    }
}

impl<T> Stream for Events<T> {
    type Item = Result<Event<T>, StreamError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            let frame = match ready!(self.poll_frame(cx)) {
                Some(Ok(frame)) => frame,
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            };
            // A line without an end is half a line.
            let Some(end) = frame.end else { continue };
            let after_return = std::mem::replace(&mut self.after_return, end == b'\r');
            if after_return && end == b'\n' && frame.bytes.is_empty() {
                continue;
            }
            let mut line = &frame.bytes[..];
            if std::mem::take(&mut self.first) {
                line = line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line);
            }
            if let Some(event) = self.line(&String::from_utf8_lossy(line)) {
                if let Some(reconnect) = &mut self.reconnect {
                    reconnect.came();
                }
                return Poll::Ready(Some(Ok(event)));
            }
            if self.data.len() > self.frames.limit() {
                self.reconnect = None;
                return Poll::Ready(Some(Err(self.frames.too_large())));
            }
        }
    }
}

impl<T> fmt::Debug for Events<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Events")
            .field("last_id", &self.last_id)
            .field("retry", &self.retry)
            .field("reconnect", &self.reconnect)
            .finish_non_exhaustive()
    }
}
