use std::net::IpAddr;

use medianest_db::{ApiKeyId, PlayerWebhookId, Role, SessionId, UserId};
use uuid::Uuid;

use crate::{Error, Result};

/// What a session or key lets its holder do. A browser or bearer session has all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Access {
    /// See what the person may see.
    Read,
    /// Change what the person may change.
    Write,
    /// Report playback, and nothing else.
    Scrobble,
    /// Use the person's moderator or admin role.
    Admin,
}

impl Access {
    /// Every scope, in the order they are shown.
    pub const ALL: &'static [Self] = &[Self::Read, Self::Write, Self::Scrobble, Self::Admin];

    /// The scope as the database and clients have it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::Scrobble => "scrobble",
            Self::Admin => "admin",
        }
    }
}

impl std::str::FromStr for Access {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL.iter().copied().find(|access| access.as_str() == text).ok_or_else(|| format!("`{text}` is not a scope"))
    }
}

/// What a person is signed in with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Via {
    /// A session: a browser, a program, a player.
    Session(SessionId),
    /// An API key.
    ApiKey(ApiKeyId),
    /// An address of their own, at which a player tells of their playback.
    PlayerWebhook(PlayerWebhookId),
}

/// A person who proved who they are.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// Who.
    pub id: UserId,
    /// Their display name, for snapshots in the audit log.
    pub name: String,
    /// Their role.
    pub role: Role,
    /// What they proved it with.
    pub via: Via,
    /// What that lets them do.
    pub access: Vec<Access>,
    /// They must choose a new password before anything else.
    pub requires_password_change: bool,
}

/// Who asks.
#[derive(Debug, Clone)]
pub enum Who {
    /// Somebody who is not signed in.
    Anonymous,
    /// A person.
    Person(SignedIn),
    /// MediaNest itself: a job or the command line, by name.
    System(&'static str),
}

/// Where a request came from: for audit rows, rate limits and logs.
#[derive(Debug, Clone, Default)]
pub struct Origin {
    /// The client's address, behind trusted proxies the one they report.
    pub ip: Option<IpAddr>,
    /// What the client calls itself.
    pub user_agent: Option<String>,
    /// The id under which the request's log lines are found.
    pub correlation_id: Option<Uuid>,
}

/// Who asks, and from where.
#[derive(Debug, Clone)]
pub struct Actor {
    /// Who.
    pub who: Who,
    /// From where.
    pub origin: Origin,
}

impl Actor {
    /// Nobody in particular.
    #[must_use]
    pub fn anonymous(origin: Origin) -> Self {
        Self { who: Who::Anonymous, origin }
    }

    /// MediaNest itself, in the named job or command.
    #[must_use]
    pub fn system(name: &'static str) -> Self {
        Self { who: Who::System(name), origin: Origin::default() }
    }

    /// The person who asks, whatever they may do: for their own sign-in and out, and their own account page.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`] for anybody not signed in, the system included.
    pub fn person(&self) -> Result<&SignedIn> {
        match &self.who {
            Who::Person(person) => Ok(person),
            Who::Anonymous | Who::System(_) => Err(Error::Unauthenticated),
        }
    }

    /// The id of the person who asks, if one does.
    #[must_use]
    pub fn user_id(&self) -> Option<UserId> {
        match &self.who {
            Who::Person(person) => Some(person.id),
            Who::Anonymous | Who::System(_) => None,
        }
    }

    /// The person who asks, if what they are signed in with lets them do this.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`], or [`Error::Forbidden`] for a key or player without the scope and for somebody who
    /// must change their password first.
    pub fn require(&self, access: Access) -> Result<&SignedIn> {
        let person = self.person()?;
        if person.requires_password_change {
            return Err(Error::Forbidden("change your password first"));
        }
        if !person.access.contains(&access) {
            return Err(Error::Forbidden(match access {
                Access::Read => "this key lacks the scope `read`",
                Access::Write => "this key lacks the scope `write`",
                Access::Scrobble => "this key lacks the scope `scrobble`",
                Access::Admin => "this key lacks the scope `admin`",
            }));
        }
        Ok(person)
    }

    /// Lets the system and people of at least this role through.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`] or [`Error::Forbidden`]; the role counts only with the scope `admin`.
    pub fn require_role(&self, role: Role) -> Result<()> {
        if let Who::System(_) = self.who {
            return Ok(());
        }
        let person = self.person()?;
        if person.role < role {
            return Err(Error::Forbidden(match role {
                Role::Guest | Role::User => "guests may not do this",
                Role::Moderator => "only moderators and administrators may do this",
                Role::Admin => "only administrators may do this",
                Role::SuperAdmin => "only the super administrator may do this",
            }));
        }
        self.require(Access::Admin).map(|_| ())
    }
}
