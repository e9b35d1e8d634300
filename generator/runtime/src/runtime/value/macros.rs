//! The tables beside generated structs and enums, and what they stand for. Each expands to
//! as little code as it can; the work is done by functions of the runtime. What it names
//! it names in full, for the module it stands in may have a type called `Result` or `Ok`.

#![allow(unused_macros, reason = "a crate uses those that its types need")]

/// `Serialize` and `Deserialize` of a `Wire` type.
#[doc(hidden)]
#[macro_export]
macro_rules! serde_by_wire {
    ($name:ident) => {
        impl $crate::runtime::serde_core::Serialize for $name {
            #[inline]
            fn serialize<S: $crate::runtime::serde_core::Serializer>(
                &self,
                to: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::runtime::serialize(self, to)
            }
        }

        impl<'de> $crate::runtime::serde_core::Deserialize<'de> for $name {
            #[inline]
            fn deserialize<D: $crate::runtime::serde_core::Deserializer<'de>>(
                from: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::runtime::deserialize(from)
            }
        }
    };
}

/// A fixed value of a table.
#[doc(hidden)]
#[macro_export]
macro_rules! constant {
    (null) => {
        $crate::runtime::Literal::Null
    };
    ($value:literal) => {
        <$crate::runtime::Literal as ::core::convert::From<_>>::from($value)
    };
    (- $value:literal) => {
        <$crate::runtime::Literal as ::core::convert::From<_>>::from(-$value)
    };
}

/// A member with one value: `optional` if it needn't be there when read.
#[doc(hidden)]
#[macro_export]
macro_rules! fixed {
    ($name:literal, optional $value:literal) => {
        $crate::runtime::Fixed {
            name: $name,
            value: $crate::runtime::constant!($value),
            required: false,
        }
    };
    ($name:literal, $value:tt $($digits:literal)?) => {
        $crate::runtime::Fixed {
            name: $name,
            value: $crate::runtime::constant!($value $($digits)?),
            required: true,
        }
    };
}

/// A struct as an object. Each field is `required`, `required_nullable` (null, also
/// where a server leaves it out), `optional` (absent or a value) or `nullable` (absent,
/// or a value that may be null); the last may take all other members. Behind `const`
/// stand members with one value.
///
/// Fields behind `with` are unions that are read from the same object. A `closed`
/// object is one that the document allows no other members.
#[doc(hidden)]
#[macro_export]
macro_rules! object {
    (closed $name:ident $($rest:tt)*) => {
        $crate::runtime::object!(@table [close] $name $($rest)*);
    };
    (@table [$($close:ident)?] $name:ident $($with:ident $($part:ident),+)? {
        $($field:ident : $kind:ident $wire:literal),* $(,)?
        $(.. $rest:ident $(,)?)?
    } $(const {
        $($fixed:literal : $value:tt $($digits:literal)?),* $(,)?
    })?) => {
        impl $crate::runtime::Wire for $name {
            const FIELDS: &'static [$crate::runtime::Field] = &[
                $($crate::runtime::Field::$kind($wire)),*
            ];

            #[inline]
            fn decode(
                json: $crate::runtime::Json<'_>,
            ) -> ::core::result::Result<Self, $crate::runtime::DecodeError> {
                $crate::runtime::decode_object(json)
            }

            #[inline]
            fn read(
                text: &mut $crate::runtime::Reader<'_>,
            ) -> ::core::result::Result<Self, $crate::runtime::DecodeError> {
                $crate::runtime::object!(@read [$($with)?] text)
            }

            #[inline]
            fn encode(&self, out: &mut $crate::runtime::Writer) {
                $crate::runtime::object!(@encode [$($($part)+)?] self out {
                    out.begin_object();
                    $(out.constants(&[
                        $($crate::runtime::fixed!($fixed, $value $($digits)?)),*
                    ]);)?
                    $(out.$kind($wire, &self.$field);)*
                    $(out.rest(&self.$rest);)?
                    out.end_object();
                });
            }

            $crate::runtime::sample!(object {
                $($($part: part,)+)? $($field: $kind,)* $($rest: rest)?
            });
        }

        impl $crate::runtime::FromFields for $name {
            #[inline]
            fn from_fields(
                fields: &mut $crate::runtime::Fields<'_, '_>,
            ) -> ::core::result::Result<Self, $crate::runtime::DecodeError> {
                $(fields.$close();)?
                $(fields.$with();)?
                $(let mut $field = ::core::option::Option::None;)*
                $(let mut $rest = ::core::default::Default::default();)?
                fields.read(
                    &[$($($crate::runtime::fixed!($fixed, $value $($digits)?)),*)?],
                    &mut [
                        $($crate::runtime::Slot::$kind(&mut $field),)*
                        $($crate::runtime::Slot::rest(&mut $rest))?
                    ],
                )?;
                $($(let $part = fields.part()?;)+)?
                fields.end();
                ::core::result::Result::Ok(Self {
                    $($($part,)+)?
                    $($field: $crate::runtime::filled::$kind($field),)*
                    $($rest,)?
                })
            }
        }

        $crate::runtime::serde_by_wire!($name);
    };
    (@read [] $text:ident) => { $crate::runtime::read_object($text) };
    (@read [with] $text:ident) => { $crate::runtime::decode_object($text.json()?) };
    (@encode [] $this:ident $out:ident $own:block) => { $own };
    (@encode [$($part:ident)+] $this:ident $out:ident $own:block) => {
        $out.joined(&[
            &|$out: &mut $crate::runtime::Writer| $own,
            $(&|out: &mut $crate::runtime::Writer| {
                $crate::runtime::Wire::encode(&$this.$part, out);
            }),+
        ]);
    };
    ($($table:tt)*) => {
        $crate::runtime::object!(@table [] $($table)*);
    };
}

