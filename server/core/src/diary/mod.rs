//! The diary: what people keep, play, have played, rate and review.
