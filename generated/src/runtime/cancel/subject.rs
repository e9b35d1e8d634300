//! A subscription at a vendor, and what every call about it does.

use super::cancellation::Status;
use super::compose::Composer;
use super::condition::unmet;
use super::error::CancelError;
use super::key::Key;
use super::kinds::ErrorKind;
use super::mapping::{Operation, Place, Vendor};
use super::pointer::find;
use super::state::VendorState;
use super::verdict;
use crate::runtime::json::text::Text;
use crate::runtime::json::tree::Tree;
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
        value: impl Into<Text<'static>>,
    ) -> Result<(), CancelError> {
        composer
            .fill(place, Tree::String(value.into()))
            .map_err(|why| self.unsent(ErrorKind::InvalidRequest, why))
    }

    pub(crate) async fn send(&self, request: RequestBuilder<'_>) -> Result<Response, CancelError> {
        match request.send().await {
            Ok(response) => verdict::success(self.vendor, response),
            Err(error) => Err(verdict::no_response(self.vendor, error)),
        }
    }

    /// The place of the subscription in the responses of an operation.
    fn place(&self, operation: &Operation) -> Option<String> {
        let mut place = operation.subscription?.to_owned();
        for name in self
            .vendor
            .key
            .iter()
            .filter(|_| operation.has_key_in_place())
        {
            let value = self.key.part(name).unwrap_or_default();
            let value = value.replace('~', "~0").replace('/', "~1");
            place = place.replace(&format!("{{{name}}}"), &value);
        }
        Some(place)
    }

    /// The state in a response of an operation, if it is there.
    pub(crate) fn state(&self, operation: &Operation, response: &Response) -> Option<VendorState> {
        let place = self.place(operation)?;
        verdict::state(self.vendor, response, &place)
    }

    pub(crate) async fn read(&self) -> Result<Status, CancelError> {
        let (status, _) = self.read_by().await?;
        Ok(status)
    }

    /// The state, and the operation that told it.
    async fn read_by(&self) -> Result<(Status, &'static Operation), CancelError> {
        let Some((last, others)) = self.vendor.read.split_last() else {
            return Err(self.unsupported("to read a subscription"));
        };
        for operation in others {
            match self.read_once(operation).await {
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                result => return Ok((result?, operation)),
            }
        }
        Ok((self.read_once(last).await?, last))
    }

    async fn read_once(&self, operation: &'static Operation) -> Result<Status, CancelError> {
        let request = self.finish(self.composer(operation)?)?;
        let response = self.send(request).await?;
        if let Some(state) = self.state(operation, &response) {
            return Ok(Status {
                vendor: self.vendor,
                state,
                response,
            });
        }
        // Among others, and not there.
        let kind = match operation.has_key_in_place() {
            true => ErrorKind::NotFound,
            false => ErrorKind::UnexpectedResponse,
        };
        let error = Error::UnexpectedResponse(Box::new(response));
        Err(CancelError::new(self.vendor, kind, error))
    }

    /// Checks the conditions of an operation on the subscription, and fills places with
    /// values of that. It is read if there are such.
    pub(crate) async fn prepare(
        &self,
        composer: &mut Composer<'a>,
        request: &'static Operation,
    ) -> Result<(), CancelError> {
        if request.copy.is_empty() && request.conditions.is_empty() {
            return Ok(());
        }
        let (status, operation) = self.read_by().await?;
        let json = verdict::body(&status.response);
        let place = self.place(operation);
        let subscription = place.and_then(|place| find(&json, &place));
        let nothing = Tree::Null;
        let read = subscription.unwrap_or(&nothing);
        if let Some(place) = unmet(request.conditions, read, self.vendor.unit) {
            let why = format!("the subscription isn't in the state for it: `{place}` says so");
            let error = self.unsent(ErrorKind::NotCancellable, why);
            return Err(error.with_state(status.state));
        }
        for (from, to) in request.copy {
            let value = subscription.and_then(|subscription| find(subscription, from));
            let Some(value) = value.filter(|value| !matches!(value, Tree::Null)) else {
                let why = format!("the subscription has nothing at `{from}`, which is needed");
                let error = self.unsent(ErrorKind::NotCancellable, why);
                return Err(error.with_state(status.state));
            };
            composer
                .fill(*to, value.to_static())
                .map_err(|why| self.unsent(ErrorKind::InvalidRequest, why))?;
        }
        Ok(())
    }
}
