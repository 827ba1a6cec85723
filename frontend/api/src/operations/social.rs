//! Friends and groups: those with whom one shares.

use super::common::{IdVariables, IdVariablesFields, PageInfo, PageVariables, PageVariablesFields, PersonCard};
use super::diary::PresenceCard;
use crate::operation::{enums, mutations, operations};
use crate::scalars::{DateTime, Id, Patch};
use crate::schema;

enums! {
    /// Where a friendship stands.
    FriendshipState { Requested = "REQUESTED", Accepted = "ACCEPTED", Blocked = "BLOCKED" }

    /// What a group of people is.
    GroupType { Friends = "FRIENDS", Family = "FAMILY", Custom = "CUSTOM" }

    /// Who may find and join a group.
    GroupPrivacy { Private = "PRIVATE", InviteOnly = "INVITE_ONLY", Public = "PUBLIC" }

    /// What a member may do in a group.
    GroupRole { Owner = "OWNER", Admin = "ADMIN", Member = "MEMBER", Limited = "LIMITED" }
}

/// What the caller and somebody else are to each other.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Friendship")]
pub struct FriendshipRow {
    pub id: Id,
    pub state: FriendshipState,
    pub is_incoming: bool,
    pub user_id: Id,
    pub user: Option<PersonCard>,
    pub created_at: DateTime,
    pub answered_at: Option<DateTime>,
}

/// A page of friendships.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "FriendshipConnection")]
pub struct FriendshipRows {
    pub nodes: Vec<FriendshipRow>,
    pub page_info: PageInfo,
}

/// A group, as lists show it.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Group")]
pub struct GroupRow {
    pub id: Id,
    pub name: String,
    pub description: Option<String>,
    #[cynic(rename = "type")]
    pub kind: GroupType,
    pub privacy: GroupPrivacy,
    pub created_at: DateTime,
}

/// A page of groups.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "GroupConnection")]
pub struct GroupRows {
    pub nodes: Vec<GroupRow>,
    pub page_info: PageInfo,
}

/// A person in a group.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "GroupMember")]
#[expect(clippy::struct_excessive_bools, reason = "independent switches, as the schema has them")]
pub struct MemberRow {
    pub id: Id,
    pub role: GroupRole,
    pub user_id: Id,
    pub user: Option<PersonCard>,
    pub shows_currently_watching: bool,
    pub shows_history: bool,
    pub shows_stats: bool,
    pub takes_plays: bool,
    pub joined_at: DateTime,
}

/// A page of members.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "GroupMemberConnection")]
pub struct MemberRows {
    pub nodes: Vec<MemberRow>,
    pub page_info: PageInfo,
    pub total_count: i32,
}

/// A group with those in it.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Group")]
pub struct GroupDetail {
    pub id: Id,
    pub name: String,
    pub description: Option<String>,
    #[cynic(rename = "type")]
    pub kind: GroupType,
    pub privacy: GroupPrivacy,
    pub created_at: DateTime,
    #[arguments(first: 100)]
    pub members: MemberRows,
    /// Only for those who look after it.
    pub invitations: Vec<WaitingInvitation>,
}

/// An invitation into a group that waits for its answer, for those who look after the group.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "GroupInvitation")]
pub struct WaitingInvitation {
    pub id: Id,
    pub role: GroupRole,
    pub to_user_id: Option<Id>,
    pub to_user: Option<PersonCard>,
    pub to_email: Option<String>,
    pub expires_at: DateTime,
}

/// An invitation that waits for the caller's answer.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "GroupInvitation")]
pub struct InvitationRow {
    pub id: Id,
    pub group_id: Id,
    pub group_name: String,
    pub role: GroupRole,
    pub from_user: Option<PersonCard>,
    pub created_at: DateTime,
    pub expires_at: DateTime,
}

/// A page of invitations.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "GroupInvitationConnection")]
pub struct InvitationRows {
    pub nodes: Vec<InvitationRow>,
    pub page_info: PageInfo,
}

/// What one person shows of themselves to the caller.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "User")]
pub struct PersonDetail {
    pub id: Id,
    pub display_name: String,
    pub avatar_url: Option<String>,
    pub bio: Option<String>,
    pub is_claimed: bool,
    pub created_at: DateTime,
    pub currently_watching: Option<PresenceCard>,
}

