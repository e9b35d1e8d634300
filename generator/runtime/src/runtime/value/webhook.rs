//! Webhooks: the bodies that a vendor sends of its own accord, and their kinds.
//!
//! Nothing here knows HTTP: the body is what the caller's own server was sent.

#![allow(unused_macros, reason = "a crate uses those that its types need")]

use std::collections::HashSet;

use super::budget::Budget;
use super::literal::Literal;
use crate::runtime::json::decode_error::DecodeError;
use crate::runtime::json::tape::{Json, Tape};

/// The values that stand for each webhook, by the webhook's name.
type Table<'t> = &'t [(&'static str, &'t [Literal])];

/// The webhook that the value at a place of the body stands for.
pub fn webhook_at(json: &Json<'_>, pointer: &str, table: Table<'_>) -> Option<&'static str> {
    let value = at(*json, pointer)?;
    let mut rows = table.iter();
    let row = rows.find(|(_, values)| values.iter().any(|known| known.is(Some(value))))?;
    Some(row.0)
}

/// The value that a JSON Pointer leads to. RFC 6901.
fn at<'j>(json: Json<'j>, pointer: &str) -> Option<Json<'j>> {
    let mut tokens = pointer.split('/').skip(1);
    tokens.try_fold(json, |json, token| match json {
        Json::Object(object) => object.get(&token.replace("~1", "/").replace("~0", "~")),
        Json::Array(items) => items.get(token.parse::<usize>().ok()?),
        _ => None,
    })
}

/// The members of a body that some webhooks know and others don't.
///
/// A body with a member that one doesn't know and another does isn't for that one,
/// however well the rest of it fits.
#[derive(Debug)]
pub struct Marks<'j> {
    names: HashSet<&'j str>,
    known: Vec<&'j str>,
}

impl<'j> Marks<'j> {
    /// Those of a body, of which none is known yet.
    pub fn of(json: &Json<'j>) -> Self {
        let names = match *json {
            Json::Object(members) => members.map(|member| member.0).collect(),
            _ => HashSet::new(),
        };
        Self {
            names,
            known: Vec::new(),
        }
    }

    /// Adds those that a webhook knows.
    pub fn add(&mut self, marks: &[&str]) {
        let names = &mut self.names;
        let found = marks.iter().filter_map(|mark| names.take(*mark));
        self.known.extend(found);
    }

    /// `true` if a webhook that knows these knows all of them.
    pub fn admits(&self, marks: &[&str]) -> bool {
        self.known.iter().all(|name| marks.contains(name))
    }
}

