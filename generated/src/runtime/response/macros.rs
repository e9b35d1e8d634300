//! The tables of documented response headers.

#![allow(unused_macros, reason = "a crate uses those that its operations need")]

/// The names of the headers that the fields of a struct are read from, each an
/// `Option`.
macro_rules! response_headers {
    ($name:ident { $($field:ident : $wire:literal),* $(,)? }) => {
        impl $name {
            /// Reads the documented headers among those of a response.
            ///
            /// # Errors
            /// A header has a value of another type than the document says.
            #[inline]
            pub fn of(
                headers: &$crate::runtime::http::HeaderMap,
            ) -> ::core::result::Result<Self, $crate::runtime::DecodeError> {
                ::core::result::Result::Ok(Self {
                    $($field: $crate::runtime::header_value(headers, $wire)?,)*
                })
            }
        }
    };
}

#[allow(unused_imports, reason = "a crate uses those that its operations need")]
pub(crate) use response_headers;
