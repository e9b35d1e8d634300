//! Services of `tower` as transports, and transports as such services.
//!
//! Request and response are those of the `http` crate. What a transport must know
//! beyond them ([`Limits`], and whether the response is streamed) travels in the
//! extensions of the request, which middleware leaves alone.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::{Buf as _, Bytes};
use futures_core::Stream;
use http_body::{Frame, SizeHint};
use tower_service::Service;

use crate::runtime::message::body::Body;
use crate::runtime::message::limits::Limits;
use crate::runtime::message::progress::Progress;
use crate::runtime::message::request::Request;
use crate::runtime::message::transport_error::TransportError;
use crate::runtime::platform::error::BoxError;
use crate::runtime::platform::system::{BoxFuture, BoxStream, MaybeSend};
use crate::runtime::response::streaming::StreamingResponse;
use crate::runtime::transport::interface::Transport;
use crate::runtime::transport::timeouts::within;

/// A `tower` service as a transport, for
/// [`ClientBuilder::transport`](crate::runtime::ClientBuilder::transport): an HTTP
/// library, or middleware around one.
///
/// The service is cloned for every request, and each clone is asked whether it
/// is ready before it is called, so what clones share (a concurrency limit, a
/// buffer) counts for all of them. It must not follow redirects: that would
/// carry credentials to wherever a response points.
///
/// An error of the service that is a [`TransportError`] stays what it is. Any
/// other counts as [`TransportError::Interrupted`], since nobody knows whether
/// the request was sent; if the service wasn't even ready, as
/// [`TransportError::Connect`]. The [`Limits`] of time hold around the service,
/// middleware included.
pub struct TowerTransport<S> {
    /// Never called itself. The lock is for services that are `Send` only.
    service: Mutex<S>,
}

impl<S> TowerTransport<S> {
    /// A transport that calls a service.
    pub fn new<B>(service: S) -> Self
    where
        S: Service<http::Request<Body>, Response = http::Response<B>> + Clone,
    {
        Self {
            service: Mutex::new(service),
        }
    }
}

impl<S, B> TowerTransport<S>
where
    S: Service<http::Request<Body>, Response = http::Response<B>> + Clone,
    S::Error: Into<BoxError>,
    B: http_body::Body<Error: Into<BoxError>> + MaybeSend + 'static,
{
    async fn exchange(
        mut service: S,
        request: Request,
    ) -> Result<StreamingResponse, TransportError> {
        let ready = poll_fn(|cx| service.poll_ready(cx)).await;
        ready.map_err(|error| transport_error(error, TransportError::Connect))?;
        let response = service.call(into_http(request)).await;
        let response = response.map_err(|error| transport_error(error, interrupted))?;
        let (head, body) = response.into_parts();
        let length = body.size_hint().exact();
        let body = Chunks(Box::pin(body));
        Ok(StreamingResponse::new(head.status, head.headers, body).with_length(length))
    }
}

impl<S, B> Transport for TowerTransport<S>
where
    S: Service<http::Request<Body>, Response = http::Response<B>> + Clone,
    S: MaybeSend + 'static,
    S::Future: MaybeSend,
    S::Error: Into<BoxError>,
    B: http_body::Body<Error: Into<BoxError>> + MaybeSend + 'static,
{
    fn send(&self, request: Request) -> BoxFuture<'_, Result<StreamingResponse, TransportError>> {
        let service = self.service.lock();
        let service = service.unwrap_or_else(PoisonError::into_inner).clone();
        let (limits, streamed) = (request.limits, request.streamed);
        Box::pin(within(limits, streamed, Self::exchange(service, request)))
    }
}

impl<S> fmt::Debug for TowerTransport<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TowerTransport").finish_non_exhaustive()
    }
}

/// A transport, such as the [`DefaultTransport`](crate::runtime::DefaultTransport), as a
/// `tower` service that middleware can be put around. Clones share it.
///
/// It is always ready: what limits it has, a transport keeps to itself.
pub struct TransportService<T> {
    transport: Arc<T>,
}

impl<T: Transport> TransportService<T> {
    /// A service that sends by a transport.
    pub fn new(transport: T) -> Self {
        Self {
            transport: Arc::new(transport),
        }
    }
}

