//! Facts about one vendor that the tests of every vendor need.

use std::fmt::Debug;
use std::time::Duration;

use subscription_cancel::runtime::{Http, Wire};
use subscription_cancel::{ClientBuilder, Error};

/// Every client is built with this one; nothing may show it.
pub(crate) const SECRET: &str = "key_s3cret";

/// The subscription that is cancelled unless a test is about its id.
pub(crate) const ID: &str = "sub_1";

/// A test that waits for what never comes fails after this time.
pub(crate) const DEADLINE: Duration = Duration::from_secs(30);

/// A check that an API error is the expected one.
pub(crate) type Check<R> = fn(&R) -> bool;

/// The outcome of a vendor's call.
pub(crate) type Outcome<V> = Result<<V as Vendor>::Response, Error<<V as Vendor>::ApiError>>;

/// One vendor's client.
pub(crate) trait Vendor: 'static {
    type RequestBuilder<'a>: Debug + Send;
    type Client: From<Http> + Clone + Debug + Send + Sync + Unpin + 'static;
    type Request: Wire + Clone + PartialEq + Debug + Send + Sync + 'static;
    type Response: Wire + Clone + PartialEq + Debug + Send + Sync + 'static;
    type ApiError: Debug + Send + Sync + 'static;

    /// For messages.
    const NAME: &'static str;
    /// The server that the client calls unless told otherwise.
    const SERVER: &'static str;
    /// The path that is part of the server's URL.
    const BASE: &'static str = "";
    /// The path behind it; `{id}` stands for the subscription.
    const PATH: &'static str;
    /// The parameter's name in the document.
    const PARAMETER: &'static str;
    /// The header that holds the secret, and what stands before the secret.
    const CREDENTIAL: (&'static str, &'static str);
    /// The body that [`cancel`](Self::cancel) sends.
    const BODY: Option<&'static str> = None;
    /// A fixture with the body of a 200.
    const RESPONSE: &'static str;
    /// The place of the subscription's id in that body.
    const RESPONSE_ID: &'static str;
    /// The places in that body where a new value may turn up.
    const RESPONSE_ENUMS: &'static [&'static str];
    /// The API errors: status, fixture, what it should become.
    const REFUSALS: &'static [(u16, &'static str, Check<Self::ApiError>)];

    /// Starts a client for [`SERVER`](Self::SERVER).
    fn builder(secret: &str) -> ClientBuilder<Self::Client>;

    /// A call with as few arguments as possible.
    fn call<'a>(client: &'a Self::Client, id: &str) -> Self::RequestBuilder<'a>;

    /// Sends a call.
    fn send(call: Self::RequestBuilder<'_>) -> impl Future<Output = Outcome<Self>> + Send;

    /// Both at once.
    fn cancel(client: &Self::Client, id: &str) -> impl Future<Output = Outcome<Self>> + Send {
        Self::send(Self::call(client, id))
    }

    /// The beginning of an error's message.
    fn operation() -> String {
        let route = Self::PATH.replace("{id}", &format!("{{{}}}", Self::PARAMETER));
        format!("cancel_subscription (POST {route})")
    }

    /// The path for an id that is escaped already.
    fn path(id: &str) -> String {
        format!("{}{}", Self::BASE, Self::PATH.replace("{id}", id))
    }
}

/// The part of a [`Vendor`] that reads alike for each: the types of its module,
/// and how a call is made, with a body where there must be one, and sent.
macro_rules! sends {
    ($module:ident::$response:ident $($body:expr)?) => {
        type RequestBuilder<'a> = subscription_cancel::$module::CancelSubscriptionBuilder<'a>;
        type Client = subscription_cancel::$module::Client;
        type Request = subscription_cancel::$module::CancelSubscriptionRequest;
        type Response = subscription_cancel::$module::$response;
        type ApiError = subscription_cancel::$module::CancelSubscriptionError;

        fn call<'a>(client: &'a Self::Client, id: &str) -> Self::RequestBuilder<'a> {
            client.cancel_subscription(id $(, $body)?)
        }

        async fn send(call: Self::RequestBuilder<'_>) -> crate::vendor::Outcome<Self> {
            call.send().await
        }
    };
}
pub(crate) use sends;

/// Calls a macro with the module and the type of each vendor, behind the given
/// tokens. A test holds the list against `specs`.
macro_rules! vendors {
    ($macro:ident $($before:tt)*) => {
        $macro! {
            $($before)*
            duro Duro
            exodus Exodus
            flowglad Flowglad
            funnelfox FunnelFox
            lotus Lotus
        }
    };
}
pub(crate) use vendors;

/// Makes a test of each function, for each vendor.
macro_rules! every_vendor {
    ($($test:ident),+ $(,)?) => {
        crate::vendor::vendors! { every_vendor @each ($($test)+) }
    };
    (@each $tests:tt $($module:ident $vendor:ident)+) => {
        $( every_vendor! { @of $module $vendor $tests } )+
    };
    (@of $module:ident $vendor:ident ($($test:ident)+)) => {
        mod $module {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $test() {
                    let test = super::$test::<crate::$module::$vendor>();
                    let ended = tokio::time::timeout(crate::vendor::DEADLINE, test).await;
                    ended.expect("the test should have ended long ago");
                }
            )+
        }
    };
}
pub(crate) use every_vendor;
