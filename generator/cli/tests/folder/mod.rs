//! A temporary folder with documents, and the program run in it.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// The time within which each run must end.
const LIMIT: Duration = Duration::from_secs(60);

pub(crate) struct Folder {
    folder: TempDir,
}

/// A run that has ended.
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Folder {
    pub(crate) fn new() -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        Self { folder }
    }

    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join(file)
    }

    pub(crate) fn write(&self, file: &str, text: impl AsRef<[u8]>) {
        let path = self.path(file);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        self.run_with(arguments, b"")
    }

    /// Runs the program with a standard input, in memory that is limited where it can be.
    pub(crate) fn run_with(&self, arguments: &[&str], stdin: &[u8]) -> Run {
        let program = env!("CARGO_BIN_EXE_openapi-client");
        let mut command = match cfg!(target_os = "linux") {
            true => {
                let mut shell = Command::new("sh");
                shell.args(["-c", "ulimit -v 2000000; exec \"$@\"", "sh", program]);
                shell
            }
            false => Command::new(program),
        };
        let mut child = command
            .args(arguments)
            .current_dir(self.folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program");
        let mut input = child.stdin.take().expect("a standard input");
        // A program that doesn't read it may have ended.
        let _ = input.write_all(stdin);
        drop(input);
        let begin = Instant::now();
        let waiting = std::thread::spawn(move || child.wait_with_output());
        while !waiting.is_finished() {
            assert!(begin.elapsed() < LIMIT, "{arguments:?} doesn't end");
            std::thread::sleep(Duration::from_millis(5));
        }
        let Output {
            status,
            stdout,
            stderr,
        } = waiting.join().expect("a thread").expect("an output");
        Run {
            code: status.code(),
            stdout: String::from_utf8(stdout).expect("text"),
            stderr: String::from_utf8(stderr).expect("text"),
        }
    }
}

impl Run {
    #[track_caller]
    pub(crate) fn ends_with(self, code: i32) -> Self {
        let (out, err) = (&self.stdout, &self.stderr);
        assert_eq!(self.code, Some(code), "{out}\n{err}");
        self
    }

    /// Says all of this to people.
    #[track_caller]
    pub(crate) fn says(self, texts: &[&str]) -> Self {
        for text in texts {
            assert!(
                self.stderr.contains(text),
                "no `{text}` in:\n{}",
                self.stderr
            );
        }
        self
    }
}
