//! Every name that appears in Rust.
//!
//! Takes an [`Api`] and a [`Config`], gives [`Names`]. The only place that makes
//! identifiers, and `Scope` the only thing that hands them out.
//! Names depend on what the document says, never on the order in which it says
//! it. Must not know what is emitted around a name.

mod scope;
mod types;
mod word;

use crate::config::Config;
use crate::diag::{Code, Diagnostic, Pointer, Report};
use crate::ir::{
    Api, Branch, Offer, Operation, ParameterLocation, Rest, Status, Struct, Type, TypeDef, TypeId,
    TypeKind,
};
use scope::{Collision, Rank, Scope, Want, case_of, chosen};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
pub use word::is_keyword;
use word::{Case, Ladder, identifier, ladder, media_words, plain};

/// The names of everything in an [`Api`]. Each list runs parallel to the one in
/// the API that it names. Keywords carry their `r#`.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// Types.
    pub types: Vec<String>,
    /// The fields or variants of each type.
    pub members: Vec<Vec<String>>,
    /// Operations.
    pub operations: Vec<OperationNames>,
    /// Servers, as variants.
    pub servers: Vec<String>,
    /// Credentials, as arguments and methods of the builder.
    pub credentials: Vec<String>,
    /// The modules of a split layout, sorted by name, with the operations of each.
    pub groups: Vec<(String, Vec<usize>)>,
}

impl Names {
    /// The name of a type.
    pub fn of(&self, id: TypeId) -> &str {
        &self.types[id.0]
    }
}

/// The names that belong to one operation.
#[derive(Debug, Clone, Default)]
pub struct OperationNames {
    /// Its function on the client.
    pub function: String,
    /// The type of a call of it that is being put together.
    pub call: String,
    /// The enum of its documented refusals.
    pub error: String,
    /// The enum of its results, where they are of several types.
    pub reply: String,
    /// The struct of its replies' headers, where they are documented.
    pub headers: String,
    /// The fields of that struct.
    pub header_fields: Vec<String>,
    /// Its parameters, as arguments or setters.
    pub parameters: Vec<String>,
    /// The setters for the fields of its body.
    pub body_fields: Vec<String>,
    /// The setters for its body as other media types; where the body is an
    /// argument, other functions on the client.
    pub offers: Vec<String>,
    /// The variants of its replies.
    pub replies: Vec<String>,
    /// The methods that ask for other media types.
    pub reply_offers: Vec<String>,
}

/// Names everything in an API. Collisions and how they were settled go to
/// `report`, with the line of `codegen.toml` that overrides them. No type gets
/// one of the `imported` names, which stand in the same file.
pub fn name(
    api: &Api,
    config: &Config,
    imported: &BTreeSet<&'static str>,
    report: &mut Report,
) -> Names {
    let mut reserved = types::reserved(api.layout());
    reserved.extend(imported);
    let mut namer = Namer {
        api,
        config,
        report,
        functions: HashMap::new(),
        body_functions: HashMap::new(),
        type_scope: Scope::reserving(&reserved),
    };
    let functions = namer.functions();
    let types = namer.types();
    let members = api
        .types
        .iter()
        .zip(&types)
        .map(|(def, name)| namer.members(def, name, &types))
        .collect();
    let operations = namer.operations(functions);
    Names {
        servers: namer.servers(),
        credentials: namer.credentials(),
        groups: namer.groups(),
        types,
        members,
        operations,
    }
}

struct Namer<'a> {
    api: &'a Api,
    config: &'a Config,
    report: &'a mut Report,
    /// The functions of operations, by their pointers.
    functions: HashMap<Pointer, String>,
    /// Those that take other bodies, by the operations' pointers.
    body_functions: HashMap<Pointer, Vec<String>>,
    /// The scope of types, which operations share.
    type_scope: Scope,
}

/// The methods of a call that an operation brings.
struct Methods {
    parameters: Vec<String>,
    body_fields: Vec<String>,
    offers: Vec<String>,
    reply_offers: Vec<String>,
}

