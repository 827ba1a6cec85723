-- What a person keeps, and how far along they are with it.
CREATE TABLE user_libraries (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    media_item_id uuid NOT NULL REFERENCES media_items (id) ON DELETE CASCADE,
    status text NOT NULL,
    notes text,
    is_favorite boolean NOT NULL DEFAULT false,
    is_private boolean NOT NULL DEFAULT false,
    custom_fields jsonb NOT NULL DEFAULT '{}',
    import_job_id uuid REFERENCES import_jobs (id) ON DELETE SET NULL,
    added_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT user_libraries_key UNIQUE (user_id, media_item_id),
    CONSTRAINT user_libraries_status_check CHECK (status ~ '^[a-z][a-z0-9_]{0,39}$'),
    CONSTRAINT user_libraries_notes_check CHECK (length(notes) <= 20000),
    CONSTRAINT user_libraries_custom_fields_check CHECK (pg_column_size(custom_fields) < 65536)
);
CREATE INDEX user_libraries_media_item_id_idx ON user_libraries (media_item_id);
CREATE INDEX user_libraries_added_at_idx ON user_libraries (user_id, added_at DESC, id DESC);
CREATE INDEX user_libraries_updated_at_idx ON user_libraries (user_id, updated_at DESC, id DESC);
CREATE INDEX user_libraries_status_idx ON user_libraries (user_id, status, added_at DESC, id DESC);
CREATE INDEX user_libraries_is_favorite_idx ON user_libraries (user_id, added_at DESC, id DESC) WHERE is_favorite;
CREATE INDEX user_libraries_import_job_id_idx ON user_libraries (import_job_id) WHERE import_job_id IS NOT NULL;
CREATE TRIGGER user_libraries_touch BEFORE UPDATE ON user_libraries FOR EACH ROW EXECUTE FUNCTION touch_updated_at();

-- One cycle through a top-level item: the first watch, the second, ... At most one is in progress.
CREATE TABLE watch_sessions (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    media_item_id uuid NOT NULL REFERENCES media_items (id) ON DELETE CASCADE,
    session_number integer NOT NULL,
    status text NOT NULL DEFAULT 'in_progress',
    notes text,
    started_at timestamptz NOT NULL,
    completed_at timestamptz,
    import_job_id uuid REFERENCES import_jobs (id) ON DELETE SET NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT watch_sessions_key UNIQUE (user_id, media_item_id, session_number),
    CONSTRAINT watch_sessions_status_check CHECK (status IN ('in_progress', 'completed', 'abandoned'))
);
CREATE UNIQUE INDEX watch_sessions_active_idx ON watch_sessions (user_id, media_item_id) WHERE status = 'in_progress';
CREATE INDEX watch_sessions_media_item_id_idx ON watch_sessions (media_item_id);
CREATE INDEX watch_sessions_status_idx ON watch_sessions (user_id, status, started_at DESC);
CREATE INDEX watch_sessions_import_job_id_idx ON watch_sessions (import_job_id) WHERE import_job_id IS NOT NULL;
CREATE TRIGGER watch_sessions_touch BEFORE UPDATE ON watch_sessions FOR EACH ROW EXECUTE FUNCTION touch_updated_at();

