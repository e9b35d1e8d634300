//! What an API is, as plain data: the types it speaks of and the operations it
//! offers.
//!
//! Holds no Rust names and no tokens, and knows nothing of the document's
//! dialect. Every node keeps the [`Pointer`] it came from. `lower` makes it,
//! `names` and `emit` read it.

use crate::diag::{Diagnostic, Pointer};
use crate::json::JsonType;
use serde_json::Value;
use std::fmt;
use std::sync::Arc;

/// A whole API.
#[derive(Debug, Clone)]
pub struct Api {
    /// The document's root.
    pub at: Pointer,
    /// `info.title`.
    pub title: String,
    /// `info.version`.
    pub version: String,
    /// `info.description` or `info.summary`.
    pub description: Option<String>,
    /// Where the API is served, in the document's order.
    pub servers: Vec<Server>,
    /// The credentials that its operations ask for, sorted by name.
    pub credentials: Vec<Credential>,
    /// Which keys are for which server, as `codegen.toml` says.
    pub key_prefixes: Vec<KeyPrefix>,
    /// Every type that an operation or a listed schema reaches. [`TypeId`]s index it.
    pub types: Vec<TypeDef>,
    /// How many types hold one another at most, from the outermost to the innermost.
    pub nesting: usize,
    /// Whether this is all that the document says, reached by operations or not.
    pub is_whole: bool,
    /// The schemas that the document lists under `components`, where all of them
    /// were asked for.
    pub schemas: Vec<NamedSchema>,
    /// The operations, sorted by path and method.
    pub operations: Vec<Operation>,
    /// What the vendor sends of its own accord: to webhooks, and to callbacks.
    pub events: Vec<Events>,
    /// What was left out because of it, where that was asked for.
    pub gaps: Vec<Diagnostic>,
    /// The places that became any JSON since they can't be typed, sorted.
    pub any_json: Vec<Diagnostic>,
}

/// A schema under `components/schemas`.
#[derive(Debug, Clone)]
pub struct NamedSchema {
    /// Where it stands.
    pub at: Pointer,
    /// The type that holds every value of it.
    pub ty: Type,
}

/// The bodies that a vendor sends to the webhooks of a document, or to the
/// callbacks of an operation.
#[derive(Debug, Clone)]
pub struct Events {
    /// Where they stand.
    pub at: Pointer,
    /// The operation whose callbacks they are.
    pub operation: Option<Pointer>,
    /// The union of them, whose plan is [`Plan::Webhook`].
    pub id: TypeId,
}

/// How the code of an API is spread over files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// All in one, in the order in which a reader meets it.
    Single,
    /// The client, the types, and a file for each tag.
    Split,
}

impl Api {
    /// One file as long as that is pleasant to read.
    pub fn layout(&self) -> Layout {
        const MOST_OPERATIONS: usize = 8;
        match !self.is_whole && self.operations.len() <= MOST_OPERATIONS {
            true => Layout::Single,
            false => Layout::Split,
        }
    }

    /// Whether the document calls anything deprecated.
    pub fn has_deprecated(&self) -> bool {
        let fields = |def: &TypeDef| match &def.kind {
            TypeKind::Struct(object) => object.fields.iter().any(|field| field.docs.deprecated),
            _ => false,
        };
        self.types
            .iter()
            .any(|def| def.docs.deprecated || fields(def))
            || self.operations.iter().any(|operation| {
                let mut parameters = operation.parameters.iter();
                let mut headers = operation.headers.iter();
                operation.docs.deprecated
                    || parameters.any(|parameter| parameter.docs.deprecated)
                    || headers.any(|header| header.docs.deprecated)
            })
    }

    /// The type behind an id.
    pub fn type_def(&self, id: TypeId) -> &TypeDef {
        &self.types[id.0]
    }
}

/// Text for a reader.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Docs {
    /// What it is, in CommonMark.
    pub text: Option<String>,
    /// Further facts of the document, one paragraph each: a default, a range.
    pub facts: Vec<String>,
    /// Whether the document calls it deprecated.
    pub deprecated: bool,
}

