//! The tables beside generated unions. As with all tables, the work is done by
//! functions of the runtime, and all names are written in full.

#![allow(unused_macros, reason = "a crate uses those that its types need")]

/// `From` each type that a union holds. Between rows that hold the same, and for what is
/// boxed, a table doesn't say it all by itself: it is marked `apart`, and this table stands
/// beside it, with the rows that are left.
#[doc(hidden)]
#[macro_export]
macro_rules! payloads {
    ([apart] $($table:tt)*) => {};
    ([] $($table:tt)*) => {
        $crate::runtime::payloads!($($table)*);
    };
    (@from $name:ident $variant:ident) => {};
    (@from $name:ident $variant:ident Box<$payload:ty>) => {
        impl ::core::convert::From<$payload> for $name {
            #[inline]
            fn from(payload: $payload) -> Self {
                Self::$variant(::std::boxed::Box::new(payload))
            }
        }
    };
    (@from $name:ident $variant:ident $payload:ty) => {
        impl ::core::convert::From<$payload> for $name {
            #[inline]
            fn from(payload: $payload) -> Self {
                Self::$variant(payload)
            }
        }
    };
    ($name:ident { $($variant:ident $(($($payload:tt)+))?),+ $(,)? }) => {
        $($crate::runtime::payloads!(@from $name $variant $($($payload)+)?);)+
    };
}

/// A union told apart by the value of one property; `"a" | "b"` are two values
/// of one variant. A payload writes that property itself; a variant without one is an object of that property alone.
#[doc(hidden)]
#[macro_export]
macro_rules! tagged {
    (@pattern $bind:ident $variant:ident) => { Self::$variant };
    (@pattern $bind:ident $variant:ident $payload:ty) => { Self::$variant($bind) };
    (@decode $json:ident $variant:ident) => { ::core::result::Result::Ok(Self::$variant) };
    (@decode $json:ident $variant:ident $payload:ty) => {
        $crate::runtime::variant::<$payload, Self>($json, Self::$variant)
    };
    (@encode $bind:ident $out:ident $tag:literal $value:literal) => {{
        $out.begin_object();
        $out.constants(&[$crate::runtime::fixed!($tag, $value)]);
        $out.end_object();
    }};
    (@encode $bind:ident $out:ident $tag:literal $value:literal $payload:ty) => {
        <$payload as $crate::runtime::Wire>::encode($bind, $out)
    };
    (@table $apart:tt $name:ident by $tag:literal {
        $($variant:ident $(($payload:ty))? : $value:literal $(| $other:literal)*),+ $(,)?
    }) => {
        $crate::runtime::payloads!($apart $name { $($variant $(($payload))?),+ });

        impl $crate::runtime::Wire for $name {
            #[inline]
            fn decode(
                json: $crate::runtime::Json<'_>,
            ) -> ::core::result::Result<Self, $crate::runtime::DecodeError> {
                let tag = json.member($tag);
                $(if $crate::runtime::constant!($value).is(tag)
                    $(|| $crate::runtime::constant!($other).is(tag))*
                {
                    return $crate::runtime::tagged!(@decode json $variant $($payload)?);
                })+
                ::core::result::Result::Ok(Self::Unrecognized($crate::runtime::unrecognized_tag(&json, $tag)))
            }

            #[inline]
            fn encode(&self, out: &mut $crate::runtime::Writer) {
                match self {
                    $($crate::runtime::tagged!(@pattern payload $variant $($payload)?) => {
                        $crate::runtime::tagged!(@encode payload out $tag $value $($payload)?)
                    })+
                    Self::Unrecognized(value) => $crate::runtime::Wire::encode(value, out),
                }
            }

            $crate::runtime::sample!(union { $($variant $(($payload))?),+ });
        }

        $crate::runtime::serde_by_wire!($name);
    };
    (apart $($table:tt)*) => { $crate::runtime::tagged!(@table [apart] $($table)*); };
    ($($table:tt)*) => { $crate::runtime::tagged!(@table [] $($table)*); };
}

