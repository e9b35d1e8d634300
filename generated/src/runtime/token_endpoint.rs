//! Client credentials in, a token out: RFC 6749, sections 2.3.1, 4.4, 5.1 and
//! 5.2. Keeps nothing.

use std::fmt;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue, USER_AGENT};
use http::{Method, Uri};

use super::client::Shared;
use super::credential::sensitive;
use super::parameter::escape_form;
use super::{BaseUrl, ClientCredentials, Json, Reply, Request, Secret, Token, TransportError};

const JSON: HeaderValue = HeaderValue::from_static("application/json");
const FORM: HeaderValue = HeaderValue::from_static("application/x-www-form-urlencoded");

impl ClientCredentials {
    /// Where tokens are fetched by a client of this server, or why they can't be.
    pub(super) fn endpoint(&self, server: &str) -> Result<Uri, &'static str> {
        let Some(url) = self.token_url.as_deref() else {
            return Err("it has no token URL");
        };
        resolved(url, server).ok_or("its token URL can't be used")
    }

    /// Fetches a token.
    pub(super) async fn fetch(&self, endpoint: Uri, http: &Shared) -> Result<Token, TokenError> {
        let mut request = Request::new(Method::POST, endpoint, http.options.limits);
        let headers = &mut request.headers;
        headers.insert(ACCEPT, JSON);
        headers.insert(CONTENT_TYPE, FORM);
        headers.insert(USER_AGENT, http.user_agent.clone());
        if !self.in_body {
            let pair = [&*self.id, self.secret.expose()].map(escape_form).join(":");
            let basic = Secret::new(format!("Basic {}", STANDARD.encode(pair)));
            // Base64 is something that a header can hold.
            if let Ok(value) = sensitive(basic.expose()) {
                headers.insert(AUTHORIZATION, value);
            }
        }
        request.body = Some(self.form().into());
        let reply = http.transport.send(request).await;
        let reply = reply
            .map_err(TokenError::Transport)?
            .within(http.options.limits);
        self.token(reply.read().await.map_err(TokenError::Transport)?)
    }

    fn form(&self) -> String {
        let scopes = self.scopes.iter().flatten().cloned().collect::<Vec<_>>();
        let scopes = scopes.join(" ");
        let mut items = vec![("grant_type", "client_credentials")];
        if self.in_body {
            items.push(("client_id", &self.id));
            items.push(("client_secret", self.secret.expose()));
        }
        if !scopes.is_empty() {
            items.push(("scope", &scopes));
        }
        items.extend(
            self.parameters
                .iter()
                .map(|(name, value)| (&**name, &**value)),
        );
        let items = items
            .iter()
            .map(|(name, value)| [name, value].map(|text| escape_form(text)).join("="));
        items.collect::<Vec<_>>().join("&")
    }

    /// RFC 6749, sections 5.1 and 5.2.
    fn token(&self, reply: Reply) -> Result<Token, TokenError> {
        let body = reply.body().clone();
        let unexpected = |problem| TokenError::Unexpected {
            problem,
            reply: Box::new(reply.clone()),
        };
        let Ok(Json::Object(body)) = Json::parse(&body) else {
            return Err(unexpected("the body isn't a JSON object"));
        };
        let text = |name| match body.get(name) {
            Some(Json::String(text)) => Some(&**text),
            _ => None,
        };
        if !(200..300).contains(&reply.status()) {
            return Err(
                match text("error").filter(|code| self.is_error_code(code)) {
                    Some(code) => TokenError::Refused {
                        code: code.to_owned(),
                        reply: Box::new(reply.clone()),
                    },
                    None => unexpected("the body has no error code"),
                },
            );
        }
        if text("token_type").is_some_and(|kind| !kind.eq_ignore_ascii_case("bearer")) {
            return Err(unexpected("the token isn't a bearer token"));
        }
        let Some(token) = text("access_token").filter(|token| !token.is_empty()) else {
            return Err(unexpected("the body has no access token"));
        };
        // A number, which some servers put in quotes.
        let seconds = match body.get("expires_in") {
            Some(Json::Number(text) | Json::String(text)) => text.parse::<f64>().ok(),
            _ => None,
        };
        let lifetime = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
        Ok(Token::new(token).valid_for(lifetime.unwrap_or(self.lifetime)))
    }

    /// Whether this can be shown: what a server sends might be anything, even
    /// what it was sent.
    fn is_error_code(&self, text: &str) -> bool {
        const LONGEST: usize = 64;
        let may_stand = |byte: u8| byte.is_ascii_graphic() && byte != b'"' && byte != b'\\';
        (1..=LONGEST).contains(&text.len())
            && text.bytes().all(may_stand)
            && (self.secret.expose().is_empty() || !text.contains(self.secret.expose()))
    }
}

/// A reference as RFC 3986 resolves it. Operations are served below the path
/// of the server; so is what has no slash in front.
fn resolved(reference: &str, server: &str) -> Option<Uri> {
    let (scheme, rest) = server.split_once("://")?;
    let host = rest.split('/').next()?;
    let url = match reference {
        whole if whole.contains("://") => whole.to_owned(),
        reference if reference.starts_with("//") => format!("{scheme}:{reference}"),
        path if path.starts_with('/') => format!("{scheme}://{host}{path}"),
        path => format!("{server}/{path}"),
    };
    let without_query = url.split('?').next()?;
    BaseUrl::from(without_query).check().ok()?;
    let has_fragment = url.contains('#');
    url.parse().ok().filter(|_| !has_fragment)
}

/// Why an authorization server gave no token: the `source` of an
/// [`Error::Credential`](super::Error::Credential).
///
/// `Display` holds neither secret nor token nor body.
#[derive(Debug)]
#[non_exhaustive]
pub enum TokenError {
    /// There is no whole reply.
    Transport(TransportError),
    /// It refuses to give one. RFC 6749, section 5.2.
    Refused {
        /// Why, such as `invalid_client` or `invalid_scope`.
        code: String,
        /// Status, headers and the body as it came, which may say more.
        reply: Box<Reply>,
    },
    /// What it says is neither a token nor a refusal.
    Unexpected {
        /// Why not.
        problem: &'static str,
        /// Status, headers and the body as it came.
        reply: Box<Reply>,
    },
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Transport(error) => write!(f, "no reply from the token endpoint: {error}"),
            Self::Refused { code, reply } => write!(
                f,
                "the token endpoint refused with status {}: {code}",
                reply.status()
            ),
            Self::Unexpected { problem, reply } => write!(
                f,
                "the token endpoint answered with status {}, but {problem}",
                reply.status()
            ),
        }
    }
}

impl std::error::Error for TokenError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Transport(error) => error.source(),
            Self::Refused { .. } | Self::Unexpected { .. } => None,
        }
    }
}
