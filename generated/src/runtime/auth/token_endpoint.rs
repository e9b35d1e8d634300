//! Client credentials in, a token out: RFC 6749, sections 2.3.1, 4.4, 5.1 and
//! 5.2. Keeps nothing.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue, USER_AGENT};
use http::{Method, Uri};

use super::client_credentials::ClientCredentials;
use super::credential::sensitive;
use super::secret_source::Token;
use crate::runtime::json::tree::Tree;
use crate::runtime::message::base_url::{BaseUrl, has_scheme};
use crate::runtime::message::escape::escape_form;
use crate::runtime::message::limits::Limits;
use crate::runtime::message::request::Request;
use crate::runtime::message::response::Response;
use crate::runtime::response::token_error::TokenError;
use crate::runtime::transport::interface::Transport;
use crate::runtime::value::secret::Secret;

const JSON: HeaderValue = HeaderValue::from_static("application/json");
const FORM: HeaderValue = HeaderValue::from_static("application/x-www-form-urlencoded");

/// A sender of requests: those of a client, and those for its tokens.
pub(crate) struct Requester {
    pub(crate) transport: Box<dyn Transport>,
    pub(crate) limits: Limits,
    pub(crate) user_agent: HeaderValue,
}

impl ClientCredentials {
    /// The URL that a client of this server fetches tokens from, or the reason why it can't.
    pub(crate) fn endpoint(&self, server: &str) -> Result<Uri, &'static str> {
        if self.id.is_empty() {
            return Err("its client id is empty");
        }
        if self.secret.expose().is_empty() {
            return Err("its client secret is empty");
        }
        let Some(url) = self.token_url.as_deref() else {
            return Err("it has no token URL");
        };
        resolved(url, server).ok_or("its token URL can't be used")
    }

    /// Fetches a token.
    pub(crate) async fn fetch(
        &self,
        endpoint: Uri,
        requester: &Requester,
    ) -> Result<Token, TokenError> {
        let mut request = Request::new(Method::POST, endpoint, requester.limits);
        let headers = &mut request.headers;
        headers.insert(ACCEPT, JSON);
        headers.insert(CONTENT_TYPE, FORM);
        headers.insert(USER_AGENT, requester.user_agent.clone());
        if !self.in_body {
            let pair = [&*self.id, self.secret.expose()].map(escape_form).join(":");
            let basic = Secret::new(format!("Basic {}", STANDARD.encode(pair)));
            // Base64 is something that a header can hold.
            if let Ok(value) = sensitive(basic.expose()) {
                headers.insert(AUTHORIZATION, value);
            }
        }
        request.body = Some(self.form().into());
        let response = requester.transport.send(request).await;
        let response = response
            .map_err(TokenError::Transport)?
            .within(requester.limits);
        self.token(response.read().await.map_err(TokenError::Transport)?)
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
    fn token(&self, response: Response) -> Result<Token, TokenError> {
        let body = response.body().clone();
        let unexpected = |problem| TokenError::Unexpected {
            problem,
            response: Box::new(response.clone()),
        };
        let Ok(Tree::Object(body)) = Tree::parse(&body) else {
            return Err(unexpected("the body isn't a JSON object"));
        };
        let text = |name| match body.get(name) {
            Some(Tree::String(text)) => Some(&**text),
            _ => None,
        };
        if !(200..300).contains(&response.status()) {
            return Err(
                match text("error").filter(|code| self.is_error_code(code)) {
                    Some(code) => TokenError::Rejected {
                        code: code.to_owned(),
                        response: Box::new(response.clone()),
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
            Some(Tree::Number(text) | Tree::String(text)) => text.parse::<f64>().ok(),
            _ => None,
        };
        let token = Token::new(token);
        if seconds.is_some_and(|seconds| seconds <= 0.0) {
            // It has ended, or so the server says. It is tried once.
            return Ok(token);
        }
        let lifetime = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
        Ok(token.valid_for(lifetime.unwrap_or(self.lifetime)))
    }

    /// `true` if this can be shown: what a server sends might be anything, even
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
        whole if has_scheme(whole) => whole.to_owned(),
        reference if reference.starts_with("//") => format!("{scheme}:{reference}"),
        path if path.starts_with('/') => format!("{scheme}://{host}{path}"),
        path => format!("{server}/{path}"),
    };
    let without_query = url.split('?').next()?;
    BaseUrl::from(without_query).check().ok()?;
    let has_fragment = url.contains('#');
    url.parse().ok().filter(|_| !has_fragment)
}
