//! Finding items by what somebody types.

use medianest_db::catalogue::{DatedText, SearchHit, SearchQuery};
use medianest_db::{MediaItemId, MediaTypeId};

use super::names;
use crate::error::Problems;
use crate::policy::{self, Actor};
use crate::{App, Page, PageRequest, Result};

/// What is looked for, and among what.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// The text as typed; a year at its end counts as one.
    pub text: String,
    /// Among these types; `None` is every enabled one.
    pub media_types: Option<Vec<MediaTypeId>>,
    /// At these levels; `None` is the top.
    pub levels: Option<Vec<i16>>,
    /// With all of these genres.
    pub genres: Vec<String>,
    /// Of this year or later.
    pub year_from: Option<i16>,
    /// Of this year or earlier.
    pub year_to: Option<i16>,
}

/// The items that fit best, the best first: the very title, its beginning, its words, something like it, its description.
///
/// # Errors
/// As [`policy::catalogue::see`]; [`crate::Error::Invalid`] naming `query` or `levels`.
pub async fn page(app: &App, actor: &Actor, search: &Search, page: PageRequest<(i32, MediaItemId)>) -> Result<Page<SearchHit>> {
    policy::catalogue::see(actor)?;
    let query = parse(search)?;
    if query.text.is_empty() {
        return Ok(Page::from_rows(Vec::new(), page.first));
    }
    let hits = SearchHit::page(&*app.db().await?, &query, page.after, page.first + 1).await?;
    Ok(Page::from_rows(hits, page.first))
}

/// How many items fit, as far as a search looks: a few thousand at the most.
///
/// # Errors
/// As [`page`].
pub async fn count(app: &App, actor: &Actor, search: &Search) -> Result<i64> {
    policy::catalogue::see(actor)?;
    let query = parse(search)?;
    if query.text.is_empty() {
        return Ok(0);
    }
    Ok(SearchHit::count(&*app.db().await?, &query).await?)
}

fn parse(search: &Search) -> Result<SearchQuery> {
    let text = search.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let levels = search.levels.clone().unwrap_or_else(|| vec![0]);
    let mut problems = Problems::default();
    problems.check(text.chars().count() <= 200 && !text.contains(char::is_control), "query", "type at most 200 characters");
    super::browse::check_lists(&mut problems, Some(&levels), search.media_types.as_deref(), &search.genres);
    problems.into_result()?;
    let dated =
        split_year(&text).map(|(rest, year)| DatedText { text: rest.to_owned(), sort_name: names::sort_name(rest, None), year });
    Ok(SearchQuery {
        sort_name: names::sort_name(&text, None),
        text,
        dated,
        media_types: search.media_types.clone(),
        levels,
        genres: search.genres.clone(),
        year_from: search.year_from,
        year_to: search.year_to,
    })
}

/// Parts `dune 2021` and `dune (2021)`; a year alone is a title.
fn split_year(text: &str) -> Option<(&str, i16)> {
    let (rest, last) = text.rsplit_once(' ')?;
    let last = last.strip_prefix('(').and_then(|year| year.strip_suffix(')')).unwrap_or(last);
    if last.len() != 4 || !last.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let year = last.parse().ok()?;
    (1870..=2100).contains(&year).then_some((rest, year))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_at_the_end_is_one() {
        assert_eq!(split_year("dune 2021"), Some(("dune", 2021)));
        assert_eq!(split_year("dune (1984)"), Some(("dune", 1984)));
        assert_eq!(split_year("blade runner 2049"), Some(("blade runner", 2049)));
        assert_eq!(split_year("1917"), None);
        assert_eq!(split_year("apollo 13"), None);
        assert_eq!(split_year("starship 9999"), None);
        assert_eq!(split_year(""), None);
    }
}
