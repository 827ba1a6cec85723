use crate::catalogue::facts::ItemFacts;
use crate::catalogue::{external_ids, sort_name};

/// The providers whose ids media servers know.
const PROVIDERS: [&str; 3] = ["imdb", "tmdb", "tvdb"];

/// A film or an episode, as it is looked for elsewhere.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Wanted {
    Movie(Names),
    Episode {
        own: Names,
        show: Names,
        /// 0 for the specials.
        season: i32,
        number: i32,
    },
}

/// What something is called.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Names {
    pub title: String,
    pub original_title: Option<String>,
    pub year: Option<i16>,
    /// Its ids, by provider.
    pub ids: Vec<(String, String)>,
}

/// Something that may be what is looked for.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Candidate {
    /// What its server calls it.
    pub key: String,
    pub names: Names,
}

impl Wanted {
    /// What to look for; `None` for what is neither film nor episode, and for an episode without a place.
    pub(super) fn of(facts: &ItemFacts) -> Option<Self> {
        let own = names(facts);
        match (facts.kind(), &facts.root) {
            ("movie", _) => Some(Self::Movie(own)),
            ("episode", Some(show)) => {
                let season = facts.item.position_path.first().copied().flatten()?;
                Some(Self::Episode { own, show: names(show), season, number: facts.item.hierarchy_position? })
            }
            _ => None,
        }
    }
}

fn names(facts: &ItemFacts) -> Names {
    let known = facts.external_ids.iter().filter(|id| PROVIDERS.contains(&id.provider.as_str()));
    let ids = known.map(|id| (id.provider.clone(), id.external_id.clone()));
    Names {
        title: facts.item.name.clone(),
        original_title: facts.item.original_name.clone().filter(|title| *title != facts.item.name),
        year: facts.item.year,
        ids: ids.collect(),
    }
}

impl Names {
    /// What a server calls something, with its ids in the form that the catalogue keeps them in.
    pub(super) fn said<'a>(
        kind: &str,
        title: Option<String>,
        original_title: Option<String>,
        year: Option<i16>,
        ids: impl Iterator<Item = (&'a str, &'a str)>,
    ) -> Self {
        let ids = ids.filter_map(|(provider, id)| {
            let key = external_ids::key(provider, kind, id).ok()?;
            PROVIDERS.contains(&key.provider.as_str()).then_some((key.provider, key.external_id))
        });
        Self { title: title.unwrap_or_default(), original_title, year, ids: ids.collect() }
    }

    /// Whether an id of each says that both are the same.
    pub(super) fn shares_id(&self, other: &Self) -> bool {
        self.ids.iter().any(|id| other.ids.contains(id))
    }

    /// The titles to search by.
    pub(super) fn titles(&self) -> impl Iterator<Item = &str> {
        [Some(&self.title), self.original_title.as_ref()].into_iter().flatten().map(String::as_str)
    }

    /// The one of these that is meant: by an id, else by title and year where no id speaks against it and none is like it.
    pub(super) fn pick(&self, candidates: &[Candidate]) -> Option<String> {
        if let Some(same) = candidates.iter().find(|candidate| self.shares_id(&candidate.names)) {
            return Some(same.key.clone());
        }
        let mut alike = candidates.iter().filter(|candidate| self.is_like(&candidate.names));
        match (alike.next(), alike.next()) {
            (Some(one), None) => Some(one.key.clone()),
            _ => None,
        }
    }

    fn is_like(&self, other: &Self) -> bool {
        let spelled = |title: &str| sort_name(title, None);
        let theirs: Vec<String> = other.titles().map(spelled).collect();
        let is_called_so = self.titles().map(spelled).any(|title| !title.is_empty() && theirs.contains(&title));
        let is_of_then = self.year.zip(other.year).is_none_or(|(ours, theirs)| (ours - theirs).abs() <= 1);
        // Another id of the same provider is another thing.
        let is_another = self.ids.iter().any(|(provider, _)| other.ids.iter().any(|(theirs, _)| theirs == provider));
        is_called_so && is_of_then && !is_another
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn called(title: &str, year: Option<i16>, ids: &[(&str, &str)]) -> Names {
        Names::said("movie", Some(title.to_owned()), None, year, ids.iter().copied())
    }

    fn picked(wanted: &Names, there: &[Names]) -> Option<String> {
        let key = |(place, names): (usize, &Names)| Candidate { key: place.to_string(), names: names.clone() };
        wanted.pick(&there.iter().enumerate().map(key).collect::<Vec<_>>())
    }

    #[test]
    fn an_id_says_more_than_a_title() {
        let solaris = called("Solaris", Some(1972), &[("imdb", "tt0069293")]);
        let (same, namesake) = (called("Солярис", None, &[("Imdb", "69293")]), called("Solaris", Some(1972), &[]));
        assert_eq!(picked(&solaris, &[namesake.clone(), same]).as_deref(), Some("1"));
        assert_eq!(picked(&solaris, &[namesake]).as_deref(), Some("0"));
    }

    #[test]
    fn a_title_must_be_of_its_year_and_nobody_elses() {
        let solaris = called("Solaris", Some(1972), &[("imdb", "tt0069293")]);
        assert_eq!(picked(&solaris, &[called("Solaris", Some(2002), &[])]), None);
        assert_eq!(picked(&solaris, &[called("Solaris", Some(1972), &[("imdb", "tt0307479")])]), None);
        assert_eq!(picked(&solaris, &[called("Solaris", None, &[]), called("Solaris", Some(1973), &[])]), None, "which?");
        assert_eq!(picked(&called("The Thing", None, &[]), &[called("the thing", Some(1982), &[])]).as_deref(), Some("0"));
        assert_eq!(picked(&solaris, &[called("Stalker", Some(1972), &[])]), None);
    }
}
