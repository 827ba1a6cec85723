use std::ops::ControlFlow;

use tokio::sync::mpsc;

use super::record::{Problem, Record};

/// A row as it was read.
pub(super) type Parsed = Result<Record, Problem>;

/// Takes the rows of a file one by one; a break ends the reading.
pub(super) type Sink<'a> = dyn FnMut(Parsed) -> ControlFlow<()> + 'a;

/// Why a source cannot be read at all. A row that cannot be used is no such thing: it goes to the sink as a problem.
#[derive(Debug, thiserror::Error)]
pub(super) enum SourceError {
    /// The file is not what it should be; says what would be.
    #[error("{0}")]
    Unusable(String),
    /// The file cannot be read.
    #[error("{0} cannot be read: {1}")]
    Io(String, #[source] std::io::Error),
}

/// A kind of file that can be imported. Reads rows as a stream, the same rows in the same order every time.
pub(super) trait Source: Send {
    /// The files it reads, in the order in which they must be read.
    fn files(&self) -> &[String];
    /// Reads one of them.
    fn read(&mut self, file: usize, sink: &mut Sink<'_>) -> Result<(), SourceError>;
    /// What the person should know of what is not read.
    fn remarks(&self) -> Remarks;
}

/// What is not read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Remarks {
    /// Files that are left out.
    pub skipped_files: Vec<String>,
    /// Columns that are left out.
    pub unknown_columns: Vec<String>,
}

/// How far a source was read: the row of the file that comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub(super) struct Position {
    pub file: usize,
    pub row: u64,
}

/// Some rows of one file, in order.
pub(super) struct Chunk {
    pub file_name: String,
    /// Where its first row stands.
    pub start: Position,
    pub rows: Vec<Parsed>,
}

/// Counts all the rows there are.
pub(super) fn count(source: &mut dyn Source) -> Result<i64, SourceError> {
    let mut rows = 0;
    for file in 0..source.files().len() {
        source.read(file, &mut |_| {
            rows += 1;
            ControlFlow::Continue(())
        })?;
    }
    Ok(rows)
}

/// Reads on from a position and sends chunks; ends early when nobody takes them any more. Blocks.
pub(super) fn stream(
    source: &mut dyn Source,
    from: Position,
    chunk_rows: usize,
    chunks: &mpsc::Sender<Chunk>,
) -> Result<(), SourceError> {
    for file in from.file..source.files().len() {
        let file_name = source.files()[file].clone();
        let mut next = Position { file, row: 0 };
        let skip = if file == from.file { from.row } else { 0 };
        let mut chunk = Chunk { file_name: file_name.clone(), start: Position { file, row: skip }, rows: Vec::new() };
        let mut abandoned = false;
        source.read(file, &mut |parsed| {
            next.row += 1;
            if next.row <= skip {
                return ControlFlow::Continue(());
            }
            chunk.rows.push(parsed);
            if chunk.rows.len() < chunk_rows {
                return ControlFlow::Continue(());
            }
            let full = std::mem::replace(&mut chunk, Chunk { file_name: file_name.clone(), start: next, rows: Vec::new() });
            abandoned = chunks.blocking_send(full).is_err();
            if abandoned { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        if abandoned || (!chunk.rows.is_empty() && chunks.blocking_send(chunk).is_err()) {
            return Ok(());
        }
    }
    Ok(())
}
