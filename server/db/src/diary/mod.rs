//! What people keep, play, have played, rate and review.
