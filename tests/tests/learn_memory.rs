//! The memory that `learn` takes for a recording that is much larger: in a process of its
//! own, as it counts the bytes of all threads.

use openapi_client_generator::{Config, GenerateOptions, Input, Target, learn};
use serde_json::json;
use std::io::{BufReader, Read};

const DOCUMENT: &str = r##"
openapi: 3.1.0
info: {title: Things, version: "1"}
paths:
  /thing:
    get:
      responses:
        "200":
          description: A thing.
          content: {application/json: {schema: {type: object, properties: {name: {type: string}}}}}
"##;

/// A recording of many exchanges that nobody has in memory.
struct Endless {
    entry: Vec<u8>,
    left: usize,
    at: usize,
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.left == 0 {
            return Ok(0);
        }
        let count = buffer.len().min(self.entry.len() - self.at);
        buffer[..count].copy_from_slice(&self.entry[self.at..self.at + count]);
        self.at += count;
        if self.at == self.entry.len() {
            (self.at, self.left) = (0, self.left - 1);
        }
        Ok(count)
    }
}

#[global_allocator]
static MEMORY: peak_alloc::PeakAlloc = peak_alloc::PeakAlloc;

#[test]
fn memory_is_that_of_one_exchange() {
    let text = format!(r#"{{"id":null,"name":"{}","size":1}}"#, "a".repeat(200_000));
    let entry = json!({
        "request": { "method": "GET", "url": "https://things.example/thing" },
        "response": { "status": 200, "content": { "mimeType": "application/json", "text": text } },
    });
    let endless = Endless {
        entry: format!("{entry},").into_bytes(),
        left: 200,
        at: 0,
    };
    let start = &b"{\"log\":{\"entries\":["[..];
    let recording = start.chain(endless).chain(&b"null]}}"[..]);
    let config = Config::default();
    let input = Input {
        name: "openapi.yaml",
        text: DOCUMENT.to_owned(),
        config: &config,
        options: GenerateOptions::default(),
        load: &|_| Err("no other files".to_owned()),
        target: Target {
            package: "test",
            module: None,
            command: "a test",
        },
    };
    let (peak, learned) = learn(input, None, |learner| {
        MEMORY.reset_peak_usage();
        let before = MEMORY.current_usage();
        learner
            .read("a.har", BufReader::new(recording))
            .expect("bytes");
        MEMORY.peak_usage() - before
    })
    .unwrap_or_else(|found| panic!("{found}"));
    assert_eq!(learned.of_operations, 200);
    // Forty megabytes went through.
    assert!(peak < 6_000_000, "{peak} bytes");
}
