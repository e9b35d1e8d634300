//! The error that every other one of this crate becomes.

use std::any::Any;
use std::fmt;
use std::time::Duration;

use crate::runtime::exchange::resumable::FailedCall;
use crate::runtime::json::decode_error::DecodeError;
use crate::runtime::message::called_operation::CalledOperation;
use crate::runtime::message::outcome::Outcome;
use crate::runtime::platform::error::BoxError;
use crate::runtime::request::client_builder::BuildError;
use crate::runtime::request::environment::EnvironmentError;
use crate::runtime::response::error::{Error, SendError};
use crate::runtime::stream::frames::StreamError;

/// One error type for all of a crate: `?` makes it of the error of any operation, of a
/// client that can't be built, and of a stream.
///
/// ```
/// # use subscription_cancel::runtime::{AnyError, Error, ResponseFuture};
/// # #[derive(Debug)]
/// # enum CancelError { NotFound }
/// # async fn example(
/// #     cancel: ResponseFuture<'_, (), CancelError>,
/// #     read: ResponseFuture<'_, String, String>,
/// # ) {
/// async fn run(
///     cancel: ResponseFuture<'_, (), CancelError>,
///     read: ResponseFuture<'_, String, String>,
/// ) -> Result<String, AnyError> {
///     cancel.await?;
///     Ok(read.await?)
/// }
///
/// if let Err(error) = run(cancel, read).await {
///     match error.api_error::<CancelError>() {
///         Some(CancelError::NotFound) => println!("there is nothing to cancel"),
///         None => println!("{error}"),
///     }
/// }
/// # }
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum AnyError {
    /// The client couldn't be built.
    Build(BuildError),
    /// A call failed; its API error, if it is one, is of one of the operations' types.
    Call(Error<AnyApiError>),
    /// A stream has no next item.
    Stream(StreamError),
    /// A text isn't what the document promises.
    Decode(DecodeError),
    /// A webhook can't be trusted or read.
    #[cfg(feature = "webhooks")]
    Webhook(crate::runtime::webhook::error::WebhookError),
    /// Another error of this crate, such as that of the neutral interface.
    Other(BoxError),
}

/// An API error of some operation, such as a `CancelSubscriptionError`.
pub struct AnyApiError(Box<dyn Value>);

trait Value: Any + fmt::Debug + Send + Sync {}

impl<E: Any + fmt::Debug + Send + Sync> Value for E {}

impl AnyApiError {
    fn new(error: impl Any + fmt::Debug + Send + Sync) -> Self {
        Self(Box::new(error))
    }

    /// The API error, if it is of this type.
    pub fn downcast_ref<E: Any>(&self) -> Option<&E> {
        let value: &dyn Any = &*self.0;
        value.downcast_ref()
    }

    /// The API error, if it is of this type.
    ///
    /// # Errors
    /// It is of another.
    pub fn downcast<E: Any>(self) -> Result<E, Self> {
        match self.downcast_ref::<E>() {
            None => Err(self),
            Some(_) => {
                let value: Box<dyn Any> = self.0;
                // Its type is known by now.
                match value.downcast() {
                    Ok(error) => Ok(*error),
                    Err(_) => unreachable!("the value is of the type that it was asked for"),
                }
            }
        }
    }
}

/// Shows the API error.
impl fmt::Debug for AnyApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl AnyError {
    /// The error of the call, if a call failed.
    pub fn call(&self) -> Option<&Error<AnyApiError>> {
        match self {
            Self::Call(error) => Some(error),
            _ => None,
        }
    }

    /// The API error, if a call failed with one of this type, whose body is as documented.
    pub fn api_error<E: Any>(&self) -> Option<&E> {
        self.call()?.api_error()?.downcast_ref()
    }

    /// The operation that was called, if a call failed.
    pub fn operation(&self) -> Option<&CalledOperation> {
        self.call()?.operation()
    }

    /// The status, if a response came to the call.
    pub fn status(&self) -> Option<u16> {
        self.call()?.status()
    }

    /// See [`Error::request_id`].
    pub fn request_id(&self) -> Option<&str> {
        self.call()?.request_id()
    }

    /// See [`Error::retry_after`].
    pub fn retry_after(&self) -> Option<Duration> {
        self.call()?.retry_after()
    }

    /// The answer to the question if it happened: see [`Error::outcome`]. None if no call
    /// failed.
    pub fn outcome(&self) -> Option<Outcome> {
        self.call().map(Error::outcome)
    }

    /// See [`Error::is_retryable`].
    pub fn is_retryable(&self) -> bool {
        self.call().is_some_and(Error::is_retryable)
    }

    fn inner(&self) -> &(dyn std::error::Error + 'static) {
        match self {
            Self::Build(error) => error,
            Self::Call(error) => error,
            Self::Stream(error) => error,
            Self::Decode(error) => error,
            #[cfg(feature = "webhooks")]
            Self::Webhook(error) => error,
            Self::Other(error) => &**error,
        }
    }
}

/// Says what the error says that it was made of.
impl fmt::Display for AnyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.inner(), f)
    }
}

impl std::error::Error for AnyError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.inner().source()
    }
}

impl<E: Any + fmt::Debug + Send + Sync> From<Error<E>> for AnyError {
    fn from(error: Error<E>) -> Self {
        Self::Call(error.map_api_error(AnyApiError::new))
    }
}

impl<T, E: Any + fmt::Debug + Send + Sync> From<FailedCall<'_, T, E>> for AnyError {
    fn from(failed: FailedCall<'_, T, E>) -> Self {
        failed.error.into()
    }
}

macro_rules! conversions {
    ($($(#[$gate:meta])* $error:ty => $variant:ident),+ $(,)?) => { $(
        $(#[$gate])*
        impl From<$error> for AnyError {
            fn from(error: $error) -> Self {
                Self::$variant(error.into())
            }
        }
    )+ };
}

conversions! {
    BuildError => Build,
    EnvironmentError => Build,
    SendError => Call,
    StreamError => Stream,
    DecodeError => Decode,
    #[cfg(feature = "webhooks")]
    crate::runtime::webhook::error::WebhookError => Webhook,
}
