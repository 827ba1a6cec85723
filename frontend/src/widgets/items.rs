//! Items, as cards.
