//! Pages by number. Older clients know no pages where newer ones ask for them, so whoever asks for none gets everything.

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::wire::Extent;

/// The most rows of a page.
pub const MOST: i64 = 1000;
/// How many rows a page has when a client asks for one and does not say.
const USUAL: i64 = 100;

/// The parameters that clients send; others are ignored.
#[derive(Debug, Default, Deserialize)]
pub struct Parameters {
    pub page: Option<i64>,
    pub limit: Option<i64>,
    pub start_at: Option<DateTime<Utc>>,
    pub end_at: Option<DateTime<Utc>>,
    extended: Option<String>,
}

impl Parameters {
    /// How much is to be said of each thing.
    pub fn extent(&self) -> Extent {
        Extent::of(self.extended.as_deref())
    }

    /// Whether `extended` names this.
    pub fn asks_for(&self, what: &str) -> bool {
        self.extended.as_deref().is_some_and(|words| words.split(',').any(|word| word.trim() == what))
    }

    /// Whether a page is asked for.
    pub fn is_paged(&self) -> bool {
        self.page.is_some() || self.limit.is_some()
    }

    /// The page that is asked for, with how many rows it has unless the client says.
    pub fn page(&self, usual: i64) -> (i64, i64) {
        (self.page.unwrap_or(1).max(1), self.limit.unwrap_or(usual).clamp(1, MOST))
    }

    /// The rows of the page that is asked for, or all of them, and the headers that say which these are.
    pub fn part<T>(&self, rows: Vec<T>) -> (HeaderMap, Vec<T>) {
        let total = i64::try_from(rows.len()).unwrap_or(i64::MAX);
        if !self.is_paged() {
            return (headers(1, total.max(1), total), rows);
        }
        let (page, limit) = self.page(USUAL);
        let place = |rows: i64| usize::try_from(rows).unwrap_or(usize::MAX);
        let part = rows.into_iter().skip(place((page - 1).saturating_mul(limit))).take(place(limit)).collect();
        (headers(page, limit, total), part)
    }
}

/// The headers that clients page by; some ask for them alone, with HEAD.
pub fn headers(page: i64, limit: i64, total: i64) -> HeaderMap {
    let pages = total.div_euclid(limit) + i64::from(total.rem_euclid(limit) > 0);
    [
        ("x-pagination-page", page),
        ("x-pagination-limit", limit),
        ("x-pagination-page-count", pages),
        ("x-pagination-item-count", total),
    ]
    .into_iter()
    .map(|(name, number)| (HeaderName::from_static(name), HeaderValue::from(number)))
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_asks_for_no_page_gets_everything() {
        let part = |page, limit| {
            let (headers, rows) = Parameters { page, limit, ..Parameters::default() }.part((0..250).collect());
            let header = |name: &str| headers[name].to_str().unwrap().parse::<i64>().unwrap();
            (header("x-pagination-page-count"), header("x-pagination-item-count"), rows.len(), rows.first().copied())
        };
        assert_eq!(part(None, None), (1, 250, 250, Some(0)));
        assert_eq!(part(Some(3), None), (3, 250, 50, Some(200)));
        assert_eq!(part(None, Some(7)), (36, 250, 7, Some(0)));
        assert_eq!(part(Some(9), Some(100)), (3, 250, 0, None));
        assert_eq!(part(Some(i64::MAX), Some(i64::MAX)), (1, 250, 0, None));
        assert_eq!(Parameters::default().part(Vec::<i32>::new()).0["x-pagination-page-count"], "0");
    }
}
