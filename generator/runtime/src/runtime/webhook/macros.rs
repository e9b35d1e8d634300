//! The table of the signature of webhooks.

#![allow(unused_macros, reason = "a crate uses those that its types need")]

/// The way that the bodies of an enum of webhooks are signed, each row a field of
/// `SignatureScheme`: a constructor that verifies a body before it reads it. Needs the
/// feature `webhooks`, and adds nothing without it.
#[cfg(feature = "webhooks")]
#[doc(hidden)]
#[macro_export]
macro_rules! signature {
    ($name:ident {
        header: $header:literal,
        separator: $separator:literal,
        prefix: $prefix:literal,
        $(timestamp: $time:ident($place:literal),)?
        $(id_header: $id:literal,)?
        payload: $payload:literal,
        encoding: $encoding:ident,
        secret: $secret:ident $(($secret_prefix:literal))?,
        tolerance: $tolerance:literal $(,)?
    }) => {
        impl $name {
            /// The vendor's way to sign these bodies.
            pub const fn signature_scheme() -> $crate::runtime::SignatureScheme {
                #[allow(unused_mut, reason = "not every signature has an id and a time")]
                let mut scheme = $crate::runtime::SignatureScheme::new($header);
                scheme.separator = $separator;
                scheme.prefix = $prefix;
                $(scheme.timestamp = $crate::runtime::SignatureTime::$time($place);)?
                $(scheme.id_header = ::core::option::Option::Some($id);)?
                scheme.payload = $payload;
                scheme.encoding = $crate::runtime::SignatureEncoding::$encoding;
                scheme.secret = $crate::runtime::SecretEncoding::$secret $(($secret_prefix))?;
                scheme.tolerance = $tolerance;
                scheme
            }

            /// Verifies that the vendor signed this body with one of the secrets, and not
            /// too long ago; then reads it as [`from_json`](Self::from_json) does.
            ///
            /// `body` is what was received, byte for byte. Nothing of it is read before
            /// the signature has been compared, in constant time. While secrets are
            /// rotated, the old and the new one hold.
            ///
            /// # Errors
            /// The body isn't the vendor's, is too old, or isn't what the document
            /// promises: see `WebhookError`.
            #[inline]
            pub fn verify(
                headers: &(impl $crate::runtime::WebhookHeaders + ?::core::marker::Sized),
                body: &[::core::primitive::u8],
                secrets: &[$crate::runtime::Secret],
            ) -> ::core::result::Result<Self, $crate::runtime::WebhookError> {
                Self::verify_at(headers, body, secrets, $crate::runtime::system_time())
            }

            /// As [`verify`](Self::verify), at another time than now: for a body that was
            /// kept since it was received.
            ///
            /// # Errors
            /// As those of [`verify`](Self::verify).
            #[inline]
            pub fn verify_at(
                headers: &(impl $crate::runtime::WebhookHeaders + ?::core::marker::Sized),
                body: &[::core::primitive::u8],
                secrets: &[$crate::runtime::Secret],
                now: ::std::time::SystemTime,
            ) -> ::core::result::Result<Self, $crate::runtime::WebhookError> {
                Self::signature_scheme().verify(headers, body, secrets, now)?;
                Self::from_json(body).map_err($crate::runtime::WebhookError::Body)
            }
        }
    };
}

#[cfg(not(feature = "webhooks"))]
#[doc(hidden)]
#[macro_export]
macro_rules! signature {
    ($($table:tt)*) => {};
}

#[allow(unused_imports, reason = "a crate uses those that its types need")]
pub use signature;
