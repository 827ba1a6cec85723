/// Which part of a list is asked for. Lists are read forward by keyset, never by offset.
#[derive(Debug, Clone)]
pub struct PageRequest<C> {
    /// How many items at the most.
    pub first: i64,
    /// The cursor of the last item already seen.
    pub after: Option<C>,
}

/// A part of a list.
#[derive(Debug, Clone)]
pub struct Page<T> {
    /// The items, in order.
    pub items: Vec<T>,
    /// Whether more follow.
    pub has_next: bool,
}

impl<T> Page<T> {
    /// Makes a page of rows that were read with a limit of `first + 1`: the extra one only tells that more follow.
    #[must_use]
    pub fn from_rows(mut rows: Vec<T>, first: i64) -> Self {
        let first = usize::try_from(first).unwrap_or(0);
        let has_next = rows.len() > first;
        rows.truncate(first);
        Self { items: rows, has_next }
    }

    /// The same page of something made from each item.
    pub fn map<U>(self, convert: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(convert).collect(), has_next: self.has_next }
    }
}