/// An enum of strings, or of integers (`as i64`), whose last variant
/// `Unrecognized` keeps what the document doesn't list.
///
/// Beside the values that it lists, one `or any` may hold all others.
#[doc(hidden)]
#[macro_export]
macro_rules! open_enum {
    (@report) => { $crate::runtime::report_unlisted() };
    (@report any) => {};
    ($name:ident $(or $any:ident)? { $($variant:ident : $wire:literal),* $(,)? }) => {
        impl $name {
            /// The value as it is sent.
            #[inline]
            pub fn as_str(&self) -> &::core::primitive::str {
                match self {
                    $(Self::$variant => $wire,)*
                    Self::Unrecognized(other) => other,
                }
            }
        }

        impl ::core::convert::From<&::core::primitive::str> for $name {
            #[inline]
            fn from(value: &::core::primitive::str) -> Self {
                match value {
                    $($wire => Self::$variant,)*
                    other => Self::Unrecognized(::std::borrow::ToOwned::to_owned(other)),
                }
            }
        }

        impl ::core::convert::From<::std::string::String> for $name {
            #[inline]
            fn from(value: ::std::string::String) -> Self {
                <Self as ::core::convert::From<&::core::primitive::str>>::from(value.as_str())
            }
        }

        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl $crate::runtime::Wire for $name {
            #[inline]
            fn decode(
                json: $crate::runtime::Json<'_>,
            ) -> ::core::result::Result<Self, $crate::runtime::DecodeError> {
                let text = json.enum_text()?;
                let value = <Self as ::core::convert::From<&::core::primitive::str>>::from(&text);
                if let Self::Unrecognized(_) = value {
                    $crate::runtime::open_enum!(@report $($any)?);
                }
                ::core::result::Result::Ok(value)
            }

            #[inline]
            fn encode(&self, out: &mut $crate::runtime::Writer) {
                out.string(self.as_str());
            }

            $crate::runtime::sample!(enum { $($variant),* });
        }

        $crate::runtime::serde_by_wire!($name);
    };
    ($name:ident as i64 { $($variant:ident : $wire:literal),* $(,)? }) => {
        impl $name {
            /// The value as it is sent.
            #[inline]
            pub fn as_i64(&self) -> ::core::primitive::i64 {
                match self {
                    $(Self::$variant => $wire,)*
                    Self::Unrecognized(other) => *other,
                }
            }
        }

        impl ::core::convert::From<::core::primitive::i64> for $name {
            #[inline]
            fn from(value: ::core::primitive::i64) -> Self {
                match value {
                    $($wire => Self::$variant,)*
                    other => Self::Unrecognized(other),
                }
            }
        }

        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.as_i64(), f)
            }
        }

        impl $crate::runtime::Wire for $name {
            #[inline]
            fn decode(
                json: $crate::runtime::Json<'_>,
            ) -> ::core::result::Result<Self, $crate::runtime::DecodeError> {
                let number = <::core::primitive::i64 as $crate::runtime::Wire>::decode(json)?;
                let value = <Self as ::core::convert::From<::core::primitive::i64>>::from(number);
                if let Self::Unrecognized(_) = value {
                    $crate::runtime::report_unlisted();
                }
                ::core::result::Result::Ok(value)
            }

            #[inline]
            fn encode(&self, out: &mut $crate::runtime::Writer) {
                out.integer(self.as_i64());
            }

            $crate::runtime::sample!(enum { $($variant),* });
        }

        $crate::runtime::serde_by_wire!($name);
    };
}