/// Methods that every client has.
const CLIENT_METHODS: &[&str] = &["builder", "clone", "from", "into"];
/// Modules that stand beside those of the operations.
const MODULES: &[&str] = &["client", "lib", "main", "r#mod", "runtime", "types"];
/// Methods that every call has.
const CALL_METHODS: &[&str] = &["body", "send"];

impl Namer<'_> {
    fn functions(&mut self) -> Vec<String> {
        let api = self.api;
        let wants: Vec<Want> = api
            .operations
            .iter()
            .map(|operation| self.function(operation))
            .collect();
        let mut scope = Scope::reserving(CLIENT_METHODS);
        let (names, collisions) = scope.settle(&wants);
        self.tell(collisions);
        for (operation, name) in api.operations.iter().zip(&names) {
            self.functions.insert(operation.at.clone(), name.clone());
        }
        self.body_functions(&names, &mut scope);
        names
    }

    /// The functions that take a body of another media type, where the body is
    /// an argument.
    fn body_functions(&mut self, functions: &[String], scope: &mut Scope) {
        let api = self.api;
        let taking = api.operations.iter().zip(functions);
        let taking = taking.filter(|(operation, _)| takes_body(api, operation));
        let offers = taking.flat_map(|(operation, function)| {
            let offers = operation.body.iter().flat_map(|body| &body.offers);
            offers.map(move |offer| (&operation.at, function, offer))
        });
        let mut wants = Vec::new();
        let mut operations = Vec::new();
        for (operation, function, offer) in offers {
            let function = function.trim_start_matches("r#");
            wants.push(self.media_type(offer, function));
            operations.push(operation);
        }
        let (names, collisions) = scope.settle(&wants);
        self.tell(collisions);
        for (operation, name) in operations.into_iter().zip(names) {
            let known = self.body_functions.entry(operation.clone());
            known.or_default().push(name);
        }
    }

    fn function(&mut self, operation: &Operation) -> Want {
        if let Some(want) = self.chosen(std::slice::from_ref(&operation.at), Case::Value) {
            return want;
        }
        let path = operation.path.replace('{', " by ").replace('}', " ");
        let by_path = format!("{} {path}", operation.method.to_lowercase());
        let mut rungs = Vec::new();
        if let Some(id) = &operation.id {
            rungs.push(identifier(id, Case::Value));
            rungs.push(identifier(
                &format!("{} {id}", operation.method.to_lowercase()),
                Case::Value,
            ));
        }
        if rungs.is_empty() {
            rungs.push(plain(&by_path, Case::Value));
        }
        rungs.dedup();
        let rank = if operation.id.is_some() {
            Rank::Given
        } else {
            Rank::Derived
        };
        Want {
            at: operation.at.clone(),
            rank,
            ladder: Ladder::of(rungs).or_spelled(&by_path, Case::Value, "operation"),
        }
    }

    /// The operation's name as the beginning of a type's.
    fn operation_type(&self, operation: &Pointer) -> String {
        let function = self
            .functions
            .get(operation)
            .map_or("operation", String::as_str);
        identifier(function.trim_start_matches("r#"), Case::Type)
    }

    fn settle_types(&mut self, wants: &[Want]) -> Vec<String> {
        let (names, collisions) = self.type_scope.settle(wants);
        self.tell(collisions);
        names
    }

    fn operations(&mut self, functions: Vec<String>) -> Vec<OperationNames> {
        let api = self.api;
        let mut wants = Vec::new();
        for operation in &api.operations {
            let base = self.operation_type(&operation.at);
            for role in roles(operation) {
                let ladder = Ladder::of(vec![
                    format!("{base}{role}"),
                    format!("{base}Operation{role}"),
                ]);
                wants.push(Want {
                    at: operation.at.clone(),
                    rank: Rank::Derived,
                    ladder,
                });
            }
        }
        let mut types = self.settle_types(&wants).into_iter();
        let mut next = || types.next().unwrap_or_default();
        let mut operations = Vec::new();
        for (operation, function) in api.operations.iter().zip(functions) {
            let (call, error) = (next(), next());
            let reply = if operation.has_several_outcomes() {
                next()
            } else {
                String::new()
            };
            let headers = match operation.headers.is_empty() {
                true => String::new(),
                false => next(),
            };
            let methods = self.methods(operation);
            let replies = operation
                .replies
                .iter()
                .map(|reply| status_name(reply.status))
                .collect();
            operations.push(OperationNames {
                function,
                call,
                error,
                reply,
                headers,
                header_fields: self.header_fields(operation),
                parameters: methods.parameters,
                body_fields: methods.body_fields,
                offers: methods.offers,
                replies,
                reply_offers: methods.reply_offers,
            });
        }
        operations
    }

    /// Parameters, the body's fields and what else body and reply may be, all of
    /// which may be methods of a call.
    fn methods(&mut self, operation: &Operation) -> Methods {
        let mut wants = Vec::new();
        for parameter in &operation.parameters {
            let chosen = self.chosen(std::slice::from_ref(&parameter.at), Case::Value);
            wants.push(chosen.unwrap_or_else(|| {
                let location = match parameter.location {
                    ParameterLocation::Path => "path",
                    ParameterLocation::Query | ParameterLocation::QueryString => "query",
                    ParameterLocation::Header => "header",
                    ParameterLocation::Cookie => "cookie",
                };
                let rungs = ladder(&parameter.name, Case::Value, location);
                Want {
                    at: parameter.at.clone(),
                    rank: Rank::Given,
                    ladder: rungs,
                }
            }));
        }
        let fields = body_struct(self.api, operation).map_or(&[][..], |object| &object.fields[..]);
        for field in fields {
            let of_body = identifier(&format!("body {}", field.name), Case::Value);
            let rungs = Ladder::of(vec![plain(&field.name, Case::Value), of_body]).or_spelled(
                &field.name,
                Case::Value,
                "of body",
            );
            wants.push(Want {
                at: field.at.clone(),
                rank: Rank::Derived,
                ladder: rungs,
            });
        }
        let paging = operation.paging.is_some().then_some("items");
        let reserved: Vec<&str> = CALL_METHODS.iter().copied().chain(paging).collect();
        let mut scope = Scope::reserving(&reserved);
        let (mut names, collisions) = scope.settle(&wants);
        self.tell(collisions);
        let body_fields = names.split_off(operation.parameters.len());
        // They come last: what they are called is nobody's but theirs.
        let sent = operation.body.iter().flat_map(|body| &body.offers);
        let offers = match self.body_functions.remove(&operation.at) {
            Some(functions) => functions,
            None => self.media_types(sent, "body", &mut scope),
        };
        let reply_offers = self.media_types(operation.offers.iter(), "send", &mut scope);
        Methods {
            parameters: names,
            body_fields,
            offers,
            reply_offers,
        }
    }

    /// A method for each media type on offer.
    fn media_types<'o>(
        &mut self,
        offers: impl Iterator<Item = &'o Offer>,
        verb: &str,
        scope: &mut Scope,
    ) -> Vec<String> {
        let wants: Vec<Want> = offers.map(|offer| self.media_type(offer, verb)).collect();
        let (names, collisions) = scope.settle(&wants);
        self.tell(collisions);
        names
    }

    fn media_type(&mut self, offer: &Offer, verb: &str) -> Want {
        let chosen = self.chosen(std::slice::from_ref(&offer.at), Case::Value);
        chosen.unwrap_or_else(|| Want {
            at: offer.at.clone(),
            rank: Rank::Derived,
            ladder: Ladder::of(
                media_words(&offer.media_type)
                    .map(|word| identifier(&format!("{verb} {word}"), Case::Value))
                    .to_vec(),
            ),
        })
    }

    fn header_fields(&mut self, operation: &Operation) -> Vec<String> {
        let mut wants = Vec::new();
        for header in &operation.headers {
            wants.push(self.member(
                &header.at,
                ladder(&header.name, Case::Value, "header"),
                Case::Value,
            ));
        }
        let (names, collisions) = Scope::reserving(&[]).settle(&wants);
        self.tell(collisions);
        names
    }

    fn members(&mut self, def: &TypeDef, name: &str, types: &[String]) -> Vec<String> {
        let mut reserved: Vec<&str> = Vec::new();
        let wants: Vec<Want> = match &def.kind {
            TypeKind::Struct(object) => {
                if matches!(object.rest, Rest::Kept(_)) {
                    reserved.push("additional");
                }
                if def.in_request {
                    // Its setters are called as its fields are.
                    reserved.extend(["new", "default"]);
                }
                let texts = object.fields.iter().map(|field| field.name.as_str());
                if let Some(names) = self.undisputed(texts, Case::Value, &reserved) {
                    return names;
                }
                let fields = object.fields.iter();
                fields
                    .map(|field| {
                        self.member(
                            &field.at,
                            ladder(&field.name, Case::Value, "field"),
                            Case::Value,
                        )
                    })
                    .collect()
            }
            TypeKind::Enum(set) => {
                reserved.extend(["Unrecognized", "Self"]);
                let text = |value: &serde_json::Value| match value {
                    serde_json::Value::String(text) => text.clone(),
                    other => other.to_string(),
                };
                let texts: Vec<String> = set.values.iter().map(|v| text(&v.value)).collect();
                let texts = texts.iter().map(String::as_str);
                if let Some(names) = self.undisputed(texts, Case::Type, &reserved) {
                    return names;
                }
                let values = set.values.iter();
                values
                    .map(|value| {
                        self.member(
                            &value.at,
                            ladder(&text(&value.value), Case::Type, "value"),
                            Case::Type,
                        )
                    })
                    .collect()
            }
            TypeKind::Union(union) => {
                reserved.extend(["Unrecognized", "Self"]);
                let branches = union.branches.iter();
                branches
                    .map(|branch| {
                        self.member(&branch.at, variant_ladder(branch, name, types), Case::Type)
                    })
                    .collect()
            }
            TypeKind::Tuple(_) | TypeKind::Wrapper(_) => Vec::new(),
        };
        let (names, collisions) = Scope::reserving(&reserved).settle(&wants);
        self.tell(collisions);
        names
    }

    /// The plain names of members, if no two want the same and none is chosen:
    /// so it is nearly always.
    fn undisputed<'t>(
        &self,
        texts: impl Iterator<Item = &'t str>,
        case: Case,
        reserved: &[&str],
    ) -> Option<Vec<String>> {
        if !self.config.names.is_empty() {
            return None;
        }
        let names: Vec<String> = texts.map(|text| plain(text, case)).collect();
        let mut seen: HashSet<&str> = reserved.iter().copied().collect();
        let differ = names.iter().all(|name| seen.insert(name));
        differ.then_some(names)
    }

    fn member(&mut self, at: &Pointer, ladder: Ladder, case: Case) -> Want {
        let chosen = self.chosen(std::slice::from_ref(at), case);
        // What the document spells as Rust does keeps its name.
        let last = at.tokens().next_back();
        let is_exact = last.as_deref() == Some(ladder.plainest());
        chosen.unwrap_or_else(|| Want {
            at: at.clone(),
            rank: if is_exact { Rank::Given } else { Rank::Derived },
            ladder,
        })
    }

    fn servers(&mut self) -> Vec<String> {
        let mut wants = Vec::new();
        for server in &self.api.servers {
            let chosen = self.chosen(std::slice::from_ref(&server.at), Case::Type);
            wants.push(chosen.unwrap_or_else(|| {
                let mut rungs = Vec::new();
                let short = |text: &&str| text.split_whitespace().count() <= 3 && text.len() <= 40;
                let described = server.docs.text.as_deref().filter(short);
                rungs.extend(described.map(|text| identifier(text, Case::Type)));
                if self.api.servers.len() == 1 {
                    rungs.insert(0, "Production".to_owned());
                }
                let address = server
                    .url
                    .split_once("://")
                    .map_or(server.url.as_str(), |(_, rest)| rest);
                if rungs.is_empty() {
                    rungs.push(plain(address, Case::Type));
                }
                Want {
                    at: server.at.clone(),
                    rank: Rank::Derived,
                    ladder: Ladder::of(rungs).or_spelled(address, Case::Type, "server"),
                }
            }));
        }
        let (names, collisions) = Scope::reserving(&["Self"]).settle(&wants);
        self.tell(collisions);
        names
    }

    /// The operations by their first tag.
    fn groups(&mut self) -> Vec<(String, Vec<usize>)> {
        const UNTAGGED: &str = "operations";
        let mut tags: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (i, operation) in self.api.operations.iter().enumerate() {
            let tag = operation.tags.first().map_or(UNTAGGED, String::as_str);
            tags.entry(tag).or_default().push(i);
        }
        let wants: Vec<Want> = tags
            .keys()
            .map(|tag| Want {
                at: self.api.at.child("tags").child(tag),
                rank: Rank::Given,
                ladder: ladder(tag, Case::Value, "operations"),
            })
            .collect();
        let (names, _) = Scope::reserving(MODULES).settle(&wants);
        let mut groups: Vec<(String, Vec<usize>)> =
            names.into_iter().zip(tags.into_values()).collect();
        groups.sort();
        groups
    }

    fn credentials(&mut self) -> Vec<String> {
        let mut wants = Vec::new();
        for credential in &self.api.credentials {
            let chosen = self.chosen(std::slice::from_ref(&credential.at), Case::Value);
            wants.push(chosen.unwrap_or_else(|| Want {
                at: credential.at.clone(),
                rank: Rank::Given,
                ladder: ladder(&credential.name, Case::Value, "credential"),
            }));
        }
        let reserved = &[
            "build",
            "clone",
            "connect_timeout",
            "credential",
            "fmt",
            "from",
            "idle_timeout",
            "into",
            "key_prefixes",
            "new",
            "reply_limit",
            "retries",
            "server",
            "timeout",
            "total_timeout",
            "transport",
            "user_agent",
        ];
        let (names, collisions) = Scope::reserving(reserved).settle(&wants);
        self.tell(collisions);
        names
    }

    /// The name that `codegen.toml` gives to something at one of these places.
    /// A property has a field's name and maybe a type's; the first letter tells
    /// which one is meant.
    fn chosen(&mut self, places: &[Pointer], case: Case) -> Option<Want> {
        let name = places
            .iter()
            .find_map(|at| self.config.names.get(at.path()))
            .filter(|name| case_of(name) == case)?;
        Some(chosen(&places[0], name.apply()))
    }

    /// Notes collisions and how they were settled. One that goes on over
    /// several rungs of the ladders is noted once.
    fn tell(&mut self, collisions: Vec<Collision>) {
        let mut told: Vec<Pointer> = Vec::new();
        for collision in collisions {
            if collision.settled.iter().all(|(at, _)| told.contains(at)) {
                continue;
            }
            told.extend(collision.settled.iter().map(|(at, _)| at.clone()));
            let Some(((at, name), others)) = collision.settled.split_first() else {
                continue;
            };
            let message = match others {
                [] => format!("`{}` is in use, so this is `{name}`", collision.wanted),
                _ => format!(
                    "several things want the name `{}`; this is `{name}`",
                    collision.wanted
                ),
            };
            let mut note = Diagnostic::note(Code::NameCollision, at, message);
            for (at, name) in others {
                note = note.related(at, format!("`{name}` is"));
            }
            let help = format!(
                "to choose, write \"{}\" = \"…\" under [names] in codegen.toml",
                at.path()
            );
            self.report.push(note.help(help));
        }
    }
}

