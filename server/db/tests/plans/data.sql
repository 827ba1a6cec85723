-- Enough of everything that a plan which reads all of it is dearer than one which does not, with the planner's statistics.
INSERT INTO users (id, username, display_name, claimed_at)
    SELECT gen_random_uuid(), 'person' || n, 'Person ' || md5(n::text), now() FROM generate_series(1, 2000) AS n;
INSERT INTO media_items (id, media_type_id, root_id, hierarchy_level, position_path, name, sort_name, slug, year, released_on)
    SELECT id, '00000000-0000-7000-8000-000000000001', id, 0, '{}', 'Film ' || md5(n::text), 'film ' || md5(n::text), 'film-' || n,
        1930 + n % 96, date '1930-01-01' + n
    FROM (SELECT n, gen_random_uuid() AS id FROM generate_series(1, 10000) AS n) AS made;
INSERT INTO media_items (id, media_type_id, root_id, hierarchy_level, position_path, name, sort_name, slug)
    SELECT id, '00000000-0000-7000-8000-000000000002', id, 0, '{}', 'Show ' || n, 'show ' || n, 'show-' || n
    FROM (SELECT n, gen_random_uuid() AS id FROM generate_series(1, 200) AS n) AS made;
INSERT INTO media_items (id, media_type_id, parent_id, root_id, hierarchy_level, hierarchy_position, position_path, name, sort_name, slug)
    SELECT gen_random_uuid(), show.media_type_id, show.id, show.id, 1, 1, '{1}', 'Season 1', 'season 1', 'season-1'
    FROM media_items AS show WHERE show.slug LIKE 'show-%';
INSERT INTO media_items
    (id, media_type_id, parent_id, root_id, hierarchy_level, hierarchy_position, position_path, name, sort_name, slug, released_on)
    SELECT gen_random_uuid(), season.media_type_id, season.id, season.root_id, 2, n, ARRAY[1, n], 'Episode ' || n, 'episode ' || n,
        'episode-' || n, date '2020-01-01' + n
    FROM media_items AS season, generate_series(1, 20) AS n WHERE season.hierarchy_level = 1;

CREATE TEMPORARY TABLE person AS SELECT row_number() OVER () AS n, id FROM users;
CREATE TEMPORARY TABLE item AS SELECT row_number() OVER () AS n, id FROM media_items WHERE hierarchy_level <> 1;
CREATE UNIQUE INDEX ON person (n);
CREATE UNIQUE INDEX ON item (n);
CREATE TEMPORARY TABLE told AS
    SELECT t.n, p.id AS user_id, i.id AS media_item_id, timestamptz '2026-01-01' + t.n * interval '1 minute' AS at
    FROM generate_series(1, 40000) AS t (n)
    JOIN person AS p ON p.n = 1 + t.n % 2000 JOIN item AS i ON i.n = 1 + (t.n * 7) % 14000;
INSERT INTO user_libraries (id, user_id, media_item_id, status, added_at)
    SELECT gen_random_uuid(), user_id, media_item_id, 'watching', at FROM told ON CONFLICT DO NOTHING;
INSERT INTO user_ratings (id, user_id, media_item_id, rating, rated_at)
    SELECT gen_random_uuid(), user_id, media_item_id, n % 101, at FROM told ON CONFLICT DO NOTHING;
INSERT INTO user_reviews (id, user_id, media_item_id, content, is_public, created_at)
    SELECT gen_random_uuid(), user_id, media_item_id, 'Well.', true, at FROM told ON CONFLICT DO NOTHING;
INSERT INTO plays (id, user_id, media_item_id, watched_at, origin, source)
    SELECT gen_random_uuid(), user_id, media_item_id, at, 'manual', 'test' FROM told;
INSERT INTO interaction_events (id, occurred_at, received_at, user_id, media_item_id, event_type, source)
    SELECT gen_random_uuid(), at, at, user_id, media_item_id, 'stop', 'test' FROM told;
INSERT INTO playback_positions (user_id, media_item_id, progress_percent, source, occurred_at)
    SELECT user_id, media_item_id, 50, 'test', at FROM told ON CONFLICT DO NOTHING;
INSERT INTO player_webhooks (id, user_id, player, name, token_hash)
    SELECT gen_random_uuid(), id, 'plex', 'Test', sha256(id::text::bytea) FROM person;
INSERT INTO player_deliveries (id, player_webhook_id, user_id, player, verdict, match_keys, media_item_id, received_at)
    SELECT gen_random_uuid(), w.id, t.user_id, 'plex', CASE WHEN t.n % 3 = 0 THEN 'unmatched' ELSE 'counted' END,
        ARRAY['movie:tmdb:' || t.n], CASE WHEN t.n % 3 = 0 THEN NULL ELSE t.media_item_id END, t.at
    FROM told AS t JOIN player_webhooks AS w USING (user_id);
INSERT INTO player_matches (user_id, match_key, media_item_id) SELECT user_id, 'movie:tmdb:' || n, media_item_id FROM told;
INSERT INTO notifications (id, user_id, notification_type, category, title, message)
    SELECT gen_random_uuid(), user_id, 'test', 'system', 'Test', 'Test' FROM told;
INSERT INTO audit_logs (id, created_at, actor_kind, actor_id, actor_name, action, resource_type, resource_id)
    SELECT gen_random_uuid(), at, 'user', user_id, 'somebody', 'test.done', 'media_item', media_item_id FROM told;
INSERT INTO jobs (id, kind, lane, user_id, state, run_at, finished_at)
    SELECT gen_random_uuid(), 'test', 'sync', user_id, CASE WHEN n % 400 = 0 THEN 'queued' ELSE 'succeeded' END, at,
        CASE WHEN n % 400 = 0 THEN NULL ELSE at END
    FROM told;
INSERT INTO user_lists (id, user_id, name, audience)
    SELECT gen_random_uuid(), p.id, 'List ' || place, CASE WHEN place % 2 = 0 THEN 'members' ELSE 'friends' END
    FROM person AS p, generate_series(1, 5) AS place;
CREATE TEMPORARY TABLE list AS SELECT row_number() OVER () AS n, id, user_id FROM user_lists;
CREATE UNIQUE INDEX ON list (n);
INSERT INTO user_list_items (id, list_id, media_item_id, position, added_by_user_id, added_at)
    SELECT gen_random_uuid(), l.id, t.media_item_id, 'z' || lpad(t.n::text, 6, '0') || 'i', l.user_id, t.at
    FROM told AS t JOIN list AS l ON l.n = 1 + t.n % 2000 ON CONFLICT DO NOTHING;
INSERT INTO list_collaborators (list_id, user_id)
    SELECT l.id, p.id FROM list AS l JOIN person AS p ON p.n = 1 + (l.n * 3) % 2000 WHERE p.id <> l.user_id;
INSERT INTO friendships (id, requester_id, addressee_id, state)
    SELECT gen_random_uuid(), a.id, b.id, 'accepted' FROM person AS a JOIN person AS b ON b.n = a.n + 1;
INSERT INTO user_stats_cache (id, user_id, stat_key, stat_value, computed_at)
    SELECT gen_random_uuid(), p.id, 'day:' || (date '2026-01-01' + later), '{}', now()
    FROM person AS p, generate_series(1, 20) AS later;
INSERT INTO announced_releases (user_id, media_item_id, announced_at) SELECT user_id, media_item_id, at FROM told ON CONFLICT DO NOTHING;