/// One person; nothing where the caller may not see their profile.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Query", variables = "IdVariables")]
pub struct PersonById {
    #[arguments(id: $id)]
    pub user: Option<PersonDetail>,
}

/// The caller's friends.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", variables = "PageVariables")]
pub struct Friends {
    #[arguments(first: $first, after: $after)]
    pub friends: FriendshipRows,
}

/// The requests to and from the caller that wait for an answer.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", variables = "PageVariables")]
pub struct FriendRequests {
    #[arguments(first: $first, after: $after)]
    pub friend_requests: FriendshipRows,
}

/// Those whom the caller blocked.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", variables = "PageVariables")]
pub struct BlockedUsers {
    #[arguments(first: $first, after: $after)]
    pub blocked_users: FriendshipRows,
}

/// Those who are something to the caller: friends, who may become one, and who may not. Of each, the latest hundred.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query")]
pub struct Circle {
    #[arguments(first: 100)]
    pub friends: FriendshipRows,
    #[arguments(first: 100)]
    pub friend_requests: FriendshipRows,
    #[arguments(first: 100)]
    pub blocked_users: FriendshipRows,
}

impl Circle {
    /// What this person is to the caller, if anything.
    #[must_use]
    pub fn with(&self, person: &Id) -> Option<&FriendshipRow> {
        let all = [&self.friends, &self.friend_requests, &self.blocked_users];
        all.into_iter().flat_map(|rows| &rows.nodes).find(|row| row.user_id == *person)
    }
}

/// The groups that the caller is in.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", variables = "PageVariables")]
pub struct Groups {
    #[arguments(first: $first, after: $after)]
    pub groups: GroupRows,
}

/// One group that the caller is in.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", variables = "IdVariables")]
pub struct GroupById {
    #[arguments(id: $id)]
    pub group: GroupDetail,
}

/// The invitations into groups that wait for the caller's answer.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", variables = "PageVariables")]
pub struct GroupInvitations {
    #[arguments(first: $first, after: $after)]
    pub group_invitations: InvitationRows,
}

operations! {
    Query PersonById(IdVariables);
    Query Circle;
    Query Friends(PageVariables);
    Query FriendRequests(PageVariables);
    Query BlockedUsers(PageVariables);
    Query Groups(PageVariables);
    Query GroupById(IdVariables);
    Query GroupInvitations(PageVariables);
}

/// Whom to ask for friendship.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct RequestFriendshipInput {
    pub user_id: Id,
}

/// Which request to accept.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct AcceptFriendshipInput {
    pub friendship_id: Id,
}

/// Which friendship or request to end.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct RemoveFriendshipInput {
    pub friendship_id: Id,
}

/// Whom to block.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct BlockUserInput {
    pub user_id: Id,
}

/// Whom to block no more.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct UnblockUserInput {
    pub user_id: Id,
}

/// A new group.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct CreateGroupInput {
    pub name: String,
    #[cynic(rename = "type")]
    pub kind: GroupType,
    pub privacy: Option<GroupPrivacy>,
    pub description: Option<String>,
}

/// What to change about a group; what is left out stays.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct UpdateGroupInput {
    pub group_id: Id,
    pub name: Option<String>,
    #[cynic(rename = "type")]
    pub kind: Option<GroupType>,
    pub privacy: Option<GroupPrivacy>,
    #[cynic(skip_serializing_if = "Patch::is_keep")]
    pub description: Patch<String>,
}

/// Which group to delete.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct DeleteGroupInput {
    pub group_id: Id,
}

/// Which group to leave.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct LeaveGroupInput {
    pub group_id: Id,
}

/// Whom to invite into which group.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct InviteToGroupInput {
    pub group_id: Id,
    /// Whom; without it and an address it is for whoever is given its code.
    pub user_id: Option<Id>,
    pub email: Option<String>,
    pub role: Option<GroupRole>,
    pub expires_in_days: Option<i32>,
}

/// Which invitation to take back.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct RevokeGroupInvitationInput {
    pub group_id: Id,
    pub invitation_id: Id,
}

/// The code of an invitation.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct JoinGroupInput {
    pub code: String,
}

/// Which invitation to accept.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct AcceptGroupInvitationInput {
    pub invitation_id: Id,
}

