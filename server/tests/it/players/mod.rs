//! Players as people have them, with the scrobblers that are published for them, unpatched. `cargo xtask test` installs them.

mod mpd;
mod mpv;

use std::process::Child;
use std::time::Duration;

/// How long anything may take that a player or the server does by itself.
const PATIENCE: Duration = Duration::from_secs(30);

/// A process that ends with this value.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
