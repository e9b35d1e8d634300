//! The archive with a crate.

use flate2::Compression;
use flate2::write::GzEncoder;
use openapi_client_generator::File;
use openapi_client_generator::package::marker::{Marker, NAME};
use std::io::{self, Write};
use tar::{Builder, Header};

/// The crate as a `tar.gz` with one folder, which is called like it: what `generate` writes,
/// with the marker, so that a later `generate` knows the files as its own.
pub(crate) fn archive(package: &str, files: &[File]) -> io::Result<Vec<u8>> {
    let mut archive = Builder::new(GzEncoder::new(Vec::new(), Compression::default()));
    let marker = Marker::of(files).text();
    add(&mut archive, &format!("{package}/{NAME}"), &marker)?;
    for file in files {
        add(
            &mut archive,
            &format!("{package}/{}", file.path),
            &file.text,
        )?;
    }
    archive.into_inner()?.finish()
}

fn add(archive: &mut Builder<impl Write>, path: &str, text: &str) -> io::Result<()> {
    let mut header = Header::new_gnu();
    header.set_size(text.len() as u64);
    header.set_mode(0o644);
    archive.append_data(&mut header, path, text.as_bytes())
}
