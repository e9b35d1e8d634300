//! Secrets taken out of URLs and of JSON, by the names of what holds them, by their
//! looks, and by the credentials that the request had.

use http::Uri;
use percent_encoding::percent_decode_str;

use crate::runtime::json::tape::Json;
use crate::runtime::json::text::Text;
use crate::runtime::json::tree::{Members, Tree};
use crate::runtime::json::writer::Writer;
use crate::runtime::message::request::Request;
use crate::runtime::value::base64::Base64;
use crate::runtime::value::wire::Wire as _;

/// The text in the place of a secret, which `learn` knows to be none of the server's.
const REDACTED: &str = "[redacted]";

/// Parts of the names of what holds a secret: lower case, without `-` and `_`.
const NAMES: &[&str] = &[
    "accesskey",
    "apikey",
    "assertion",
    "authorization",
    "bearer",
    "cardnumber",
    "connectionstring",
    "cookie",
    "credential",
    "cvc",
    "cvv",
    "iban",
    "jwt",
    "licensekey",
    "onetime",
    "otp",
    "passphrase",
    "passwd",
    "password",
    "pincode",
    "privatekey",
    "recoverycode",
    "secret",
    "sessionid",
    "sessionkey",
    "signature",
    "signingkey",
    "ssn",
    "token",
    "webhookurl",
];

/// Names that hold one only if they are nothing else.
const WHOLE_NAMES: &[&str] = &["auth", "pin", "sig"];

/// The beginnings of keys that vendors hand out.
const BEGINNINGS: &[&str] = &[
    "-----BEGIN",
    "AIza",
    "AKIA",
    "ASIA",
    "Basic ",
    "Bearer ",
    "SG.",
    "eyJ",
    "ghp_",
    "gho_",
    "ghs_",
    "github_pat_",
    "glpat-",
    "pk_live_",
    "rk_",
    "sk-",
    "sk_",
    "whsec_",
    "xox",
];

/// The shortest secret that is looked for within other texts.
const SHORTEST: usize = 6;

/// The most credentials that are remembered: tokens change.
const MOST: usize = 200;

/// The secrets of an exchange, and of those before it.
#[derive(Clone, Default)]
pub(super) struct Secrets {
    /// Further names, in the form of [`NAMES`].
    names: Vec<String>,
    /// The credentials of the request.
    values: Vec<String>,
}

impl Secrets {
    /// Those of a request, and those of the requests before it; `names` hold some, too.
    pub(super) fn of(request: &Request, names: &[String], earlier: &Self) -> Self {
        let mut secrets = Self {
            names: names.iter().map(|name| plain(name)).collect(),
            values: earlier.values.clone(),
        };
        for (name, value) in &request.headers {
            let text = String::from_utf8_lossy(value.as_bytes());
            if value.is_sensitive() || secrets.is_name(name.as_str()) {
                secrets.add_header(&text);
            }
        }
        for (name, value) in request.query() {
            if request.secret_query.contains(&name) || secrets.is_name(&name) {
                secrets.add(&value);
            }
        }
        secrets
    }

    /// A credential, and the parts that it is made of.
    fn add_header(&mut self, text: &str) {
        self.add(text);
        for part in text.split([' ', ';', ',', '=']) {
            self.add(part);
        }
        let basic = text.strip_prefix("Basic ").map(Json::String);
        let decoded = basic.and_then(|text| Base64::decode(text).ok()?.bytes().ok());
        if let Some(Ok(pair)) = decoded.map(String::from_utf8) {
            pair.split(':').for_each(|part| self.add(part));
        }
    }

    fn add(&mut self, value: &str) {
        let is_one = value.len() >= SHORTEST && !value.eq_ignore_ascii_case("Bearer");
        if is_one && !self.values.iter().any(|known| known == value) {
            self.values.push(value.to_owned());
            if self.values.len() > MOST {
                self.values.remove(0);
            }
        }
    }

    fn is_name(&self, name: &str) -> bool {
        let name = plain(name);
        NAMES.iter().any(|part| name.contains(part))
            || WHOLE_NAMES.contains(&&*name)
            || self.names.contains(&name)
    }

    fn is_secret(&self, text: &str) -> bool {
        BEGINNINGS.iter().any(|start| text.starts_with(start))
            || self.values.iter().any(|value| text.contains(&**value))
    }

    /// The URL without user, query and fragment, and without what looks like a key in
    /// its path.
    pub(super) fn url(&self, url: &Uri) -> String {
        let origin = match (url.scheme_str(), url.authority()) {
            (Some(scheme), Some(authority)) => {
                let host = authority.as_str();
                let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
                format!("{scheme}://{host}")
            }
            _ => String::new(),
        };
        let segments = url.path().split('/').map(|segment| {
            let text = percent_decode_str(segment).decode_utf8_lossy();
            match self.is_secret(&text) || looks_random(&text) {
                true => "redacted",
                false => segment,
            }
        });
        let segments: Vec<&str> = segments.collect();
        format!("{origin}{}", segments.join("/"))
    }

    /// The body of a response as JSON text; what isn't JSON is left out.
    pub(super) fn body(&self, body: &[u8]) -> String {
        let mut out = Writer::new();
        match Tree::parse(body) {
            // A text alone may well be a key.
            Ok(Tree::String(_)) | Err(_) => out.string(REDACTED),
            Ok(json) => out.tree(&self.json(json, false)),
        }
        out.into_string()
    }

    fn json<'a>(&self, json: Tree<'a>, is_secret: bool) -> Tree<'a> {
        match json {
            Tree::String(text) => Tree::String(self.text(text, is_secret)),
            Tree::LoneSurrogate(_) if is_secret => Tree::String(REDACTED.into()),
            Tree::Number(_) if is_secret => Tree::Number("0".into()),
            Tree::Array(items) => {
                let items = items.into_iter();
                Tree::Array(items.map(|item| self.json(item, is_secret)).collect())
            }
            Tree::Object(object) => {
                let members = object.members.into_iter().map(|(name, value)| {
                    let is_secret = is_secret || self.is_name(&name);
                    let value = self.json(value, is_secret);
                    match self.is_secret(&name) {
                        true => (Text::from(REDACTED), value),
                        false => (name, value),
                    }
                });
                Tree::Object(Members {
                    members: members.collect(),
                })
            }
            other => other,
        }
    }

    fn text<'a>(&self, text: Text<'a>, is_secret: bool) -> Text<'a> {
        if is_secret || self.is_secret(&text) {
            return REDACTED.into();
        }
        // A link may let in whoever has it.
        match text.split_once("://") {
            Some((scheme, rest)) if !scheme.contains(char::is_whitespace) => {
                let end = rest.find(['?', '#']).unwrap_or(rest.len());
                let place = &rest[..end];
                let (host, path) = place.split_once('/').unwrap_or((place, ""));
                let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
                let slash = if place.contains('/') { "/" } else { "" };
                Text::from(format!("{scheme}://{host}{slash}{path}"))
            }
            _ => text,
        }
    }
}

fn plain(name: &str) -> String {
    let letters = name.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// `true` of a segment that is rather a key than a word or an id.
fn looks_random(segment: &str) -> bool {
    let has = |test: fn(char) -> bool| segment.chars().any(test);
    let is_uuid = segment.len() == 36 && segment.matches('-').count() == 4;
    segment.len() >= 20 && !is_uuid && has(|c| c.is_ascii_digit()) && has(char::is_alphabetic)
}
