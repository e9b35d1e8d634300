//! Bodies of many JSON values: JSON Lines and JSON text sequences.

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use super::frames::{Frame, Frames, StreamError};
use crate::runtime::json::decode_error::DecodeError;
use crate::runtime::response::streaming::StreamingResponse;
use crate::runtime::value::wire::{Wire, from_json};

macro_rules! streams {
    ($($(#[$docs:meta])+ $name:ident, $reader:ident: $item:expr, $is_end:expr;)+) => { $(
        $(#[$docs])+
        ///
        /// It is a [`Stream`]; [`next`](Self::next) is all that a loop needs. A
        /// value may be as large as [`Limits::response`](crate::runtime::Limits::response), the
        /// stream of any size. Behind a value that isn't a `T` it goes on.
        pub struct $name<T> {
            frames: Frames,
            value: PhantomData<fn() -> T>,
        }

        impl<T: Wire> $name<T> {
            /// The next value; `None` at the end of the body. Dropping the
            /// future loses nothing.
            pub async fn next(&mut self) -> Option<Result<T, StreamError>> {
                poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
            }
        }

        impl StreamingResponse {
            $(#[$docs])+
            pub fn $reader<T: Wire>(self) -> $name<T> {
                $name {
                    frames: Frames::new(self.bytes()),
                    value: PhantomData,
                }
            }
        }

        impl<T: Wire> Stream for $name<T> {
            type Item = Result<T, StreamError>;

            fn poll_next(
                mut self: Pin<&mut Self>,
                cx: &mut Context<'_>,
            ) -> Poll<Option<Self::Item>> {
                loop {
                    let frame = match ready!(self.frames.poll(cx, $is_end)) {
                        Some(Ok(frame)) => frame,
                        Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                        None => return Poll::Ready(None),
                    };
                    if !frame.bytes.trim_ascii().is_empty() {
                        let item = $item(frame);
                        return Poll::Ready(Some(item.map_err(|error| self.frames.explain(error))));
                    }
                }
            }
        }

        impl<T> fmt::Debug for $name<T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        }
    )+ };
}

streams! {
    /// A value on each line: `application/jsonl`, `application/x-ndjson`
    /// (OpenAPI 3.2, section 4.14.3). Blank lines are skipped.
    JsonLines, json_lines: line, |byte| byte == b'\n';
    /// A value behind each record separator: `application/json-seq` (RFC 7464).
    /// A number or word that may have been cut off counts as not decoding.
    JsonSequence, json_sequence: record, |byte| byte == RECORD_SEPARATOR;
}

const RECORD_SEPARATOR: u8 = 0x1e;

fn line<T: Wire>(frame: Frame) -> Result<T, StreamError> {
    let result = from_json(&frame.bytes);
    result.map_err(|error| invalid(error, frame.bytes))
}

fn record<T: Wire>(frame: Frame) -> Result<T, StreamError> {
    // RFC 7464, section 2.4: only white space behind it shows that it is whole.
    let brackets = matches!(frame.bytes.last(), Some(b'}' | b']' | b'"'));
    if !brackets && !frame.bytes.ends_with(b"\n") && !frame.bytes.ends_with(b" ") {
        let error = DecodeError::new("a line feed behind the value", "the end");
        return Err(invalid(error, frame.bytes));
    }
    line(frame)
}

fn invalid(error: DecodeError, text: Bytes) -> StreamError {
    StreamError::Decode { error, text }
}