/// An entry of `servers`.
#[derive(Debug, Clone)]
pub struct Server {
    /// Where it stands.
    pub at: Pointer,
    /// Its address, variables replaced by their defaults.
    pub url: String,
    /// What it is.
    pub docs: Docs,
}

/// A credential that the client is built with: a declared security scheme, or a
/// parameter that `codegen.toml` lifts.
#[derive(Debug, Clone)]
pub struct Credential {
    /// Where it is declared.
    pub at: Pointer,
    /// The name by which operations ask for it.
    pub name: String,
    /// How it is sent.
    pub kind: CredentialKind,
    /// What it is.
    pub docs: Docs,
}

/// How a credential is sent. OpenAPI 3.1 §4.8.27.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CredentialKind {
    /// `Authorization: Bearer …`.
    Bearer,
    /// The same, with a token that the client may fetch itself: OAuth 2 client
    /// credentials.
    ClientCredentials {
        /// Where, maybe relative to the server.
        token_url: String,
        /// The scopes that the operations need, sorted.
        scopes: Vec<String>,
    },
    /// `Authorization: Basic …`.
    Basic,
    /// A key as it is, behind a prefix where the vendor wants one.
    ApiKey {
        /// Where it goes.
        location: ParameterLocation,
        /// Under which name.
        name: String,
        /// What stands before it, without the space between.
        prefix: Option<String>,
    },
}

/// How the keys for a server begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyPrefix {
    /// The name of the credential that they are.
    pub credential: String,
    /// How they begin.
    pub prefix: String,
    /// Which of the API's servers they are for.
    pub server: usize,
}

/// Which type of an [`Api`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeId(pub usize);

/// A type that gets a name of its own.
#[derive(Debug, Clone)]
pub struct TypeDef {
    /// The schemas it came from, the shallowest first. Equal inline schemas are one type.
    pub places: Vec<Pointer>,
    /// What its name is made of.
    pub origin: Origin,
    /// What it is.
    pub docs: Docs,
    /// Its shape.
    pub kind: TypeKind,
    /// Whether a request carries it.
    pub in_request: bool,
    /// Whether a reply carries it.
    pub in_reply: bool,
    /// Whether a schema that the document lists carries it.
    pub is_listed: bool,
}

/// A schema's place and what a name for it is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Where it stands.
    pub at: Pointer,
    /// What its name is made of.
    pub origin: Origin,
}

/// What a type's name is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A schema under a name of its own, as in `components/schemas`.
    Named(String),
    /// A schema that stands within another.
    Within {
        /// The schema around it.
        parent: Arc<Place>,
        /// The property, or the role it plays there.
        word: String,
        /// Its own `title`.
        title: Option<String>,
    },
    /// The body of an operation's request.
    Request {
        /// The operation's pointer.
        operation: Pointer,
        /// Its media type, if it is not what is sent by default.
        offer: Option<String>,
    },
    /// The body of an operation's reply.
    Reply {
        /// The operation's pointer.
        operation: Pointer,
        /// The status of the reply.
        status: Status,
        /// Its media type, if it is not what is asked for by default.
        offer: Option<String>,
    },
    /// All that is sent to webhooks.
    Events {
        /// The operation whose callbacks they are.
        operation: Option<Pointer>,
    },
    /// The body of a webhook.
    Payload {
        /// The operation whose callback it is.
        operation: Option<Pointer>,
        /// The webhook's name.
        name: String,
    },
    /// The value of an operation's parameter.
    Parameter {
        /// The operation's pointer.
        operation: Pointer,
        /// The parameter's name.
        name: String,
    },
}

/// The shape of a named type.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum TypeKind {
    /// An object with known properties.
    Struct(Struct),
    /// A set of values.
    Enum(Enum),
    /// One of several types.
    Union(Union),
    /// A list whose first places have types of their own.
    Tuple(Tuple),
    /// A list, map or union that contains itself, which only a name makes possible.
    Wrapper(Type),
}

