use async_graphql::{InputObject, Object};
use medianest_core::db::lists as rows;

/// What a smart list holds, of what the catalogue has at its top level: films, shows, albums, books. The fields from `status`
/// on ask how its owner stands to things; others see of that what the owner lets them see of their history.
pub struct SmartFilter(pub rows::SmartFilter);

/// What a smart list holds, of what the catalogue has at its top level: films, shows, albums, books. The fields from `status`
/// on ask how its owner stands to things; others see of that what the owner lets them see of their history.
#[Object]
impl SmartFilter {
    /// Of media types with these names: `movie`, `tv`. Empty is all that are in use.
    async fn types(&self) -> &[String] {
        &self.0.types
    }

    /// With all of these genres.
    async fn genres(&self) -> &[String] {
        &self.0.genres
    }

    /// Of this year or later.
    async fn year_from(&self) -> Option<i16> {
        self.0.year_from
    }

    /// Of this year or earlier.
    async fn year_to(&self) -> Option<i16> {
        self.0.year_to
    }

    /// Whose title holds this, without regard to case and accents.
    async fn query(&self) -> Option<&str> {
        self.0.text.as_deref()
    }

    /// In the owner's library with one of these states. Empty is whether or not it is there.
    async fn status(&self) -> &[String] {
        &self.0.statuses
    }

    /// Among the owner's favourites, or not.
    async fn favorite(&self) -> Option<bool> {
        self.0.is_favorite
    }

    /// Rated by the owner with so much at least, from 0 to 100.
    async fn rating_from(&self) -> Option<i16> {
        self.0.rating_from
    }

    /// Rated by the owner with so much at the most, from 0 to 100.
    async fn rating_to(&self) -> Option<i16> {
        self.0.rating_to
    }

    /// Watched, heard or read by the owner, or not. A show is once it is completed.
    async fn watched(&self) -> Option<bool> {
        self.0.is_watched
    }
}

/// What a smart list shall hold. What is left out does not narrow it.
#[derive(InputObject)]
pub struct SmartFilterInput {
    /// Of media types with these names: `movie`, `tv`.
    types: Option<Vec<String>>,
    /// With all of these genres.
    genres: Option<Vec<String>>,
    /// Of this year or later.
    year_from: Option<i16>,
    /// Of this year or earlier.
    year_to: Option<i16>,
    /// Whose title holds this, without regard to case and accents: 1 to 200 characters.
    query: Option<String>,
    /// In the caller's library with one of these states: `plan_to_watch`, `watching`, `completed`, `on_hold`, `dropped`.
    status: Option<Vec<String>>,
    /// Among the caller's favourites, or not.
    favorite: Option<bool>,
    /// Rated by the caller with so much at least, from 0 to 100.
    rating_from: Option<i16>,
    /// Rated by the caller with so much at the most, from 0 to 100.
    rating_to: Option<i16>,
    /// Watched, heard or read by the caller, or not.
    watched: Option<bool>,
}

impl From<SmartFilterInput> for rows::SmartFilter {
    fn from(input: SmartFilterInput) -> Self {
        Self {
            types: input.types.unwrap_or_default(),
            genres: input.genres.unwrap_or_default(),
            year_from: input.year_from,
            year_to: input.year_to,
            text: input.query,
            statuses: input.status.unwrap_or_default(),
            is_favorite: input.favorite,
            rating_from: input.rating_from,
            rating_to: input.rating_to,
            is_watched: input.watched,
        }
    }
}
