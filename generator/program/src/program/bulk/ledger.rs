//! The ledger: a file to which a line of JSON is added before and after each request.
//!
//! Each line is on the disk before anything else is done, so that after a crash the file
//! says what may have happened: what isn't `sent` there wasn't.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use fs4::FileExt;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::super::exit::Fault;
use super::list::Line;

const START: &str = "{\"ledger\":\"subscription-cancel\",";

/// The ledger of a run, which no other run can use at the same time.
pub(crate) struct Ledger {
    file: File,
    path: PathBuf,
    /// The name of the run, by which its idempotency keys differ from those of others.
    run: String,
    entries: BTreeMap<u64, Entry>,
}

/// A line of the list, and how far it is.
pub(crate) struct Entry {
    pub(crate) planned: Value,
    pub(crate) stage: Stage,
}

pub(crate) enum Stage {
    Planned,
    /// With its idempotency key, if it has one.
    Sent(Option<String>),
    /// With the key, too: it may be read or sent once more.
    Outcome(Value, Option<String>),
}

impl Ledger {
    /// Opens the ledger of these lines, or begins it.
    pub(crate) fn open(path: &Path, lines: &[Line]) -> Result<Self, Fault> {
        let failed = |error: io::Error| Fault::failed(format!("{}: {error}", path.display()));
        let file = OpenOptions::new()
            .read(true)
            .append(true)
            .create(true)
            .open(path)
            .map_err(failed)?;
        if !lock(&file).map_err(failed)? {
            let text = format!("{} is in use by another run", path.display());
            return Err(Fault::usage(text));
        }
        let mut ledger = Self {
            file,
            path: path.to_owned(),
            run: String::new(),
            entries: BTreeMap::new(),
        };
        ledger.read()?;
        ledger.begin(lines)?;
        Ok(ledger)
    }

    fn fault(&self, what: impl std::fmt::Display) -> Fault {
        Fault::usage(format!("{}: {what}", self.path.display()))
    }

    fn failed(&self, error: &io::Error) -> Fault {
        Fault::failed(format!("{}: {error}", self.path.display()))
    }

    /// Reads what is there, and drops a last line that wasn't written whole: nothing was
    /// done after it.
    fn read(&mut self) -> Result<(), Fault> {
        let mut bytes = Vec::new();
        let read = self.file.seek(SeekFrom::Start(0));
        read.and_then(|_| self.file.read_to_end(&mut bytes))
            .map_err(|error| self.failed(&error))?;
        let whole = bytes.iter().rposition(|byte| *byte == b'\n');
        let whole = whole.map_or(0, |at| at + 1);
        let start = START.as_bytes();
        let length = start.len().min(bytes.len());
        if bytes[..length] != start[..length] || (whole > 0 && length < start.len()) {
            return Err(self.fault("this isn't a ledger"));
        }
        for (index, line) in bytes[..whole].split(|byte| *byte == b'\n').enumerate() {
            if !line.is_empty() {
                let wrong = |what| self.fault(format!("line {}: {what}", index + 1));
                let record = serde_json::from_slice(line).map_err(|_| wrong("this isn't JSON"))?;
                let unknown = "this record isn't one that this version of the program writes";
                self.take(record).ok_or_else(|| self.fault(unknown))?;
            }
        }
        if whole < bytes.len() {
            let cut = self.file.set_len(whole as u64);
            cut.and_then(|()| self.file.sync_all())
                .map_err(|error| self.failed(&error))?;
        }
        Ok(())
    }

    /// Takes a record in; none if it makes no sense here.
    fn take(&mut self, record: Value) -> Option<()> {
        if record.get("ledger").is_some() {
            (record["version"] == 1 && self.run.is_empty()).then_some(())?;
            self.run = record["run"].as_str()?.to_owned();
            return Some(());
        }
        let number = record["line"].as_u64()?;
        let key = |record: &Value| record["idempotency_key"].as_str().map(str::to_owned);
        match record["record"].as_str()? {
            "planned" => {
                let stage = Stage::Planned;
                let entry = Entry {
                    planned: record,
                    stage,
                };
                self.entries.insert(number, entry).is_none().then_some(())
            }
            "sent" => {
                self.entries.get_mut(&number)?.stage = Stage::Sent(key(&record));
                Some(())
            }
            "outcome" => {
                let entry = self.entries.get_mut(&number)?;
                let key = match &entry.stage {
                    Stage::Sent(key) | Stage::Outcome(_, key) => key.clone(),
                    Stage::Planned => None,
                };
                entry.stage = Stage::Outcome(record, key);
                Some(())
            }
            _ => None,
        }
    }

