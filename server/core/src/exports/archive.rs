//! A zip that is sent while it is made.

use std::io::{self, Write};

use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use zip::ZipWriter;
use zip::write::{SimpleFileOptions, StreamWriter};

use crate::{Error, Result};

/// How much is sent at once.
const CHUNK_BYTES: usize = 64 << 10;
/// How many chunks wait for a slow reader, and how many parts for the packing.
const WAITING: usize = 4;

/// The bytes of a zip, as they come; an error where they end too early.
pub(super) type Bytes = ReceiverStream<io::Result<Vec<u8>>>;

enum Part {
    File(String),
    Bytes(Vec<u8>),
    End,
}

/// Takes in what goes into a zip. Dropped before its end, the zip breaks off.
pub(super) struct Packer(mpsc::Sender<Part>);

/// A packer, and what comes of it. The packing has a thread of its own, and stops when nobody takes the bytes any more.
pub(super) fn pack() -> (Packer, Bytes) {
    let (parts, received) = mpsc::channel(WAITING);
    let (chunks, bytes) = mpsc::channel(WAITING);
    tokio::task::spawn_blocking(move || {
        if let Err(error) = write(received, Chunks { buffer: Vec::with_capacity(CHUNK_BYTES), chunks: chunks.clone() }) {
            // Whoever went away needs no error either.
            let _ = chunks.blocking_send(Err(error));
        }
    });
    (Packer(parts), ReceiverStream::new(bytes))
}

fn write(mut parts: mpsc::Receiver<Part>, chunks: Chunks) -> io::Result<()> {
    let mut zip: ZipWriter<StreamWriter<Chunks>> = ZipWriter::new_stream(chunks);
    while let Some(part) = parts.blocking_recv() {
        match part {
            Part::File(name) => zip.start_file(name, SimpleFileOptions::default())?,
            Part::Bytes(bytes) => zip.write_all(&bytes)?,
            Part::End => return zip.finish()?.into_inner().send(),
        }
    }
    Err(io::Error::other("the export broke off"))
}

impl Packer {
    /// Begins a file.
    pub(super) async fn file(&self, name: &str) -> Result<()> {
        self.send(Part::File(name.to_owned())).await
    }

    /// Goes on with it.
    pub(super) async fn bytes(&self, bytes: Vec<u8>) -> Result<()> {
        self.send(Part::Bytes(bytes)).await
    }

    /// Ends the zip.
    pub(super) async fn end(self) -> Result<()> {
        self.send(Part::End).await
    }

    async fn send(&self, part: Part) -> Result<()> {
        self.0.send(part).await.map_err(|_| Error::conflict("nobody takes the export any more"))
    }
}

/// Sends what is written to it in chunks.
struct Chunks {
    buffer: Vec<u8>,
    chunks: mpsc::Sender<io::Result<Vec<u8>>>,
}

impl Chunks {
    fn send(&mut self) -> io::Result<()> {
        let chunk = std::mem::replace(&mut self.buffer, Vec::with_capacity(CHUNK_BYTES));
        self.chunks.blocking_send(Ok(chunk)).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}

impl Write for Chunks {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() >= CHUNK_BYTES {
            self.send()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
