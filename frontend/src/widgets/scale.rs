//! The scale on which somebody rates, and wants to see how others do.

use leptos::prelude::*;
use medianest_web_api::operations::diary::RatingState;
use medianest_web_api::operations::identity::RatingScale;

use crate::stores::session::use_viewer;
use crate::widgets::items::rating_text;

/// The scale of the one who looks.
pub fn preferred_scale() -> RatingScale {
    use_viewer().with_untracked(|viewer| {
        viewer.as_ref().and_then(|viewer| Some(viewer.preferences.as_ref()?.rating_scale)).unwrap_or(RatingScale::Stars)
    })
}

/// A rating from 0 to 100 on a scale.
fn on_scale(rating: i32, scale: RatingScale) -> f64 {
    let rating = f64::from(rating);
    match scale {
        RatingScale::Numeric => rating / 10.0,
        RatingScale::Stars => (rating / 10.0).round() / 2.0,
        RatingScale::Thumbs => f64::from(rating >= 50.0),
    }
}

/// Somebody else's rating on the scale of the one who looks.
pub fn on_ones_scale(rating: RatingState) -> RatingState {
    let scale = preferred_scale();
    RatingState { scale, value: on_scale(rating.rating, scale), ..rating }
}

/// A rating from 0 to 100 in the words of the one who looks.
pub fn in_ones_words(rating: i32) -> String {
    let scale = preferred_scale();
    rating_text(scale, on_scale(rating, scale))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rating_is_shown_on_each_scale() {
        let shown = |rating| [RatingScale::Numeric, RatingScale::Stars, RatingScale::Thumbs].map(|scale| on_scale(rating, scale));
        for (rating, expected) in [(0, [0.0, 0.0, 0.0]), (49, [4.9, 2.5, 0.0]), (50, [5.0, 2.5, 1.0]), (100, [10.0, 5.0, 1.0])] {
            for (shown, expected) in shown(rating).into_iter().zip(expected) {
                assert!((shown - expected).abs() < 1e-9, "{rating}: {shown}, not {expected}");
            }
        }
    }
}
