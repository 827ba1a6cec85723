//! The live connection: how it stands, for the whole app.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use super::data::{Data, use_data};

/// How the connection stands, as people need to know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connection {
    /// What is shown is what is so.
    Fine,
    /// The server is away; the app tries again by itself.
    Waiting,
    /// The browser has no network.
    Offline,
}

/// The live connection.
#[derive(Clone, Copy)]
pub struct LiveStore {
    /// How it stands.
    pub connection: RwSignal<Connection>,
    data: Data,
}

impl LiveStore {
    /// Watches the browser's network.
    pub fn start() -> Self {
        let live = Self { connection: RwSignal::new(Connection::Fine), data: use_data() };
        for (event, connection) in [("offline", Connection::Offline), ("online", Connection::Fine)] {
            let heard = Closure::<dyn Fn()>::new(move || {
                live.connection.set(connection);
                if connection == Connection::Fine {
                    live.data.refresh();
                }
            });
            let _ = window().add_event_listener_with_callback(event, heard.as_ref().unchecked_ref());
            // It is heard as long as the app runs.
            heard.forget();
        }
        live
    }

    /// Tries again now.
    pub fn retry(self) {
        self.data.refresh();
    }
}

/// The live connection.
pub fn use_live() -> LiveStore {
    expect_context()
}