/// A union whose branches are told apart by the type of JSON, then by the value of a
/// property, then by trial: each row says by which of these its variant is
/// chosen: a type, values, or `_`.
///
/// Behind `or` stands what becomes of an object that the property leaves without
/// a branch: `none` of them; the `only` one that fits where the property is absent;
/// the `best` of all where it is absent, else of the rows `_`; `any` is as `best`,
/// also where the branch that the property names can't read the value.
#[doc(hidden)]
#[macro_export]
macro_rules! choose {
    (@table $apart:tt $name:ident $(by $tag:literal)? or $fallback:ident {
        $($variant:ident($payload:ty) : $($guard:tt)|+),+ $(,)?
    }) => {
        $crate::runtime::payloads!($apart $name { $($variant($payload)),+ });

        impl $crate::runtime::Wire for $name {
            #[inline]
            fn decode(
                json: $crate::runtime::Json<'_>,
            ) -> ::core::result::Result<Self, $crate::runtime::DecodeError> {
                #[allow(unused_mut, reason = "none of the rows may have values")]
                let mut tag = $crate::runtime::Tag::of(&json, ::core::concat!($($tag)?));
                $($crate::runtime::choose!(
                    @first $fallback [$($guard)|+] tag json $variant $payload
                );)+
                $crate::runtime::choose!(
                    @or $fallback tag json { $([$($guard)|+] $variant $payload),+ }
                );
                ::core::result::Result::Ok(Self::Unrecognized($crate::runtime::unrecognized(&json)))
            }

            $crate::runtime::encode_by_kind!($(
                $variant: $crate::runtime::choose!(@kind [$($guard)|+])
            ),+);

            $crate::runtime::sample!(union { $($variant($payload)),+ });
        }

        $crate::runtime::serde_by_wire!($name);
    };

    (@kind [_]) => { $crate::runtime::Kind::object };
    (@kind [$($value:literal)|+]) => { $crate::runtime::Kind::object };
    (@kind [$kind:ident]) => { $crate::runtime::Kind::$kind };

    (@first $fallback:ident [_] $tag:ident $json:ident $variant:ident $payload:ty) => {};
    (@first best [$($value:literal)|+] $tag:ident $json:ident $variant:ident $payload:ty) => {
        $crate::runtime::choose!(@if_fits [$($value)|+] $tag $json $variant $payload)
    };
    (@first any [$($value:literal)|+] $tag:ident $json:ident $variant:ident $payload:ty) => {
        $crate::runtime::choose!(@if_fits [$($value)|+] $tag $json $variant $payload)
    };
    (@first $fallback:ident [$($value:literal)|+] $tag:ident $json:ident $variant:ident $payload:ty) => {
        if $tag.is(&[$($crate::runtime::constant!($value)),+]) {
            return $crate::runtime::variant::<$payload, Self>($json, Self::$variant);
        }
    };
    (@first $fallback:ident [$kind:ident] $tag:ident $json:ident $variant:ident $payload:ty) => {
        if $tag.is_kind::<$payload>($crate::runtime::Kind::$kind) {
            return $crate::runtime::variant::<$payload, Self>($json, Self::$variant);
        }
    };
    (@if_fits [$($value:literal)|+] $tag:ident $json:ident $variant:ident $payload:ty) => {
        if $tag.is(&[$($crate::runtime::constant!($value)),+]) {
            let mut trials = <$crate::runtime::Trials<Self> as ::core::default::Default>::default();
            trials.attempt::<$payload>(&$json, Self::$variant);
            if let ::core::option::Option::Some(value) = trials.best() {
                return ::core::result::Result::Ok(value);
            }
        }
    };

    (@or none $tag:ident $json:ident $rows:tt) => {};
    (@or only $tag:ident $json:ident { $([$($guard:tt)|+] $variant:ident $payload:ty),+ }) => {
        if $tag.is_absent() {
            let mut trials = <$crate::runtime::Trials<Self> as ::core::default::Default>::default();
            $($crate::runtime::choose!(
                @try compare true [$($guard)|+] trials $json $variant $payload
            );)+
            if let ::core::option::Option::Some(value) = trials.only() {
                return ::core::result::Result::Ok(value);
            }
        }
    };
    (@or best $tag:ident $json:ident { $([$($guard:tt)|+] $variant:ident $payload:ty),+ }) => {
        #[allow(unused_variables, reason = "none of the rows may have values")]
        let tries_all = $tag.is_absent();
        let has_matched = $tag.has_matched();
        $crate::runtime::choose!(
            @best tries_all $json { $([$($guard)|+] $variant $payload),+ }
        );
        if has_matched {
            #[allow(unused_mut, unused_variables, reason = "none of the rows may have values")]
            let mut tag = $tag;
            $($crate::runtime::choose!(
                @again [$($guard)|+] tag $json $variant $payload
            );)+
        }
    };
    (@or any $tag:ident $json:ident { $([$($guard:tt)|+] $variant:ident $payload:ty),+ }) => {
        #[allow(unused_variables, reason = "none of the rows may have values")]
        let tries_all = $tag.is_absent() || $tag.has_matched();
        $crate::runtime::choose!(
            @best tries_all $json { $([$($guard)|+] $variant $payload),+ }
        );
    };
    (@best $all:ident $json:ident { $([$($guard:tt)|+] $variant:ident $payload:ty),+ }) => {
        let mut trials = <$crate::runtime::Trials<Self> as ::core::default::Default>::default();
        $($crate::runtime::choose!(
            @try attempt $all [$($guard)|+] trials $json $variant $payload
        );)+
        if let ::core::option::Option::Some(value) = trials.best() {
            return ::core::result::Result::Ok(value);
        }
    };
    (@try $how:ident $all:tt [_] $trials:ident $json:ident $variant:ident $payload:ty) => {
        $trials.$how::<$payload>(&$json, Self::$variant)
    };
    (@try $how:ident $all:tt [$($value:literal)|+] $trials:ident $json:ident $variant:ident $payload:ty) => {
        if $all {
            $trials.$how::<$payload>(&$json, Self::$variant)
        }
    };
    (@try $how:ident $all:tt [$kind:ident] $trials:ident $json:ident $variant:ident $payload:ty) => {};
    (@again [$($value:literal)|+] $tag:ident $json:ident $variant:ident $payload:ty) => {
        if $tag.is(&[$($crate::runtime::constant!($value)),+]) {
            return $crate::runtime::variant::<$payload, Self>($json, Self::$variant);
        }
    };
    (@again [$other:tt] $tag:ident $json:ident $variant:ident $payload:ty) => {};
    (apart $($table:tt)*) => { $crate::runtime::choose!(@table [apart] $($table)*); };
    ($($table:tt)*) => { $crate::runtime::choose!(@table [] $($table)*); };
}

