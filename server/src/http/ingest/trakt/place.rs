//! What the path of a request says: the same things are found under `/sync` and under `/users/{name}`.

use medianest_core::Error;
use medianest_core::catalogue::builtin;
use medianest_core::db::MediaTypeId;
use medianest_core::identity::users;
use medianest_core::policy::Actor;
use serde::Deserialize;

use super::Refused;
use crate::http::state::HttpState;

/// The variable parts of a path, as far as it has them.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Place {
    name: Option<String>,
    kind: Option<String>,
    pub id: Option<String>,
    pub sort: Option<String>,
    pub direction: Option<String>,
}

/// A kind of thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Movies,
    Shows,
    Seasons,
    Episodes,
}

impl Kind {
    /// What one of them is called.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Movies => "movie",
            Self::Shows => "show",
            Self::Seasons => "season",
            Self::Episodes => "episode",
        }
    }

    /// The type that they are of.
    pub fn media_type(self) -> MediaTypeId {
        if self == Self::Movies { builtin::MOVIE } else { builtin::TV }
    }
}

impl Place {
    /// Lets through whoever asks for what is their own: what others may see of a person, they see elsewhere.
    pub async fn own(&self, state: &HttpState, actor: &Actor) -> Result<(), Refused> {
        let Some(name) = self.name.as_deref().filter(|name| *name != "me") else { return Ok(()) };
        let user = users::me(&state.app, actor).await?;
        let own = user.username.unwrap_or(user.display_name);
        let is_own = name.eq_ignore_ascii_case(&own) || name == medianest_core::catalogue::slug(&own);
        if is_own { Ok(()) } else { Err(Error::NotFound("user").into()) }
    }

    /// The kind that is asked for; `None` for all of them.
    pub fn kind(&self) -> Result<Option<Kind>, Refused> {
        match self.kind.as_deref() {
            None | Some("all") => Ok(None),
            Some("movies") => Ok(Some(Kind::Movies)),
            Some("shows") => Ok(Some(Kind::Shows)),
            Some("seasons") => Ok(Some(Kind::Seasons)),
            Some("episodes") => Ok(Some(Kind::Episodes)),
            Some(_) => Err(Error::NotFound("method").into()),
        }
    }

    /// The kinds that are asked for, in the singular or the plural; none for all of them.
    pub fn kinds(&self) -> Result<Vec<Kind>, Refused> {
        let named = self.kind.as_deref().filter(|kind| *kind != "all").into_iter().flat_map(|kinds| kinds.split(','));
        let all = [Kind::Movies, Kind::Shows, Kind::Seasons, Kind::Episodes];
        let is_it = |kind: &Kind, name: &str| name.strip_suffix('s').unwrap_or(name) == kind.noun();
        let found = |name: &str| all.into_iter().find(|kind| is_it(kind, name)).ok_or(Error::NotFound("method").into());
        named.map(found).collect()
    }

    /// The same, of what there is for films and for shows only.
    pub fn movies_or_shows(&self) -> Result<Kind, Refused> {
        match self.kind()? {
            Some(kind @ (Kind::Movies | Kind::Shows)) => Ok(kind),
            _ => Err(Error::NotFound("method").into()),
        }
    }
}
