//! The table of request builders that can be awaited.

#![allow(unused_macros, reason = "a crate uses those that its operations need")]

/// A request builder that can be awaited without `send`, with the value and the
/// error of its operation.
#[doc(hidden)]
#[macro_export]
macro_rules! awaited {
    ($call:ident => $value:ty, $error:ty) => {
        impl<'a> ::core::future::IntoFuture for $call<'a> {
            type Output = ::core::result::Result<$value, $crate::runtime::Error<$error>>;
            type IntoFuture = $crate::runtime::ResponseFuture<'a, $value, $error>;

            #[inline]
            fn into_future(self) -> Self::IntoFuture {
                self.send()
            }
        }
    };
}

#[allow(unused_imports, reason = "a crate uses those that its operations need")]
pub use awaited;
