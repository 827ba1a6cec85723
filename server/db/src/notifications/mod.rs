//! Notifications, their channels, preferences and deliveries.
