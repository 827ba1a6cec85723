//! Dragging one of several things by its handle, with a mouse, a pen or a finger. Nothing moves until it is dropped: a line
//! shows where. Each thing says its key in `data-drag`.

use leptos::ev::PointerEvent;
use leptos::prelude::*;

/// So close to the edge of the window, the page scrolls along.
const EDGE: f64 = 80.0;
/// How far at a time.
const SCROLL: f64 = 14.0;

/// A thing on its way, and beside which it would be dropped: whether behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Drag {
    key: String,
    over: Option<(String, bool)>,
}

/// What is dragged of some things.
#[derive(Clone, Copy, Default)]
pub struct Dragging(RwSignal<Option<Drag>>);

impl Dragging {
    /// Whether this one is.
    pub fn is_of(self, key: &str) -> bool {
        self.0.with(|drag| drag.as_ref().is_some_and(|drag| drag.key == key))
    }

    /// Where something would be dropped beside this one: whether behind it.
    pub fn over(self, key: &str) -> Option<bool> {
        self.0.with(|drag| {
            let (over, is_behind) = drag.as_ref()?.over.as_ref()?;
            (over == key).then_some(*is_behind)
        })
    }

    /// Begins to drag this one, where its handle was pressed.
    pub fn grab(self, key: String, event: &PointerEvent) {
        if event.button() == 0 {
            event.prevent_default();
            self.0.set(Some(Drag { key, over: None }));
        }
    }

    /// Follows the pointer for as long as the caller's part of the page lives. What is dropped is told with that beside which
    /// it was, and whether behind it.
    pub fn follow(self, on_drop: impl Fn(&str, &str, bool) + 'static) {
        let moved = window_event_listener(leptos::ev::pointermove, move |event: PointerEvent| {
            let Some(drag) = self.0.get_untracked() else { return };
            let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
            let over = place_under(x, y).filter(|(key, _)| *key != drag.key);
            if over != drag.over {
                self.0.set(Some(Drag { over, ..drag }));
            }
            let height = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(f64::MAX);
            if y < EDGE {
                window().scroll_by_with_x_and_y(0.0, -SCROLL);
            } else if y > height - EDGE {
                window().scroll_by_with_x_and_y(0.0, SCROLL);
            }
        });
        let dropped = window_event_listener(leptos::ev::pointerup, move |_| {
            let Some(drag) = self.0.get_untracked() else { return };
            self.0.set(None);
            if let Some((over, is_behind)) = drag.over {
                on_drop(&drag.key, &over, is_behind);
            }
        });
        let cancelled = window_event_listener(leptos::ev::pointercancel, move |_| self.0.set(None));
        let escaped = window_event_listener(leptos::ev::keydown, move |event| {
            if event.key() == "Escape" {
                self.0.set(None);
            }
        });
        on_cleanup(move || {
            moved.remove();
            dropped.remove();
            cancelled.remove();
            escaped.remove();
        });
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a point of the window is a few thousand pixels away")]
fn element_at(x: f64, y: f64) -> Option<web_sys::Element> {
    document().element_from_point(x as f32, y as f32)
}

/// The thing under a point of the window, and whether the point is in its second half: of its width where others may stand
/// beside it, else of its height.
fn place_under(x: f64, y: f64) -> Option<(String, bool)> {
    let element = element_at(x, y)?.closest("[data-drag]").ok()??;
    let key = element.get_attribute("data-drag")?;
    let area = element.get_bounding_client_rect();
    let all = element.parent_element()?.get_bounding_client_rect();
    let fills_line = area.width() > all.width() * 0.9;
    let part = if fills_line { (y - area.top()) / area.height() } else { (x - area.left()) / area.width() };
    Some((key, part > 0.5))
}
