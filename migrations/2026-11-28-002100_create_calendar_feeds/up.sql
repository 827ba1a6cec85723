-- The address at which a person's calendar can be read without signing in: one each. The address holds a secret, of which the
-- hash is kept.
CREATE TABLE calendar_feeds (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL UNIQUE REFERENCES users (id) ON DELETE CASCADE,
    token_hash bytea NOT NULL UNIQUE,
    last_used_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now()
);

-- What somebody was told has come out, so that they are told once. Kept for as long as it could be told again.
CREATE TABLE announced_releases (
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    media_item_id uuid NOT NULL REFERENCES media_items (id) ON DELETE CASCADE,
    announced_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, media_item_id)
);
CREATE INDEX announced_releases_media_item_id_idx ON announced_releases (media_item_id);
CREATE INDEX announced_releases_announced_at_idx ON announced_releases (announced_at);

-- What comes out by the minute; what is known by the day alone has an index already. The catalogue is small enough to wait.
-- squawk-ignore require-concurrent-index-creation
CREATE INDEX media_items_released_at_idx ON media_items (released_at) WHERE released_at IS NOT NULL;