/// Which invitation to decline.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct DeclineGroupInvitationInput {
    pub invitation_id: Id,
}

/// Whom to take out of which group.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct RemoveGroupMemberInput {
    pub group_id: Id,
    pub user_id: Id,
}

/// Whom to give which role.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct ChangeGroupMemberRoleInput {
    pub group_id: Id,
    pub user_id: Id,
    pub role: GroupRole,
}

/// What to let a group see; what is left out stays.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct UpdateMyGroupPermissionsInput {
    pub group_id: Id,
    pub currently_watching: Option<bool>,
    pub history: Option<bool>,
    pub stats: Option<bool>,
    pub takes_plays: Option<bool>,
}

mutations! {
    /// Asks somebody for friendship.
    RequestFriendship(RequestFriendshipVariables, RequestFriendshipInput)
        => request_friendship: RequestFriendshipPayload { friendship: FriendshipRow, }

    /// Accepts a request.
    AcceptFriendship(AcceptFriendshipVariables, AcceptFriendshipInput)
        => accept_friendship: AcceptFriendshipPayload { friendship: FriendshipRow, }

    /// Ends a friendship, or declines a request.
    RemoveFriendship(RemoveFriendshipVariables, RemoveFriendshipInput)
        => remove_friendship: RemoveFriendshipPayload { deleted_id: Id, }

    /// Blocks somebody.
    BlockUser(BlockUserVariables, BlockUserInput) => block_user: BlockUserPayload { friendship: FriendshipRow, }

    /// Blocks somebody no more.
    UnblockUser(UnblockUserVariables, UnblockUserInput) => unblock_user: UnblockUserPayload { user_id: Id, }

    /// Makes a group.
    CreateGroup(CreateGroupVariables, CreateGroupInput) => create_group: CreateGroupPayload { group: GroupRow, }

    /// Changes a group.
    UpdateGroup(UpdateGroupVariables, UpdateGroupInput) => update_group: UpdateGroupPayload { group: GroupRow, }

    /// Deletes a group.
    DeleteGroup(DeleteGroupVariables, DeleteGroupInput) => delete_group: DeleteGroupPayload { deleted_id: Id, }

    /// Leaves a group.
    LeaveGroup(LeaveGroupVariables, LeaveGroupInput) => leave_group: LeaveGroupPayload { left_id: Id, }

    /// Invites somebody into a group.
    InviteToGroup(InviteToGroupVariables, InviteToGroupInput)
        => invite_to_group: InviteToGroupPayload

    /// Takes an invitation back.
    RevokeGroupInvitation(RevokeGroupInvitationVariables, RevokeGroupInvitationInput)
        => revoke_group_invitation: RevokeGroupInvitationPayload { revoked_id: Id, }

    /// Joins a group by the code of an invitation.
    JoinGroup(JoinGroupVariables, JoinGroupInput) => join_group: JoinGroupPayload { group: GroupRow, }

    /// Accepts an invitation.
    AcceptGroupInvitation(AcceptGroupInvitationVariables, AcceptGroupInvitationInput)
        => accept_group_invitation: AcceptGroupInvitationPayload { group: GroupRow, }

    /// Declines an invitation.
    DeclineGroupInvitation(DeclineGroupInvitationVariables, DeclineGroupInvitationInput)
        => decline_group_invitation: DeclineGroupInvitationPayload { declined_id: Id, }

    /// Takes somebody out of a group.
    RemoveGroupMember(RemoveGroupMemberVariables, RemoveGroupMemberInput)
        => remove_group_member: RemoveGroupMemberPayload { user_id: Id, }

    /// Gives a member another role.
    ChangeGroupMemberRole(ChangeGroupMemberRoleVariables, ChangeGroupMemberRoleInput)
        => change_group_member_role: ChangeGroupMemberRolePayload { member: MemberRow, }

    /// Says what a group may see of the caller.
    UpdateMyGroupPermissions(UpdateMyGroupPermissionsVariables, UpdateMyGroupPermissionsInput)
        => update_my_group_permissions: UpdateMyGroupPermissionsPayload { member: MemberRow, }
}

/// What came of [`InviteToGroup`].
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
pub struct InviteToGroupPayload {
    /// The code, which is not shown again; none for an invitation that is to a person.
    pub code: Option<String>,
}
