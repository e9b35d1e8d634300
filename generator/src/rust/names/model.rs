//! The names of an API.

use crate::ir::TypeId;

/// The names of everything in an [`Api`](crate::ir::Api). Each list runs parallel to the one in
/// the API that it names. Keywords carry their `r#`.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// Types.
    pub types: Vec<String>,
    /// The fields or variants of each type.
    pub members: Vec<Vec<String>>,
    /// The struct of the required fields of each type, where `new` takes one.
    pub required: Vec<Option<String>>,
    /// Operations.
    pub operations: Vec<OperationNames>,
    /// Servers, as variants.
    pub servers: Vec<String>,
    /// Credentials, as arguments and methods of the builder.
    pub credentials: Vec<String>,
    /// The environment variables that the client can be built from.
    pub environment: EnvironmentNames,
    /// The modules of a split layout, sorted by name, with the operations of each.
    pub groups: Vec<(String, Vec<usize>)>,
    /// The clients of those modules, where they have some.
    pub handles: Vec<HandleNames>,
    /// The parts of a subscription's key, as fields.
    pub key_parts: Vec<String>,
    /// Examples, as constants.
    pub examples: Vec<String>,
}

/// The client of a tag.
#[derive(Debug, Clone, Default)]
pub struct HandleNames {
    /// Its type.
    pub ty: String,
    /// The function of the client that gives it.
    pub accessor: String,
}

/// The environment variables that a client can be built from.
#[derive(Debug, Clone, Default)]
pub struct EnvironmentNames {
    /// That of the base URL.
    pub base_url: String,
    /// Those of each credential: one for a key; user and password; id and secret.
    pub credentials: Vec<Vec<String>>,
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
    /// Its function on the client, or on that of its tag.
    pub function: String,
    /// The client of its tag, by its place in [`Names::handles`].
    pub handle: Option<usize>,
    /// The request builder type.
    pub builder: String,
    /// The enum of its API errors.
    pub error: String,
    /// The enum of its results, where they are of several types.
    pub response: String,
    /// The struct of its responses' headers, where they are documented.
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
    /// The variants of its responses.
    pub responses: Vec<String>,
    /// The methods that ask for other media types.
    pub response_offers: Vec<String>,
}
