//! A subscription at a vendor, and what every call about it does.

use std::borrow::Cow;

use super::cancellation::Status;
use super::compose::Composer;
use super::error::CancelError;
use super::key::Key;
use super::kinds::ErrorKind;
use super::mapping::{Operation, Place, Vendor};
use super::pointer::find;
use super::verdict;
use crate::runtime::json::tree::Json;
use crate::runtime::message::response::Response;
use crate::runtime::request::http::Http;
use crate::runtime::request::request_builder::RequestBuilder;
use crate::runtime::response::error::Error;

/// A vendor with its client, and the key of a subscription.
#[derive(Clone)]
pub(crate) struct Subject<'a> {
    pub(crate) vendor: &'static Vendor,
    pub(crate) http: &'a Http,
    pub(crate) key: Key,
}

impl<'a> Subject<'a> {
    pub(crate) fn unsent(&self, kind: ErrorKind, why: impl Into<String>) -> CancelError {
        CancelError::unsent(self.vendor, kind, why)
    }

    pub(crate) fn unsupported(&self, what: &str) -> CancelError {
        let why = format!("{what} isn't offered by this vendor");
        self.unsent(ErrorKind::Unsupported, why)
    }

    pub(crate) fn composer(&self, operation: &Operation) -> Result<Composer<'a>, CancelError> {
        let key = self.key.values(self.vendor.key);
        let composer = key.and_then(|key| Composer::new(self.http, operation, &key));
        composer.map_err(|why| self.unsent(ErrorKind::InvalidRequest, why))
    }

    pub(crate) fn finish(&self, composer: Composer<'a>) -> Result<RequestBuilder<'a>, CancelError> {
        composer
            .finish()
            .map_err(|why| self.unsent(ErrorKind::InvalidRequest, why))
    }

    pub(crate) fn fill(
        &self,
        composer: &mut Composer<'a>,
        place: Place,
        value: impl Into<Cow<'static, str>>,
    ) -> Result<(), CancelError> {
        composer
            .fill(place, Json::String(value.into()))
            .map_err(|why| self.unsent(ErrorKind::InvalidRequest, why))
    }

    pub(crate) async fn send(&self, request: RequestBuilder<'_>) -> Result<Response, CancelError> {
        match request.send().await {
            Ok(response) => verdict::success(self.vendor, response),
            Err(error) => Err(verdict::no_response(self.vendor, error)),
        }
    }

    pub(crate) async fn read(&self) -> Result<Status, CancelError> {
        let vendor = self.vendor;
        let Some(operation) = &vendor.read else {
            return Err(self.unsupported("to read a subscription"));
        };
        let request = self.finish(self.composer(operation)?)?;
        let response = self.send(request).await?;
        match verdict::state(vendor, &response, operation.subscription) {
            Some(state) => Ok(Status {
                vendor,
                state,
                response,
            }),
            None => {
                let error = Error::UnexpectedResponse(Box::new(response));
                Err(CancelError::new(
                    vendor,
                    ErrorKind::UnexpectedResponse,
                    error,
                ))
            }
        }
    }

    /// Fills places with values of the subscription, which is read for them.
    pub(crate) async fn copy(
        &self,
        composer: &mut Composer<'a>,
        copies: &'static [(&'static str, Place)],
    ) -> Result<(), CancelError> {
        if copies.is_empty() {
            return Ok(());
        }
        let status = self.read().await?;
        let json = verdict::body(&status.response);
        let place = self.vendor.read.as_ref().and_then(|read| read.subscription);
        let subscription = place.and_then(|place| find(&json, place));
        for (from, to) in copies {
            let value = subscription.and_then(|subscription| find(subscription, from));
            let Some(value) = value.filter(|value| !matches!(value, Json::Null)) else {
                let why = format!("the subscription has nothing at `{from}`, which is needed");
                return Err(self
                    .unsent(ErrorKind::NotCancellable, why)
                    .with_state(status.state.clone()));
            };
            composer
                .fill(*to, value.clone().into_owned())
                .map_err(|why| self.unsent(ErrorKind::InvalidRequest, why))?;
        }
        Ok(())
    }
}
