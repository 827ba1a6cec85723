//! Rating an item, on the scale of one's choice.

use std::time::Duration;

use leptos::prelude::*;
use medianest_web_api::operations::catalogue::ItemDetail;
use medianest_web_api::operations::diary::{RateItem, RateItemInput, RemoveRating, RemoveRatingInput};
use medianest_web_api::operations::identity::RatingScale;

use crate::components::{Button, HalfStars, IconButton, Look};
use crate::i18n::format;
use crate::stores::optimistic::{optimistic, use_sender};
use crate::t;
use crate::widgets::scale::preferred_scale;

/// How one finds it, in the field of the page's head: shown as changed at once, with a way back.
#[component]
pub fn RatingField(item: Signal<ItemDetail>) -> impl IntoView {
    let sender = use_sender();
    let rating = optimistic(move || item.with(|item| item.my_rating.as_ref().map(|rating| (rating.scale, rating.value))));
    // What was rated keeps its scale; what was not takes the one that the person chose.
    let scale = Memo::new(move |_| rating.get().map_or_else(preferred_scale, |(scale, _)| scale));
    let item_id = move || item.with_untracked(|item| item.id.clone());
    let set = move |to: Option<(RatingScale, f64)>, then: Box<dyn FnOnce()>| {
        if let Some((scale, value)) = to {
            let input = RateItemInput { item_id: item_id(), scale, value };
            rating.change(to, RateItem::operation(input), move |_| then());
        } else {
            let input = RemoveRatingInput { item_id: item_id() };
            rating.change(None, RemoveRating::operation(input), move |_| then());
        }
    };
    let rate = Callback::new(move |value: Option<f64>| {
        let before = rating.now();
        let to = value.map(|value| (scale.get_untracked(), value));
        if to == before {
            return;
        }
        let told = if to.is_some() { t!("rating-saved") } else { t!("rating-removed") };
        set(to, Box::new(move || sender.toasts.undoable(told, move || set(before, Box::new(|| ())))));
    });
    let value = Signal::derive(move || rating.get().map(|(_, value)| value));
    view! {
        {move || match scale.get() {
            RatingScale::Stars => {
                view! { <HalfStars value=value on_rate=rate label=t!("rating-yours") /> }.into_any()
            }
            RatingScale::Numeric => view! { <Numeric value=value on_rate=rate /> }.into_any(),
            RatingScale::Thumbs => view! { <Thumbs value=value on_rate=rate /> }.into_any(),
        }}
        <Show when=move || value.get().is_some()>
            <Button look=Look::Quiet small=true on_press=move |_| rate.run(None)>
                {t!("rating-clear")}
            </Button>
        </Show>
    }
    .into_any()
}

/// How long moving the slider pauses before it is a rating.
const PAUSE: Duration = Duration::from_millis(400);

/// From 0 to 10 in halves, by a slider.
#[component]
fn Numeric(value: Signal<Option<f64>>, on_rate: Callback<Option<f64>>) -> impl IntoView {
    let moving = RwSignal::new(None::<f64>);
    let shown = move || moving.get().or_else(|| value.get());
    let moves = StoredValue::new(0_u32);
    // Whoever moves it by the arrow keys rates once, where they stop.
    let settle = move |_| {
        moves.update_value(|count| *count += 1);
        let this = moves.get_value();
        set_timeout(
            move || {
                if moves.try_get_value() == Some(this) {
                    let Some(rated) = moving.get_untracked() else { return };
                    moving.set(None);
                    on_rate.run(Some(rated));
                }
            },
            PAUSE,
        );
    };
    view! {
        <input
            class="range"
            type="range"
            min="0"
            max="10"
            step="0.5"
            aria-label=t!("rating-yours")
            prop:value=move || shown().unwrap_or(0.0).to_string()
            on:input=move |event| moving.set(event_target_value(&event).parse().ok())
            on:change=settle
        />
        <output class="numbers">{move || shown().map_or_else(|| t!("rating-none"), format::decimal)}</output>
    }
}

/// Good or not.
#[component]
fn Thumbs(value: Signal<Option<f64>>, on_rate: Callback<Option<f64>>) -> impl IntoView {
    let is_up = Signal::derive(move || value.get().is_some_and(|value| value > 0.0));
    let is_down = Signal::derive(move || value.get().is_some_and(|value| value <= 0.0));
    view! {
        <IconButton
            icon="thumbs-up"
            label=t!("rating-up")
            pressed=is_up
            on_press=move |_| on_rate.run((!is_up.get_untracked()).then_some(1.0))
        />
        <IconButton
            icon="thumbs-down"
            label=t!("rating-down")
            pressed=is_down
            on_press=move |_| on_rate.run((!is_down.get_untracked()).then_some(0.0))
        />
    }
}
