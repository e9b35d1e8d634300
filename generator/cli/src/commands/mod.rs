//! The commands of the program.

pub(crate) mod check;
pub(crate) mod explain;
pub(crate) mod find;
pub(crate) mod generate;
pub(crate) mod init;
pub(crate) mod list;
mod names;
pub(crate) mod schema;
