//! The browser's side: a socket, and the events that tell of the network and of the page being looked at.

use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::{CloseEvent, Event, EventTarget, MessageEvent, VisibilityState, WebSocket};

use super::Inputs;
use super::machine::Input;
use super::protocol::PROTOCOL;

/// A handler of events, taken off when it is dropped.
struct Listener {
    target: EventTarget,
    event: &'static str,
    handler: Closure<dyn FnMut(Event)>,
}

impl Listener {
    fn new(target: &EventTarget, event: &'static str, handle: impl FnMut(Event) + 'static) -> Self {
        let handler = Closure::<dyn FnMut(Event)>::new(handle);
        // Fails for no event that has a name.
        let _ = target.add_event_listener_with_callback(event, handler.as_ref().unchecked_ref());
        Self { target: target.clone(), event, handler }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let _ = self.target.remove_event_listener_with_callback(self.event, self.handler.as_ref().unchecked_ref());
    }
}

/// An open or opening socket; closed when it is dropped.
pub(super) struct Socket {
    socket: WebSocket,
    _listeners: [Listener; 3],
}

impl Socket {
    /// Opens one; `None` when the address is not one.
    pub(super) fn open(url: &str, number: u64, inputs: &Inputs) -> Option<Self> {
        let socket = WebSocket::new_with_str(url, PROTOCOL).ok()?;
        let teller = || {
            let inputs = inputs.clone();
            move |input| {
                // Once nobody holds the connection, there is nobody to tell.
                let _ = inputs.unbounded_send((Some(number), input));
            }
        };
        let (opened, said, closed) = (teller(), teller(), teller());
        let listeners = [
            Listener::new(&socket, "open", move |_| opened(Input::Opened)),
            Listener::new(&socket, "message", move |event| {
                let text = event.dyn_ref::<MessageEvent>().and_then(|message| message.data().as_string());
                if let Some(text) = text {
                    said(Input::Text(text));
                }
            }),
            Listener::new(&socket, "close", move |event| {
                closed(Input::Closed(event.dyn_ref::<CloseEvent>().map_or(1006, CloseEvent::code)));
            }),
        ];
        Some(Self { socket, _listeners: listeners })
    }

    pub(super) fn send(&self, text: &str) {
        // A socket that is closing says so by itself.
        let _ = self.socket.send_with_str(text);
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        // Fails for no code; closing twice does nothing.
        let _ = self.socket.close();
    }
}

/// What tells of the network, and of the page being looked at again.
pub(super) struct Listeners {
    _all: Vec<Listener>,
}

impl Listeners {
    pub(super) fn new(inputs: &Inputs) -> Self {
        let Some(window) = web_sys::window() else { return Self { _all: Vec::new() } };
        let teller = || {
            let inputs = inputs.clone();
            move |input| {
                let _ = inputs.unbounded_send((None, input));
            }
        };
        let (online, offline, woken) = (teller(), teller(), teller());
        let mut all = vec![
            Listener::new(&window, "online", move |_| online(Input::Online)),
            Listener::new(&window, "offline", move |_| offline(Input::Offline)),
        ];
        if let Some(document) = window.document() {
            let page = document.clone();
            all.push(Listener::new(&document, "visibilitychange", move |_| {
                if page.visibility_state() == VisibilityState::Visible {
                    woken(Input::Woken);
                }
            }));
        }
        Self { _all: all }
    }
}
