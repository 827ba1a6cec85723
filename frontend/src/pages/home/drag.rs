//! Dragging a widget by its handle, with a mouse, a pen or a finger. Nothing moves until it is dropped: a line shows where.

use leptos::ev::PointerEvent;
use leptos::prelude::*;

use super::edit::Editing;
use crate::stores::arrangement::use_arrangement;

/// So close to the edge of the window, the page scrolls along.
const EDGE: f64 = 80.0;
/// How far at a time.
const SCROLL: f64 = 14.0;

/// A widget on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Drag {
    /// Which.
    pub key: u32,
    /// Beside which it would be dropped, and whether behind it.
    pub over: Option<(u32, bool)>,
}

/// Begins to drag a widget, where its handle was pressed.
pub fn grab(editing: Editing, key: u32, event: &PointerEvent) {
    if event.button() != 0 {
        return;
    }
    event.prevent_default();
    editing.drag.set(Some(Drag { key, over: None }));
}

/// Follows the pointer for as long as the caller's part of the page lives.
pub fn follow(editing: Editing) {
    let arrangement = use_arrangement();
    let moved = window_event_listener(leptos::ev::pointermove, move |event: PointerEvent| {
        let Some(drag) = editing.drag.get_untracked() else { return };
        let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
        let over = place_under(x, y).filter(|(key, _)| *key != drag.key);
        if over != drag.over {
            editing.drag.set(Some(Drag { over, ..drag }));
        }
        let height = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(f64::MAX);
        if y < EDGE {
            window().scroll_by_with_x_and_y(0.0, -SCROLL);
        } else if y > height - EDGE {
            window().scroll_by_with_x_and_y(0.0, SCROLL);
        }
    });
    let dropped = window_event_listener(leptos::ev::pointerup, move |_| {
        let Some(drag) = editing.drag.get_untracked() else { return };
        editing.drag.set(None);
        let Some((over, is_behind)) = drag.over else { return };
        arrangement.edit(|slots| {
            let Some(from) = slots.iter().position(|slot| slot.key == drag.key) else { return };
            let slot = slots.remove(from);
            let at = slots.iter().position(|slot| slot.key == over).map_or(from, |at| at + usize::from(is_behind));
            slots.insert(at.min(slots.len()), slot);
        });
        editing.tell_place(drag.key);
    });
    let cancelled = window_event_listener(leptos::ev::pointercancel, move |_| editing.drag.set(None));
    let escaped = window_event_listener(leptos::ev::keydown, move |event| {
        if event.key() == "Escape" {
            editing.drag.set(None);
        }
    });
    on_cleanup(move || {
        moved.remove();
        dropped.remove();
        cancelled.remove();
        escaped.remove();
    });
}

#[expect(clippy::cast_possible_truncation, reason = "a point of the window is a few thousand pixels away")]
fn element_at(x: f64, y: f64) -> Option<web_sys::Element> {
    document().element_from_point(x as f32, y as f32)
}

/// The widget under a point of the window, and whether the point is in its second half: of its width where others may
/// stand beside it, else of its height.
fn place_under(x: f64, y: f64) -> Option<(u32, bool)> {
    let element = element_at(x, y)?.closest("[data-widget]").ok()??;
    let key = element.get_attribute("data-widget")?.parse().ok()?;
    let area = element.get_bounding_client_rect();
    let all = element.parent_element()?.get_bounding_client_rect();
    let fills_line = area.width() > all.width() * 0.9;
    let part = if fills_line { (y - area.top()) / area.height() } else { (x - area.left()) / area.width() };
    Some((key, part > 0.5))
}
