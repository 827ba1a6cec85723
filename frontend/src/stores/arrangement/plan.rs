//! How to bring the server from what it has to what is wanted, without a browser.

use medianest_web_api::operations::catalogue::MediaTypeTag;
use medianest_web_api::operations::dashboard::{DashboardWidgetSize, DashboardWidgetType, WidgetRow};
use medianest_web_api::{Id, Json};

/// A widget, as somebody arranges it. Its key stays the same while the server gives it an id, takes it and gives another.
#[derive(Clone, Debug, PartialEq)]
pub struct Slot {
    /// Tells it from the others.
    pub key: u32,
    /// What it shows.
    pub kind: DashboardWidgetType,
    /// How much of the width it takes.
    pub size: DashboardWidgetSize,
    /// The only media type that it shows things of.
    pub media_type: Option<MediaTypeTag>,
    /// Whether it is shown.
    pub is_enabled: bool,
    /// What other clients keep with it.
    pub settings: Json,
}

/// A widget as the server has it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Placed {
    pub(super) id: Id,
    pub(super) slot: Slot,
}

/// One thing for the server to do.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Step {
    /// Begin anew with the default set.
    Reset,
    /// Take one away.
    Remove(Id),
    /// Change one.
    Change(Id, Slot),
    /// Put one at the end.
    Add(Slot),
    /// Order them all.
    Order(Vec<Id>),
}

/// What is to be done next, if anything.
pub(super) fn next_step(placed: &[Placed], wanted: &[Slot]) -> Option<Step> {
    let find = |slot: &Slot| placed.iter().find(|placed| placed.slot.key == slot.key);
    if let Some(gone) = placed.iter().find(|placed| wanted.iter().all(|slot| slot.key != placed.slot.key)) {
        return Some(Step::Remove(gone.id.clone()));
    }
    let changed = wanted.iter().find_map(|slot| find(slot).filter(|placed| placed.slot != *slot).map(|placed| (placed, slot)));
    if let Some((placed, slot)) = changed {
        return Some(Step::Change(placed.id.clone(), slot.clone()));
    }
    if let Some(new) = wanted.iter().find(|slot| find(slot).is_none()) {
        return Some(Step::Add(new.clone()));
    }
    let is_ordered = placed.iter().zip(wanted).all(|(placed, slot)| placed.slot.key == slot.key);
    (!is_ordered).then(|| Step::Order(wanted.iter().filter_map(|slot| find(slot).map(|placed| placed.id.clone())).collect()))
}

/// What the server has, with the keys that its widgets had before; new ones get the next.
pub(super) fn place(rows: &[WidgetRow], before: &[Placed], last_key: &mut u32) -> Vec<Placed> {
    let place = |row: &WidgetRow| {
        let key = if let Some(known) = before.iter().find(|placed| placed.id == row.id) {
            known.slot.key
        } else {
            *last_key += 1;
            *last_key
        };
        let slot = Slot {
            key,
            kind: row.widget_type,
            size: row.size,
            media_type: row.media_type.clone(),
            is_enabled: row.is_enabled,
            settings: row.settings.clone(),
        };
        Placed { id: row.id.clone(), slot }
    };
    rows.iter().map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slot(key: u32, size: DashboardWidgetSize) -> Slot {
        let settings = serde_json::json!({});
        Slot { key, kind: DashboardWidgetType::NextUp, size, media_type: None, is_enabled: true, settings }
    }

    fn placed(keys: &[u32]) -> Vec<Placed> {
        keys.iter().map(|key| Placed { id: Id::new(key.to_string()), slot: slot(*key, DashboardWidgetSize::Medium) }).collect()
    }

    /// What a server does with a step.
    fn take(placed: &mut Vec<Placed>, step: Step) {
        match step {
            Step::Reset => *placed = Vec::new(),
            Step::Remove(id) => placed.retain(|placed| placed.id != id),
            Step::Change(id, slot) => {
                placed.iter_mut().filter(|placed| placed.id == id).for_each(|placed| placed.slot = slot.clone());
            }
            Step::Add(slot) => placed.push(Placed { id: Id::new(format!("again-{}", slot.key)), slot }),
            Step::Order(ids) => placed.sort_by_key(|placed| ids.iter().position(|id| *id == placed.id)),
        }
    }

    #[test]
    fn whatever_was_done_the_server_comes_to_what_is_wanted_in_a_few_steps() {
        let (medium, large) = (DashboardWidgetSize::Medium, DashboardWidgetSize::Large);
        let arrangements = [
            vec![slot(1, medium), slot(2, medium), slot(3, medium)],
            vec![slot(3, medium), slot(2, large), slot(1, medium)],
            vec![slot(2, large)],
            vec![],
            vec![slot(7, large), slot(1, medium), slot(8, large), slot(3, medium)],
        ];
        for from in &arrangements {
            for to in &arrangements {
                let mut server: Vec<Placed> =
                    from.iter().map(|slot| Placed { id: Id::new(slot.key.to_string()), slot: slot.clone() }).collect();
                let mut steps = 0;
                while let Some(step) = next_step(&server, to) {
                    take(&mut server, step);
                    steps += 1;
                    assert!(steps < 12, "from {from:?} to {to:?} has no end");
                }
                assert_eq!(server.into_iter().map(|placed| placed.slot).collect::<Vec<_>>(), *to);
            }
        }
    }

    #[test]
    fn what_is_as_it_should_be_is_left_alone() {
        let server = placed(&[1, 2]);
        let wanted: Vec<Slot> = server.iter().map(|placed| placed.slot.clone()).collect();
        assert_eq!(next_step(&server, &wanted), None);
    }

    #[test]
    fn a_widget_keeps_its_key_when_the_server_tells_of_it_again() {
        let row = |id: &str| WidgetRow {
            id: Id::new(id),
            widget_type: DashboardWidgetType::NextUp,
            size: DashboardWidgetSize::Small,
            is_enabled: true,
            media_type: None,
            settings: serde_json::json!({}),
        };
        let mut last_key = 0;
        let first = place(&[row("a"), row("b")], &[], &mut last_key);
        let again = place(&[row("b"), row("c")], &first, &mut last_key);
        assert_eq!(again.iter().map(|placed| placed.slot.key).collect::<Vec<_>>(), [2, 3]);
    }
}
