//! Scalar types, each with one row of facts. A new format is a variant, a row,
//! and the name of the format in a function below it.

use crate::json::JsonType;

/// A type whose values are neither lists nor objects and need no name of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scalar {
    /// `true` or `false`.
    Boolean,
    /// An integer.
    Integer(Integer),
    /// A number.
    Number,
    /// A number whose digits count: `format: decimal`.
    Decimal,
    /// A string.
    String,
    /// An instant, RFC 3339.
    Timestamp,
    /// A calendar date, RFC 3339 `full-date`.
    Date,
    /// Bytes as text: `format: byte`, or `contentEncoding`.
    Encoded(BytesEncoding),
    /// A string that must not be shown.
    Secret,
    /// A file, as a part of a multipart body.
    File,
    /// A text that a library has a type for, where the settings choose that.
    Library(LibraryScalar),
    /// A value of a type that the settings name.
    Own(OwnScalar),
}

/// A text that a library has a type for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LibraryScalar {
    /// An instant, RFC 3339, of `chrono`.
    ChronoTimestamp,
    /// A calendar date, of `chrono`.
    ChronoDate,
    /// An instant, RFC 3339, of `time`.
    TimeTimestamp,
    /// A calendar date, of `time`.
    TimeDate,
    /// A UUID, RFC 9562, of `uuid`.
    Uuid,
    /// An absolute URL, of `url`.
    Url,
}

/// A value of a type that the settings name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct OwnScalar {
    /// The place of the type among those that the settings name.
    pub index: usize,
    /// The type of its values in JSON, if they have one.
    pub json_type: Option<JsonType>,
}

/// The facts of a scalar that stages ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScalarFacts {
    /// The type of its values in JSON.
    pub json_type: JsonType,
    /// `true` if a reader can't tell its values from any other text.
    pub is_text: bool,
    /// `true` if a parameter can have it, in any style.
    pub is_parameter: bool,
    /// `true` if its values are points in time, which take the package for that.
    pub is_time: bool,
}

/// A number or a boolean.
const PLAIN: ScalarFacts = ScalarFacts {
    json_type: JsonType::Number,
    is_text: false,
    is_parameter: true,
    is_time: false,
};

/// A text.
const TEXT: ScalarFacts = ScalarFacts {
    json_type: JsonType::String,
    is_text: true,
    ..PLAIN
};

impl Scalar {
    /// Its row of the table.
    #[rustfmt::skip]
    pub const fn facts(self) -> ScalarFacts {
        match self {
            Self::Boolean => ScalarFacts { json_type: JsonType::Boolean, ..PLAIN },
            Self::Integer(_) => ScalarFacts { json_type: JsonType::Integer, ..PLAIN },
            Self::Number | Self::Decimal => PLAIN,
            Self::String | Self::Encoded(_) | Self::Secret => TEXT,
            Self::Timestamp | Self::Date => ScalarFacts { is_time: true, ..TEXT },
            Self::Library(_) => TEXT,
            Self::Own(own) => own.facts(),
            Self::File => ScalarFacts { is_text: false, is_parameter: false, ..TEXT },
        }
    }

    /// The scalar that a `format` makes of a string.
    pub fn of_text_format(format: &str) -> Option<Self> {
        match format {
            "date-time" => Some(Self::Timestamp),
            "date" => Some(Self::Date),
            "byte" => Some(Self::Encoded(BytesEncoding::Base64)),
            "base64url" => Some(Self::Encoded(BytesEncoding::Base64Url)),
            "password" => Some(Self::Secret),
            _ => None,
        }
    }

    /// The scalar that a `format` makes of a number.
    pub fn of_number_format(format: &str) -> Option<Self> {
        (format == "decimal").then_some(Self::Decimal)
    }

    /// The scalar that a `contentEncoding` makes of a string. RFC 4648.
    pub fn of_content_encoding(encoding: &str) -> Option<Self> {
        match encoding {
            "base64" => Some(Self::Encoded(BytesEncoding::Base64)),
            "base64url" => Some(Self::Encoded(BytesEncoding::Base64Url)),
            _ => None,
        }
    }
}

impl OwnScalar {
    /// The row for it: it is what its schema is, as far as a reader can tell.
    const fn facts(self) -> ScalarFacts {
        match self.json_type {
            None => ScalarFacts {
                is_text: false,
                is_parameter: false,
                ..TEXT
            },
            Some(JsonType::String) => TEXT,
            Some(json_type) => {
                let is_parameter = !matches!(json_type, JsonType::Array | JsonType::Object);
                ScalarFacts {
                    json_type,
                    is_parameter,
                    ..PLAIN
                }
            }
        }
    }
}

/// An encoding of bytes as text. RFC 4648.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BytesEncoding {
    /// §4.
    Base64,
    /// §5.
    Base64Url,
}

/// The width of an integer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Integer {
    /// `format: int32`.
    I32,
    /// `format: int64`, and where nothing is said.
    I64,
    /// `format: uint32`.
    U32,
    /// `format: uint64`.
    U64,
}

impl Integer {
    /// The width that a `format` promises.
    pub fn of_format(format: &str) -> Option<Self> {
        match format {
            "int32" | "int16" | "int8" | "uint16" | "uint8" => Some(Self::I32),
            "uint32" => Some(Self::U32),
            "uint64" | "uint" => Some(Self::U64),
            _ => None,
        }
    }

    /// The range of its values.
    pub fn range(self) -> std::ops::RangeInclusive<i128> {
        match self {
            Self::I32 => i32::MIN.into()..=i32::MAX.into(),
            Self::I64 => i64::MIN.into()..=i64::MAX.into(),
            Self::U32 => 0..=u32::MAX.into(),
            Self::U64 => 0..=u64::MAX.into(),
        }
    }
}
