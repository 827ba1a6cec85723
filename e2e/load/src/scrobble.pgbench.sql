\set person random(1, 100)
\set film random(1, 9500)
BEGIN;
INSERT INTO interaction_events (id, occurred_at, received_at, user_id, media_item_id, event_type, progress_percent, source)
    SELECT gen_random_uuid(), now(), now(), p.id, f.id, 'start', 0, 'pgbench' FROM bench_people AS p, bench_films AS f WHERE p.n = :person AND f.n = :film;
INSERT INTO currently_watching (user_id, media_item_id, state, source, started_at, last_heartbeat_at, expires_at)
    SELECT p.id, f.id, 'playing', 'pgbench', now(), now(), now() + interval '5 minutes' FROM bench_people AS p, bench_films AS f WHERE p.n = :person AND f.n = :film
    ON CONFLICT (user_id) DO UPDATE SET media_item_id = EXCLUDED.media_item_id, last_heartbeat_at = EXCLUDED.last_heartbeat_at, expires_at = EXCLUDED.expires_at;
INSERT INTO playback_positions (user_id, media_item_id, progress_percent, source, occurred_at)
    SELECT p.id, f.id, 0, 'pgbench', now() FROM bench_people AS p, bench_films AS f WHERE p.n = :person AND f.n = :film
    ON CONFLICT (user_id, media_item_id) DO UPDATE SET progress_percent = EXCLUDED.progress_percent, occurred_at = EXCLUDED.occurred_at;
SELECT pg_notify('bench', '');
COMMIT;
BEGIN;
INSERT INTO interaction_events (id, occurred_at, received_at, user_id, media_item_id, event_type, progress_percent, source)
    SELECT gen_random_uuid(), clock_timestamp(), now(), p.id, f.id, 'stop', 95, 'pgbench' FROM bench_people AS p, bench_films AS f WHERE p.n = :person AND f.n = :film;
INSERT INTO plays (id, user_id, media_item_id, started_at, watched_at, progress_percent, origin, source)
    SELECT gen_random_uuid(), p.id, f.id, now(), now(), 95, 'scrobble', 'pgbench' FROM bench_people AS p, bench_films AS f WHERE p.n = :person AND f.n = :film;
INSERT INTO user_libraries (id, user_id, media_item_id, status, added_at)
    SELECT gen_random_uuid(), p.id, f.id, 'completed', now() FROM bench_people AS p, bench_films AS f WHERE p.n = :person AND f.n = :film
    ON CONFLICT (user_id, media_item_id) DO UPDATE SET status = EXCLUDED.status;
DELETE FROM playback_positions WHERE user_id = (SELECT id FROM bench_people WHERE n = :person) AND media_item_id = (SELECT id FROM bench_films WHERE n = :film);
DELETE FROM currently_watching WHERE user_id = (SELECT id FROM bench_people WHERE n = :person);
SELECT pg_notify('bench', '');
COMMIT;
