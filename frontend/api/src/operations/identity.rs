//! Who one is: signing in and out, one's account, sessions, keys, devices; and people, for those who look after them.

use super::common::{PageInfo, PersonCard};
use crate::operation::{enums, mutations, operations};
use crate::scalars::{DateTime, Id, Json, Patch};
use crate::schema;

enums! {
    /// How a session's tokens travel.
    TokenMode { Bearer = "BEARER", Cookie = "COOKIE" }

    /// What kind of sign-in a session is.
    SessionKind { Browser = "BROWSER", Bearer = "BEARER", Device = "DEVICE" }

    /// What somebody may do here, the least first.
    UserRole { Guest = "GUEST", User = "USER", Moderator = "MODERATOR", Admin = "ADMIN", SuperAdmin = "SUPER_ADMIN" }

    /// Whether somebody may sign in.
    UserStatus { Active = "ACTIVE", Suspended = "SUSPENDED", Deleted = "DELETED" }

    /// Who may see one part of a person's life here.
    Audience { Nobody = "NOBODY", Friends = "FRIENDS", Members = "MEMBERS" }

    /// The colours somebody wants to see.
    Theme { System = "SYSTEM", Light = "LIGHT", Dark = "DARK", HighContrast = "HIGH_CONTRAST" }

    /// A language that MediaNest speaks.
    Locale { En = "EN", De = "DE", Es = "ES" }

    /// Where somebody wants to begin.
    StartPage { Home = "HOME", Live = "LIVE", Discover = "DISCOVER", Library = "LIBRARY", History = "HISTORY" }

    /// A scale that ratings are given and shown on.
    RatingScale { Numeric = "NUMERIC", Stars = "STARS", Thumbs = "THUMBS" }

    /// What an API key or a player lets its holder do.
    ApiKeyScope { Read = "READ", Write = "WRITE", Scrobble = "SCROBBLE", Admin = "ADMIN" }
}

impl UserRole {
    /// Whether the pages for administrators are for them.
    #[must_use]
    pub const fn is_administrator(self) -> bool {
        matches!(self, Self::Admin | Self::SuperAdmin)
    }

    /// Whether they may look after the catalogue and people.
    #[must_use]
    pub const fn is_moderator(self) -> bool {
        matches!(self, Self::Moderator | Self::Admin | Self::SuperAdmin)
    }
}

/// What somebody lets others see.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
pub struct PrivacySettings {
    pub allow_friend_requests: bool,
    pub currently_watching: Audience,
    pub history: Audience,
    pub never_share: bool,
    pub profile: Audience,
    pub stats: Audience,
}

/// How somebody wants to see MediaNest.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub struct Preferences {
    pub theme: Theme,
    pub locale: Locale,
    pub timezone: String,
    pub rating_scale: RatingScale,
    pub start_page: StartPage,
    pub reduced_motion: bool,
    pub client_data: Json,
}

/// The one who is signed in, with all that is theirs to know.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "User")]
pub struct Viewer {
    pub id: Id,
    pub username: Option<String>,
    pub display_name: String,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub avatar_url: Option<String>,
    pub avatar_source: Option<String>,
    pub bio: Option<String>,
    pub email: Option<String>,
    pub email_verified_at: Option<DateTime>,
    pub role: Option<UserRole>,
    pub locale: Option<String>,
    pub timezone: Option<String>,
    pub requires_password_change: Option<bool>,
    pub preferences: Option<Preferences>,
    pub privacy_settings: Option<PrivacySettings>,
    pub created_at: DateTime,
}

/// Somebody, as those see them who look after people.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "User")]
pub struct UserRow {
    pub id: Id,
    pub username: Option<String>,
    pub display_name: String,
    pub avatar_url: Option<String>,
    pub email: Option<String>,
    pub role: Option<UserRole>,
    pub status: Option<UserStatus>,
    pub is_claimed: bool,
    pub requires_password_change: Option<bool>,
    pub created_at: DateTime,
    pub last_login_at: Option<DateTime>,
}

