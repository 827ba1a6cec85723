CREATE TABLE groups (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    description text,
    group_type text NOT NULL,
    owner_user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    privacy text NOT NULL DEFAULT 'private',
    settings jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT groups_name_check CHECK (length(name) BETWEEN 1 AND 100),
    CONSTRAINT groups_group_type_check CHECK (group_type IN ('family', 'friends', 'custom')),
    CONSTRAINT groups_privacy_check CHECK (privacy IN ('private', 'invite_only', 'public')),
    CONSTRAINT groups_settings_check CHECK (pg_column_size(settings) < 16384)
);
CREATE INDEX groups_owner_user_id_idx ON groups (owner_user_id);
CREATE INDEX groups_group_type_idx ON groups (group_type);
CREATE TRIGGER groups_touch BEFORE UPDATE ON groups FOR EACH ROW EXECUTE FUNCTION touch_updated_at();

-- permissions is what the member lets the group see (history, stats, currently_watching), true unless said otherwise.
CREATE TABLE group_members (
    id uuid PRIMARY KEY,
    group_id uuid NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    role text NOT NULL,
    permissions jsonb NOT NULL DEFAULT '{}',
    joined_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT group_members_key UNIQUE (group_id, user_id),
    CONSTRAINT group_members_role_check CHECK (role IN ('owner', 'admin', 'member', 'limited')),
    CONSTRAINT group_members_permissions_check CHECK (pg_column_size(permissions) < 16384)
);
CREATE INDEX group_members_user_id_idx ON group_members (user_id);

CREATE TABLE group_invitations (
    id uuid PRIMARY KEY,
    group_id uuid NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
    from_user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    to_user_id uuid REFERENCES users (id) ON DELETE CASCADE,
    to_email citext,
    role text NOT NULL DEFAULT 'member',
    invite_code_hash bytea NOT NULL UNIQUE,
    expires_at timestamptz NOT NULL,
    accepted_at timestamptz,
    declined_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT group_invitations_role_check CHECK (role IN ('admin', 'member', 'limited'))
);
CREATE INDEX group_invitations_group_id_idx ON group_invitations (group_id);
CREATE INDEX group_invitations_from_user_id_idx ON group_invitations (from_user_id);
CREATE INDEX group_invitations_to_user_id_idx ON group_invitations (to_user_id);

-- One row per pair, whoever asked. A blocked pair was blocked by requester_id.
CREATE TABLE friendships (
    id uuid PRIMARY KEY,
    requester_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    addressee_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    state text NOT NULL DEFAULT 'requested',
    answered_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT friendships_state_check CHECK (state IN ('requested', 'accepted', 'blocked')),
    CONSTRAINT friendships_self_check CHECK (requester_id <> addressee_id)
);
CREATE UNIQUE INDEX friendships_pair_idx ON friendships (least(requester_id, addressee_id), greatest(requester_id, addressee_id));
CREATE INDEX friendships_requester_id_idx ON friendships (requester_id, state);
CREATE INDEX friendships_addressee_id_idx ON friendships (addressee_id, state);
CREATE TRIGGER friendships_touch BEFORE UPDATE ON friendships FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
