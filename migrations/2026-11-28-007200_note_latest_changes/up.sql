-- When the parts of a person's diary last changed, by what kind of thing changed: programs that keep a copy ask for it often, and
-- finding it in a history of millions of plays would read all of them. Written in the transaction of the change, once a
-- statement. What is paused is not kept here: it changes with every report of a player, and its latest are few and indexed.
CREATE TABLE latest_changes (
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    part text NOT NULL,
    media_type_id uuid NOT NULL REFERENCES media_types (id) ON DELETE CASCADE,
    hierarchy_level smallint NOT NULL,
    changed_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, part, media_type_id, hierarchy_level),
    CONSTRAINT latest_changes_part_check CHECK (part ~ '^[a-z]+$')
);
CREATE INDEX latest_changes_media_type_id_idx ON latest_changes (media_type_id);

-- The part is the trigger's argument. Rows that go with their person or their item are nobody's change. The time is that of the
-- statement: of two transactions, the one that began first may end last. The order is one for all, so that none waits in a circle.
CREATE FUNCTION note_latest_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO latest_changes AS latest (user_id, part, media_type_id, hierarchy_level, changed_at)
    SELECT user_id, TG_ARGV[0], media_type_id, hierarchy_level, clock_timestamp()
    FROM (SELECT DISTINCT u.id AS user_id, i.media_type_id, i.hierarchy_level
          FROM changed_rows AS c
          JOIN users AS u ON u.id = c.user_id
          JOIN media_items AS i ON i.id = c.media_item_id) AS kinds
    ORDER BY user_id, media_type_id, hierarchy_level
    ON CONFLICT (user_id, part, media_type_id, hierarchy_level) DO UPDATE SET changed_at = excluded.changed_at
    WHERE latest.changed_at < excluded.changed_at;
    RETURN NULL;
END $$;

CREATE TRIGGER plays_note_on_insert AFTER INSERT ON plays REFERENCING NEW TABLE AS changed_rows
    FOR EACH STATEMENT EXECUTE FUNCTION note_latest_changes('watched');
CREATE TRIGGER plays_note_on_update AFTER UPDATE ON plays REFERENCING NEW TABLE AS changed_rows
    FOR EACH STATEMENT EXECUTE FUNCTION note_latest_changes('watched');
CREATE TRIGGER plays_note_on_delete AFTER DELETE ON plays REFERENCING OLD TABLE AS changed_rows
    FOR EACH STATEMENT EXECUTE FUNCTION note_latest_changes('watched');
CREATE TRIGGER user_ratings_note_on_insert AFTER INSERT ON user_ratings REFERENCING NEW TABLE AS changed_rows
    FOR EACH STATEMENT EXECUTE FUNCTION note_latest_changes('rated');
CREATE TRIGGER user_ratings_note_on_update AFTER UPDATE ON user_ratings REFERENCING NEW TABLE AS changed_rows
    FOR EACH STATEMENT EXECUTE FUNCTION note_latest_changes('rated');
CREATE TRIGGER user_ratings_note_on_delete AFTER DELETE ON user_ratings REFERENCING OLD TABLE AS changed_rows
    FOR EACH STATEMENT EXECUTE FUNCTION note_latest_changes('rated');
CREATE TRIGGER collected_items_note_on_insert AFTER INSERT ON collected_items REFERENCING NEW TABLE AS changed_rows
    FOR EACH STATEMENT EXECUTE FUNCTION note_latest_changes('collected');
CREATE TRIGGER collected_items_note_on_update AFTER UPDATE ON collected_items REFERENCING NEW TABLE AS changed_rows
    FOR EACH STATEMENT EXECUTE FUNCTION note_latest_changes('collected');
CREATE TRIGGER collected_items_note_on_delete AFTER DELETE ON collected_items REFERENCING OLD TABLE AS changed_rows
    FOR EACH STATEMENT EXECUTE FUNCTION note_latest_changes('collected');

-- What changed before.
INSERT INTO latest_changes (user_id, part, media_type_id, hierarchy_level, changed_at)
SELECT c.user_id, c.part, i.media_type_id, i.hierarchy_level, max(c.at)
FROM (
    SELECT user_id, 'watched' AS part, media_item_id, max(updated_at) AS at FROM plays GROUP BY user_id, media_item_id
    UNION ALL SELECT user_id, 'rated', media_item_id, updated_at FROM user_ratings
    UNION ALL SELECT user_id, 'rated', media_item_id, created_at FROM user_rating_history
    UNION ALL SELECT user_id, 'collected', media_item_id, updated_at FROM collected_items) AS c
JOIN media_items AS i ON i.id = c.media_item_id
GROUP BY c.user_id, c.part, i.media_type_id, i.hierarchy_level;