    /// Writes down what is planned, unless it stands there.
    fn begin(&mut self, lines: &[Line]) -> Result<(), Fault> {
        if self.run.is_empty() {
            self.run = format!(
                "{}-{}",
                Timestamp::now().as_nanosecond(),
                std::process::id()
            );
            // Written by hand, as `START` has to stand first.
            let run = json!(self.run);
            self.write(format!("{START}\"version\":1,\"run\":{run}}}\n"))?;
            self.sync_folder()?;
        }
        let other = |what| self.fault(format!("this ledger is of another run: {what}"));
        let planned = lines.iter().map(|line| (line.number, line.json()));
        let planned: BTreeMap<u64, Value> = planned.collect();
        for (number, entry) in &self.entries {
            match planned.get(number) {
                None => return Err(other(format!("line {number} isn't in the list any more"))),
                Some(now) if *now != entry.planned => {
                    return Err(other(format!("line {number} was {}", entry.planned)));
                }
                Some(_) => {}
            }
        }
        let is_new = |number: &u64| !self.entries.contains_key(number);
        let has_begun = self
            .entries
            .values()
            .any(|entry| !matches!(entry.stage, Stage::Planned));
        if let (true, Some(number)) = (has_begun, planned.keys().find(|one| is_new(one))) {
            return Err(other(format!("line {number} wasn't in the list then")));
        }
        let new = planned.into_iter().filter(|(number, _)| is_new(number));
        let new: Vec<_> = new.collect();
        let mut text = String::new();
        for (_, record) in &new {
            text.push_str(&format!("{record}\n"));
        }
        self.write(text)?;
        for (number, planned) in new {
            let stage = Stage::Planned;
            self.entries.insert(number, Entry { planned, stage });
        }
        Ok(())
    }

    pub(crate) fn entries(&self) -> impl Iterator<Item = (u64, &Entry)> {
        self.entries.iter().map(|(number, entry)| (*number, entry))
    }

    pub(crate) fn stage(&self, number: u64) -> &Stage {
        match self.entries.get(&number) {
            Some(entry) => &entry.stage,
            None => &Stage::Planned,
        }
    }

    /// The idempotency key of a line: the same whenever it is sent in this run.
    pub(crate) fn key_of(&self, number: u64) -> String {
        format!("subscription-cancel-{}-{number}", self.run)
    }

    /// Says that the request of a line is about to be sent.
    pub(crate) fn write_sent(&mut self, number: u64, key: Option<&str>) -> Result<(), Fault> {
        self.add(json!({
            "line": number,
            "record": "sent",
            "time": Timestamp::now().to_string(),
            "idempotency_key": key,
        }))
    }

    /// Says what became of a line.
    pub(crate) fn write_outcome(&mut self, number: u64, mut verdict: Value) -> Result<(), Fault> {
        verdict["line"] = json!(number);
        verdict["record"] = json!("outcome");
        verdict["time"] = json!(Timestamp::now().to_string());
        self.add(verdict)
    }

    fn add(&mut self, record: Value) -> Result<(), Fault> {
        self.write(format!("{record}\n"))?;
        self.take(record);
        Ok(())
    }

    /// Writes whole lines, and waits until they are on the disk.
    fn write(&mut self, text: String) -> Result<(), Fault> {
        let written = self.file.write_all(text.as_bytes());
        written
            .and_then(|()| self.file.sync_data())
            .map_err(|error| self.failed(&error))
    }

    /// A new file can be lost with its folder's entry.
    #[cfg(unix)]
    fn sync_folder(&self) -> Result<(), Fault> {
        let folder = self
            .path
            .parent()
            .filter(|path| !path.as_os_str().is_empty());
        let folder = File::open(folder.unwrap_or(Path::new(".")));
        folder
            .and_then(|folder| folder.sync_all())
            .map_err(|error| self.failed(&error))
    }

    #[cfg(not(unix))]
    fn sync_folder(&self) -> Result<(), Fault> {
        Ok(())
    }
}

/// `false` if another run has the lock. It ends with the process, however that ends.
fn lock(file: &File) -> io::Result<bool> {
    match FileExt::try_lock(file) {
        Ok(()) => Ok(true),
        Err(fs4::TryLockError::WouldBlock) => Ok(false),
        Err(fs4::TryLockError::Error(error)) => Err(error),
    }
}
