//! The watchlist and other lists.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use medianest_db::ListKind;
use medianest_db::imports as rows;

use super::apply::{Line, Work};
use super::record::ListFact;
use crate::Result;

pub(super) async fn write(work: &mut Work<'_>, lines: &[Line<'_>]) -> Result<()> {
    let told: Vec<(&Line<'_>, &ListFact)> =
        lines.iter().filter_map(|line| Some((line, line.record.facts.list.as_ref()?))).collect();
    let mut lists: HashMap<(ListKind, &str), (medianest_db::ListId, Ranks)> = HashMap::new();
    let mut new = Vec::new();
    for (line, fact) in &told {
        let (list_id, ranks) = match lists.entry((fact.kind, fact.name.as_str())) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(free) => {
                let id = work.app.new_id();
                let description = fact.description.as_deref();
                let (list, made) =
                    rows::ensure_list(work.conn, work.job.id, id, line.user, fact.kind, &fact.name, description).await?;
                if made {
                    work.created.insert(line.index);
                }
                free.insert((list, Ranks::after(rows::last_position(work.conn, list).await?.as_deref())))
            }
        };
        let item = rows::NewListItem {
            id: work.app.new_id(),
            list_id: *list_id,
            owned: line.about(),
            position: ranks.next(),
            notes: fact.notes.clone(),
            added_at: fact.added_at,
        };
        new.push((line.index, item));
    }
    let items: Vec<rows::NewListItem> = new.iter().map(|(_, item)| item.clone()).collect();
    let made = rows::insert_list_items(work.conn, work.job.id, &items).await?;
    work.report.keep("user_list_items", told.len() - made.len());
    work.created.extend(new.iter().filter(|(_, item)| made.contains(&item.id)).map(|(index, _)| *index));
    Ok(())
}

/// Ranks behind the last one of a list: its text, a letter behind all digits, and a counter. They never end in the lowest
/// digit, so that something fits between any two.
struct Ranks {
    prefix: String,
    next: u32,
}

impl Ranks {
    const DIGITS: usize = 6;

    fn after(last: Option<&str>) -> Self {
        let last = last.unwrap_or_default();
        // Behind one of our own, the counter goes on instead of the text growing.
        let own = last.strip_suffix('i').and_then(|rest| {
            let split = rest.len().checked_sub(Self::DIGITS)?;
            let (prefix, digits) = (rest.get(..split)?.strip_suffix('z')?, rest.get(split..)?);
            Some((prefix, digits.parse::<u32>().ok()?))
        });
        match own {
            Some((prefix, number)) if number < 999_999 => Self { prefix: prefix.to_owned(), next: number + 1 },
            _ => Self { prefix: last.to_owned(), next: 1 },
        }
    }

    fn next(&mut self) -> String {
        let rank = format!("{}z{:06}i", self.prefix, self.next);
        self.next += 1;
        rank
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_follow_each_other_and_whatever_was_there() {
        for last in [None, Some("a0"), Some("z000012i"), Some("zz"), Some("é"), Some("az999999i")] {
            let mut ranks = Ranks::after(last);
            let (first, second) = (ranks.next(), ranks.next());
            assert!(last.unwrap_or_default() < first.as_str() && first < second, "{last:?} {first} {second}");
            assert!(Ranks::after(Some(&second)).next() > second);
        }
    }
}