impl TypeKind {
    /// The types that it mentions directly.
    pub fn mentioned(&self) -> Vec<&Type> {
        match self {
            Self::Struct(object) => {
                let rest = match &object.rest {
                    Rest::Kept(ty) => Some(ty),
                    Rest::Ignored => None,
                };
                object
                    .fields
                    .iter()
                    .map(|field| &field.ty)
                    .chain(rest)
                    .collect()
            }
            Self::Enum(_) => Vec::new(),
            Self::Union(union) => union
                .branches
                .iter()
                .filter_map(|branch| branch.ty.as_ref())
                .collect(),
            Self::Tuple(tuple) => {
                let rest = match &tuple.rest {
                    Rest::Kept(ty) => Some(ty),
                    Rest::Ignored => None,
                };
                tuple.places.iter().chain(rest).collect()
            }
            Self::Wrapper(ty) => vec![ty],
        }
    }
}

/// An object with known properties.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Struct {
    /// Its properties, in the document's order.
    pub fields: Vec<Field>,
    /// Properties that can have one value only, which is always written.
    pub constants: Vec<Constant>,
    /// What becomes of other properties.
    pub rest: Rest,
    /// `true` if the schema forbids other properties.
    pub closed: bool,
}

/// A property that can have one value only.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Constant {
    /// Its name in JSON.
    pub name: String,
    /// The value.
    pub value: Value,
    /// `true` if it must be there when read.
    pub required: bool,
}

/// A list whose first places have types of their own: `prefixItems`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Tuple {
    /// The types of the places.
    pub places: Vec<Type>,
    /// How many of them must be there.
    pub required: usize,
    /// What becomes of the items behind.
    pub rest: Rest,
}

/// What becomes of properties that a schema doesn't name.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Rest {
    /// They are passed over when read.
    Ignored,
    /// They are kept, each a value of this type.
    Kept(Type),
}

/// A property.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Field {
    /// Where it stands.
    pub at: Pointer,
    /// Its name in JSON.
    pub name: String,
    /// Its type, `null` included.
    pub ty: Type,
    /// Whether it must be there.
    pub required: bool,
    /// Whether it is in one direction only.
    pub only_in: Option<Direction>,
    /// Whether the document requires it, be it in one direction only.
    pub needed: bool,
    /// The only value besides `null` that its schema lists.
    pub only: Option<Value>,
    /// `true` for no property, but for a union that is decoded from the same object.
    pub is_part: bool,
    /// What it is.
    pub docs: Docs,
}

impl Field {
    /// A required field without a name, docs or anything special.
    pub fn required(at: Pointer, ty: Type) -> Self {
        Self {
            at,
            name: String::new(),
            ty,
            required: true,
            only_in: None,
            needed: true,
            only: None,
            is_part: false,
            docs: Docs::default(),
        }
    }
}

/// Which way a value goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// To the server: `writeOnly`.
    Request,
    /// From the server: `readOnly`.
    Reply,
}

/// A set of values.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Enum {
    /// The values, in the document's order.
    pub values: Vec<EnumValue>,
    /// `true` if any other may stand in their place.
    pub open: bool,
}

/// A value of an enum: a string or an integer, all of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct EnumValue {
    /// Where it stands.
    pub at: Pointer,
    /// The value.
    pub value: Value,
    /// What it means.
    pub docs: Docs,
}

/// One of several types.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Union {
    /// The branches, in the document's order.
    pub branches: Vec<Branch>,
    /// How a value's branch is found.
    pub plan: Plan,
}

/// A schema whose values a branch of a union holds.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct BranchSchema {
    /// Where it stands.
    pub at: Pointer,
    /// The type of those values, where the schema has several.
    pub kind: Option<JsonType>,
}

