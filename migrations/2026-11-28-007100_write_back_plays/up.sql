-- What a person's connections are to be told: that something was played, or that it was taken back. Whether it is told after all
-- is decided when its turn comes: another play may be left, or the play may have come from that very server. The triggers below
-- write the rows in the transaction of the change, so no way of changing plays can forget to, and whoever has no connection pays
-- no statement for it. The key is made here because no server takes part. play_id is no reference: what takes a play back
-- outlives it.
CREATE TABLE playback_write_backs (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    number bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    player_connection_id uuid NOT NULL REFERENCES player_connections (id) ON DELETE CASCADE,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    media_item_id uuid NOT NULL REFERENCES media_items (id) ON DELETE CASCADE,
    play_id uuid NOT NULL,
    deed text NOT NULL,
    watched_at timestamptz NOT NULL,
    state text NOT NULL DEFAULT 'waiting',
    reason text,
    attempts integer NOT NULL DEFAULT 0,
    run_at timestamptz,
    attempted_at timestamptz,
    ended_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT playback_write_backs_deed_check CHECK (deed IN ('played', 'unplayed')),
    CONSTRAINT playback_write_backs_state_check CHECK (state IN ('waiting', 'told', 'skipped', 'unmatched', 'failed'))
);
CREATE INDEX playback_write_backs_waiting_idx ON playback_write_backs (player_connection_id, number) WHERE state = 'waiting';
CREATE INDEX playback_write_backs_user_id_idx ON playback_write_backs (user_id, number DESC);
CREATE INDEX playback_write_backs_player_connection_id_idx ON playback_write_backs (player_connection_id, number DESC);
CREATE INDEX playback_write_backs_media_item_id_idx ON playback_write_backs (media_item_id, player_connection_id);
CREATE INDEX playback_write_backs_ended_at_idx ON playback_write_backs (ended_at) WHERE ended_at IS NOT NULL;

-- Films and episodes are told of; an import is not, unless its person asks for it.
CREATE FUNCTION write_back_new_plays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO playback_write_backs (player_connection_id, user_id, media_item_id, play_id, deed, watched_at)
    SELECT c.id, n.user_id, n.media_item_id, n.id, 'played', n.watched_at
    FROM new_plays AS n
    JOIN player_connections AS c ON c.user_id = n.user_id AND c.is_enabled AND c.state <> 'pending'
    JOIN media_items AS i ON i.id = n.media_item_id
    JOIN media_types AS t ON t.id = i.media_type_id AND t.name IN ('movie', 'tv')
    WHERE n.deleted_at IS NULL AND n.origin <> 'import'
    ORDER BY n.watched_at, n.id;
    RETURN NULL;
END $$;

CREATE FUNCTION write_back_changed_plays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO playback_write_backs (player_connection_id, user_id, media_item_id, play_id, deed, watched_at)
    SELECT c.id, n.user_id, n.media_item_id, n.id, CASE WHEN n.deleted_at IS NULL THEN 'played' ELSE 'unplayed' END, n.watched_at
    FROM old_plays AS o
    JOIN new_plays AS n ON n.id = o.id
    JOIN player_connections AS c ON c.user_id = n.user_id AND c.is_enabled AND c.state <> 'pending'
    JOIN media_items AS i ON i.id = n.media_item_id
    JOIN media_types AS t ON t.id = i.media_type_id AND t.name IN ('movie', 'tv')
    WHERE (o.deleted_at IS NULL) <> (n.deleted_at IS NULL) AND (n.deleted_at IS NOT NULL OR n.origin <> 'import')
    ORDER BY n.watched_at, n.id;
    RETURN NULL;
END $$;

-- Plays that go with their person or their item are nobody's to take back.
CREATE FUNCTION write_back_old_plays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO playback_write_backs (player_connection_id, user_id, media_item_id, play_id, deed, watched_at)
    SELECT c.id, o.user_id, o.media_item_id, o.id, 'unplayed', o.watched_at
    FROM old_plays AS o
    JOIN users AS u ON u.id = o.user_id
    JOIN player_connections AS c ON c.user_id = o.user_id AND c.is_enabled AND c.state <> 'pending'
    JOIN media_items AS i ON i.id = o.media_item_id
    JOIN media_types AS t ON t.id = i.media_type_id AND t.name IN ('movie', 'tv')
    WHERE o.deleted_at IS NULL AND o.origin <> 'import'
    ORDER BY o.watched_at, o.id;
    RETURN NULL;
END $$;

CREATE TRIGGER plays_write_back_on_insert AFTER INSERT ON plays REFERENCING NEW TABLE AS new_plays
    FOR EACH STATEMENT EXECUTE FUNCTION write_back_new_plays();
CREATE TRIGGER plays_write_back_on_update AFTER UPDATE ON plays REFERENCING OLD TABLE AS old_plays NEW TABLE AS new_plays
    FOR EACH STATEMENT EXECUTE FUNCTION write_back_changed_plays();
CREATE TRIGGER plays_write_back_on_delete AFTER DELETE ON plays REFERENCING OLD TABLE AS old_plays
    FOR EACH STATEMENT EXECUTE FUNCTION write_back_old_plays();
