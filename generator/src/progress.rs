//! Signs of how far a run is, to somebody who watches.

/// A part of the work of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The document and the files that it refers to are read.
    Read,
    /// The API that they describe is made out.
    Lower,
    /// Its parts get their names in Rust.
    Name,
    /// The text of the files is made: so many of so many parts are done.
    Write(usize, usize),
}

/// A watcher, who is told of each step, by several threads perhaps.
pub type Watch<'a> = &'a (dyn Fn(Step) + Sync);
