//! The handshake: generated code states the version that it was made for, and the features
//! that it needs. Where this crate isn't such a one, the message says what to change.

/// Refuses code that this crate can't serve. A version is listed once the code that the
/// generator of that version makes compiles with this one.
#[doc(hidden)]
#[macro_export]
macro_rules! requires {
    ("0.1.0" $(, $feature:ident)*) => {
        $($crate::requires_feature!($feature);)*
    };
    ($version:literal $($features:tt)*) => {
        ::core::compile_error!(::core::concat!(
            "this client was generated for version ",
            $version,
            " of openapi-client-runtime, and this is version ",
            $crate::requires_version!(),
            ", which can't serve it: depend on openapi-client-runtime ",
            $version,
            ", or generate the client with the generator of version ",
            $crate::requires_version!(),
        ));
    };
}

/// The version of this crate, wherever the macro is expanded.
#[doc(hidden)]
#[macro_export]
macro_rules! requires_version {
    () => {
        "0.1.0"
    };
}

/// Refuses code that needs a feature which isn't on.
#[doc(hidden)]
#[macro_export]
macro_rules! requires_feature {
    (client) => {
        $crate::requires_client!();
    };
    (jiff) => {
        $crate::requires_jiff!();
    };
    (cancel) => {
        $crate::requires_cancel!();
    };
    (webhooks) => {
        $crate::requires_webhooks!();
    };
    (chrono) => {
        $crate::requires_chrono!();
    };
    (indexmap) => {
        $crate::requires_indexmap!();
    };
    (time) => {
        $crate::requires_time!();
    };
    (url) => {
        $crate::requires_url!();
    };
    (uuid) => {
        $crate::requires_uuid!();
    };
}

macro_rules! features {
    ($($name:ident $feature:literal,)*) => {
        $(
            #[cfg(feature = $feature)]
            #[doc(hidden)]
            #[macro_export]
            macro_rules! $name {
                () => {};
            }

            #[cfg(not(feature = $feature))]
            #[doc(hidden)]
            #[macro_export]
            macro_rules! $name {
                () => {
                    ::core::compile_error!(::core::concat!(
                        "this client needs the feature `",
                        $feature,
                        "` of openapi-client-runtime: add it in Cargo.toml, as in \
                         `openapi-client-runtime = { version = \"",
                        $crate::requires_version!(),
                        "\", features = [\"",
                        $feature,
                        "\"] }`",
                    ));
                };
            }
        )*
    };
}

features! {
    requires_client "client",
    requires_jiff "jiff",
    requires_cancel "cancel",
    requires_webhooks "webhooks",
    requires_chrono "chrono",
    requires_indexmap "indexmap",
    requires_time "time",
    requires_url "url",
    requires_uuid "uuid",
}

/// The items that serve tests alone, for code that is included and has no features of its own.
#[cfg(feature = "mock")]
#[doc(hidden)]
#[macro_export]
macro_rules! mocked {
    ($($items:tt)*) => { $($items)* };
}

/// Nothing, for there are no mocks.
#[cfg(not(feature = "mock"))]
#[doc(hidden)]
#[macro_export]
macro_rules! mocked {
    ($($items:tt)*) => {};
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_version_is_that_of_the_package() {
        assert_eq!(requires_version!(), env!("CARGO_PKG_VERSION"));
    }
}
