//! A rating of five stars in halves.

use leptos::prelude::*;

use super::Icon;
use super::field::unique_id;
use crate::i18n::format;
use crate::t;

/// From half a star to five. Each half is a radio button: arrows move, and pressing the one that is set takes it away.
#[component]
pub fn HalfStars(
    /// The stars, from 0.5 to 5.
    #[prop(into)]
    value: Signal<Option<f64>>,
    /// A new rating; none takes it away.
    #[prop(into)]
    on_rate: Callback<Option<f64>>,
    /// What is rated, for those who cannot see it.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    let name = unique_id("stars");
    // Within a quarter: half stars are what the server gives.
    let is_at = move |count: i32| value.get().is_some_and(|stars| (stars * 2.0 - f64::from(count)).abs() < 0.5);
    let reaches = move |count: i32| value.get().is_some_and(|stars| stars * 2.0 > f64::from(count) - 0.5);
    let half = |count: i32| {
        let name = name.clone();
        let stars = f64::from(count) / 2.0;
        let said = t!("rating-half-stars", count = stars, shown = format::decimal(stars));
        let tip = said.clone();
        view! {
            <label class:on=move || reaches(count) class:right=count % 2 == 0 title=tip>
                <input
                    type="radio"
                    name=name
                    value=count
                    aria-label=said
                    prop:checked=move || is_at(count)
                    // A radio button that is on hears of no change, but it hears of the press.
                    on:click=move |_| on_rate.run((!untrack(|| is_at(count))).then_some(stars))
                />
                <Icon name="star" />
            </label>
        }
    };
    view! {
        <fieldset class="half-stars" role="radiogroup" aria-label=label>
            {(1..=10).map(half).collect_view()}
        </fieldset>
    }
}