-- What a player said, as it said it. Never edited; plays, positions and presence are derived from it.
-- occurred_at is when it happened, received_at when we heard of it, expires_at until when the person is taken to be still
-- at it if nothing more is heard (a stop has none).
CREATE TABLE interaction_events (
    id uuid NOT NULL,
    occurred_at timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    expires_at timestamptz,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    media_item_id uuid NOT NULL REFERENCES media_items (id) ON DELETE CASCADE,
    watch_session_id uuid REFERENCES watch_sessions (id) ON DELETE SET NULL,
    event_type text NOT NULL,
    progress_percent real,
    position_seconds integer,
    duration_seconds integer,
    progress_data jsonb,
    source text NOT NULL,
    source_event_id text,
    device_name text,
    timezone text,
    date_precision text NOT NULL DEFAULT 'second',
    is_private boolean NOT NULL DEFAULT false,
    raw_payload jsonb,
    discarded_at timestamptz,
    PRIMARY KEY (id, occurred_at),
    CONSTRAINT interaction_events_event_type_check CHECK (event_type IN ('start', 'progress', 'pause', 'stop')),
    CONSTRAINT interaction_events_precision_check CHECK (date_precision IN ('second', 'minute', 'day', 'month', 'year', 'unknown')),
    CONSTRAINT interaction_events_progress_check CHECK (progress_percent BETWEEN 0 AND 100),
    CONSTRAINT interaction_events_position_check CHECK (position_seconds >= 0 AND duration_seconds >= 0),
    CONSTRAINT interaction_events_payload_check CHECK (pg_column_size(raw_payload) < 65536 AND pg_column_size(progress_data) < 16384)
) PARTITION BY RANGE (occurred_at);
CREATE TABLE interaction_events_default PARTITION OF interaction_events DEFAULT;
-- Serves a person's events by item and time, and finds a person's rows when they are erased.
CREATE INDEX interaction_events_user_item_idx ON interaction_events (user_id, media_item_id, occurred_at DESC);
CREATE INDEX interaction_events_user_id_idx ON interaction_events (user_id, occurred_at DESC, id DESC);
CREATE INDEX interaction_events_media_item_id_idx ON interaction_events (media_item_id);
CREATE INDEX interaction_events_watch_session_id_idx ON interaction_events (watch_session_id) WHERE watch_session_id IS NOT NULL;
CREATE UNIQUE INDEX interaction_events_source_event_idx ON interaction_events (user_id, source, source_event_id, occurred_at) WHERE source_event_id IS NOT NULL;
SELECT ensure_month_partition('interaction_events', ((now() AT TIME ZONE 'UTC') + make_interval(months => n))::date) FROM generate_series(-1, 3) AS n;

-- A finished watch, listen or read: a fact, whoever told us. watched_at is its end; where only a day, month or year is
-- known it is the start of that period in the person's zone, and 1970-01-01 where nothing is known (see date_precision).
-- number is what protocols with numeric history ids (Trakt) call the play. run_started_at and run_ended_at are the events
-- a scrobbled play was derived from; they stay when its person moves or deletes the play, so that the same events never
-- make it a second time.
CREATE TABLE plays (
    id uuid PRIMARY KEY,
    number bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    media_item_id uuid NOT NULL REFERENCES media_items (id) ON DELETE CASCADE,
    watch_session_id uuid REFERENCES watch_sessions (id) ON DELETE SET NULL,
    started_at timestamptz,
    watched_at timestamptz NOT NULL,
    run_started_at timestamptz,
    run_ended_at timestamptz,
    date_precision text NOT NULL DEFAULT 'second',
    timezone text,
    progress_percent real,
    watched_seconds integer,
    origin text NOT NULL,
    source text NOT NULL,
    source_event_id text,
    device_name text,
    is_private boolean NOT NULL DEFAULT false,
    notes text,
    import_job_id uuid REFERENCES import_jobs (id) ON DELETE SET NULL,
    edited_at timestamptz,
    deleted_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT plays_origin_check CHECK (origin IN ('scrobble', 'manual', 'import')),
    CONSTRAINT plays_precision_check CHECK (date_precision IN ('second', 'minute', 'day', 'month', 'year', 'unknown')),
    CONSTRAINT plays_progress_check CHECK (progress_percent BETWEEN 0 AND 100),
    CONSTRAINT plays_interval_check CHECK (started_at <= watched_at AND run_started_at <= run_ended_at),
    CONSTRAINT plays_notes_check CHECK (length(notes) <= 20000)
);
CREATE UNIQUE INDEX plays_source_event_idx ON plays (user_id, source, source_event_id) WHERE source_event_id IS NOT NULL;
-- Serves the history by its key, and what is counted from it without a look at the plays themselves.
CREATE INDEX plays_history_idx ON plays (user_id, watched_at DESC, id DESC) INCLUDE (media_item_id, watched_seconds, date_precision, timezone, is_private) WHERE deleted_at IS NULL;
CREATE INDEX plays_item_idx ON plays (user_id, media_item_id, watched_at DESC);
CREATE INDEX plays_media_item_id_idx ON plays (media_item_id);
CREATE INDEX plays_watch_session_id_idx ON plays (watch_session_id);
CREATE INDEX plays_import_job_id_idx ON plays (import_job_id) WHERE import_job_id IS NOT NULL;
CREATE TRIGGER plays_touch BEFORE UPDATE ON plays FOR EACH ROW EXECUTE FUNCTION touch_updated_at();