/// The types that an operation brings besides those of its schemas.
fn roles(operation: &Operation) -> Vec<&'static str> {
    let reply = operation.has_several_outcomes().then_some("Reply");
    let headers = (!operation.headers.is_empty()).then_some("Headers");
    ["Call", "Error"]
        .into_iter()
        .chain(reply)
        .chain(headers)
        .collect()
}

/// The struct that an operation's body is, if all of its fields can be left
/// out, so that a call can set them one by one.
pub fn body_struct<'a>(api: &'a Api, operation: &Operation) -> Option<&'a Struct> {
    let Type::Named(id) = operation.body.as_ref()?.content.ty()? else {
        return None;
    };
    match &api.type_def(*id).kind {
        TypeKind::Struct(object) if object.fields.iter().all(|field| !field.required) => {
            Some(object)
        }
        _ => None,
    }
}

/// Whether an operation's body is an argument of its function.
pub fn takes_body(api: &Api, operation: &Operation) -> bool {
    let is_required = operation.body.as_ref().is_some_and(|body| body.required);
    is_required && body_struct(api, operation).is_none()
}

/// The names that a variant of the union `name` would take.
fn variant_ladder(branch: &Branch, name: &str, types: &[String]) -> Ladder {
    let ty = branch.ty.as_ref().and_then(|ty| match ty {
        Type::Named(id) | Type::Boxed(id) => Some(types[id.0].as_str()),
        _ => None,
    });
    // `Standard` rather than `StandardSubscription` in a `Subscription`.
    let short = ty.and_then(|ty| ty.strip_suffix(name).or_else(|| ty.strip_prefix(name)));
    let short = short.filter(|short| short.chars().next().is_some_and(char::is_uppercase));
    let mut rungs = Vec::new();
    rungs.extend(branch.tag.as_deref().map(|tag| identifier(tag, Case::Type)));
    rungs.extend(short.map(str::to_owned));
    rungs.extend(ty.map(str::to_owned));
    rungs.extend(
        branch
            .name
            .as_deref()
            .map(|name| identifier(name, Case::Type)),
    );
    rungs.extend(
        branch
            .title
            .as_deref()
            .map(|title| identifier(title, Case::Type)),
    );
    rungs.push(identifier(branch.kind.as_str(), Case::Type));
    Ladder::of(rungs)
}