/// A branch of a union.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Branch {
    /// Where it stands.
    pub at: Pointer,
    /// The schemas whose values it holds: any of them.
    pub schemas: Vec<BranchSchema>,
    /// The text that chooses it, if one alone does.
    pub tag: Option<String>,
    /// The name of the schema that it refers to.
    pub name: Option<String>,
    /// Its own title.
    pub title: Option<String>,
    /// The kind of JSON value that it is.
    pub kind: JsonType,
    /// What the variant holds; nothing where the tag says everything.
    pub ty: Option<Type>,
    /// What it is.
    pub docs: Docs,
}

/// The way to a value's branch. Each list has one entry for each branch.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Plan {
    /// By the value of a property that every branch requires, and that no branch
    /// shares with another.
    Tag {
        /// The property.
        property: String,
        /// The values that choose each branch.
        values: Vec<Vec<Value>>,
    },
    /// By the type of JSON value.
    JsonType(Vec<JsonType>),
    /// By the type of JSON value, then by the value of a property, then by trial.
    Choose {
        /// The property.
        property: Option<String>,
        /// The admission to each branch.
        guards: Vec<Guard>,
        /// The fate of an object that the property leaves without a branch.
        fallback: Fallback,
    },
    /// By trying all of them; the one that understands the most wins.
    BestOf,
    /// By the webhook that it was sent to, or else by what it says itself.
    Webhook {
        /// Where in a body its webhook is named, as a JSON Pointer. Without one
        /// the shape decides, if that of a single branch fits best.
        property: Option<String>,
        /// The webhooks.
        keys: Vec<WebhookKey>,
    },
}

impl Plan {
    /// The property that tells branches apart, if one does.
    pub fn property(&self) -> Option<&str> {
        match self {
            Self::Tag { property, .. } => Some(property),
            Self::Choose { property, .. } => property.as_deref(),
            Self::JsonType(_) | Self::BestOf | Self::Webhook { .. } => None,
        }
    }

    /// The values of that property that choose a branch.
    pub fn values(&self, branch: usize) -> &[Value] {
        match self {
            Self::Tag { values, .. } => &values[branch],
            Self::Choose { guards, .. } => match &guards[branch] {
                Guard::Tag(values) => values,
                Guard::Type(_) | Guard::Trial => &[],
            },
            Self::JsonType(_) | Self::BestOf | Self::Webhook { .. } => &[],
        }
    }
}

/// The admission of a value to a branch.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Guard {
    /// Its JSON type, which no other branch has.
    Type(JsonType),
    /// These values of the property.
    Tag(Vec<Value>),
    /// Nothing but a trial.
    Trial,
}

/// The fate of an object that a property leaves without a branch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fallback {
    /// It is none of them.
    Unrecognized,
    /// Without the property, it is the only branch that fits.
    Only,
    /// It is the branch that fits best: of all if it lacks the property, else of
    /// those that the property says nothing about.
    Best,
    /// As [`Best`](Self::Best), and also where the branch that the property names
    /// can't read it.
    Any,
}

/// A webhook, as the branch of a union.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct WebhookKey {
    /// Its name in the document.
    pub name: String,
    /// The values of the property that stand for it.
    pub values: Vec<Value>,
    /// Whether its bodies have a shape at all.
    pub has_shape: bool,
    /// The properties of its bodies that not all webhooks have, sorted; nothing
    /// where its bodies may have any.
    pub marks: Option<Vec<String>>,
}

/// A type as it is used somewhere.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Type {
    /// Any JSON value.
    Any,
    /// Only `null`.
    Null,
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
    /// A list.
    Array(Box<Type>),
    /// An object whose properties are all of one type.
    Map(Box<Type>),
    /// A value or `null`.
    Nullable(Box<Type>),
    /// A type with a name of its own.
    Named(TypeId),
    /// The same, where a cycle needs an indirection.
    Boxed(TypeId),
}