/// Reads a body by means of a function.
///
/// # Errors
/// The body isn't JSON, or not what the function wants.
pub fn from_body<T>(
    body: &[u8],
    decode: impl FnOnce(Json<'_>) -> Result<T, DecodeError>,
) -> Result<T, DecodeError> {
    let tape = Tape::parse(body)?;
    let budget = Budget::of(body.len());
    budget.checked(decode(tape.root()))
}

/// The bodies of webhooks: each row a variant and its webhook's name. With
/// `by`, the value at that place of a body tells them apart: the name, or what
/// stands behind `is`. Without, the shape does; a row `by name` has none. Behind
/// `with` stand the members that not all of them have.
#[doc(hidden)]
#[macro_export]
macro_rules! webhooks {
    ($name:ident by $pointer:literal {
        $($variant:ident($payload:ty) : $key:literal $(is $value:literal $(| $other:literal)*)?),+ $(,)?
    }) => {
        $crate::runtime::webhooks!(@shared $name { $($variant($payload) : $key),+ } decode(json) {
            let name = $crate::runtime::webhook_at(&json, $pointer, &[
                $(($key, $crate::runtime::webhooks!(@values $key $($value $($other)*)?))),+
            ]);
            Self::named(name.unwrap_or_default(), json)
        });
    };
    ($name:ident {
        $($variant:ident($payload:ty) : $key:literal $(by $how:ident)? $(with [$($mark:literal),*])?),+ $(,)?
    }) => {
        $crate::runtime::webhooks!(@shared $name { $($variant($payload) : $key),+ } decode(json) {
            #[allow(unused_mut, reason = "all of them may be known by name only")]
            let mut trials = <$crate::runtime::Trials<Self> as ::core::default::Default>::default();
            #[allow(unused_mut, unused_variables, reason = "none of them may have marks")]
            let mut marks = $crate::runtime::Marks::of(&json);
            $($(marks.add(&[$($mark),*]);)?)+
            $($crate::runtime::webhooks!(
                @attempt [$($how)?] [$([$($mark),*])?] trials marks json $variant $payload
            );)+
            match trials.clear() {
                ::core::option::Option::Some(best) => ::core::result::Result::Ok(best),
                ::core::option::Option::None => {
                    ::core::result::Result::Ok(Self::Unrecognized($crate::runtime::unrecognized(&json)))
                }
            }
        });
    };
    (@values $key:literal) => { &[$crate::runtime::constant!($key)] };
    (@values $key:literal $($value:literal)+) => { &[$($crate::runtime::constant!($value)),+] };
    (@attempt [name] [$($marks:tt)?] $trials:ident $own:ident $json:ident $variant:ident $payload:ty) => {};
    (@attempt [] [] $trials:ident $own:ident $json:ident $variant:ident $payload:ty) => {
        $trials.compare::<$payload>(&$json, Self::$variant)
    };
    (@attempt [] [$marks:tt] $trials:ident $own:ident $json:ident $variant:ident $payload:ty) => {
        if $own.admits(&$marks) {
            $trials.compare::<$payload>(&$json, Self::$variant)
        }
    };
    (@shared $name:ident { $($variant:ident($payload:ty) : $key:literal),+ }
        decode($json:ident) $decode:block
    ) => {
        impl $name {
            /// Reads a body, and finds out which it is from the body alone. One
            /// that isn't known is kept as `Unrecognized`.
            ///
            /// # Errors
            /// The body isn't JSON, or isn't what the document promises.
            #[inline]
            pub fn from_json(
                body: &[::core::primitive::u8],
            ) -> ::core::result::Result<Self, $crate::runtime::DecodeError> {
                $crate::runtime::from_json(body)
            }

            /// Reads a body that is known to be of this name, as [`name`](Self::name)
            /// gives it. One of another name is kept as `Unrecognized`.
            ///
            /// # Errors
            /// The body isn't JSON, or isn't what the document promises.
            #[inline]
            pub fn from_json_named(
                name: &::core::primitive::str,
                body: &[::core::primitive::u8],
            ) -> ::core::result::Result<Self, $crate::runtime::DecodeError> {
                $crate::runtime::from_body(body, |json| Self::named(name, json))
            }

            /// The name in the document; none for what isn't known.
            #[inline]
            pub fn name(&self) -> ::core::option::Option<&'static ::core::primitive::str> {
                match self {
                    $(Self::$variant(_) => ::core::option::Option::Some($key),)+
                    Self::Unrecognized(_) => ::core::option::Option::None,
                }
            }

            #[inline]
            fn named(
                name: &::core::primitive::str,
                json: $crate::runtime::Json<'_>,
            ) -> ::core::result::Result<Self, $crate::runtime::DecodeError> {
                match name {
                    $($key => $crate::runtime::variant::<$payload, Self>(json, Self::$variant),)+
                    _ => ::core::result::Result::Ok(Self::Unrecognized($crate::runtime::unrecognized(&json))),
                }
            }
        }

        impl $crate::runtime::Wire for $name {
            #[inline]
            fn decode(
                $json: $crate::runtime::Json<'_>,
            ) -> ::core::result::Result<Self, $crate::runtime::DecodeError> {
                $decode
            }

            $crate::runtime::encode_payload!($($variant),+);
        }

        $crate::runtime::serde_by_wire!($name);
    };
}

#[allow(unused_imports, reason = "a crate uses those that its types need")]
pub use webhooks;
