//! Verification of a webhook's signature: HMAC-SHA256 over the bytes of the body.

use std::time::{Duration, SystemTime};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use super::error::WebhookError;
use super::headers::WebhookHeaders;
use crate::runtime::value::secret::Secret;

/// The most signatures of one header that are looked at.
const MOST: usize = 16;

/// A vendor's way to sign webhooks, which its documentation states in prose.
///
/// ```
/// # use openapi_client_runtime::runtime::{SignatureScheme, SignatureTime};
/// // As Stripe does.
/// const SCHEME: SignatureScheme = SignatureScheme {
///     prefix: "v1=",
///     timestamp: SignatureTime::Part("t="),
///     payload: "{timestamp}.{body}",
///     ..SignatureScheme::new("Stripe-Signature")
/// };
/// ```
#[derive(Debug, Clone, Copy)]
pub struct SignatureScheme {
    /// The header with the signatures.
    pub header: &'static str,
    /// The character between its parts.
    pub separator: char,
    /// The beginning of a part that is a signature, such as `v1=`.
    pub prefix: &'static str,
    /// The place of the time at which it was signed.
    pub timestamp: SignatureTime,
    /// The header with the id of the message.
    pub id_header: Option<&'static str>,
    /// The text that is signed, with `{timestamp}`, `{id}` and `{body}`.
    pub payload: &'static str,
    /// The spelling of signatures.
    pub encoding: SignatureEncoding,
    /// The spelling of secrets.
    pub secret: SecretEncoding,
    /// The longest time between the signature and now, in seconds.
    pub tolerance: u64,
}

