//! Imports: everything that a file of generated code may name by a `use` line.

/// A rule for the names of generated types that stand beside an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reserved {
    /// No type has the name, so that a new field takes no name away.
    ByTypes,
    /// No type that stands in one file with the client has the name.
    ByClient,
    /// No type of a file that imports it has the name.
    WhenImported,
}

/// The module of the runtime.
pub const RUNTIME: &str = "crate::runtime";

/// The neutral interface in it.
const CANCEL: &str = "crate::runtime::cancel";

macro_rules! imports {
    ($($import:ident = $from:ident $name:literal $reserved:ident;)*) => {
        /// Something that generated code imports.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[allow(missing_docs, reason = "each is called like what it imports")]
        pub enum Import { $($import),* }

        impl Import {
            /// All of them.
            pub(super) const ALL: &[Self] = &[$(Self::$import),*];

            /// The module that it comes from.
            pub fn module(self) -> &'static str {
                match self { $(Self::$import => $from),* }
            }

            /// Its name.
            pub fn name(self) -> &'static str {
                match self { $(Self::$import => $name),* }
            }

            /// The types that can't have its name.
            pub(super) fn reserved(self) -> Reserved {
                match self { $(Self::$import => Reserved::$reserved),* }
            }
        }
    };
}

const BYTES: &str = "bytes";
const COLLECTIONS: &str = "std::collections";
/// The root of the crate around the code.
pub const CRATE: &str = "crate";
const JIFF_CIVIL: &str = "jiff::civil";
const SERDE_JSON: &str = "serde_json";
const INDEXMAP: &str = "crate::runtime::indexmap";
const URL: &str = "crate::runtime::url";
const UUID: &str = "crate::runtime::uuid";

imports! {
    BaseUrl = RUNTIME "BaseUrl" ByClient;
    Body = RUNTIME "Body" ByClient;
    BodyFormat = CANCEL "BodyFormat" WhenImported;
    BTreeMap = COLLECTIONS "BTreeMap" ByTypes;
    Bytes = BYTES "Bytes" WhenImported;
    Chrono = RUNTIME "chrono" WhenImported;
    CancelRequest = CANCEL "CancelRequest" WhenImported;
    Category = CANCEL "Category" WhenImported;
    Condition = CANCEL "Condition" WhenImported;
    Constant = CANCEL "Constant" WhenImported;
    RequestBuilder = RUNTIME "RequestBuilder" ByClient;
    ClientBuilder = RUNTIME "ClientBuilder" ByClient;
    Credential = RUNTIME "Credential" ByClient;
    Date = JIFF_CIVIL "Date" ByTypes;
    DateFormat = CANCEL "DateFormat" WhenImported;
    DateTime = RUNTIME "DateTime" ByTypes;
    Details = CANCEL "Details" WhenImported;
    Encoding = RUNTIME "Encoding" WhenImported;
    ErrorKind = CANCEL "ErrorKind" WhenImported;
    ErrorRule = CANCEL "ErrorRule" WhenImported;
    EventKind = CANCEL "EventKind" WhenImported;
    Events = RUNTIME "Events" WhenImported;
    Http = RUNTIME "Http" ByClient;
    IndexMap = INDEXMAP "IndexMap" WhenImported;
    JsonLines = RUNTIME "JsonLines" WhenImported;
    JsonSequence = RUNTIME "JsonSequence" WhenImported;
    ListRequest = CANCEL "ListRequest" WhenImported;
    MappedEvents = CANCEL "Events" WhenImported;
    Money = CANCEL "Money" WhenImported;
    NextPage = RUNTIME "NextPage" WhenImported;
    Nullable = RUNTIME "Nullable" ByTypes;
    Operation = CANCEL "Operation" WhenImported;
    Place = CANCEL "Place" WhenImported;
    RawJson = RUNTIME "RawJson" ByTypes;
    Runtime = CRATE "runtime" WhenImported;
    Secret = RUNTIME "Secret" ByTypes;
    SecretSource = RUNTIME "SecretSource" ByClient;
    ResponseFuture = RUNTIME "ResponseFuture" ByClient;
    Start = CANCEL "Start" WhenImported;
    StateKind = CANCEL "StateKind" WhenImported;
    StateRule = CANCEL "StateRule" WhenImported;
    Style = RUNTIME "Style" WhenImported;
    Time = RUNTIME "time" WhenImported;
    TimeUnit = CANCEL "TimeUnit" WhenImported;
    Timing = CANCEL "Timing" WhenImported;
    Url = URL "Url" WhenImported;
    Uuid = UUID "Uuid" WhenImported;
    Value = SERDE_JSON "Value" ByTypes;
    Vendor = CANCEL "Vendor" WhenImported;
    VendorTable = CANCEL "vendor" WhenImported;
}
