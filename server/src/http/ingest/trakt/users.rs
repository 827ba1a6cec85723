//! Who the client is signed in as.

use axum::Json;
use axum::extract::State;
use medianest_core::identity::users;
use serde_json::{Value, json};

use super::{Caller, Refused};
use crate::http::state::HttpState;

/// `GET /users/settings`
pub async fn settings(State(state): State<HttpState>, Caller(actor): Caller) -> Result<Json<Value>, Refused> {
    let user = users::me(&state.app, &actor).await?;
    let name = user.username.clone().unwrap_or_else(|| user.display_name.clone());
    Ok(Json(json!({
        "user": {
            "username": name,
            "name": user.display_name,
            "private": false,
            "vip": true,
            "vip_ep": false,
            "ids": { "slug": medianest_core::catalogue::slug(&name) },
            "joined_at": user.created_at,
        },
        "account": { "timezone": user.timezone, "date_format": "ymd", "time_24hr": true },
        "sharing_text": { "watching": "", "watched": "" },
        // Trakt's own clients ask before they add: nothing is limited here.
        "limits": { "list": { "count": 100_000, "item_count": 100_000 }, "watchlist": { "item_count": 100_000 } },
    })))
}
