-- What was played most is counted ahead by now, so more of an item counts than how long it lasts: its kind, its place, its
-- genres. A part without genres has those of the whole.
CREATE OR REPLACE FUNCTION touch_stats_of_item() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO user_stats_touched (user_id, touched_on)
    SELECT DISTINCT p.user_id, (p.watched_at AT TIME ZONE 'UTC')::date
    FROM plays AS p
    WHERE p.deleted_at IS NULL AND p.media_item_id IN (
        SELECT NEW.id
        UNION ALL
        SELECT i.id FROM media_items AS i WHERE i.root_id = NEW.id AND OLD.genres IS DISTINCT FROM NEW.genres);
    RETURN NULL;
END $$;
DROP TRIGGER media_items_touch_stats ON media_items;
CREATE TRIGGER media_items_touch_stats
    AFTER UPDATE OF runtime_seconds, genres, media_type_id, parent_id, root_id, hierarchy_level, position_path ON media_items
    FOR EACH ROW WHEN (
        (OLD.runtime_seconds, OLD.genres, OLD.media_type_id, OLD.parent_id, OLD.root_id, OLD.hierarchy_level, OLD.position_path)
        IS DISTINCT FROM
        (NEW.runtime_seconds, NEW.genres, NEW.media_type_id, NEW.parent_id, NEW.root_id, NEW.hierarchy_level, NEW.position_path)
    ) EXECUTE FUNCTION touch_stats_of_item();

-- What somebody keeps for themselves is not named to others, nor are its parts.
CREATE FUNCTION touch_stats_of_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    entry user_libraries := coalesce(NEW, OLD);
BEGIN
    INSERT INTO user_stats_touched (user_id, touched_on)
    SELECT DISTINCT p.user_id, (p.watched_at AT TIME ZONE 'UTC')::date
    FROM plays AS p
    JOIN media_items AS i ON i.id = p.media_item_id
    JOIN users AS u ON u.id = p.user_id
    WHERE p.user_id = entry.user_id AND p.deleted_at IS NULL AND entry.media_item_id IN (i.id, i.root_id);
    RETURN NULL;
END $$;
CREATE TRIGGER user_libraries_touch_stats_on_insert AFTER INSERT ON user_libraries
    FOR EACH ROW WHEN (NEW.is_private) EXECUTE FUNCTION touch_stats_of_kept();
CREATE TRIGGER user_libraries_touch_stats_on_update AFTER UPDATE OF is_private ON user_libraries
    FOR EACH ROW WHEN (OLD.is_private IS DISTINCT FROM NEW.is_private) EXECUTE FUNCTION touch_stats_of_kept();
CREATE TRIGGER user_libraries_touch_stats_on_delete AFTER DELETE ON user_libraries
    FOR EACH ROW WHEN (OLD.is_private) EXECUTE FUNCTION touch_stats_of_kept();

-- Of what was played before only the days are counted.
INSERT INTO user_stats_touched (user_id, touched_on)
SELECT DISTINCT user_id, (watched_at AT TIME ZONE 'UTC')::date FROM plays WHERE deleted_at IS NULL;