-- Where to resume: there while an item is begun and not finished. settle_after is when silence at this point would make it
-- a play. A position that its person dismissed is kept, hidden, so that a late event does not bring it back.
CREATE TABLE playback_positions (
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    media_item_id uuid NOT NULL REFERENCES media_items (id) ON DELETE CASCADE,
    number bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    progress_percent real NOT NULL,
    position_seconds integer,
    duration_seconds integer,
    source text NOT NULL,
    device_name text,
    is_private boolean NOT NULL DEFAULT false,
    occurred_at timestamptz NOT NULL,
    settle_after timestamptz,
    dismissed_at timestamptz,
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, media_item_id),
    CONSTRAINT playback_positions_progress_check CHECK (progress_percent BETWEEN 0 AND 100)
);
CREATE INDEX playback_positions_media_item_id_idx ON playback_positions (media_item_id);
CREATE INDEX playback_positions_occurred_at_idx ON playback_positions (user_id, occurred_at DESC, media_item_id DESC);
CREATE INDEX playback_positions_settle_after_idx ON playback_positions (settle_after) WHERE settle_after IS NOT NULL;

-- What a person plays right now: one thing. Logged on purpose: PostgreSQL empties unlogged tables after a crash, and an
-- acknowledged start must survive one.
CREATE TABLE currently_watching (
    user_id uuid PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    media_item_id uuid NOT NULL REFERENCES media_items (id) ON DELETE CASCADE,
    state text NOT NULL,
    progress_percent real NOT NULL DEFAULT 0,
    position_seconds integer,
    duration_seconds integer,
    progress_data jsonb,
    source text NOT NULL,
    device_name text,
    is_private boolean NOT NULL DEFAULT false,
    started_at timestamptz NOT NULL,
    last_heartbeat_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    CONSTRAINT currently_watching_state_check CHECK (state IN ('playing', 'paused')),
    CONSTRAINT currently_watching_progress_check CHECK (progress_percent BETWEEN 0 AND 100)
);
CREATE INDEX currently_watching_media_item_id_idx ON currently_watching (media_item_id);
CREATE INDEX currently_watching_expires_at_idx ON currently_watching (expires_at);

-- A rating from 0 to 100. rating_type is the scale its person gave it on and sees it on.
CREATE TABLE user_ratings (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    media_item_id uuid NOT NULL REFERENCES media_items (id) ON DELETE CASCADE,
    rating smallint NOT NULL,
    rating_type text NOT NULL DEFAULT 'numeric',
    rated_at timestamptz NOT NULL,
    import_job_id uuid REFERENCES import_jobs (id) ON DELETE SET NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT user_ratings_key UNIQUE (user_id, media_item_id),
    CONSTRAINT user_ratings_rating_check CHECK (rating BETWEEN 0 AND 100),
    CONSTRAINT user_ratings_type_check CHECK (rating_type IN ('numeric', 'stars', 'thumbs'))
);
CREATE INDEX user_ratings_media_item_id_idx ON user_ratings (media_item_id);
CREATE INDEX user_ratings_rated_at_idx ON user_ratings (user_id, rated_at DESC, id DESC);
CREATE INDEX user_ratings_import_job_id_idx ON user_ratings (import_job_id) WHERE import_job_id IS NOT NULL;
CREATE TRIGGER user_ratings_touch BEFORE UPDATE ON user_ratings FOR EACH ROW EXECUTE FUNCTION touch_updated_at();

-- Ratings that were replaced or withdrawn.
CREATE TABLE user_rating_history (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    media_item_id uuid NOT NULL REFERENCES media_items (id) ON DELETE CASCADE,
    rating smallint NOT NULL,
    rating_type text NOT NULL,
    rated_at timestamptz NOT NULL,
    replaced_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT user_rating_history_rating_check CHECK (rating BETWEEN 0 AND 100)
);
CREATE INDEX user_rating_history_item_idx ON user_rating_history (user_id, media_item_id, rated_at DESC);
CREATE INDEX user_rating_history_media_item_id_idx ON user_rating_history (media_item_id);

