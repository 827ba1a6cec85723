//! Files to be imported, sent with progress.

use std::rc::Rc;

use futures::channel::oneshot;
use send_wrapper::SendWrapper;
use serde::Deserialize;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::{File, ProgressEvent, XmlHttpRequest};

use crate::client::transport::{Failure, Reply, is_online};
use crate::client::{Client, read_refusal, unreachable_server};
use crate::error::{ApiError, ErrorKind};
use crate::scalars::Id;

/// How far an upload is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UploadProgress {
    /// Bytes sent.
    pub sent: f64,
    /// Bytes in all.
    pub total: f64,
}

/// A file that the server has.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Uploaded {
    /// What `startImport` takes as its `uploadId`.
    pub upload_id: Id,
}

impl Client {
    /// Sends a file to be imported, and tells how far it is. Dropped before its end, the upload is called off.
    ///
    /// # Errors
    /// What the server refused it for, or [`ErrorKind::Network`].
    pub fn upload<F: Fn(UploadProgress) + 'static>(
        &self,
        file: &File,
        tell: F,
    ) -> impl Future<Output = Result<Uploaded, ApiError>> + Send + use<F> {
        let (client, file, tell): (_, _, Rc<dyn Fn(UploadProgress)>) = (self.clone(), file.clone(), Rc::new(tell));
        let url = format!("{}/api/imports/upload", self.base());
        SendWrapper::new(async move {
            match send(&url, &file, Rc::clone(&tell)).await {
                Err(error) if error.kind == ErrorKind::Unauthenticated => {
                    client.refresh().await?;
                    send(&url, &file, tell).await
                }
                answer => answer,
            }
        })
    }
}

/// A request that is called off when it is dropped.
struct Sending {
    request: XmlHttpRequest,
    _progress: Closure<dyn FnMut(ProgressEvent)>,
    _end: Closure<dyn FnMut()>,
}

impl Drop for Sending {
    fn drop(&mut self) {
        self.request.set_onloadend(None);
        if let Ok(upload) = self.request.upload() {
            upload.set_onprogress(None);
        }
        // After the answer this does nothing.
        let _ = self.request.abort();
    }
}

async fn send(url: &str, file: &File, tell: Rc<dyn Fn(UploadProgress)>) -> Result<Uploaded, ApiError> {
    let (ended, end) = oneshot::channel::<()>();
    let sending = begin(url, file, tell, ended).map_err(|_| ApiError::unexpected("the browser cannot send the file"))?;
    // The sender lives in the handler, which lives as long as the request.
    let _ = end.await;
    read(&sending.request)
}

fn begin(
    url: &str,
    file: &File,
    tell: Rc<dyn Fn(UploadProgress)>,
    ended: oneshot::Sender<()>,
) -> Result<Sending, wasm_bindgen::JsValue> {
    let request = XmlHttpRequest::new()?;
    request.open_with_async("POST", url, true)?;
    request.set_with_credentials(true);
    request.set_request_header("content-type", "application/octet-stream")?;
    let progress = Closure::<dyn FnMut(ProgressEvent)>::new(move |event: ProgressEvent| {
        tell(UploadProgress { sent: event.loaded(), total: event.total() });
    });
    request.upload()?.set_onprogress(Some(progress.as_ref().unchecked_ref()));
    let mut ended = Some(ended);
    let end = Closure::<dyn FnMut()>::new(move || {
        if let Some(ended) = ended.take() {
            // Who waited may have gone.
            let _ = ended.send(());
        }
    });
    request.set_onloadend(Some(end.as_ref().unchecked_ref()));
    request.send_with_opt_blob(Some(file))?;
    Ok(Sending { request, _progress: progress, _end: end })
}

fn read(request: &XmlHttpRequest) -> Result<Uploaded, ApiError> {
    let status = request.status().unwrap_or(0);
    let body = request.response_text().ok().flatten().unwrap_or_default();
    if status == 0 {
        let failure = if is_online() { Failure::Unreachable("the connection was cut".to_owned()) } else { Failure::Offline };
        return Err(unreachable_server(failure));
    }
    let header = |name| request.get_response_header(name).ok().flatten();
    let reply = Reply {
        status,
        request_id: header("x-request-id"),
        retry_after: header("retry-after").and_then(|s| s.parse().ok()),
        body,
    };
    if status == 201 {
        serde_json::from_str(&reply.body).map_err(|_| ApiError::unexpected("the answer does not fit"))
    } else {
        Err(read_refusal(&reply))
    }
}
