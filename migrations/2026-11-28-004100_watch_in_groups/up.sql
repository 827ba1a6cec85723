-- Whether what another of the group plays with them comes into their history. Nobody's does unless they say so.
ALTER TABLE group_members ADD COLUMN takes_plays boolean NOT NULL DEFAULT false;

-- One of a group plays for several who sit together: what they play until ends_at comes into the history of those present.
CREATE TABLE group_watchings (
    id uuid PRIMARY KEY,
    group_id uuid NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
    host_user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    started_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT group_watchings_interval_check CHECK (started_at <= ends_at)
);
CREATE INDEX group_watchings_group_id_idx ON group_watchings (group_id, ends_at DESC);
CREATE INDEX group_watchings_host_user_id_idx ON group_watchings (host_user_id, ends_at DESC);

CREATE TABLE group_watching_members (
    group_watching_id uuid NOT NULL REFERENCES group_watchings (id) ON DELETE CASCADE,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (group_watching_id, user_id)
);
CREATE INDEX group_watching_members_user_id_idx ON group_watching_members (user_id);
