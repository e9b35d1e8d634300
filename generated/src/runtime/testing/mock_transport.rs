//! A transport that responds from a script, for tests of code that calls the
//! API. No network is touched.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::Method;

use super::example::ExampleResponse;
use super::mock_response::MockResponse;
use crate::runtime::message::request::Request;
use crate::runtime::message::transport_error::TransportError;
use crate::runtime::platform::system::{BoxFuture, MaybeSend, MaybeSync, sleep};
use crate::runtime::response::streaming::StreamingResponse;
use crate::runtime::transport::interface::Transport;
use crate::runtime::transport::timeouts::within;
use crate::runtime::value::wire::Wire;

/// A transport without a network: responses as it was told to, and keeps the
/// requests. Clones are the same transport, so a test holds one and gives
/// another to [`ClientBuilder::transport`](crate::runtime::ClientBuilder::transport).
///
/// ```
/// # use subscription_cancel::runtime::{ClientBuilder, Http, MockTransport};
/// # struct Client(Http);
/// # impl From<Http> for Client { fn from(http: Http) -> Self { Self(http) } }
/// # async fn example(builder: ClientBuilder<Client>) -> Result<(), Box<dyn std::error::Error>> {
/// let mock = MockTransport::new();
/// mock.on("GET", "/users/{id}").respond(200, &"Ada".to_owned());
/// let client = builder.transport(mock.clone()).build()?;
/// // … the code under test …
/// assert_eq!(mock.requests().len(), 1);
/// # Ok(())
/// # }
/// ```
///
/// A request that nothing is scripted for fails with
/// [`TransportError::Unsendable`], whose message says so.
#[derive(Clone, Default)]
pub struct MockTransport {
    script: Arc<Mutex<Script>>,
}

#[derive(Default)]
struct Script {
    routes: Vec<Route>,
    requests: Vec<Request>,
}

struct Route {
    method: String,
    path: String,
    /// The last one stays, for however many requests follow.
    steps: VecDeque<Step>,
}

#[derive(Clone)]
struct Step {
    after: Duration,
    response: Scripted,
}

#[derive(Clone)]
enum Scripted {
    Response(MockResponse),
    Fail(Arc<dyn Fail>),
}

/// Makes an error, again and again.
trait Fail: Fn() -> TransportError + MaybeSend + MaybeSync {}
impl<F: Fn() -> TransportError + MaybeSend + MaybeSync> Fail for F {}

impl MockTransport {
    /// A transport without a script.
    pub fn new() -> Self {
        Self::default()
    }

    /// Says what comes back for a method and a path, such as `POST` and
    /// `/v1/subscriptions/{id}/cancel`: `{…}` stands for any text within one
    /// segment, and the path of the server's own URL may stand before it.
    ///
    /// Of several that match, the longest counts; of those, the latest.
    #[must_use = "nothing is scripted yet"]
    pub fn on(&self, method: &str, path: &str) -> MockRoute<'_> {
        let mut script = self.script();
        let is_it = |route: &Route| route.method == method && route.path == path;
        let index = script.routes.iter().position(is_it).unwrap_or_else(|| {
            script.routes.push(Route {
                method: method.to_owned(),
                path: path.to_owned(),
                steps: VecDeque::new(),
            });
            script.routes.len() - 1
        });
        MockRoute {
            transport: self,
            index,
            after: Duration::ZERO,
        }
    }

    /// Responds with an example of the document to the operation that it is of, behind the
    /// responses that are there for it. Gives the same transport, so that calls chain.
    pub fn respond<T>(&self, example: ExampleResponse<T>) -> Self {
        let route = self.on(example.method(), example.path());
        route.respond_with(example.response());
        self.clone()
    }

    /// The requests so far, in the order in which they came; those whose body
    /// was streamed have it whole.
    pub fn requests(&self) -> Vec<Request> {
        self.script().requests.clone()
    }

    /// The latest request.
    pub fn last_request(&self) -> Option<Request> {
        self.script().requests.last().cloned()
    }

    /// A test that panicked elsewhere doesn't make the script wrong.
    fn script(&self) -> MutexGuard<'_, Script> {
        self.script.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The script's next step for a request, which is kept.
    fn next(&self, request: Request) -> Result<Step, TransportError> {
        let mut script = self.script();
        let (method, path) = (request.method.clone(), request.url.path().to_owned());
        script.requests.push(request);
        let routes = script.routes.iter_mut();
        let route = routes
            .filter(|route| route.is_for(&method, &path))
            .max_by_key(|route| route.segments().count());
        match route.map(|route| &mut route.steps) {
            Some(steps) if steps.len() > 1 => steps.pop_front(),
            Some(steps) => steps.front().cloned(),
            None => None,
        }
        .ok_or_else(|| {
            let message = format!("the mock has no response for {method} {path}");
            TransportError::Unsendable(message.into())
        })
    }
}

