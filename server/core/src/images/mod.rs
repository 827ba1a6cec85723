//! Pictures, as this server hands them out: fetched from where they are, made as small as is asked for, and kept on disk.
//!
//! Whoever looks at a poster asks this server for it and nobody else, so that no host of pictures learns who looks at what.
//!
//! An address of a picture needs no sign-in: browsers send no token along with an image, and pages of lists are shared with
//! people who have no account. It cannot be guessed either, since it has both a random id and the [`fingerprint`] of
//! where the picture comes from, and with another fingerprint there is nothing there: nobody finds out by trying what is in
//! the catalogue, or has this server fetch anything.

mod cache;
mod fetch;
mod networks;
mod render;
mod workshop;

use std::fmt::{self, Display};

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use medianest_db::catalogue::MediaItem;
use medianest_db::identity::User;
use medianest_db::{MediaItemId, UserId};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq as _;

pub use cache::Picture;
pub(crate) use workshop::Workshop;

use crate::policy::Actor;
use crate::policy::visibility::{self, Aspect};
use crate::{App, Error, Result};

/// How much of a digest stands in an address.
const FINGERPRINT_BYTES: usize = 9;

/// What a picture shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PictureOf {
    /// What stands for an item on a shelf.
    Poster(MediaItemId),
    /// A wide one, to stand behind an item's page.
    Backdrop(MediaItemId),
    /// A person.
    Avatar(UserId),
}

impl PictureOf {
    /// What stands in an address.
    ///
    /// # Errors
    /// [`Error::NotFound`] where nothing of the kind does.
    pub fn parse(id: &str, kind: &str) -> Result<Self> {
        let found = match kind {
            "poster" => id.parse().ok().map(Self::Poster),
            "backdrop" => id.parse().ok().map(Self::Backdrop),
            "avatar" => id.parse().ok().map(Self::Avatar),
            _ => None,
        };
        found.ok_or(Error::NotFound("picture"))
    }

    /// How wide it is where nobody says.
    #[must_use]
    pub const fn usual_width(self) -> Width {
        match self {
            Self::Poster(_) => Width(500),
            Self::Backdrop(_) => Width(1280),
            Self::Avatar(_) => Width(185),
        }
    }

    /// Where it comes from, if there is one.
    async fn source(self, app: &App) -> Result<Option<String>> {
        let conn = app.db().await?;
        let item = async |id| Ok::<_, Error>(MediaItem::find(&conn, id).await?);
        let found = match self {
            Self::Poster(id) => item(id).await?.as_ref().and_then(poster_source).map(str::to_owned),
            Self::Backdrop(id) => item(id).await?.as_ref().and_then(backdrop_source).map(str::to_owned),
            Self::Avatar(id) => {
                // Who may see a person is told their address; see above.
                let everybody = visibility::scope(app, &Actor::system("pictures"), Aspect::Profile).await?;
                User::find(&conn, &everybody, id).await?.and_then(|person| person.avatar_url)
            }
        };
        Ok(found)
    }
}

impl Display for PictureOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Poster(id) => write!(f, "{id}/poster"),
            Self::Backdrop(id) => write!(f, "{id}/backdrop"),
            Self::Avatar(id) => write!(f, "{id}/avatar"),
        }
    }
}

/// One of the widths that pictures come in. They are few, so that what one asked for is there for the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Width(u32);

impl Width {
    /// Every width, in pixels.
    pub const ALL: [Self; 6] = [Self(92), Self(185), Self(342), Self(500), Self(780), Self(1280)];

    /// The least of them that is as wide as this, or the widest.
    ///
    /// # Errors
    /// [`Error::Invalid`] for what is no width.
    pub fn covering(pixels: i32) -> Result<Self> {
        let pixels =
            u32::try_from(pixels).ok().filter(|pixels| *pixels > 0).ok_or_else(|| Error::invalid("width", "give 1 or more"))?;
        let [.., widest] = Self::ALL;
        Ok(Self::ALL.into_iter().find(|width| width.0 >= pixels).unwrap_or(widest))
    }

    /// In pixels.
    #[must_use]
    pub const fn pixels(self) -> u32 {
        self.0
    }
}

/// What an address of a picture says.
#[derive(Debug, Clone)]
pub struct PictureAddress {
    /// What it shows.
    pub of: PictureOf,
    /// How wide.
    pub width: Width,
    /// The fingerprint of where it comes from.
    pub fingerprint: String,
}

/// Where the poster of an item comes from, if it has one.
#[must_use]
pub fn poster_source(item: &MediaItem) -> Option<&str> {
    item.metadata.get("poster_url")?.as_str()
}

/// Where the wide picture of an item comes from, if it has one.
#[must_use]
pub fn backdrop_source(item: &MediaItem) -> Option<&str> {
    item.metadata.get("backdrop_url")?.as_str()
}

/// What an address says of where its picture comes from: another source makes another address, which is why a picture may be
/// kept for ever.
#[must_use]
pub fn fingerprint(source: &str) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(&Sha256::digest(source)[..FINGERPRINT_BYTES])
}

/// The picture at an address. Whoever has the address may have it.
///
/// # Errors
/// [`Error::NotFound`] where there is no such address; [`Error::Upstream`] when the picture cannot be had from where it comes
/// from, which is then not asked again for some minutes.
pub async fn find(app: &App, address: &PictureAddress) -> Result<Picture> {
    let is_told = |source: &String| bool::from(fingerprint(source).as_bytes().ct_eq(address.fingerprint.as_bytes()));
    let source = address.of.source(app).await?.filter(is_told).ok_or(Error::NotFound("picture"))?;
    app.pictures().picture(app, &source, address.width).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_width_is_rounded_up_to_one_that_there_is() {
        let rounded = [1, 92, 93, 500, 501, 1280, 9999].map(|pixels| Width::covering(pixels).unwrap().pixels());
        assert_eq!(rounded, [92, 92, 185, 500, 780, 1280, 1280]);
        for wrong in [0, -1, i32::MIN] {
            assert!(matches!(Width::covering(wrong), Err(Error::Invalid(_))), "{wrong}");
        }
    }
}
