//! Telling people what happened.