impl Route {
    fn segments(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.path.trim_start_matches('/').split('/')
    }

    /// Compared from the end, since the path of the server may stand before.
    fn is_for(&self, method: &Method, path: &str) -> bool {
        let mut found = path.rsplit('/');
        let mut wanted = self.segments().rev();
        self.method == method.as_str()
            && wanted.all(|wanted| found.next().is_some_and(|found| fits(wanted, found)))
    }
}

/// `true` if a segment of a path is one that may have `{…}` in it.
fn fits(wanted: &str, found: &str) -> bool {
    let parts = wanted.split_once('{');
    let parts = parts.and_then(|(before, rest)| Some((before, rest.rsplit_once('}')?.1)));
    match parts {
        Some((before, after)) => found
            .strip_prefix(before)
            .and_then(|rest| rest.strip_suffix(after))
            .is_some_and(|value| !value.is_empty()),
        None => wanted == found,
    }
}

/// With a body that can be looked at.
async fn whole(mut request: Request) -> Result<Request, TransportError> {
    if let Some(body) = request.body.take() {
        let whole = body.whole().await.map_err(TransportError::RequestBody)?;
        request.body = Some(whole.into());
    }
    Ok(request)
}

impl Transport for MockTransport {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<StreamingResponse, TransportError>> {
        let (limits, streamed) = (request.limits, request.streamed);
        Box::pin(within(limits, streamed, async move {
            let Step { after, response } = self.next(whole(request).await?)?;
            if after > Duration::ZERO {
                sleep(after).await;
            }
            match response {
                Scripted::Response(response) => response.start(),
                Scripted::Fail(error) => Err(error()),
            }
        }))
    }
}

/// Shows what is scripted.
impl fmt::Debug for MockTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let script = self.script();
        let routes = script.routes.iter();
        let routes = routes.map(|route| format!("{} {}", route.method, route.path));
        f.debug_struct("MockTransport")
            .field("routes", &routes.collect::<Vec<_>>())
            .field("requests", &script.requests)
            .finish()
    }
}

/// The responses on one route. Each method adds a response behind those that
/// are there; the last one is given again and again.
#[derive(Debug)]
pub struct MockRoute<'a> {
    transport: &'a MockTransport,
    index: usize,
    after: Duration,
}

impl MockRoute<'_> {
    /// Responses with a value as JSON.
    pub fn respond<T: Wire>(self, status: u16, body: &T) -> Self {
        self.respond_with(MockResponse::json(status, body))
    }

    /// Responses with any response.
    pub fn respond_with(self, response: impl Into<MockResponse>) -> Self {
        self.then(Scripted::Response(response.into()))
    }

    /// Fails, with an error that is made anew each time.
    pub fn fail(
        self,
        error: impl Fn() -> TransportError + MaybeSend + MaybeSync + 'static,
    ) -> Self {
        self.then(Scripted::Fail(Arc::new(error)))
    }

    /// Waits before the response that is added next. The limits of time hold, so
    /// with one that is longer, a call times out.
    #[must_use = "nothing is scripted yet"]
    pub fn after(self, delay: Duration) -> Self {
        Self {
            after: delay,
            ..self
        }
    }

    fn then(self, response: Scripted) -> Self {
        let after = self.after;
        if let Some(route) = self.transport.script().routes.get_mut(self.index) {
            route.steps.push_back(Step { after, response });
        }
        self.after(Duration::ZERO)
    }
}
