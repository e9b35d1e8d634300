//! The settings for a document.

use super::file::read_text;
use openapi_client_generator::{Config, Findings};
use std::path::{Path, PathBuf};

/// The name of the file that is picked up beside a document.
const NAME: &str = "codegen.toml";

/// The settings for a document, and the file that they are from.
#[derive(Debug, Default)]
pub struct Settings {
    /// The settings.
    pub config: Config,
    /// Their file, if there is one.
    pub file: Option<PathBuf>,
}

impl Settings {
    /// The settings in a file, which reports call `shown`.
    ///
    /// # Errors
    ///
    /// Fails if the file can't be read, or has what isn't known.
    pub fn read(path: &Path, shown: &str) -> Result<Self, Findings> {
        let text = read_text(path, shown)?;
        let config = Config::parse(shown, &text);
        Ok(Self {
            config: config.map_err(|found| Findings::alone(found, text))?,
            file: Some(path.to_owned()),
        })
    }

    /// The settings in `file`, else those in a `codegen.toml` beside the document, else none.
    ///
    /// # Errors
    ///
    /// Fails as [`Settings::read`] does.
    pub fn find(file: Option<&Path>, document: &Path) -> Result<Self, Findings> {
        Self::find_within(Path::new(""), file, document)
    }

    /// The settings that [`Settings::find`] finds, with paths that are relative to `base`.
    ///
    /// # Errors
    ///
    /// Fails as [`Settings::read`] does.
    pub fn find_within(
        base: &Path,
        file: Option<&Path>,
        document: &Path,
    ) -> Result<Self, Findings> {
        let beside = || {
            let beside = document.with_file_name(NAME);
            let is_stream = document == Path::new("-");
            (!is_stream && base.join(&beside).is_file()).then_some(beside)
        };
        match file.map(Path::to_owned).or_else(beside) {
            Some(path) => Self::read(&base.join(&path), &path.to_string_lossy()),
            None => Ok(Self::default()),
        }
    }
}
