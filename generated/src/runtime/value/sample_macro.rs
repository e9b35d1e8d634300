//! Samples of the types of tables, where there are mocks. Without the feature the table
//! stands for nothing.

#![allow(unused_macros, reason = "a crate uses those that its types need")]

/// The smallest value of a type, within its `Wire`: of an `object` and a `tuple` what is
/// required, of an `enum` the first value, of a `union` the first variant that ends within so
/// many levels.
#[cfg(feature = "mock")]
macro_rules! sample {
    (@required $levels:ident) => {
        $crate::runtime::Wire::sample_within($levels)?
    };
    (@part $levels:ident) => {
        $crate::runtime::Wire::sample_within($levels)?
    };
    (@$other:ident $levels:ident) => {
        ::core::default::Default::default()
    };
    (@variant $levels:ident $variant:ident) => {
        ::core::option::Option::Some(Self::$variant)
    };
    (@variant $levels:ident $variant:ident $payload:ty) => {
        <$payload as $crate::runtime::Wire>::sample_within($levels).map(Self::$variant)
    };
    (object { $($place:tt : $kind:ident),* $(,)? }) => {
        fn sample_within(levels: ::core::primitive::u32) -> ::core::option::Option<Self> {
            #[allow(unused_variables, reason = "nothing may be required")]
            let levels = levels.checked_sub(1)?;
            ::core::option::Option::Some(Self {
                $($place: $crate::runtime::sample!(@$kind levels),)*
            })
        }
    };
    (wrapper) => {
        fn sample_within(levels: ::core::primitive::u32) -> ::core::option::Option<Self> {
            $crate::runtime::Wire::sample_within(levels.checked_sub(1)?).map(Self)
        }
    };
    (enum {}) => {
        fn sample_within(_: ::core::primitive::u32) -> ::core::option::Option<Self> {
            let value = ::core::default::Default::default();
            ::core::option::Option::Some(Self::Unrecognized(value))
        }
    };
    (enum { $first:ident $(, $other:ident)* }) => {
        fn sample_within(_: ::core::primitive::u32) -> ::core::option::Option<Self> {
            ::core::option::Option::Some(Self::$first)
        }
    };
    (union { $($variant:ident $(($payload:ty))?),+ $(,)? }) => {
        fn sample_within(levels: ::core::primitive::u32) -> ::core::option::Option<Self> {
            #[allow(unused_variables, reason = "no variant may hold anything")]
            let levels = levels.checked_sub(1)?;
            $(
                let sample = $crate::runtime::sample!(@variant levels $variant $($payload)?);
                if ::core::option::Option::is_some(&sample) {
                    return sample;
                }
            )+
            ::core::option::Option::None
        }
    };
}

/// Nothing, for there are no mocks.
#[cfg(not(feature = "mock"))]
macro_rules! sample {
    ($($table:tt)*) => {};
}

#[allow(unused_imports, reason = "a crate uses those that its types need")]
pub(crate) use sample;
