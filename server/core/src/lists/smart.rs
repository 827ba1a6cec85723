//! What a smart list may ask for.

use medianest_db::lists::SmartFilter;

use crate::diary::library::status;
use crate::error::Problems;

/// The longest text that titles are searched for.
const MAX_TEXT: usize = 200;
/// The most types, genres or states that are named.
const MOST_NAMES: usize = 20;

pub(super) fn check(problems: &mut Problems, filter: &SmartFilter) {
    let are_names = |names: &[String]| {
        names.len() <= MOST_NAMES && names.iter().all(|name| (1..=100).contains(&name.chars().count()) && !name.contains('\0'))
    };
    problems.check(are_names(&filter.types), "filter.types", format_args!("name at most {MOST_NAMES}"));
    problems.check(are_names(&filter.genres), "filter.genres", format_args!("name at most {MOST_NAMES}"));
    let statuses_known = filter.statuses.iter().all(|name| status::ALL.contains(&name.as_str()));
    problems.check(statuses_known, "filter.status", format_args!("use {}", status::ALL.join(", ")));
    let text_fits =
        filter.text.as_deref().is_none_or(|text| (1..=MAX_TEXT).contains(&text.chars().count()) && !text.contains('\0'));
    problems.check(text_fits, "filter.query", format_args!("search for 1 to {MAX_TEXT} characters"));
    let is_range = |from: Option<i16>, to: Option<i16>, bounds: std::ops::RangeInclusive<i16>| {
        from.into_iter().chain(to).all(|bound| bounds.contains(&bound)) && from.zip(to).is_none_or(|(from, to)| from <= to)
    };
    let years_fit = is_range(filter.year_from, filter.year_to, 0..=9999);
    problems.check(years_fit, "filter.yearFrom", "name years from the earlier to the later");
    let ratings_fit = is_range(filter.rating_from, filter.rating_to, 0..=100);
    problems.check(ratings_fit, "filter.ratingFrom", "name ratings from 0 to 100, the lower first");
}