CREATE TABLE user_reviews (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    media_item_id uuid NOT NULL REFERENCES media_items (id) ON DELETE CASCADE,
    watch_session_id uuid REFERENCES watch_sessions (id) ON DELETE SET NULL,
    title text,
    content text NOT NULL,
    contains_spoilers boolean NOT NULL DEFAULT false,
    is_public boolean NOT NULL DEFAULT false,
    import_job_id uuid REFERENCES import_jobs (id) ON DELETE SET NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT user_reviews_content_check CHECK (length(content) BETWEEN 1 AND 50000),
    CONSTRAINT user_reviews_title_check CHECK (length(title) <= 300)
);
CREATE UNIQUE INDEX user_reviews_key ON user_reviews (user_id, media_item_id, watch_session_id) NULLS NOT DISTINCT;
CREATE INDEX user_reviews_media_item_id_idx ON user_reviews (media_item_id, created_at DESC);
CREATE INDEX user_reviews_watch_session_id_idx ON user_reviews (watch_session_id);
CREATE INDEX user_reviews_is_public_idx ON user_reviews (is_public);
CREATE INDEX user_reviews_import_job_id_idx ON user_reviews (import_job_id) WHERE import_job_id IS NOT NULL;
CREATE TRIGGER user_reviews_touch BEFORE UPDATE ON user_reviews FOR EACH ROW EXECUTE FUNCTION touch_updated_at();

CREATE TABLE user_lists (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    name text NOT NULL,
    description text,
    kind text NOT NULL DEFAULT 'manual',
    filter jsonb,
    is_public boolean NOT NULL DEFAULT false,
    is_collaborative boolean NOT NULL DEFAULT false,
    icon text,
    sort_order text NOT NULL DEFAULT 'manual',
    import_job_id uuid REFERENCES import_jobs (id) ON DELETE SET NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT user_lists_name_check CHECK (length(name) BETWEEN 1 AND 200),
    CONSTRAINT user_lists_kind_check CHECK (kind IN ('manual', 'smart', 'watchlist')),
    CONSTRAINT user_lists_sort_order_check CHECK (sort_order IN ('manual', 'title', 'date_added', 'release_date', 'rating'))
);
CREATE INDEX user_lists_user_id_idx ON user_lists (user_id, created_at DESC);
CREATE UNIQUE INDEX user_lists_watchlist_idx ON user_lists (user_id) WHERE kind = 'watchlist';
CREATE INDEX user_lists_is_public_idx ON user_lists (is_public);
CREATE INDEX user_lists_import_job_id_idx ON user_lists (import_job_id) WHERE import_job_id IS NOT NULL;
CREATE TRIGGER user_lists_touch BEFORE UPDATE ON user_lists FOR EACH ROW EXECUTE FUNCTION touch_updated_at();

-- position is a fractional rank: text that sorts between its neighbours, so that a move writes one row.
CREATE TABLE user_list_items (
    id uuid PRIMARY KEY,
    list_id uuid NOT NULL REFERENCES user_lists (id) ON DELETE CASCADE,
    media_item_id uuid NOT NULL REFERENCES media_items (id) ON DELETE CASCADE,
    position text COLLATE "C" NOT NULL,
    notes text,
    added_by_user_id uuid REFERENCES users (id) ON DELETE SET NULL,
    import_job_id uuid REFERENCES import_jobs (id) ON DELETE SET NULL,
    added_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT user_list_items_key UNIQUE (list_id, media_item_id)
);
CREATE INDEX user_list_items_position_idx ON user_list_items (list_id, position, id);
CREATE INDEX user_list_items_media_item_id_idx ON user_list_items (media_item_id);
CREATE INDEX user_list_items_added_by_user_id_idx ON user_list_items (added_by_user_id);
CREATE INDEX user_list_items_import_job_id_idx ON user_list_items (import_job_id) WHERE import_job_id IS NOT NULL;

CREATE TABLE list_collaborators (
    list_id uuid NOT NULL REFERENCES user_lists (id) ON DELETE CASCADE,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    role text NOT NULL DEFAULT 'editor',
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (list_id, user_id),
    CONSTRAINT list_collaborators_role_check CHECK (role IN ('viewer', 'editor'))
);
CREATE INDEX list_collaborators_user_id_idx ON list_collaborators (user_id);

CREATE TABLE user_stats_cache (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    stat_key text NOT NULL,
    stat_value jsonb NOT NULL,
    media_type_id uuid REFERENCES media_types (id) ON DELETE CASCADE,
    computed_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX user_stats_cache_key ON user_stats_cache (user_id, stat_key, media_type_id) NULLS NOT DISTINCT;
CREATE INDEX user_stats_cache_media_type_id_idx ON user_stats_cache (media_type_id);