/// A list whose first places have types of their own, each `required` or
/// `optional`; the last may be the `rest`, which takes all that follow.
#[doc(hidden)]
#[macro_export]
macro_rules! tuple {
    ($name:ident {
        $($place:tt : $kind:ident),* $(,)?
    }) => {
        impl $crate::runtime::Wire for $name {
            #[inline]
            fn decode(
                json: $crate::runtime::Json<'_>,
            ) -> ::core::result::Result<Self, $crate::runtime::DecodeError> {
                let mut items = $crate::runtime::ItemsReader::of(json)?;
                ::core::result::Result::Ok(Self {
                    $($place: items.$kind()?,)*
                })
            }

            #[inline]
            fn encode(&self, out: &mut $crate::runtime::Writer) {
                let mut items = $crate::runtime::ItemsWriter::of(out);
                $(items.$kind(&self.$place);)*
                items.end();
            }

            $crate::runtime::sample!(object { $($place: $kind),* });
        }

        $crate::runtime::serde_by_wire!($name);
    };
}

/// A newtype as what it holds.
#[doc(hidden)]
#[macro_export]
macro_rules! wrapper {
    ($name:ident) => {
        impl $crate::runtime::Wire for $name {
            #[inline]
            fn decode(
                json: $crate::runtime::Json<'_>,
            ) -> ::core::result::Result<Self, $crate::runtime::DecodeError> {
                $crate::runtime::Wire::decode(json).map(Self)
            }

            #[inline]
            fn read(
                text: &mut $crate::runtime::Reader<'_>,
            ) -> ::core::result::Result<Self, $crate::runtime::DecodeError> {
                $crate::runtime::Wire::read(text).map(Self)
            }

            #[inline]
            fn encode(&self, out: &mut $crate::runtime::Writer) {
                $crate::runtime::Wire::encode(&self.0, out);
            }

            $crate::runtime::sample!(wrapper);
        }

        $crate::runtime::serde_by_wire!($name);
    };
}

/// `new` and `From` of a struct that takes its required fields as another one; a field
/// that isn't in it is `absent` at first.
#[doc(hidden)]
#[macro_export]
macro_rules! required {
    (@value $required:ident $field:ident) => {
        ::core::convert::Into::into($required.$field)
    };
    (@value $required:ident $field:ident absent) => {
        ::core::default::Default::default()
    };
    ($name:ident from $required:ident { $($field:ident $(: $absent:ident)?),* $(,)? }) => {
        impl $name {
            #[doc = ::core::concat!(
                "Creates a value from the [required fields](", ::core::stringify!($required), ")."
            )]
            #[inline]
            pub fn new(required: $required) -> Self {
                <Self as ::core::convert::From<$required>>::from(required)
            }
        }

        impl ::core::convert::From<$required> for $name {
            #[allow(deprecated)]
            #[inline]
            fn from(required: $required) -> Self {
                Self {
                    $($field: $crate::runtime::required!(@value required $field $($absent)?),)*
                }
            }
        }
    };
}

/// A setter for each field that can be left out.
#[doc(hidden)]
#[macro_export]
macro_rules! setters {
    ($name:ident { $($(#[$meta:meta])* $field:ident : $value:ty),* $(,)? }) => {
        impl $name {
            $(
                $(#[$meta])*
                #[doc = ""]
                #[doc = ::core::concat!("Sets `", ::core::stringify!($field), "`.")]
                #[must_use]
                #[allow(deprecated)]
                #[inline]
                pub fn $field(mut self, $field: $value) -> Self {
                    self.$field = $crate::runtime::Settable::set($field);
                    self
                }
            )*
        }
    };
}

#[allow(unused_imports, reason = "a crate uses those that its types need")]
pub use {constant, fixed, object, open_enum, required};
#[allow(unused_imports, reason = "a crate uses those that its types need")]
pub use {serde_by_wire, setters, tuple, wrapper};
