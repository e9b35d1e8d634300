//! The tables beside generated clients and request builders.

#![allow(unused_macros, reason = "a crate uses those that its operations need")]

/// A client over the shared one.
macro_rules! client {
    ($name:ident) => {
        impl ::core::convert::From<$crate::runtime::Http> for $name {
            fn from(http: $crate::runtime::Http) -> Self {
                Self { http }
            }
        }
    };
}

/// An enum of the servers that the document names.
macro_rules! servers {
    ($name:ident { $($variant:ident : $url:literal),+ $(,)? }) => {
        impl $name {
            /// The URL of the server.
            pub fn url(self) -> &'static ::core::primitive::str {
                match self {
                    $(Self::$variant => $url,)+
                }
            }
        }

        impl ::core::convert::From<$name> for $crate::runtime::BaseUrl {
            fn from(server: $name) -> Self {
                <Self as ::core::convert::From<&::core::primitive::str>>::from(server.url())
            }
        }
    };
}

/// A setter for each parameter that can be left out, which passes it on to the
/// call.
macro_rules! parameters {
    ($name:ident {
        $($(#[$meta:meta])* $parameter:ident : $value:ty => $method:ident($($argument:expr),+)),* $(,)?
    }) => {
        impl $name<'_> {
            $(
                $(#[$meta])*
                pub fn $parameter(mut self, $parameter: $value) -> Self {
                    self.request = self.request.$method($($argument),+);
                    self
                }
            )*
        }
    };
}

/// The setters of the body of a request builder: of the whole, and of each field.
/// A body that is an `Option` is there once something is set.
macro_rules! body_fields {
    ($(#[$docs:meta])* $name:ident.body: Option<$body:ty> { $($rows:tt)* }) => {
        $crate::runtime::body_fields!(
            @setters [$(#[$docs])*] $name [get_or_insert_default] $body { $($rows)* }
        );
    };
    ($(#[$docs:meta])* $name:ident.body: $body:ty { $($rows:tt)* }) => {
        $crate::runtime::body_fields!(
            @setters [$(#[$docs])*] $name [] $body { $($rows)* }
        );
    };
    (@body $this:ident []) => { $this.body };
    (@body $this:ident [$get:ident]) => { $this.body.$get() };
    (@setters [$(#[$docs:meta])*] $name:ident $get:tt $body:ty {
        $($(#[$meta:meta])* $field:ident : $value:ty),* $(,)?
    }) => {
        impl $name<'_> {
            $(#[$docs])*
            #[doc = ""]
            #[doc = "Sets the whole body."]
            pub fn body(mut self, body: $body) -> Self {
                self.body = ::core::convert::From::from(body);
                self
            }

            $(
                $(#[$meta])*
                #[doc = ""]
                #[doc = ::core::concat!(
                    "Sets `", ::core::stringify!($field), "` of the [body](",
                    ::core::stringify!($body), ")."
                )]
                #[allow(deprecated)]
                pub fn $field(mut self, $field: $value) -> Self {
                    $crate::runtime::body_fields!(@body self $get).$field =
                        $crate::runtime::Settable::set($field);
                    self
                }
            )*
        }
    };
}

/// A setter for each body that a call can have in the place of its usual one.
/// The last that was set is sent.
macro_rules! bodies {
    ($name:ident {
        $($(#[$meta:meta])* $setter:ident($body:ident : $value:ty) => $method:ident($($argument:expr),+)),*
        $(,)?
    }) => {
        impl $name<'_> {
            $(
                $(#[$meta])*
                pub fn $setter(mut self, $body: $value) -> Self {
                    self.request = self.request.$method($($argument),+);
                    self.body = ::core::option::Option::None;
                    self
                }
            )*
        }
    };
}

#[allow(unused_imports, reason = "a crate uses those that its operations need")]
pub(crate) use {bodies, body_fields, client, parameters, servers};
