DROP TABLE friendships;
DROP TABLE group_invitations;
DROP TABLE group_members;
DROP TABLE groups;
