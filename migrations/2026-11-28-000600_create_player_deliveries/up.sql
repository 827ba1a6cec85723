-- Addresses at which a media server or player tells of one person's playback. The address holds a secret, of which the hash
-- is kept. Where a server tells of several people, account_name says which of its accounts is the person's. What came to an
-- address that was revoked stays.
CREATE TABLE player_webhooks (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    player text NOT NULL,
    name text NOT NULL,
    account_name text,
    token_hash bytea NOT NULL UNIQUE,
    last_used_at timestamptz,
    revoked_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT player_webhooks_player_check CHECK (player IN ('plex', 'jellyfin', 'emby', 'kodi')),
    CONSTRAINT player_webhooks_name_check CHECK (length(name) BETWEEN 1 AND 100),
    CONSTRAINT player_webhooks_account_name_check CHECK (length(account_name) BETWEEN 1 AND 200)
);
CREATE INDEX player_webhooks_user_id_idx ON player_webhooks (user_id, created_at DESC);

-- What came to such an address, and what was made of it. match_keys are what the message calls the thing that was played;
-- the payload, without the secrets in it, is what is read again when the delivery is replayed.
CREATE TABLE player_deliveries (
    id uuid PRIMARY KEY,
    player_webhook_id uuid NOT NULL REFERENCES player_webhooks (id) ON DELETE CASCADE,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    player text NOT NULL,
    verdict text NOT NULL,
    reason text,
    event_name text,
    account_name text,
    title text,
    match_keys text[] NOT NULL DEFAULT '{}',
    media_item_id uuid REFERENCES media_items (id) ON DELETE SET NULL,
    payload jsonb,
    received_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT player_deliveries_player_check CHECK (player IN ('plex', 'jellyfin', 'emby', 'kodi')),
    CONSTRAINT player_deliveries_verdict_check
        CHECK (verdict IN ('counted', 'started', 'paused', 'withdrawn', 'unmatched', 'ignored', 'failed')),
    CONSTRAINT player_deliveries_payload_check CHECK (pg_column_size(payload) < 131072)
);
CREATE INDEX player_deliveries_user_id_idx ON player_deliveries (user_id, id DESC);
CREATE INDEX player_deliveries_verdict_idx ON player_deliveries (user_id, verdict, id DESC);
CREATE INDEX player_deliveries_player_webhook_id_idx ON player_deliveries (player_webhook_id, id DESC);
CREATE INDEX player_deliveries_media_item_id_idx ON player_deliveries (media_item_id);

-- What a person says that their players mean by such a key.
CREATE TABLE player_matches (
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    match_key text NOT NULL,
    media_item_id uuid NOT NULL REFERENCES media_items (id) ON DELETE CASCADE,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, match_key),
    CONSTRAINT player_matches_match_key_check CHECK (length(match_key) BETWEEN 1 AND 600)
);
CREATE INDEX player_matches_media_item_id_idx ON player_matches (media_item_id);
