//! `[server]`: the server that a client calls by default.

use super::setting::{Audit, Setting};
use super::text::Fault;
use super::toml::{Fields, Member, filled};

/// The server that a client calls by default, where that isn't the document's first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DefaultServer {
    /// The server's URL, as the document has it.
    pub url: Setting<String>,
    /// The source of the fact.
    pub reason: String,
}

pub(super) const KEYS: &[&str] = &["default", "reason"];

pub(super) fn read(section: &Member<'_, '_>) -> Result<DefaultServer, Fault> {
    let mut fields = Fields::new("server", section.value, KEYS)?;
    let value = fields.need("default", &section.span)?;
    Ok(DefaultServer {
        url: Setting::new(filled("default", value)?, &value.span()),
        reason: fields.reason(&section.span)?,
    })
}

pub(super) fn audit(server: Option<&DefaultServer>, audit: &mut Audit<'_>) {
    if let Some(server) = server {
        audit.check(&server.url, |_| {
            "no operation is generated that could call a server".to_owned()
        });
    }
}
