use async_graphql::{Context, Result};
use medianest_core::images::{PictureOf, Width};

use super::ContextExt;
use crate::http::images::address_of;

/// Where a picture is that comes from this source, if it comes from anywhere.
pub fn picture_address(ctx: &Context<'_>, of: PictureOf, source: Option<&str>, width: Option<i32>) -> Result<Option<String>> {
    let width = width.map_or(Ok(of.usual_width()), Width::covering)?;
    Ok(source.map(|source| address_of(ctx.app(), of, source, width)))
}
