//! An API as plain data: the types it speaks of and the operations it offers.
//!
//! Holds no Rust names and no tokens, and knows nothing of the document's
//! dialect. Every node keeps the [`Pointer`](crate::diag::Pointer) it came from.
//! `lower` makes it, `rust` and `emit` read it.
//!
//! | file | holds |
//! |---|---|
//! | `docs` | text for a reader |
//! | `ty` | types as they are used somewhere |
//! | `types` | types with a name of their own |
//! | `scalar` | one row of facts for each scalar type |
//! | `union` | branches, and the way to a value's branch |
//! | `origin` | the things that a type's name is made of |
//! | `status` | statuses of responses |
//! | `operation` | operations and their responses |
//! | `style` | the ways to write values as text |
//! | `parameter` | parameters |
//! | `body` | the content of requests and responses |
//! | `example` | examples of bodies |
//! | `security` | credentials |
//! | `pagination` | lists that come in pages |
//! | `cancel` | the mapping onto the neutral interface |
//! | `visit` | the walk over all types |
//! | `api` | a whole API |

mod api;
mod body;
mod cancel;
mod docs;
mod example;
mod operation;
mod origin;
mod pagination;
mod parameter;
mod scalar;
mod security;
mod status;
mod style;
mod ty;
mod types;
mod union;
mod visit;

pub use crate::signature::{Signature, SignatureEncoding, SignatureTime};
pub use api::{Api, Events, NamedSchema, Server, Tag, default_server, is_absolute};
pub use body::{AlternativeMediaType, Body, Content};
pub use cancel::{
    BodyFormat, Category, Condition, Constant as StatedConstant, DateFormat, Details, ErrorKind,
    ErrorRule, EventKind, MappedEvents, MappedList, MappedOperation, MappedRequest, Mapping, Money,
    StateKind, StateRule, Target, TimeUnit, Timing,
};
pub use docs::Docs;
pub use example::{Example, ExampleContent, ExampleOf};
pub use operation::{Operation, Response, ResponseHeader, Scopes, has_several_outcomes, successes};
pub use origin::{Origin, Place, Section};
pub use pagination::{NextPage, NextValue, Paging, Step};
pub use parameter::{FixedHeader, Parameter, ParameterLocation};
pub use scalar::{BytesEncoding, Integer, LibraryScalar, OwnScalar, Scalar, ScalarFacts};
pub use security::{Credential, CredentialKind, KeyPrefix};
pub use status::Status;
pub use style::{Encoding, ParameterStyle, StyleKind};
pub use ty::{Type, TypeId};
pub use types::{
    Access, AdditionalProperties, Constant, Enum, EnumValue, Field, Struct, Tuple, TypeDef,
    TypeKind,
};
pub use union::{Branch, BranchSchema, Fallback, Guard, Plan, Union, WebhookKey};
pub use visit::BranchTypes;
