//! The watchlist and other lists.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use medianest_db::ListKind;
use medianest_db::imports as rows;

use super::apply::{Line, Work};
use super::record::ListFact;
use crate::Result;
use crate::lists::rank::Ranks;

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
