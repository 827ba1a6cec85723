//! The durable queue and the schedule.
