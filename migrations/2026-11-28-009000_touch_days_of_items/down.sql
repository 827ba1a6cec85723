DELETE FROM user_stats_cache WHERE stat_key NOT LIKE 'day:%';
DROP TRIGGER user_libraries_touch_stats_on_delete ON user_libraries;
DROP TRIGGER user_libraries_touch_stats_on_update ON user_libraries;
DROP TRIGGER user_libraries_touch_stats_on_insert ON user_libraries;
DROP FUNCTION touch_stats_of_kept();
DROP TRIGGER media_items_touch_stats ON media_items;
CREATE OR REPLACE FUNCTION touch_stats_of_item() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO user_stats_touched (user_id, touched_on)
    SELECT DISTINCT user_id, (watched_at AT TIME ZONE 'UTC')::date FROM plays
    WHERE media_item_id = NEW.id AND deleted_at IS NULL AND watched_seconds IS NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER media_items_touch_stats AFTER UPDATE OF runtime_seconds ON media_items
    FOR EACH ROW WHEN (OLD.runtime_seconds IS DISTINCT FROM NEW.runtime_seconds) EXECUTE FUNCTION touch_stats_of_item();