/// A place where the caller is signed in.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Session")]
pub struct SessionRow {
    pub id: Id,
    pub kind: SessionKind,
    pub is_current: bool,
    pub device_name: Option<String>,
    pub client_id: Option<String>,
    pub user_agent: Option<String>,
    pub ip_address: Option<String>,
    pub scopes: Option<Vec<ApiKeyScope>>,
    pub created_at: DateTime,
    pub last_used_at: DateTime,
    pub expires_at: DateTime,
}

/// One of the caller's API keys.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "ApiKey")]
pub struct ApiKeyRow {
    pub id: Id,
    pub name: String,
    pub prefix: String,
    pub scopes: Vec<ApiKeyScope>,
    pub usage_count: i32,
    pub created_at: DateTime,
    pub expires_at: Option<DateTime>,
    pub last_used_at: Option<DateTime>,
    pub last_ip_address: Option<String>,
}

/// A device that waits for its code to be typed in.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "DeviceAuthorization")]
pub struct DeviceRow {
    pub id: Id,
    pub client_id: String,
    pub user_code: String,
    pub created_at: DateTime,
    pub expires_at: DateTime,
}

/// A device that the caller let in by its code.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "ConnectedDevice")]
pub struct ConnectedDeviceRow {
    pub id: Id,
    pub name: String,
    pub client_id: Option<String>,
    pub user_agent: Option<String>,
    pub ip_address: Option<String>,
    pub scopes: Vec<ApiKeyScope>,
    pub connected_at: DateTime,
    pub last_used_at: DateTime,
    pub expires_at: DateTime,
}

/// What anybody may know of a server.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
pub struct ServerInfo {
    pub name: String,
    pub needs_setup: bool,
    pub version: String,
    pub locales: Vec<Locale>,
    pub default_locale: Locale,
}

/// Whether the server waits for its first administrator. Anybody may ask.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query")]
pub struct Server {
    pub server_info: ServerInfo,
}

/// Who is signed in.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Query")]
pub struct Me {
    pub me: Viewer,
}

/// Where the caller is signed in, the newest first.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query")]
pub struct Sessions {
    pub sessions: Vec<SessionRow>,
}

/// The caller's API keys, the newest first.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query")]
pub struct ApiKeys {
    pub api_keys: Vec<ApiKeyRow>,
}

/// The devices that the caller let in by their codes.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query")]
pub struct ConnectedDevices {
    pub connected_devices: Vec<ConnectedDeviceRow>,
}

/// The variables of [`DeviceByCode`].
#[derive(cynic::QueryVariables, Clone, Debug)]
pub struct DeviceByCodeVariables {
    pub user_code: String,
}

/// The device that waits with a code, to be looked at before it is let in.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", variables = "DeviceByCodeVariables")]
pub struct DeviceByCode {
    #[arguments(userCode: $user_code)]
    pub device_authorization: DeviceRow,
}

/// Which people are asked for.
#[derive(cynic::InputObject, Clone, Debug, Default, PartialEq, Eq)]
pub struct UserFilterInput {
    pub is_claimed: Option<bool>,
    pub role: Option<UserRole>,
    pub search: Option<String>,
    pub status: Option<UserStatus>,
}

/// The variables of [`Users`] and [`PeopleSearch`].
#[derive(cynic::QueryVariables, Clone, Debug, Default)]
pub struct UsersVariables {
    pub filter: Option<UserFilterInput>,
    pub first: Option<i32>,
    pub after: Option<String>,
}

/// A page of people, for those who look after them.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "UserConnection")]
pub struct UserRows {
    pub nodes: Vec<UserRow>,
    pub page_info: PageInfo,
    pub total_count: i32,
}

/// People, for those who look after them.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", variables = "UsersVariables")]
pub struct Users {
    #[arguments(filter: $filter, first: $first, after: $after)]
    pub users: UserRows,
}

/// A page of people, to pick one.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "UserConnection")]
pub struct PersonCards {
    pub nodes: Vec<PersonCard>,
    pub page_info: PageInfo,
}

