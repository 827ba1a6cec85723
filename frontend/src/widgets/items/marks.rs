//! What one thinks of an item and where one is with it, as small as it gets.

use leptos::prelude::*;
use medianest_web_api::operations::diary::RatingState;
use medianest_web_api::operations::identity::RatingScale;

use super::{status_icon, status_name};
use crate::components::Icon;
use crate::i18n::format;
use crate::t;

/// A rating on the scale that it was given on: `4.5`, `8.2`, `Good`.
pub fn rating_text(scale: RatingScale, value: f64) -> String {
    match scale {
        RatingScale::Stars | RatingScale::Numeric => format::decimal(value),
        RatingScale::Thumbs if value > 0.0 => t!("rating-up"),
        RatingScale::Thumbs => t!("rating-down"),
    }
}

/// A rating: a star and the number, or a thumb.
#[component]
pub fn RatingBadge(
    /// The rating.
    #[prop(into)]
    rating: Signal<Option<RatingState>>,
    /// Whether it is one's own.
    #[prop(default = true)]
    mine: bool,
) -> impl IntoView {
    let told = move |rating: String| if mine { t!("rating-mine", rating = rating) } else { t!("rating-theirs", rating = rating) };
    move || {
        rating.get().map(|rating| {
            let text = rating_text(rating.scale, rating.value);
            let (icon, shown) = match rating.scale {
                RatingScale::Thumbs if rating.value > 0.0 => ("thumbs-up", None),
                RatingScale::Thumbs => ("thumbs-down", None),
                RatingScale::Stars | RatingScale::Numeric => ("star", Some(text.clone())),
            };
            let tip = told(text);
            let said = tip.clone();
            view! {
                <span class="badge rating numbers" title=tip>
                    <Icon name=icon />
                    {shown}
                    <span class="sr-only">{said}</span>
                </span>
            }
        })
    }
}

/// Where one is with an item: an icon whose words are read out and shown as a tip.
#[component]
pub fn StatusMark(
    /// The status, as the server has it.
    #[prop(into)]
    status: String,
) -> impl IntoView {
    let name = status_name(&status);
    let tip = name.clone();
    view! {
        <span class="badge mark" title=tip>
            <Icon name=status_icon(&status) />
            <span class="sr-only">{name}</span>
        </span>
    }
}
