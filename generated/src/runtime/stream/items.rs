//! A list that comes in pages: its items, one after the other.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use std::vec::IntoIter;

use futures_core::Stream;

use super::page::{NextPage, Page, Walk};
use crate::runtime::exchange::response_future::ResponseFuture;
use crate::runtime::exchange::send::whole;
use crate::runtime::json::decode_error::DecodeError;
use crate::runtime::message::response::Response;
use crate::runtime::message::retry::RetryPolicy;
use crate::runtime::platform::system::BoxFuture;
use crate::runtime::request::caller_headers::caller_header;
use crate::runtime::request::options::request_options;
use crate::runtime::request::request_builder::RequestBuilder;
use crate::runtime::response::error::{Error, RequestError, SendError};
use crate::runtime::value::lenient::reading;

/// The items of all pages. The request for a page is sent when its first item
/// is asked for; dropped, this sends nothing more.
///
/// It is a [`Stream`], for those who combine streams; [`next`](Self::next) is
/// all that a loop needs:
///
/// ```
/// # use subscription_cancel::runtime::{Error, Items};
/// # async fn example(mut items: Items<'_, String, ()>) -> Result<(), Error<()>> {
/// while let Some(item) = items.next().await {
///     println!("{}", item?);
/// }
/// # Ok(())
/// # }
/// ```
///
/// The options of a call, as its [`ResponseFuture`] takes them, are set here for the
/// calls of all pages that haven't been asked for yet:
///
/// ```
/// # use subscription_cancel::runtime::{Error, Items, RetryPolicy};
/// # use std::time::Duration;
/// # fn example(items: Items<'_, String, ()>) {
/// let items = items
///     .timeout(Duration::from_secs(5))
///     .retries(RetryPolicy::default().max_attempts(5))
///     .header("X-Tenant", "t_1");
/// # }
/// ```
///
/// After an error there is nothing more. It is an [`Error::Request`] if the
/// server refers to a page on another server, where credentials must not go, or
/// to pages that were there before, or if it says that there is more without saying
/// where; then nothing was sent for it.
#[must_use = "nothing is sent before an item is asked for"]
pub struct Items<'a, T, E> {
    walk: Walk,
    /// The call for the page at hand.
    call: Option<RequestBuilder<'a>>,
    stage: Stage<'a>,
    read: Box<Read<'a, T, E>>,
    /// The items of that page that are left.
    left: IntoIter<T>,
    /// The differences that were read over in that page.
    differences: Vec<DecodeError>,
}

/// The function that makes a page of a response.
type Read<'a, T, E> = dyn Fn(Response) -> Result<Page<T>, Error<E>> + Send + Sync + 'a;

enum Stage<'a> {
    /// The next page hasn't been asked for.
    Idle,
    Running(BoxFuture<'a, Result<Response, SendError>>),
    /// There is no next page, because it can't be asked for.
    Failed(RequestError),
    Ended,
}

impl<'a, T, E: 'a> Items<'a, T, E> {
    /// The items of a call that is sent for each page, which a function takes
    /// out of what the operation gives.
    #[doc(hidden)]
    pub fn new<R: 'a>(
        sending: ResponseFuture<'a, R, E>,
        turn: NextPage,
        split: fn(R) -> Page<T>,
    ) -> Self
    where
        T: 'a,
    {
        let (call, read) = sending.into_parts();
        let stage = match read {
            Some(_) => Stage::Idle,
            None => Stage::Ended,
        };
        Self {
            walk: Walk::new(turn),
            call: call.map(|call| *call),
            stage,
            read: Box::new(move |response| match read {
                Some(read) => read(response).map(split),
                // There is no stage in which it is called.
                None => Ok(Page::start().items(Vec::new())),
            }),
            left: Vec::new().into_iter(),
            differences: Vec::new(),
        }
    }
}

impl<'a, T, E> Items<'a, T, E> {
    fn with(mut self, change: impl FnOnce(&mut RequestBuilder<'a>)) -> Self {
        if let Some(call) = &mut self.call {
            change(call);
        }
        self
    }

    request_options!();
    caller_header!();

    /// The next item; `None` at the end of the list. Dropping the future loses
    /// nothing.
    pub async fn next(&mut self) -> Option<Result<T, Error<E>>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// Everything that a [lenient](Self::lenient) call has read over in the page of the
    /// item at hand.
    pub fn differences(&self) -> &[DecodeError] {
        &self.differences
    }

    /// Takes a response apart, and prepares the call for the page that follows.
    fn take(&mut self, response: Response) -> Result<(), Error<E>> {
        let is_lenient = self
            .call
            .as_ref()
            .is_some_and(|call| call.parts.options.lenient);
        let (page, found) = reading(is_lenient, || (self.read)(response.clone()));
        let page = match page {
            Ok(page) => page,
            Err(error) if is_lenient => return Err(error.with_differences(found)),
            Err(error) => return Err(error),
        };
        self.differences = found.values;
        let Some(call) = self.call.take() else {
            return Ok(());
        };
        match self.walk.after(&page, &response, call) {
            Ok(Some(call)) => {
                self.call = Some(call);
                self.stage = Stage::Idle;
            }
            Ok(None) => {}
            // First come the items that there are.
            Err(problem) => self.stage = Stage::Failed(problem),
        }
        self.left = page.items.into_iter();
        Ok(())
    }
}

/// Items are moved out, never pinned.
impl<T, E> Unpin for Items<'_, T, E> {}

impl<T, E> Stream for Items<'_, T, E> {
    type Item = Result<T, Error<E>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            if let Some(item) = this.left.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            let result = match &mut this.stage {
                Stage::Ended => return Poll::Ready(None),
                Stage::Running(running) => ready!(running.as_mut().poll(cx)),
                Stage::Failed(_) => match std::mem::replace(&mut this.stage, Stage::Ended) {
                    Stage::Failed(problem) => {
                        return Poll::Ready(Some(Err(Error::Request(problem))));
                    }
                    _ => return Poll::Ready(None),
                },
                Stage::Idle => {
                    let Some(call) = &this.call else {
                        return Poll::Ready(None);
                    };
                    this.stage = Stage::Running(whole(call.clone().fresh()));
                    continue;
                }
            };
            this.stage = Stage::Ended;
            let taken = result
                .map_err(Error::from)
                .and_then(|response| this.take(response));
            if let Err(error) = taken {
                return Poll::Ready(Some(Err(error)));
            }
        }
    }
}

/// Shows the call.
impl<T, E> fmt::Debug for Items<'_, T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("call", &self.call)
            .field("left", &self.left.len())
            .finish_non_exhaustive()
    }
}