/// People by name, as far as the caller may see them.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", variables = "UsersVariables")]
pub struct PeopleSearch {
    #[arguments(filter: $filter, first: $first, after: $after)]
    pub users: PersonCards,
}

operations! {
    Query Server;
    Query Me;
    Query Sessions;
    Query ApiKeys;
    Query ConnectedDevices;
    Query DeviceByCode(DeviceByCodeVariables);
    Query Users(UsersVariables);
    Query PeopleSearch(UsersVariables);
}

/// What somebody signs in with.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct SignInInput {
    pub login: String,
    pub password: String,
    pub device_name: Option<String>,
}

/// The first administrator, and the token of the link that the server printed.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct CompleteSetupInput {
    pub token: String,
    pub username: String,
    pub password: String,
    pub display_name: Option<String>,
    pub email: Option<String>,
}

/// A new password.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct ChangePasswordInput {
    pub current_password: String,
    pub new_password: String,
}

/// A new e-mail address, and the password if the account has one.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct ChangeEmailInput {
    pub email: Option<String>,
    pub current_password: Option<String>,
}

/// What to change about oneself.
#[derive(cynic::InputObject, Clone, Debug, Default)]
pub struct UpdateProfileInput {
    #[cynic(skip_serializing_if = "Patch::is_keep")]
    pub display_name: Patch<String>,
    #[cynic(skip_serializing_if = "Patch::is_keep")]
    pub first_name: Patch<String>,
    #[cynic(skip_serializing_if = "Patch::is_keep")]
    pub last_name: Patch<String>,
    #[cynic(skip_serializing_if = "Patch::is_keep")]
    pub avatar_url: Patch<String>,
    #[cynic(skip_serializing_if = "Patch::is_keep")]
    pub bio: Patch<String>,
    #[cynic(skip_serializing_if = "Patch::is_keep")]
    pub locale: Patch<String>,
    #[cynic(skip_serializing_if = "Patch::is_keep")]
    pub timezone: Patch<String>,
}

/// What to let others see; what is left out stays.
#[derive(cynic::InputObject, Clone, Debug, Default)]
pub struct UpdatePrivacySettingsInput {
    pub allow_friend_requests: Option<bool>,
    pub currently_watching: Option<Audience>,
    pub history: Option<Audience>,
    pub never_share: Option<bool>,
    pub profile: Option<Audience>,
    pub stats: Option<Audience>,
}

/// What to change of how somebody wants to see MediaNest. What is left out stays.
#[derive(cynic::InputObject, Clone, Debug, Default)]
pub struct UpdatePreferencesInput {
    pub theme: Option<Theme>,
    pub locale: Option<Locale>,
    pub timezone: Option<String>,
    pub rating_scale: Option<RatingScale>,
    pub start_page: Option<StartPage>,
    pub reduced_motion: Option<bool>,
    pub client_data: Option<Json>,
}

/// Which session to end.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct RevokeSessionInput {
    pub id: Id,
}

/// A key to be.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct CreateApiKeyInput {
    pub name: String,
    pub scopes: Vec<ApiKeyScope>,
    pub expires_at: Option<DateTime>,
}

/// Which key to revoke.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct RevokeApiKeyInput {
    pub id: Id,
}

/// Which device to let in.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct ApproveDeviceInput {
    pub user_code: String,
}

/// Which device to refuse.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct DenyDeviceInput {
    pub user_code: String,
}

/// Which device to let in no more.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct RevokeConnectedDeviceInput {
    pub id: Id,
}

/// Somebody who is to have an account.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct CreateUserInput {
    pub username: String,
    pub display_name: Option<String>,
    pub email: Option<String>,
    pub role: Option<UserRole>,
}

/// A new role for somebody.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct ChangeUserRoleInput {
    pub user_id: Id,
    pub role: UserRole,
}

/// Whom to keep out.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct SuspendUserInput {
    pub user_id: Id,
    pub reason: Option<String>,
}