/// How bytes become text. RFC 4648.
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
    /// What it holds.
    pub fn range(self) -> std::ops::RangeInclusive<i128> {
        match self {
            Self::I32 => i32::MIN.into()..=i32::MAX.into(),
            Self::I64 => i64::MIN.into()..=i64::MAX.into(),
            Self::U32 => 0..=u32::MAX.into(),
            Self::U64 => 0..=u64::MAX.into(),
        }
    }
}

impl Type {
    /// This type or `null`, once.
    #[must_use]
    pub fn nullable(self) -> Self {
        match self {
            Self::Any | Self::Null | Self::Nullable(_) => self,
            other => Self::Nullable(Box::new(other)),
        }
    }

    /// The named type within it, if there is one.
    pub fn named(&self) -> Option<TypeId> {
        match self {
            Self::Named(id) | Self::Boxed(id) => Some(*id),
            Self::Array(inner) | Self::Map(inner) | Self::Nullable(inner) => inner.named(),
            _ => None,
        }
    }

    /// Whether `null` is one of its values.
    pub fn allows_null(&self) -> bool {
        matches!(self, Self::Any | Self::Null | Self::Nullable(_))
    }
}

/// Something that can be called.
#[derive(Debug, Clone)]
pub struct Operation {
    /// Where it stands.
    pub at: Pointer,
    /// Its `operationId`.
    pub id: Option<String>,
    /// The HTTP method, in upper case.
    pub method: String,
    /// The path template.
    pub path: String,
    /// The address it is served at, if not at the first of the API's servers.
    pub server: Option<String>,
    /// Its tags.
    pub tags: Vec<String>,
    /// What it does.
    pub docs: Docs,
    /// Its parameters, in the document's order, those lifted to the client left out.
    pub parameters: Vec<Parameter>,
    /// What it sends.
    pub body: Option<Body>,
    /// What it may answer: exact statuses first, then ranges, then `default`.
    pub replies: Vec<Reply>,
    /// What its success may be in place of what is asked for by default, sorted
    /// by how well it suits a client; only where there is a single one.
    pub offers: Vec<Offer>,
    /// The headers that its replies may have.
    pub headers: Vec<ReplyHeader>,
    /// How its replies are pages of a list, if they are.
    pub paging: Option<Paging>,
    /// The credentials it asks for: any one of these sets. Empty: none.
    pub security: Vec<Vec<String>>,
    /// The header by whose value the server knows that it is asked again.
    pub idempotency: Option<String>,
}

impl Operation {
    /// The types that it mentions: of parameters, of the body, of replies.
    pub fn types(&self) -> impl Iterator<Item = &Type> {
        let parameters = self.parameters.iter().map(|parameter| &parameter.ty);
        let body = self.body.iter().flat_map(Body::types);
        let replies = self
            .replies
            .iter()
            .filter_map(|reply| reply.content.as_ref()?.ty());
        let offers = self.offers.iter().filter_map(|offer| offer.content.ty());
        parameters.chain(body).chain(replies).chain(offers)
    }

    /// The types of its replies.
    pub fn reply_types_mut(&mut self) -> impl Iterator<Item = &mut Type> {
        let replies = self.replies.iter_mut();
        let replies = replies.filter_map(|reply| reply.content.as_mut());
        let offers = self.offers.iter_mut().map(|offer| &mut offer.content);
        replies.chain(offers).filter_map(Content::ty_mut)
    }

    /// The same operation when something on offer is asked for.
    pub fn asking_for(&self, offer: &Offer) -> Self {
        let mut asking = self.clone();
        let success = self.replies.iter().position(|reply| self.is_success(reply));
        if let Some(reply) = success.and_then(|index| asking.replies.get_mut(index)) {
            reply.media_type.clone_from(&offer.media_type);
            reply.content = Some(offer.content.clone());
        }
        asking
    }

    /// Whether a reply means that the call succeeded.
    pub fn is_success(&self, reply: &Reply) -> bool {
        reply.status.is_success() || self.is_both(reply)
    }

    /// Whether a reply stands for success and for failure: a `default` alone.
    pub fn is_both(&self, reply: &Reply) -> bool {
        self.replies.len() == 1 && reply.status == Status::Default
    }

