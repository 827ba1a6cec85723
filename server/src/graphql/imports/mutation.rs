use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use medianest_core::db::{ImportFileId, ImportJobId};
use medianest_core::imports::{self, ImportDraft, Location};

use super::{Import, ImportSource};
use crate::graphql::{ContextExt, Id};

/// What can be done with imports.
#[derive(Default)]
pub struct ImportsMutation;

/// An import to be carried out. Give either `uploadId` or `serverPath`.
#[derive(InputObject)]
pub struct StartImportInput {
    /// What it reads.
    source: ImportSource,
    /// The file, as POST /api/imports/upload named it.
    upload_id: Option<Id<ImportFileId>>,
    /// The file or folder, below the folder `imports` of the server's data directory. For administrators.
    server_path: Option<String>,
    /// What its person calls the file.
    file_name: Option<String>,
    /// Whether to only try: everything is checked and matched, and nothing is kept but the report.
    #[graphql(default)]
    is_dry_run: bool,
}

/// The import that was asked for.
#[derive(SimpleObject)]
pub struct StartImportPayload {
    /// The import, which waits for its turn.
    import: Import,
}

/// An import to be stopped.
#[derive(InputObject)]
pub struct CancelImportInput {
    /// Which.
    import_id: Id<ImportJobId>,
}

/// The import that was stopped.
#[derive(SimpleObject)]
pub struct CancelImportPayload {
    /// The import.
    import: Import,
}

/// An import to be taken back.
#[derive(InputObject)]
pub struct UndoImportInput {
    /// Which.
    import_id: Id<ImportJobId>,
}

/// The import that is taken back.
#[derive(SimpleObject)]
pub struct UndoImportPayload {
    /// The import.
    import: Import,
}

#[Object]
impl ImportsMutation {
    /// Brings in what a person has elsewhere. A second import of the same brings nothing new, and nothing that somebody
    /// has here already is changed.
    async fn start_import(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to import.")] input: StartImportInput,
    ) -> Result<StartImportPayload> {
        let location = match (input.upload_id, input.server_path) {
            (Some(upload), None) => Location::Upload(upload.0),
            (None, Some(path)) => Location::Server(path),
            _ => Location::Unclear,
        };
        let draft = ImportDraft {
            source: input.source.into(),
            location,
            file_name: input.file_name,
            is_dry_run: input.is_dry_run,
            user_id: None,
        };
        let import = imports::start(ctx.app(), ctx.actor(), draft, true).await?;
        Ok(StartImportPayload { import: Import(import) })
    }

    /// Stops an import that waits or runs. What it has made stays until it is undone.
    async fn cancel_import(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which import to stop.")] input: CancelImportInput,
    ) -> Result<CancelImportPayload> {
        let import = imports::cancel(ctx.app(), ctx.actor(), input.import_id.0).await?;
        Ok(CancelImportPayload { import: Import(import) })
    }

    /// Takes back what an import made, all at once, but for what somebody changed or came to depend on since.
    async fn undo_import(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which import to take back.")] input: UndoImportInput,
    ) -> Result<UndoImportPayload> {
        let import = imports::undo(ctx.app(), ctx.actor(), input.import_id.0, true).await?;
        Ok(UndoImportPayload { import: Import(import) })
    }
}