/// Whom to let in again.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct ReinstateUserInput {
    pub user_id: Id,
}

/// Whose password to replace.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct ResetUserPasswordInput {
    pub user_id: Id,
}

mutations! {
    /// Makes the first administrator and signs them in. Ask [`Me`] afterwards: the answer was made before they were.
    CompleteSetup(CompleteSetupVariables, CompleteSetupInput) => complete_setup: CompleteSetupPayload { user: PersonCard, }

    /// Signs somebody in. Ask [`Me`] afterwards: the answer was made before they were.
    SignIn(SignInVariables, SignInInput) => sign_in: SignInPayload { user: PersonCard, }

    /// Changes the caller's password.
    ChangePassword(ChangePasswordVariables, ChangePasswordInput) => change_password: ChangePasswordPayload { user: Viewer, }

    /// Changes the caller's e-mail address.
    ChangeEmail(ChangeEmailVariables, ChangeEmailInput) => change_email: ChangeEmailPayload { user: Viewer, }

    /// Changes what the caller says about themselves.
    UpdateProfile(UpdateProfileVariables, UpdateProfileInput) => update_profile: UpdateProfilePayload { user: Viewer, }

    /// Changes what the caller lets others see.
    UpdatePrivacySettings(UpdatePrivacySettingsVariables, UpdatePrivacySettingsInput)
        => update_privacy_settings: UpdatePrivacySettingsPayload { user: Viewer, }

    /// Changes what the app remembers for the caller.
    UpdatePreferences(UpdatePreferencesVariables, UpdatePreferencesInput)
        => update_preferences: UpdatePreferencesPayload { user: Viewer, }

    /// Ends one of the caller's sessions.
    RevokeSession(RevokeSessionVariables, RevokeSessionInput) => revoke_session: RevokeSessionPayload { session: SessionRow, }

    /// Makes an API key. Its secret is shown this once.
    CreateApiKey(CreateApiKeyVariables, CreateApiKeyInput)
        => create_api_key: CreateApiKeyPayload { api_key: ApiKeyRow, secret: String, }

    /// Revokes an API key.
    RevokeApiKey(RevokeApiKeyVariables, RevokeApiKeyInput) => revoke_api_key: RevokeApiKeyPayload { api_key: ApiKeyRow, }

    /// Lets in the device that shows a code.
    ApproveDevice(ApproveDeviceVariables, ApproveDeviceInput)
        => approve_device: ApproveDevicePayload { device_authorization: DeviceRow, }

    /// Refuses the device that shows a code.
    DenyDevice(DenyDeviceVariables, DenyDeviceInput) => deny_device: DenyDevicePayload { device_authorization: DeviceRow, }

    /// Lets a device in no more.
    RevokeConnectedDevice(RevokeConnectedDeviceVariables, RevokeConnectedDeviceInput)
        => revoke_connected_device: RevokeConnectedDevicePayload { device: ConnectedDeviceRow, }

    /// Makes an account. Its temporary password is shown this once.
    CreateUser(CreateUserVariables, CreateUserInput)
        => create_user: CreateUserPayload { user: UserRow, temporary_password: String, }

    /// Changes what somebody may do.
    ChangeUserRole(ChangeUserRoleVariables, ChangeUserRoleInput) => change_user_role: ChangeUserRolePayload { user: UserRow, }

    /// Keeps somebody out.
    SuspendUser(SuspendUserVariables, SuspendUserInput) => suspend_user: SuspendUserPayload { user: UserRow, }

    /// Lets somebody in again.
    ReinstateUser(ReinstateUserVariables, ReinstateUserInput) => reinstate_user: ReinstateUserPayload { user: UserRow, }

    /// Replaces somebody's password. The temporary one is shown this once.
    ResetUserPassword(ResetUserPasswordVariables, ResetUserPasswordInput)
        => reset_user_password: ResetUserPasswordPayload { user: UserRow, temporary_password: String, }
}
