//! Overlays: changes to a document that stand beside it.
//! [Overlay Specification](https://spec.openapis.org/overlay/latest.html) 1.0 and 1.1.
//!
//! Takes the files that `overlays` names, changes each file of a document that they are for,
//! and keeps the places that the parts of the result are from. Must not know what an OpenAPI
//! document is.
//!
//! | file | holds |
//! |---|---|
//! | `document` | the Overlay Object and the Action Object |
//! | `query` | JSONPath (RFC 9535) |
//! | `shape` | the outline of a JSONPath, by which its work is bounded |
//! | `draft` | a document that actions change |
//! | `merge` | an `update` merged into a value |
//! | `steps` | the way to a part of a value |

mod document;
mod draft;
mod merge;
mod query;
mod shape;
mod steps;

use crate::config::Config;
use crate::diag::{Code, Diagnostic};
use crate::reference::join;
use crate::source::Source;
use document::Overlay;
use draft::Draft;

/// The overlays of a document, and what was found while they were read and applied.
#[derive(Debug, Default)]
pub struct Overlays {
    overlays: Vec<Overlay>,
    found: Vec<Diagnostic>,
}

/// A fault in an overlay that can't be read, and the text that it is in.
#[derive(Debug)]
pub struct Unread {
    /// The fault.
    pub found: Diagnostic,
    /// The text.
    pub text: String,
}

impl Overlays {
    /// Reads the overlays that the settings of `document` name.
    ///
    /// # Errors
    ///
    /// Fails with the first file that can't be read, or is neither JSON nor YAML.
    pub fn gather(
        config: &Config,
        document: &str,
        load: &dyn Fn(&str) -> Result<String, String>,
    ) -> Result<Self, Box<Unread>> {
        let mut all = Self::default();
        for setting in &config.overlays {
            let name = join(document, setting.apply());
            let text = load(&name).map_err(|why| {
                let message = format!("the overlay {name} can't be read: {why}");
                let found = config.diagnostic(setting, Code::Config, message);
                let found = found.help("give its path as seen from the folder of the document");
                let text = config.text().to_owned();
                Box::new(Unread { found, text })
            })?;
            let source = Source::parse(&name, text.as_str())
                .map_err(|found| Box::new(Unread { found, text }))?;
            all.overlays
                .push(Overlay::read(source, document, &mut all.found));
        }
        Ok(all)
    }

    /// A file of the document as the overlays change it.
    pub fn apply(&mut self, file: Source) -> Source {
        let mut overlays = self.overlays.iter_mut();
        let Some(first) = overlays.find(|one| one.file == file.name()) else {
            return file;
        };
        let mut draft = Draft::of(&file);
        let rest = overlays.filter(|one| one.file == file.name());
        for overlay in std::iter::once(first).chain(rest) {
            overlay.is_applied = true;
            for action in &overlay.actions {
                self.found
                    .extend(draft.change(action).err().map(|found| *found));
            }
        }
        let (value, origins) = draft.finish();
        file.changed_to(value, origins)
    }

    /// The files of the overlays, and what was found, once all files of a document have been
    /// changed.
    pub fn finish(self) -> (Vec<Source>, Vec<Diagnostic>) {
        let Self { overlays, found } = self;
        let stray = overlays.iter().filter(|one| !one.is_applied);
        let stray: Vec<_> = stray.map(Overlay::stray).collect();
        let sources = overlays.into_iter().map(|one| one.source);
        (sources.collect(), found.into_iter().chain(stray).collect())
    }
}
