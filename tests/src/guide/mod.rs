//! Guide to the generated clients and to the generator.
//!
//! | page | contents |
//! |---|---|
//! | [`calling`] | clients, servers, request builders, per-call options, limits, features |
//! | [`cancelling`] | one interface to cancel at every vendor |
//! | [`errors`] | errors, API errors, several types of success, response headers |
//! | [`retries`] | retries and idempotency keys |
//! | [`authentication`] | keys, tokens that change, OAuth 2 |
//! | [`parameters`] | parameters of every style |
//! | [`uploads`] | request bodies, several media types, streamed uploads |
//! | [`streaming`] | Server-Sent Events, JSON lines, iterators |
//! | [`pagination`] | the items of all pages |
//! | [`webhooks`] | webhooks and callbacks |
//! | [`types`] | the Rust type of each schema, unions, types without a client |
//! | [`transports`] | middleware, other HTTP libraries, tracing |
//! | [`mock`] | tests without a network |
//! | [`documents`] | a crate from a document of your own |
//! | [`building`] | a client that a build script generates |
//! | [`vendors`] | a new vendor in this repository |
//! | [`constructs`] | the outcome for every construct of OpenAPI |
//! | [`ci`] | the check in CI, the corpus, speed |
//!
//! The examples are compiled as tests, and those that need no server are run. They
//! use the crate `subscription_cancel` (the folder `generated`) and
//! `examples::shop`, the client of `tests/shop/openapi.yaml`.

/// Makes a module of each page. Its links lead to modules here, and to the files
/// of the pages where it is read as a file: of two definitions, the first counts.
macro_rules! pages {
    ($($page:ident $file:literal)+) => { $(
        #[doc = include_str!("links.md")]
        #[doc = include_str!($file)]
        pub mod $page {}
    )+ };
}

pages! {
    authentication "authentication.md"
    building "building.md"
    calling "calling.md"
    cancelling "cancelling.md"
    ci "ci.md"
    constructs "constructs.md"
    documents "documents.md"
    errors "errors.md"
    mock "mock.md"
    pagination "pagination.md"
    parameters "parameters.md"
    retries "retries.md"
    streaming "streaming.md"
    transports "transports.md"
    types "types.md"
    uploads "uploads.md"
    vendors "vendors.md"
    webhooks "webhooks.md"
}
