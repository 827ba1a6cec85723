//! HTTP: the router, who asks, and the protocols served.
