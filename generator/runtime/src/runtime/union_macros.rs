//! The tables beside generated unions. As with all tables, the work is done by
//! functions of the runtime, and all names are written in full.

#![allow(unused_macros, reason = "a crate uses those that its types need")]

/// A union told apart by the value of one property; `"a" | "b"` are two values
/// of one variant. A payload writes that property itself; a variant without one is an object of that property alone.
macro_rules! tagged {
    (@pattern $bind:ident $variant:ident) => { Self::$variant };
    (@pattern $bind:ident $variant:ident $payload:ty) => { Self::$variant($bind) };
    (@encode $bind:ident $out:ident $tag:literal $value:literal) => {{
        $out.begin_object();
        $out.constants(&[($tag, $crate::runtime::constant!($value))]);
        $out.end_object();
    }};
    (@encode $bind:ident $out:ident $tag:literal $value:literal $payload:ty) => {
        <$payload as $crate::runtime::Wire>::encode($bind, $out)
    };
    ($name:ident by $tag:literal {
        $($variant:ident $(($payload:ty))? : $value:literal $(| $other:literal)*),+ $(,)?
    }) => {
        impl $crate::runtime::Wire for $name {
            fn decode(
                json: $crate::runtime::Json<'_>,
            ) -> ::core::result::Result<Self, $crate::runtime::DecodeError> {
                let tag = json.member($tag);
                $(if $crate::runtime::constant!($value).is(tag)
                    $(|| $crate::runtime::constant!($other).is(tag))*
                {
                    return ::core::result::Result::Ok(Self::$variant $((
                        <$payload as $crate::runtime::Wire>::decode(json)?
                    ))?);
                })+
                $crate::runtime::unrecognized(json).map(Self::Unrecognized)
            }

            fn encode(&self, out: &mut $crate::runtime::Writer) {
                match self {
                    $($crate::runtime::tagged!(@pattern payload $variant $($payload)?) => {
                        $crate::runtime::tagged!(@encode payload out $tag $value $($payload)?)
                    })+
                    Self::Unrecognized(value) => out.value(value),
                }
            }
        }

        $crate::runtime::serde_by_wire!($name);
    };
}

/// As `tagged`, where the branches themselves allow other values of that
/// property: if the one that it names can't read the value, another may; a value
/// that none can read is kept whole.
macro_rules! tagged_or_best {
    ($name:ident by $tag:literal {
        $($variant:ident($payload:ty) : $value:literal $(| $other:literal)*),+ $(,)?
    }) => {
        impl $crate::runtime::Wire for $name {
            fn decode(
                json: $crate::runtime::Json<'_>,
            ) -> ::core::result::Result<Self, $crate::runtime::DecodeError> {
                let tag = json.member($tag);
                $(if $crate::runtime::constant!($value).is(tag)
                    $(|| $crate::runtime::constant!($other).is(tag))*
                {
                    if let ::core::result::Result::Ok(payload) =
                        <$payload as $crate::runtime::Wire>::decode(json.clone())
                    {
                        return ::core::result::Result::Ok(Self::$variant(payload));
                    }
                } else)+ {
                    return $crate::runtime::unrecognized(json).map(Self::Unrecognized);
                }
                $crate::runtime::decode_best!(json { $($variant($payload)),+ })
            }

            $crate::runtime::encode_payload!($($variant),+);
        }

        $crate::runtime::serde_by_wire!($name);
    };
}

/// A union told apart by the type of JSON.
macro_rules! by_type {
    ($name:ident { $($variant:ident($payload:ty) : $kind:ident),+ $(,)? }) => {
        impl $crate::runtime::Wire for $name {
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
                    return <$payload as $crate::runtime::Wire>::decode(json).map(Self::$variant);
                })+
                $crate::runtime::unrecognized(json).map(Self::Unrecognized)
            }

            $crate::runtime::encode_payload!($($variant),+);
        }

        $crate::runtime::serde_by_wire!($name);
    };
}

/// A union whose branches can't be told apart: the one that keeps the most of
/// a value is taken, the earlier one on a tie. Each branch is tried in turn
/// until one keeps everything.
macro_rules! best_of {
    ($name:ident { $($variant:ident($payload:ty)),+ $(,)? }) => {
        impl $crate::runtime::Wire for $name {
            fn decode(
                json: $crate::runtime::Json<'_>,
            ) -> ::core::result::Result<Self, $crate::runtime::DecodeError> {
                $crate::runtime::decode_best!(json { $($variant($payload)),+ })
            }

            $crate::runtime::encode_payload!($($variant),+);
        }

        $crate::runtime::serde_by_wire!($name);
    };
}

/// The branch that keeps the most of a value, or the value whole.
macro_rules! decode_best {
    ($json:ident { $($variant:ident($payload:ty)),+ }) => {{
        let mut lost = ::core::primitive::usize::MAX;
        let mut best = ::core::option::Option::None;
        $(if let ::core::option::Option::Some(value) =
            $crate::runtime::attempt::<$payload>(&$json, &mut lost)
        {
            best = ::core::option::Option::Some(Self::$variant(value));
        })+
        match best {
            ::core::option::Option::Some(best) => ::core::result::Result::Ok(best),
            ::core::option::Option::None => {
                $crate::runtime::unrecognized($json).map(Self::Unrecognized)
            }
        }
    }};
}

/// `encode` of a union whose variants all have a payload.
macro_rules! encode_payload {
    ($($variant:ident),+) => {
        fn encode(&self, out: &mut $crate::runtime::Writer) {
            match self {
                $(Self::$variant(payload) => $crate::runtime::Wire::encode(payload, out),)+
                Self::Unrecognized(value) => out.value(value),
            }
        }
    };
}

#[allow(unused_imports, reason = "a crate uses those that its types need")]
pub(crate) use {best_of, by_type, decode_best, encode_payload, tagged, tagged_or_best};
