//! The calls that read a state and that undo a cancellation.

use super::cancellation::{Status, Undone};
use super::dry_run::DryRun;
use super::error::CancelError;
use super::kinds::ErrorKind;
use super::subject::Subject;
use crate::runtime::platform::system::BoxFuture;

/// A state that is read once this is awaited.
#[must_use = "nothing is sent before it is awaited"]
#[derive(Clone)]
pub struct StatusCall<'a> {
    pub(crate) subject: Subject<'a>,
}

impl<'a> IntoFuture for StatusCall<'a> {
    type Output = Result<Status, CancelError>;
    type IntoFuture = BoxFuture<'a, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { self.subject.read().await })
    }
}

/// A scheduled cancellation that is taken back once this is awaited. Nothing else of the
/// subscription is changed.
#[must_use = "nothing is sent before it is awaited"]
#[derive(Clone)]
pub struct UndoCall<'a> {
    pub(crate) subject: Subject<'a>,
}

impl UndoCall<'_> {
    async fn run(self) -> Result<Undone, CancelError> {
        let subject = &self.subject;
        let Some(operation) = &subject.vendor.undo else {
            return Err(subject.unsupported("to undo a cancellation"));
        };
        let mut composer = subject.composer(operation)?;
        subject.prepare(&mut composer, operation).await?;
        let response = subject.send(subject.finish(composer)?).await?;
        Ok(Undone {
            vendor: subject.vendor,
            state: subject.state(operation, &response),
            response,
        })
    }

    /// The request that would be sent, with its secrets hidden.
    ///
    /// # Errors
    /// The vendor can't do what is asked for.
    pub fn dry_run(&self) -> Result<DryRun, CancelError> {
        let subject = &self.subject;
        let Some(operation) = &subject.vendor.undo else {
            return Err(subject.unsupported("to undo a cancellation"));
        };
        let request = subject.finish(subject.composer(operation)?)?;
        DryRun::of(request).map_err(|why| subject.unsent(ErrorKind::InvalidRequest, why))
    }
}

impl<'a> IntoFuture for UndoCall<'a> {
    type Output = Result<Undone, CancelError>;
    type IntoFuture = BoxFuture<'a, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}