    /// The replies that mean success.
    pub fn successes(&self) -> impl Iterator<Item = &Reply> {
        self.replies.iter().filter(|reply| self.is_success(reply))
    }

    /// Whether success comes in several types.
    pub fn has_several_outcomes(&self) -> bool {
        let mut bodies = self.successes().map(|reply| &reply.content);
        let first = bodies.next();
        bodies.any(|body| Some(body) != first)
    }
}

/// How an operation gives a list in pages.
#[derive(Debug, Clone)]
pub struct Paging {
    /// The way to the items in a reply.
    pub items: Vec<Step>,
    /// The type of an item.
    pub item: Type,
    /// The way to the cursor or the URL of the next page.
    pub next: Option<Vec<Step>>,
    /// The way to whether there is a next page.
    pub more: Option<Vec<Step>>,
    /// How the next page is asked for.
    pub turn: Turn,
}

/// A step from an object to one of its fields.
#[derive(Debug, Clone, Copy)]
pub struct Step {
    /// The object's type.
    pub of: TypeId,
    /// Which of its fields.
    pub field: usize,
    /// How many ways there are for the field to hold nothing: absence, `null`.
    pub options: usize,
}

/// How the next page is asked for.
#[derive(Debug, Clone)]
pub enum Turn {
    /// By a value of the reply in this query parameter.
    Cursor(String),
    /// By a value of the reply in the body, at this JSON Pointer.
    CursorInBody(String),
    /// By its number in this query parameter; the first has this one.
    Page(String, u64),
    /// By the number of items before it in this query parameter.
    Offset(String),
    /// By the URL in the header `Link`.
    Link,
    /// By a URL in the reply.
    Url,
}

/// A parameter. OpenAPI 3.1 §4.8.12.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// Where it stands.
    pub at: Pointer,
    /// Its name on the wire.
    pub name: String,
    /// Where it goes.
    pub location: ParameterLocation,
    /// Whether it must be given.
    pub required: bool,
    /// How it is written, if not in its location's usual way.
    pub style: Option<Style>,
    /// How its properties are written, where it is a form.
    pub encodings: Vec<(String, Encoding)>,
    /// Its type.
    pub ty: Type,
    /// What it is.
    pub docs: Docs,
}

/// Where a parameter goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ParameterLocation {
    /// Into the path.
    Path,
    /// Into the query.
    Query,
    /// It is the whole query: `querystring` of OpenAPI 3.2 §4.12.1.
    QueryString,
    /// A header.
    Header,
    /// A cookie.
    Cookie,
}

/// How a parameter or a property of a form is written. OpenAPI 3.1 §4.8.12.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Style {
    /// `style`.
    pub layout: StyleLayout,
    /// `explode`.
    pub explode: bool,
    /// `allowReserved`.
    pub reserved: bool,
    /// `x-multi-segment`: slashes in a path stay as they are.
    pub segments: bool,
}

/// The `style` of a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StyleLayout {
    /// `simple`.
    Simple,
    /// `label`.
    Label,
    /// `matrix`.
    Matrix,
    /// `form`.
    Form,
    /// `spaceDelimited`.
    SpaceDelimited,
    /// `pipeDelimited`.
    PipeDelimited,
    /// `deepObject`.
    DeepObject,
    /// `cookie`.
    Cookie,
    /// JSON text: `content` with a media type of JSON.
    Json,
}

/// What a body or a reply consists of.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// JSON.
    Json(Type),
    /// `application/x-www-form-urlencoded`.
    Form(Type, Vec<(String, Encoding)>),
    /// `multipart/form-data`.
    Multipart(Type, Vec<(String, Encoding)>),
    /// Text of any kind.
    Text,
    /// Bytes of any kind.
    Bytes,
    /// Server-Sent Events, each with data of this type.
    Events(Type),
    /// A JSON value on each line.
    JsonLines(Type),
    /// JSON values behind record separators. RFC 7464.
    JsonSequence(Type),
}

