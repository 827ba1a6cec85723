-- Days on which what a person played changed, and which were not counted anew since. The triggers below write them in the
-- transaction of the change, so no way of changing plays can forget to. Rows are only added, so writers wait for nobody, and a
-- change that is not committed yet cannot be taken for counted. A day is one of UTC: the person's own begin and end in it or
-- in its neighbours. The key is made here because no server takes part.
CREATE TABLE user_stats_touched (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    touched_on date NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX user_stats_touched_user_id_idx ON user_stats_touched (user_id, touched_on);

CREATE FUNCTION touch_stats_of_new_plays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO user_stats_touched (user_id, touched_on)
    SELECT DISTINCT user_id, (watched_at AT TIME ZONE 'UTC')::date FROM new_plays WHERE deleted_at IS NULL;
    RETURN NULL;
END $$;

CREATE FUNCTION touch_stats_of_changed_plays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO user_stats_touched (user_id, touched_on)
    SELECT DISTINCT play.user_id, (play.watched_at AT TIME ZONE 'UTC')::date
    FROM old_plays AS o
    JOIN new_plays AS n ON n.id = o.id
    CROSS JOIN LATERAL (VALUES (o.user_id, o.watched_at, o.deleted_at), (n.user_id, n.watched_at, n.deleted_at))
        AS play (user_id, watched_at, deleted_at)
    WHERE play.deleted_at IS NULL
      AND (o.user_id, o.media_item_id, o.watched_at, o.date_precision, o.timezone, o.watched_seconds, o.is_private, o.deleted_at)
          IS DISTINCT FROM
          (n.user_id, n.media_item_id, n.watched_at, n.date_precision, n.timezone, n.watched_seconds, n.is_private, n.deleted_at);
    RETURN NULL;
END $$;

-- Plays that go with their person need no counting.
CREATE FUNCTION touch_stats_of_old_plays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO user_stats_touched (user_id, touched_on)
    SELECT DISTINCT o.user_id, (o.watched_at AT TIME ZONE 'UTC')::date
    FROM old_plays AS o JOIN users AS u ON u.id = o.user_id
    WHERE o.deleted_at IS NULL;
    RETURN NULL;
END $$;

-- A play lasts as long as the item, unless the player measured it.
CREATE FUNCTION touch_stats_of_item() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO user_stats_touched (user_id, touched_on)
    SELECT DISTINCT user_id, (watched_at AT TIME ZONE 'UTC')::date FROM plays
    WHERE media_item_id = NEW.id AND deleted_at IS NULL AND watched_seconds IS NULL;
    RETURN NULL;
END $$;

-- In another zone the days begin at other times.
CREATE FUNCTION touch_stats_of_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO user_stats_touched (user_id, touched_on)
    SELECT DISTINCT user_id, (watched_at AT TIME ZONE 'UTC')::date FROM plays WHERE user_id = NEW.id AND deleted_at IS NULL;
    RETURN NULL;
END $$;

CREATE TRIGGER plays_touch_stats_on_insert AFTER INSERT ON plays REFERENCING NEW TABLE AS new_plays
    FOR EACH STATEMENT EXECUTE FUNCTION touch_stats_of_new_plays();
CREATE TRIGGER plays_touch_stats_on_update AFTER UPDATE ON plays REFERENCING OLD TABLE AS old_plays NEW TABLE AS new_plays
    FOR EACH STATEMENT EXECUTE FUNCTION touch_stats_of_changed_plays();
CREATE TRIGGER plays_touch_stats_on_delete AFTER DELETE ON plays REFERENCING OLD TABLE AS old_plays
    FOR EACH STATEMENT EXECUTE FUNCTION touch_stats_of_old_plays();
CREATE TRIGGER media_items_touch_stats AFTER UPDATE OF runtime_seconds ON media_items
    FOR EACH ROW WHEN (OLD.runtime_seconds IS DISTINCT FROM NEW.runtime_seconds) EXECUTE FUNCTION touch_stats_of_item();
CREATE TRIGGER users_touch_stats AFTER UPDATE OF timezone ON users
    FOR EACH ROW WHEN (OLD.timezone IS DISTINCT FROM NEW.timezone) EXECUTE FUNCTION touch_stats_of_person();

-- What was played before is still to be counted.
INSERT INTO user_stats_touched (user_id, touched_on)
SELECT DISTINCT user_id, (watched_at AT TIME ZONE 'UTC')::date FROM plays WHERE deleted_at IS NULL;
