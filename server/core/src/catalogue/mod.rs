//! The catalogue: what there is to watch, listen to, read and play.