/// A union told apart by the type of JSON.
#[doc(hidden)]
#[macro_export]
macro_rules! by_type {
    (@table $apart:tt $name:ident { $($variant:ident($payload:ty) : $kind:ident),+ $(,)? }) => {
        $crate::runtime::payloads!($apart $name { $($variant($payload)),+ });

        impl $crate::runtime::Wire for $name {
            #[inline]
            fn decode(
                json: $crate::runtime::Json<'_>,
            ) -> ::core::result::Result<Self, $crate::runtime::DecodeError> {
                let kind = $crate::runtime::Kind::among(
                    &[$($crate::runtime::Kind::$kind),+],
                    &json,
                );
                $(if kind == $crate::runtime::Kind::$kind
                    && !$crate::runtime::is_beyond::<$payload>(&json)
                {
                    return $crate::runtime::variant::<$payload, Self>(json, Self::$variant);
                })+
                ::core::result::Result::Ok(Self::Unrecognized($crate::runtime::unrecognized(&json)))
            }

            $crate::runtime::encode_by_kind!($($variant: $crate::runtime::Kind::$kind),+);

            $crate::runtime::sample!(union { $($variant($payload)),+ });
        }

        $crate::runtime::serde_by_wire!($name);
    };
    (apart $($table:tt)*) => { $crate::runtime::by_type!(@table [apart] $($table)*); };
    ($($table:tt)*) => { $crate::runtime::by_type!(@table [] $($table)*); };
}

/// A union whose branches can't be told apart: the one that understands the most
/// of a value is taken, the earlier one on a tie. Each branch is tried in turn
/// until one understands everything.
#[doc(hidden)]
#[macro_export]
macro_rules! best_of {
    (@table $apart:tt $name:ident { $($variant:ident($payload:ty)),+ $(,)? }) => {
        $crate::runtime::payloads!($apart $name { $($variant($payload)),+ });

        impl $crate::runtime::Wire for $name {
            #[inline]
            fn decode(
                json: $crate::runtime::Json<'_>,
            ) -> ::core::result::Result<Self, $crate::runtime::DecodeError> {
                let mut trials =
                    <$crate::runtime::Trials<Self> as ::core::default::Default>::default();
                $(trials.attempt::<$payload>(&json, Self::$variant);)+
                match trials.best() {
                    ::core::option::Option::Some(best) => ::core::result::Result::Ok(best),
                    ::core::option::Option::None => {
                        ::core::result::Result::Ok(Self::Unrecognized($crate::runtime::unrecognized(&json)))
                    }
                }
            }

            $crate::runtime::encode_payload!($($variant),+);

            $crate::runtime::sample!(union { $($variant($payload)),+ });
        }

        $crate::runtime::serde_by_wire!($name);
    };
    (apart $($table:tt)*) => { $crate::runtime::best_of!(@table [apart] $($table)*); };
    ($($table:tt)*) => { $crate::runtime::best_of!(@table [] $($table)*); };
}

/// `encode` of a union whose variants all have a payload.
#[doc(hidden)]
#[macro_export]
macro_rules! encode_payload {
    ($($variant:ident),+) => {
        #[inline]
        fn encode(&self, out: &mut $crate::runtime::Writer) {
            match self {
                $(Self::$variant(payload) => $crate::runtime::Wire::encode(payload, out),)+
                Self::Unrecognized(value) => $crate::runtime::Wire::encode(value, out),
            }
        }
    };
}

/// The same, where variants may be of a kind each: a number beside integers keeps a
/// fraction.
#[doc(hidden)]
#[macro_export]
macro_rules! encode_by_kind {
    ($($variant:ident: $kind:expr),+) => {
        #[inline]
        fn encode(&self, out: &mut $crate::runtime::Writer) {
            let kind = match self {
                $(Self::$variant(payload) => {
                    $crate::runtime::Wire::encode(payload, out);
                    $kind
                })+
                Self::Unrecognized(value) => {
                    return $crate::runtime::Wire::encode(value, out);
                }
            };
            kind.end(&[$($kind),+], out);
        }
    };
}

#[allow(unused_imports, reason = "a crate uses those that its types need")]
pub use {best_of, by_type, choose, encode_by_kind, encode_payload, payloads, tagged};