/// The name of a status, as RFC 9110 §15 and its registry have it.
fn status_name(status: Status) -> String {
    let code = match status {
        Status::Default => return "Other".to_owned(),
        Status::Range(hundreds) => {
            let name = match hundreds {
                1 => "Informational",
                2 => "Success",
                3 => "Redirection",
                4 => "ClientError",
                _ => "ServerError",
            };
            return name.to_owned();
        }
        Status::Code(code) => code,
    };
    let name = match code {
        200 => "Ok",
        201 => "Created",
        202 => "Accepted",
        203 => "NonAuthoritativeInformation",
        204 => "NoContent",
        205 => "ResetContent",
        206 => "PartialContent",
        207 => "MultiStatus",
        301 => "MovedPermanently",
        302 => "Found",
        303 => "SeeOther",
        304 => "NotModified",
        307 => "TemporaryRedirect",
        308 => "PermanentRedirect",
        400 => "BadRequest",
        401 => "Unauthorized",
        402 => "PaymentRequired",
        403 => "Forbidden",
        404 => "NotFound",
        405 => "MethodNotAllowed",
        406 => "NotAcceptable",
        407 => "ProxyAuthenticationRequired",
        408 => "RequestTimeout",
        409 => "Conflict",
        410 => "Gone",
        411 => "LengthRequired",
        412 => "PreconditionFailed",
        413 => "ContentTooLarge",
        414 => "UriTooLong",
        415 => "UnsupportedMediaType",
        416 => "RangeNotSatisfiable",
        417 => "ExpectationFailed",
        418 => "ImATeapot",
        421 => "MisdirectedRequest",
        422 => "UnprocessableContent",
        423 => "Locked",
        424 => "FailedDependency",
        425 => "TooEarly",
        426 => "UpgradeRequired",
        428 => "PreconditionRequired",
        429 => "TooManyRequests",
        431 => "RequestHeaderFieldsTooLarge",
        451 => "UnavailableForLegalReasons",
        500 => "InternalServerError",
        501 => "NotImplemented",
        502 => "BadGateway",
        503 => "ServiceUnavailable",
        504 => "GatewayTimeout",
        code => return format!("Status{code}"),
    };
    name.to_owned()
}