impl<T: Transport + 'static> Service<http::Request<Body>> for TransportService<T> {
    type Response = http::Response<ResponseBody>;
    type Error = TransportError;
    type Future = BoxFuture<'static, Result<Self::Response, Self::Error>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let transport = Arc::clone(&self.transport);
        Box::pin(async move {
            let response = transport.send(from_http(request)).await?;
            Ok(into_response(response))
        })
    }
}

impl<T> Clone for TransportService<T> {
    fn clone(&self) -> Self {
        Self {
            transport: Arc::clone(&self.transport),
        }
    }
}

impl<T> fmt::Debug for TransportService<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransportService").finish_non_exhaustive()
    }
}

/// The body of a response on its way through services.
pub struct ResponseBody {
    chunks: BoxStream<Result<Bytes, TransportError>>,
    length: Option<u64>,
}

impl http_body::Body for ResponseBody {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        let next = self.chunks.as_mut().poll_next(cx);
        let next = next.map(|chunk| chunk.map(|chunk| chunk.map(Frame::data)));
        if let (Poll::Ready(Some(Ok(frame))), Some(length)) = (&next, &mut self.length) {
            let came = frame.data_ref().map_or(0, Bytes::len);
            *length = length.saturating_sub(came as u64);
        }
        next
    }

    fn size_hint(&self) -> SizeHint {
        self.length.map(SizeHint::with_exact).unwrap_or_default()
    }
}

impl fmt::Debug for ResponseBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseBody")
            .field("length", &self.length)
            .finish_non_exhaustive()
    }
}

/// The body of some library, as a transport gives it.
struct Chunks<B>(Pin<Box<B>>);

impl<B: http_body::Body<Error: Into<BoxError>>> Stream for Chunks<B> {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match ready!(self.0.as_mut().poll_frame(cx)) {
                Some(Ok(frame)) => {
                    // Trailers are of no use to anyone here.
                    if let Ok(mut data) = frame.into_data() {
                        let chunk = data.copy_to_bytes(data.remaining());
                        return Poll::Ready(Some(Ok(chunk)));
                    }
                }
                Some(Err(error)) => {
                    let error = transport_error(error, interrupted);
                    return Poll::Ready(Some(Err(error)));
                }
                None => return Poll::Ready(None),
            }
        }
    }
}

/// `true` if the response is streamed, as an extension of a request.
#[derive(Clone, Copy)]
struct Streamed(bool);

fn into_http(request: Request) -> http::Request<Body> {
    let mut out = http::Request::new(request.body.unwrap_or_default());
    *out.method_mut() = request.method;
    *out.uri_mut() = request.url;
    *out.headers_mut() = request.headers;
    out.extensions_mut().insert(request.limits);
    out.extensions_mut().insert(Streamed(request.streamed));
    out.extensions_mut().insert(request.progress);
    out
}

fn from_http(request: http::Request<Body>) -> Request {
    let (head, body) = request.into_parts();
    let limits = head.extensions.get::<Limits>().copied();
    let streamed = head.extensions.get::<Streamed>();
    let mut request = Request::new(head.method, head.uri, limits.unwrap_or_default());
    if let Some(progress) = head.extensions.get::<Progress>() {
        request.progress = progress.clone();
    }
    request.headers = head.headers;
    request.body = (!body.is_absent()).then_some(body);
    request.streamed = streamed.is_some_and(|streamed| streamed.0);
    request
}

fn into_response(response: StreamingResponse) -> http::Response<ResponseBody> {
    let (status, headers, length, chunks) = response.into_parts();
    let mut response = http::Response::new(ResponseBody { chunks, length });
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}

fn interrupted(error: BoxError) -> TransportError {
    TransportError::Interrupted(error)
}

/// An error of ours that came through services, or another one.
fn transport_error(
    error: impl Into<BoxError>,
    otherwise: fn(BoxError) -> TransportError,
) -> TransportError {
    match error.into().downcast::<TransportError>() {
        Ok(error) => *error,
        Err(error) => otherwise(error),
    }
}