impl Content {
    /// The type of its values, if it has one.
    pub fn ty(&self) -> Option<&Type> {
        match self {
            Self::Json(ty) | Self::Form(ty, _) | Self::Multipart(ty, _) => Some(ty),
            Self::Events(ty) | Self::JsonLines(ty) | Self::JsonSequence(ty) => Some(ty),
            Self::Text | Self::Bytes => None,
        }
    }

    /// The same, to be changed.
    pub fn ty_mut(&mut self) -> Option<&mut Type> {
        match self {
            Self::Json(ty) | Self::Form(ty, _) | Self::Multipart(ty, _) => Some(ty),
            Self::Events(ty) | Self::JsonLines(ty) | Self::JsonSequence(ty) => Some(ty),
            Self::Text | Self::Bytes => None,
        }
    }

    /// Whether it comes bit by bit.
    pub fn is_stream(&self) -> bool {
        matches!(
            self,
            Self::Events(_) | Self::JsonLines(_) | Self::JsonSequence(_)
        )
    }
}

/// How a property of a form is sent. OpenAPI 3.1 §4.8.15.
#[derive(Debug, Clone, PartialEq)]
pub enum Encoding {
    /// In a style.
    Style(Style),
    /// As a media type.
    MediaType(String),
}

/// The body of a request.
#[derive(Debug, Clone)]
pub struct Body {
    /// Where it stands.
    pub at: Pointer,
    /// Whether it must be sent.
    pub required: bool,
    /// The media type it is sent as.
    pub media_type: String,
    /// What it consists of.
    pub content: Content,
    /// What may be sent in its place, sorted by how well it suits a client.
    pub offers: Vec<Offer>,
    /// What it is.
    pub docs: Docs,
}

impl Body {
    /// The types that it mentions.
    pub fn types(&self) -> impl Iterator<Item = &Type> {
        let offers = self.offers.iter().map(|offer| &offer.content);
        std::iter::once(&self.content)
            .chain(offers)
            .filter_map(Content::ty)
    }

    /// The same, to be changed.
    pub fn types_mut(&mut self) -> impl Iterator<Item = &mut Type> {
        let offers = self.offers.iter_mut().map(|offer| &mut offer.content);
        std::iter::once(&mut self.content)
            .chain(offers)
            .filter_map(Content::ty_mut)
    }
}

/// Another media type that a request or a reply may have.
#[derive(Debug, Clone)]
pub struct Offer {
    /// Where it stands.
    pub at: Pointer,
    /// The media type.
    pub media_type: String,
    /// What the body consists of then.
    pub content: Content,
}

/// A documented reply.
#[derive(Debug, Clone)]
pub struct Reply {
    /// Where it stands.
    pub at: Pointer,
    /// Which statuses it stands for.
    pub status: Status,
    /// The media type of its body, empty if it has none.
    pub media_type: String,
    /// What its body consists of, if it has one.
    pub content: Option<Content>,
    /// What it means.
    pub docs: Docs,
}

/// A documented header of a reply.
#[derive(Debug, Clone)]
pub struct ReplyHeader {
    /// Where it stands.
    pub at: Pointer,
    /// Its name on the wire.
    pub name: String,
    /// Its type: a scalar or a list of scalars.
    pub ty: Type,
    /// What it is.
    pub docs: Docs,
}

/// Which statuses a reply stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// One status.
    Code(u16),
    /// A hundred of them: `4XX` is 4.
    Range(u16),
    /// Every other one.
    Default,
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(code) => write!(f, "{code}"),
            Self::Range(hundreds) => write!(f, "{hundreds}XX"),
            Self::Default => f.write_str("default"),
        }
    }
}

impl Status {
    /// Whether it means that the call succeeded.
    pub fn is_success(self) -> bool {
        match self {
            Self::Code(code) => code / 100 == 2,
            Self::Range(hundreds) => hundreds == 2,
            Self::Default => false,
        }
    }
}