/// The place of the time of a signature.
#[derive(Debug, Clone, Copy)]
pub enum SignatureTime {
    /// None is signed, so an old body can be sent again by whoever has seen it.
    Unsigned,
    /// In the header with the signatures, behind this text, such as `t=`.
    Part(&'static str),
    /// In a header of its own.
    Header(&'static str),
}

/// The spelling of a signature.
#[derive(Debug, Clone, Copy)]
pub enum SignatureEncoding {
    /// Two hexadecimal digits for a byte.
    Hex,
    /// RFC 4648, section 4.
    Base64,
}

/// The spelling of a secret.
#[derive(Debug, Clone, Copy)]
pub enum SecretEncoding {
    /// The text itself is the key.
    Text,
    /// Base64 of the key, behind this text, which may be left out.
    Base64(&'static str),
}

impl SignatureScheme {
    /// A scheme with the text of the body alone, signed in hexadecimal digits.
    pub const fn new(header: &'static str) -> Self {
        Self {
            header,
            separator: ',',
            prefix: "",
            timestamp: SignatureTime::Unsigned,
            id_header: None,
            payload: "{body}",
            encoding: SignatureEncoding::Hex,
            secret: SecretEncoding::Text,
            tolerance: 300,
        }
    }

    /// Standard Webhooks 1.0.0 with symmetric keys (`v1`).
    pub const STANDARD: Self = Self {
        separator: ' ',
        prefix: "v1,",
        timestamp: SignatureTime::Header("webhook-timestamp"),
        id_header: Some("webhook-id"),
        payload: "{id}.{timestamp}.{body}",
        encoding: SignatureEncoding::Base64,
        secret: SecretEncoding::Base64("whsec_"),
        ..Self::new("webhook-signature")
    };

    /// Checks that one of the signatures is that of the body with one of the secrets, in
    /// constant time, and that it is no older than is tolerated at `now`.
    ///
    /// # Errors
    /// All of [`WebhookError`] but [`Body`](WebhookError::Body).
    pub fn verify(
        &self,
        headers: &(impl WebhookHeaders + ?Sized),
        body: &[u8],
        secrets: &[Secret],
        now: SystemTime,
    ) -> Result<(), WebhookError> {
        let header = required(headers, self.header)?;
        let time = self.time(headers, header)?;
        let id = match self.id_header {
            Some(name) => required(headers, name)?,
            None => "",
        };
        let signatures = self.signatures(header);
        if signatures.is_empty() {
            return Err(WebhookError::InvalidHeader(self.header));
        }
        if secrets.is_empty() {
            return Err(WebhookError::Secret);
        }
        let mut is_right = false;
        for secret in secrets {
            let mac = self.mac(secret, id, time.unwrap_or_default(), body)?;
            for signature in &signatures {
                is_right |= mac.clone().verify_slice(signature).is_ok();
            }
        }
        if !is_right {
            return Err(WebhookError::Forged);
        }
        match time {
            Some(time) => self.check_time(time, now),
            None => Ok(()),
        }
    }

    fn time<'h>(
        &self,
        headers: &'h (impl WebhookHeaders + ?Sized),
        header: &'h str,
    ) -> Result<Option<&'h str>, WebhookError> {
        match self.timestamp {
            SignatureTime::Unsigned => Ok(None),
            SignatureTime::Header(name) => required(headers, name).map(Some),
            SignatureTime::Part(prefix) => {
                let mut parts = header.split(self.separator);
                let time = parts.find_map(|part| part.trim().strip_prefix(prefix));
                time.map(Some)
                    .ok_or(WebhookError::InvalidHeader(self.header))
            }
        }
    }

    /// The signatures of a header; what isn't one is passed over, as one of another
    /// version is.
    fn signatures(&self, header: &str) -> Vec<Vec<u8>> {
        let parts = header.split(self.separator);
        let texts = parts.filter_map(|part| part.trim().strip_prefix(self.prefix));
        let signatures = texts.filter_map(|text| match self.encoding {
            SignatureEncoding::Hex => from_hex(text),
            SignatureEncoding::Base64 => STANDARD.decode(text).ok(),
        });
        signatures.take(MOST).collect()
    }

    fn key(&self, secret: &Secret) -> Result<Vec<u8>, WebhookError> {
        let text = secret.expose();
        let key = match self.secret {
            SecretEncoding::Text => text.as_bytes().to_vec(),
            SecretEncoding::Base64(prefix) => {
                let text = text.strip_prefix(prefix).unwrap_or(text);
                STANDARD.decode(text).map_err(|_| WebhookError::Secret)?
            }
        };
        // With an empty key, everybody can sign.
        if key.is_empty() {
            Err(WebhookError::Secret)
        } else {
            Ok(key)
        }
    }

    fn mac(
        &self,
        secret: &Secret,
        id: &str,
        time: &str,
        body: &[u8],
    ) -> Result<Hmac<Sha256>, WebhookError> {
        let key = self.key(secret)?;
        let mac = Hmac::<Sha256>::new_from_slice(&key);
        let mut mac = mac.map_err(|_| WebhookError::Secret)?;
        let mut rest = self.payload;
        while let Some((before, behind)) = rest.split_once('{') {
            mac.update(before.as_bytes());
            let (name, behind) = behind.split_once('}').unwrap_or((behind, ""));
            mac.update(match name {
                "body" => body,
                "timestamp" => time.as_bytes(),
                _ => id.as_bytes(),
            });
            rest = behind;
        }
        mac.update(rest.as_bytes());
        Ok(mac)
    }

    fn check_time(&self, time: &str, now: SystemTime) -> Result<(), WebhookError> {
        let name = match self.timestamp {
            SignatureTime::Header(name) => name,
            _ => self.header,
        };
        let invalid = WebhookError::InvalidHeader(name);
        let seconds: u64 = time.trim().parse().map_err(|_| invalid.clone())?;
        let signed = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds));
        let signed = signed.ok_or(invalid)?;
        let off = match now.duration_since(signed) {
            Ok(age) => age,
            Err(ahead) => ahead.duration(),
        };
        if off > Duration::from_secs(self.tolerance) {
            Err(WebhookError::Stale { off })
        } else {
            Ok(())
        }
    }
}

fn required<'h>(
    headers: &'h (impl WebhookHeaders + ?Sized),
    name: &'static str,
) -> Result<&'h str, WebhookError> {
    headers
        .header(name)
        .ok_or(WebhookError::MissingHeader(name))
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let pairs = text.as_bytes().chunks(2);
    pairs
        .map(|pair| match pair {
            [high, low] => u8::try_from(digit(*high)? * 16 + digit(*low)?).ok(),
            _ => None,
        })
        .collect()
}
