//! `openapi-client schema`: the JSON Schema of `codegen.toml`.

use crate::voice::Voice;
use openapi_client_cli::Failure;
use openapi_client_generator::config::reference::schema;
use std::process::ExitCode;

pub(crate) fn run(voice: &Voice) -> Result<ExitCode, Failure> {
    voice.print(&format!("{:#}\n", schema()))?;
    Ok(ExitCode::SUCCESS)
}
