//! The tables beside generated clients and request builders.

#![allow(unused_macros, reason = "a crate uses those that its operations need")]

/// A client over the shared one.
#[doc(hidden)]
#[macro_export]
macro_rules! client {
    ($name:ident) => {
        impl ::core::convert::From<$crate::runtime::Http> for $name {
            #[inline]
            fn from(http: $crate::runtime::Http) -> Self {
                Self { http }
            }
        }
    };
}

/// A client that is built from environment variables: that of the base URL, `optional` or
/// `required`, then the function or method for each credential with the variables for
/// it; behind `any of` the variables that are needed, in sets of which one is enough.
#[doc(hidden)]
#[macro_export]
macro_rules! from_env {
    ($(#[$docs:meta])* $client:ident at $how:ident $base:literal {
        $(builder: $kind:ident($($variable:literal),+))? $(,)?
    }) => {
        $crate::runtime::from_env!(@impl [$(#[$docs])*] $client {
            $crate::runtime::from_env!(
                @builder $client $how $base [$($kind($($variable),+))?]
            )
        });
    };
    ($(#[$docs:meta])* $client:ident at $how:ident $base:literal
        any of [$([$($needed:literal),+]),*]
    {
        $($setter:ident: $kind:ident($($variable:literal),+)),+ $(,)?
    }) => {
        $crate::runtime::from_env!(@impl [$(#[$docs])*] $client {
            $crate::runtime::Environment::need_one_of(&[$(&[$($needed),+]),*])?;
            let builder = $crate::runtime::from_env!(
                @builder $client $how $base []
            );
            $(let builder = if $crate::runtime::Environment::has_one_of(&[$($variable),+]) {
                $crate::runtime::from_env!(
                    @pass [builder.$setter] [] $kind($($variable),+)
                )
            } else {
                builder
            };)+
            builder
        });
    };
    (@impl [$($docs:tt)*] $client:ident $builder:block) => {
        #[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
        impl $client {
            /// Creates a client from the environment variables of
            /// [`builder_from_env`](Self::builder_from_env).
            ///
            /// # Errors
            /// A variable is missing, empty or can't be used; or as those of
            /// [`build`](ClientBuilder::build).
            #[inline]
            pub fn from_env() -> ::core::result::Result<Self, $crate::runtime::BuildError> {
                Self::builder_from_env()?.build()
            }

            $($docs)*
            ///
            /// # Errors
            /// A variable is missing, empty or can't be used.
            #[inline]
            pub fn builder_from_env() -> ::core::result::Result<
                $crate::runtime::ClientBuilder<Self>,
                $crate::runtime::BuildError,
            > {
                ::core::result::Result::Ok($builder)
            }
        }
    };
    (@builder $client:ident required $base:literal $credential:tt) => {{
        let url = $crate::runtime::Environment::required_base_url($base)?;
        $crate::runtime::from_env!(@credential $client [url] $credential)
    }};
    (@builder $client:ident optional $base:literal $credential:tt) => {{
        let builder =
            $crate::runtime::from_env!(@credential $client [] $credential);
        match $crate::runtime::Environment::base_url($base)? {
            ::core::option::Option::Some(url) => builder.server(url),
            ::core::option::Option::None => builder,
        }
    }};
    (@credential $client:ident [$($url:ident)?] []) => {
        $client::builder($($url)?)
    };
    (@credential $client:ident $url:tt [$kind:ident $variables:tt]) => {
        $crate::runtime::from_env!(
            @pass [$client::builder] $url $kind $variables
        )
    };
    (@pass [$($call:tt)+] [$($url:ident)?] secret($name:literal)) => {
        $($call)+($($url,)? $crate::runtime::Environment::secret($name)?)
    };
    (@pass [$($call:tt)+] [$($url:ident)?] basic($user:literal, $password:literal)) => {
        $($call)+($($url,)? $crate::runtime::Environment::secret($user)?.expose(), $crate::runtime::Environment::secret($password)?)
    };
    (@pass [$($call:tt)+] [$($url:ident)?] oauth2($id:literal, $secret:literal)) => {
        $($call)+($($url,)? $crate::runtime::ClientCredentials::new(
            $crate::runtime::Environment::secret($id)?.expose(),
            $crate::runtime::Environment::secret($secret)?,
        ))
    };
}

/// An enum of the servers that the document names.
#[doc(hidden)]
#[macro_export]
macro_rules! servers {
    ($name:ident { $($variant:ident : $url:literal),+ $(,)? }) => {
        impl $name {
            /// The URL of the server.
            #[inline]
            pub fn url(self) -> &'static ::core::primitive::str {
                match self {
                    $(Self::$variant => $url,)+
                }
            }
        }

        impl ::core::convert::From<$name> for $crate::runtime::BaseUrl {
            #[inline]
            fn from(server: $name) -> Self {
                <Self as ::core::convert::From<&::core::primitive::str>>::from(server.url())
            }
        }
    };
}

/// A setter for each parameter that can be left out, which passes it on to the
/// call.
#[doc(hidden)]
#[macro_export]
macro_rules! parameters {
    ($name:ident {
        $($(#[$meta:meta])* $parameter:ident : $value:ty => $method:ident($($argument:expr),+)),* $(,)?
    }) => {
        impl $name<'_> {
            $(
                $(#[$meta])*
                #[inline]
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
#[doc(hidden)]
#[macro_export]
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
            #[inline]
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
                #[inline]
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
#[doc(hidden)]
#[macro_export]
macro_rules! bodies {
    ($name:ident {
        $($(#[$meta:meta])* $setter:ident($body:ident : $value:ty) => $method:ident($($argument:expr),+)),*
        $(,)?
    }) => {
        impl $name<'_> {
            $(
                $(#[$meta])*
                #[inline]
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
pub use {bodies, body_fields, client, from_env, parameters, servers};
