\set person :client_id + 1 + 8 * random(0, 11)
\set film random(1, 9500)
SELECT p.id AS person_id, f.id AS film_id FROM bench_people AS p, bench_films AS f WHERE p.n = :person AND f.n = :film \gset
BEGIN;
INSERT INTO interaction_events (id, occurred_at, received_at, expires_at, user_id, media_item_id, event_type, progress_percent, source, date_precision, is_private)
    VALUES (bench_id(), now(), now(), now() + interval '5 minutes', :person_id, :film_id, 'start', 0, 'pgbench', 'second', false);
INSERT INTO currently_watching (user_id, media_item_id, state, progress_percent, source, started_at, last_heartbeat_at, expires_at)
    VALUES (:person_id, :film_id, 'playing', 0, 'pgbench', now(), now(), now() + interval '5 minutes')
    ON CONFLICT (user_id) DO UPDATE SET media_item_id = EXCLUDED.media_item_id, started_at = EXCLUDED.started_at,
        last_heartbeat_at = EXCLUDED.last_heartbeat_at, expires_at = EXCLUDED.expires_at;
SELECT pg_notify('bench', CAST(:person_id AS text));
COMMIT;
BEGIN;
INSERT INTO interaction_events (id, occurred_at, received_at, user_id, media_item_id, event_type, progress_percent, source, date_precision, is_private)
    VALUES (bench_id(), now(), now(), :person_id, :film_id, 'stop', 95, 'pgbench', 'second', false);
WITH cycle AS (
    INSERT INTO watch_sessions (id, user_id, media_item_id, session_number, status, started_at, completed_at)
        SELECT bench_id(), CAST(:person_id AS uuid), CAST(:film_id AS uuid), coalesce(max(session_number), 0) + 1, 'completed', now(), now()
        FROM watch_sessions WHERE user_id = CAST(:person_id AS uuid) AND media_item_id = CAST(:film_id AS uuid)
        RETURNING id
)
INSERT INTO plays (id, user_id, media_item_id, watch_session_id, started_at, watched_at, run_started_at, run_ended_at, date_precision, progress_percent, origin, source, is_private)
    SELECT bench_id(), CAST(:person_id AS uuid), CAST(:film_id AS uuid), cycle.id, now(), now(), now(), now(), 'second', 95, 'scrobble', 'pgbench', false FROM cycle;
INSERT INTO user_libraries (id, user_id, media_item_id, status, added_at)
    VALUES (bench_id(), :person_id, :film_id, 'completed', now())
    ON CONFLICT (user_id, media_item_id) DO UPDATE SET status = EXCLUDED.status WHERE user_libraries.status <> EXCLUDED.status;
DELETE FROM currently_watching WHERE user_id = :person_id;
SELECT pg_notify('bench', CAST(:person_id AS text));
COMMIT;
