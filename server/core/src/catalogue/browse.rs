//! Lists of items: filtered and sorted, and the parts of an item.

use medianest_db::catalogue::{ChildrenOf, ItemFilter, ItemKey, ItemSort, MediaItem};
use medianest_db::{MediaItemId, MediaTypeId};

use crate::error::Problems;
use crate::policy::{self, Actor};
use crate::{App, Error, Page, PageRequest, Result};

/// A page of the items that pass the filter.
///
/// # Errors
/// As [`policy::catalogue::see`]; [`Error::Invalid`] for a cursor of another sort.
pub async fn page(
    app: &App,
    actor: &Actor,
    filter: &ItemFilter,
    sort: ItemSort,
    descending: bool,
    page: PageRequest<(ItemKey, MediaItemId)>,
) -> Result<Page<MediaItem>> {
    policy::catalogue::see(actor)?;
    check(filter)?;
    if page.after.as_ref().is_some_and(|(key, _)| !sort.fits(key)) {
        return Err(Error::invalid("after", "not a cursor of this list"));
    }
    let conn = app.db().await?;
    let rows = MediaItem::page(&conn, filter, sort, descending, page.after.as_ref(), page.first + 1).await?;
    Ok(Page::from_rows(rows, page.first))
}

/// How many items pass the filter.
///
/// # Errors
/// As [`page`].
pub async fn count(app: &App, actor: &Actor, filter: &ItemFilter) -> Result<i64> {
    policy::catalogue::see(actor)?;
    check(filter)?;
    Ok(MediaItem::count(&*app.db().await?, filter).await?)
}

/// More genres than this nobody chooses among.
const MOST_GENRES: i64 = 500;

/// The genres of what the top of the catalogue holds, of all types in use or of these, in alphabetical order.
///
/// # Errors
/// As [`policy::catalogue::see`].
pub async fn genres(app: &App, actor: &Actor, media_types: Option<Vec<MediaTypeId>>) -> Result<Vec<String>> {
    policy::catalogue::see(actor)?;
    let filter = ItemFilter { media_types, levels: Some(vec![0]), ..ItemFilter::default() };
    check(&filter)?;
    Ok(MediaItem::genres(&*app.db().await?, &filter, MOST_GENRES).await?)
}

/// The first parts of several items, by position, with one statement.
///
/// # Errors
/// As [`policy::catalogue::see`].
pub async fn children(app: &App, actor: &Actor, of: &[ChildrenOf]) -> Result<Vec<MediaItem>> {
    policy::catalogue::see(actor)?;
    Ok(MediaItem::children(&*app.db().await?, of).await?)
}

/// How many parts several items have; those without any are left out.
///
/// # Errors
/// As [`policy::catalogue::see`].
pub async fn count_children(app: &App, actor: &Actor, parents: &[MediaItemId]) -> Result<Vec<(MediaItemId, i64)>> {
    policy::catalogue::see(actor)?;
    Ok(MediaItem::count_children(&*app.db().await?, parents).await?)
}

fn check(filter: &ItemFilter) -> Result<()> {
    let mut problems = Problems::default();
    check_lists(&mut problems, filter.levels.as_deref(), filter.media_types.as_deref(), &filter.genres);
    for (field, provider) in [("hasExternalId", &filter.has_external_id), ("lacksExternalId", &filter.lacks_external_id)] {
        problems.check(
            provider.as_deref().is_none_or(super::external_ids::is_name),
            field,
            "give a provider's name, like `imdb`",
        );
    }
    problems.check(
        filter.language.as_deref().is_none_or(super::items::is_language),
        "language",
        "give a language tag like `en` or `pt-BR`",
    );
    problems.into_result()
}

/// What filters of lists and searches have in common.
pub(super) fn check_lists(problems: &mut Problems, levels: Option<&[i16]>, types: Option<&[MediaTypeId]>, genres: &[String]) {
    let levels = levels.unwrap_or_default();
    problems.check(levels.len() <= 8 && levels.iter().all(|level| (0..8).contains(level)), "levels", "give levels from 0 to 7");
    problems.check(types.unwrap_or_default().len() <= 100, "types", "give at most 100 types");
    problems.check(genres.len() <= 20 && genres.iter().all(|genre| !genre.contains('\0')), "genres", "give at most 20 genres");
}
