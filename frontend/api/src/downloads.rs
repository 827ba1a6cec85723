//! Files that the browser fetches by itself.

use std::future::Future;

use send_wrapper::SendWrapper;

use crate::client::Client;
use crate::error::ApiError;

impl Client {
    /// The address of an export, which the browser can go to from now on: it sends the session's cookies along, and cannot
    /// renew them, so they are renewed before.
    ///
    /// # Errors
    /// When the session is over, or there was no way to the server.
    pub fn export(&self, format: &str) -> impl Future<Output = Result<String, ApiError>> + Send + use<> {
        let (refreshed, address) = (self.refresh(), format!("{}/api/exports/{format}", self.base()));
        SendWrapper::new(async move { refreshed.await.map(|()| address) })
    }
}
