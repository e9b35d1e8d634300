//! `openapi-client explain CODE`: the page about a code.

use crate::voice::Voice;
use clap::Args;
use openapi_client_cli::Failure;
use openapi_client_generator::diag::{Code, nearest};
use std::process::ExitCode;

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The code, as reports have it in brackets.
    code: Option<String>,
}

pub(crate) fn run(options: &Options, voice: &Voice) -> Result<ExitCode, Failure> {
    let Some(written) = &options.code else {
        let lines = Code::ALL.iter().map(|code| {
            let title = code.page().lines().next().unwrap_or_default();
            let title = title.split_once(": ").map_or(title, |(_, title)| title);
            format!("{:<28} {title}\n", code.as_str())
        });
        voice.print(&lines.collect::<String>())?;
        return Ok(ExitCode::SUCCESS);
    };
    let bare = written.rsplit('[').next().unwrap_or_default();
    let bare = bare.trim_end_matches(']');
    if let Some(code) = Code::ALL.iter().find(|code| code.as_str() == bare) {
        voice.print(code.page())?;
        return Ok(ExitCode::SUCCESS);
    }
    let near = nearest(bare, Code::ALL.iter().map(|code| code.as_str()));
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`openapi-client explain` lists all codes".to_owned(),
    };
    Err(Failure::Usage(format!(
        "error: there is no code `{written}`\n  help: {help}"
    )))
}
