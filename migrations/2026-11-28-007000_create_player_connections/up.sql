-- A person's own accounts on media servers and at Trakt, which are told what was played elsewhere. The credentials are encrypted,
-- key_id says with which key. machine is what the server calls itself, in its webhooks too. Until rests_until, nothing is sent:
-- the server did not answer, or asked for patience.
CREATE TABLE player_connections (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    kind text NOT NULL,
    name text NOT NULL,
    base_url text NOT NULL,
    machine text,
    account_key text,
    account_name text,
    credentials bytea NOT NULL,
    key_id text NOT NULL,
    state text NOT NULL,
    is_enabled boolean NOT NULL DEFAULT true,
    failures integer NOT NULL DEFAULT 0,
    rests_until timestamptz,
    last_error text,
    last_success_at timestamptz,
    last_failure_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT player_connections_kind_check CHECK (kind IN ('plex', 'jellyfin', 'emby', 'trakt')),
    CONSTRAINT player_connections_state_check CHECK (state IN ('pending', 'working', 'paused')),
    CONSTRAINT player_connections_name_check CHECK (length(name) BETWEEN 1 AND 100),
    CONSTRAINT player_connections_base_url_check CHECK (length(base_url) <= 500),
    CONSTRAINT player_connections_credentials_check CHECK (length(credentials) <= 16384)
);
CREATE INDEX player_connections_user_id_idx ON player_connections (user_id, created_at DESC);
CREATE TRIGGER player_connections_touch BEFORE UPDATE ON player_connections FOR EACH ROW EXECUTE FUNCTION touch_updated_at();

-- What such a server calls an item, so that it is looked for once.
CREATE TABLE player_connection_items (
    player_connection_id uuid NOT NULL REFERENCES player_connections (id) ON DELETE CASCADE,
    media_item_id uuid NOT NULL REFERENCES media_items (id) ON DELETE CASCADE,
    remote_item text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (player_connection_id, media_item_id),
    CONSTRAINT player_connection_items_remote_item_check CHECK (length(remote_item) BETWEEN 1 AND 200)
);
CREATE INDEX player_connection_items_media_item_id_idx ON player_connection_items (media_item_id);

-- Which server a delivery came from, and what that calls the item.
ALTER TABLE player_deliveries ADD COLUMN machine text, ADD COLUMN remote_item text;

-- What a person said that their players mean is listed by item. The table is small.
-- squawk-ignore require-concurrent-index-creation
CREATE INDEX player_matches_user_id_idx ON player_matches (user_id, media_item_id DESC);
