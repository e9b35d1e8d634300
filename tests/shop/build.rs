//! Generates four clients while the crate is built.

use openapi_client_build::Generator;
use openapi_client_generator::learn::Learner;
use openapi_client_generator::{Config, GenerateOptions, Input, Target, learn};
use std::error::Error;
use std::path::PathBuf;
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    Generator::new("openapi.yaml")
        .name("shop")
        .write_to_out_dir()?;
    let corrected = Generator::new("corrected/openapi.yaml").name("corrected");
    corrected.write_to_out_dir()?;
    let learned = Generator::new("learned/openapi.yaml").name("learned");
    learned.settings(corrections()?).write_to_out_dir()?;
    let tagged = Generator::new("tagged/openapi.yaml").name("tagged");
    tagged.write_to_out_dir()?;
    Ok(())
}

/// The settings that are learned from a recording.
fn corrections() -> Result<PathBuf, Box<dyn Error>> {
    const RECORDING: &str = "learned/recording.jsonl";
    println!("cargo::rerun-if-changed={RECORDING}");
    let recording = fs::read_to_string(RECORDING)?;
    let input = Input {
        name: "learned/openapi.yaml",
        text: fs::read_to_string("learned/openapi.yaml")?,
        config: &Config::default(),
        options: GenerateOptions::default(),
        load: &|path| fs::read_to_string(path).map_err(|error| error.to_string()),
        target: Target {
            package: "learned",
            module: None,
            command: "build.rs",
        },
    };
    let read = |learner: &mut Learner<'_>| learner.read("recording", recording.as_bytes());
    let (outcome, learned) = learn(input, None, read).map_err(|findings| findings.to_string())?;
    outcome?;
    let file = PathBuf::from(env::var("OUT_DIR")?).join("learned.toml");
    fs::write(&file, learned.corrections)?;
    Ok(file)
}
