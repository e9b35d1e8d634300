//! The tables of documented response headers.

#![allow(unused_macros, reason = "a crate uses those that its operations need")]

/// A struct of the headers that the responses of an operation may have.
macro_rules! response_headers {
    ($docs:literal $name:ident {
        $($(#[$meta:meta])* $field:ident : $value:ty = $wire:literal),* $(,)?
    }) => {
        #[doc = $docs]
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub struct $name {
            $($(#[$meta])* pub $field: ::core::option::Option<$value>,)*
        }

        impl $name {
            /// Those that are among the headers of a response.
            ///
            /// # Errors
            /// One of them isn't what the document says.
            pub fn of(
                headers: &::http::HeaderMap,
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
