use std::collections::HashSet;
use std::sync::Arc;

use crate::UserId;

/// Whose things a read may return. Only the policy module of `medianest-core` makes one (clippy refuses the
/// constructors elsewhere), so a read of somebody's things cannot forget to ask.
#[derive(Debug, Clone)]
pub struct Scope {
    viewer: Option<UserId>,
    people: Option<Arc<HashSet<UserId>>>,
}

impl Scope {
    /// Everybody's things, private ones too: for the system itself.
    #[must_use]
    pub fn all() -> Self {
        Self { viewer: None, people: None }
    }

    /// The viewer's own things only.
    #[must_use]
    pub fn own(viewer: UserId) -> Self {
        Self { viewer: Some(viewer), people: Some(Arc::new(HashSet::from([viewer]))) }
    }

    /// The viewer's own things, and what `people` let the viewer see.
    #[must_use]
    pub fn people(viewer: UserId, people: HashSet<UserId>) -> Self {
        Self { viewer: Some(viewer), people: Some(Arc::new(people)) }
    }

    /// Who asks; `None` is the system.
    #[must_use]
    pub fn viewer(&self) -> Option<UserId> {
        self.viewer
    }

    /// The people whose things may be returned; `None` is everybody.
    #[must_use]
    pub fn owners(&self) -> Option<Vec<UserId>> {
        self.people.as_ref().map(|people| people.iter().copied().collect())
    }

    /// Whether a thing of `owner`, marked private or not, may be returned.
    #[must_use]
    pub fn includes(&self, owner: UserId, is_private: bool) -> bool {
        match &self.people {
            None => true,
            Some(_) if self.viewer == Some(owner) => true,
            Some(people) => !is_private && people.contains(&owner),
        }
    }

    /// The same scope, of one person only; `None` where that person's things may not be seen at all. Of everybody's
    /// things it is what that person sees of their own, private things too.
    #[must_use]
    pub fn only(&self, owner: UserId) -> Option<Self> {
        let viewer = if self.people.is_none() { Some(owner) } else { self.viewer };
        self.includes(owner, false).then(|| Self { viewer, people: Some(Arc::new(HashSet::from([owner]))) })
    }
}
