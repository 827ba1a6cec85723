CREATE TABLE media_types (
    id uuid PRIMARY KEY,
    name text NOT NULL UNIQUE,
    display_name text NOT NULL,
    icon text,
    color text,
    hierarchy_levels text[] NOT NULL,
    interaction_verb text NOT NULL,
    session_noun text NOT NULL,
    progress_unit text NOT NULL,
    completion_threshold_percent real NOT NULL DEFAULT 80,
    metadata_schema jsonb NOT NULL DEFAULT '{"fields": []}',
    is_enabled boolean NOT NULL DEFAULT true,
    is_system boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT media_types_name_check CHECK (name ~ '^[a-z][a-z0-9_]{0,39}$'),
    CONSTRAINT media_types_hierarchy_levels_check CHECK (cardinality(hierarchy_levels) BETWEEN 1 AND 8),
    CONSTRAINT media_types_threshold_check CHECK (completion_threshold_percent > 0 AND completion_threshold_percent <= 100),
    CONSTRAINT media_types_color_check CHECK (color ~ '^#[0-9a-f]{6}$')
);
CREATE INDEX media_types_is_enabled_idx ON media_types (is_enabled);
CREATE TRIGGER media_types_touch BEFORE UPDATE ON media_types FOR EACH ROW EXECUTE FUNCTION touch_updated_at();

-- The built-in types. Their ids are fixed, so that every MediaNest knows them by the same id.
INSERT INTO media_types (id, name, display_name, icon, color, hierarchy_levels, interaction_verb, session_noun, progress_unit, completion_threshold_percent, is_system, metadata_schema) VALUES
('00000000-0000-7000-8000-000000000001', 'movie', 'Movies', 'film', '#c2410c', '{movie}', 'watch', 'watch', 'minute', 80, true,
 '{"fields": [{"name": "tagline", "type": "string"}, {"name": "certification", "type": "string"}, {"name": "countries", "type": "array"}, {"name": "version", "type": "string"}]}'),
('00000000-0000-7000-8000-000000000002', 'tv', 'TV Shows', 'tv', '#1d4ed8', '{show,season,episode}', 'watch', 'watch', 'episode', 80, true,
 '{"fields": [{"name": "network", "type": "string"}, {"name": "certification", "type": "string"}, {"name": "countries", "type": "array"}, {"name": "status", "type": "string"}, {"name": "absolute_number", "type": "integer"}]}'),
('00000000-0000-7000-8000-000000000003', 'music', 'Music', 'music', '#7e22ce', '{artist,album,track}', 'listen', 'listen', 'track', 50, true,
 '{"fields": [{"name": "isrc", "type": "string"}, {"name": "disc_number", "type": "integer"}, {"name": "label", "type": "string"}]}'),
('00000000-0000-7000-8000-000000000004', 'book', 'Books', 'book', '#15803d', '{book}', 'read', 'reading', 'page', 95, true,
 '{"fields": [{"name": "authors", "type": "array"}, {"name": "pages", "type": "integer"}, {"name": "publisher", "type": "string"}, {"name": "series", "type": "string"}]}'),
('00000000-0000-7000-8000-000000000005', 'podcast', 'Podcasts', 'mic', '#be185d', '{podcast,episode}', 'listen', 'listen', 'episode', 80, true,
 '{"fields": [{"name": "authors", "type": "array"}, {"name": "feed_url", "type": "string"}]}'),
('00000000-0000-7000-8000-000000000006', 'game', 'Games', 'gamepad', '#0f766e', '{game}', 'play', 'playthrough', 'hour', 100, true,
 '{"fields": [{"name": "platforms", "type": "array"}, {"name": "developers", "type": "array"}, {"name": "publishers", "type": "array"}]}');

-- One work in several versions (cuts, editions, remasters).
CREATE TABLE media_groups (
    id uuid PRIMARY KEY,
    media_type_id uuid NOT NULL REFERENCES media_types (id) ON DELETE RESTRICT,
    name text NOT NULL,
    description text,
    metadata jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT media_groups_name_check CHECK (length(name) BETWEEN 1 AND 500),
    CONSTRAINT media_groups_metadata_size_check CHECK (pg_column_size(metadata) < 65536)
);
CREATE INDEX media_groups_media_type_id_idx ON media_groups (media_type_id);
CREATE INDEX media_groups_name_idx ON media_groups USING gin (search_normalize(name) gin_trgm_ops);
CREATE TRIGGER media_groups_touch BEFORE UPDATE ON media_groups FOR EACH ROW EXECUTE FUNCTION touch_updated_at();

-- A text as the words that are searched for: without punctuation (apostrophes join, the rest parts), and with each
-- Chinese, Japanese and Korean character a word of its own, because those scripts do not part words.
CREATE FUNCTION search_words(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN regexp_replace(
    translate(search_normalize(value), '-_/.:;,!?&@+*()[]{}"#\<>|''’', rpad('', 25)),
    '([぀-ヿ㐀-鿿豈-﫿가-힣])', ' \1 ', 'g'
);

-- What somebody types as a search for all its words, the last of which may not be finished. NULL without words.
CREATE FUNCTION search_query(value text) RETURNS tsquery
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (
    SELECT to_tsquery('simple', string_agg('''' || word || '''' || CASE WHEN place = last_place THEN ':*' ELSE '' END, ' & '))
    FROM (
        SELECT word, place, max(place) OVER () AS last_place
        FROM regexp_split_to_table(search_words(value), '\s+') WITH ORDINALITY AS parts (word, place)
        WHERE word <> ''
    ) AS words
);

-- A film, a show, a season, an episode, an album, a book. root_id is the top of its hierarchy (itself at level 0);
-- position_path is its positions from below the root down, so that one ORDER BY sorts a whole show; 2147483647 stands
-- for a part without a position, which comes last. sort_name is made by the server, for every language alike, so it is
-- compared byte by byte.
-- number is what protocols with numeric ids (Trakt) call the item.
CREATE TABLE media_items (
    id uuid PRIMARY KEY,
    number bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    media_type_id uuid NOT NULL REFERENCES media_types (id) ON DELETE RESTRICT,
    media_group_id uuid REFERENCES media_groups (id) ON DELETE SET NULL,
    parent_id uuid REFERENCES media_items (id) ON DELETE CASCADE,
    root_id uuid NOT NULL REFERENCES media_items (id) ON DELETE CASCADE,
    hierarchy_level smallint NOT NULL DEFAULT 0,
    hierarchy_position integer,
    position_path integer[] NOT NULL DEFAULT '{}',
    name text NOT NULL,
    sort_name text COLLATE "C" NOT NULL,
    original_name text,
    slug text NOT NULL,
    description text,
    year smallint,
    released_on date,
    released_at timestamptz,
    runtime_seconds integer,
    genres text[] NOT NULL DEFAULT '{}',
    language text,
    metadata jsonb NOT NULL DEFAULT '{}',
    search_name text NOT NULL GENERATED ALWAYS AS (search_normalize(name || coalesce(' ' || original_name, ''))) STORED,
    search_vector tsvector NOT NULL GENERATED ALWAYS AS (
        setweight(to_tsvector('simple', search_words(name || coalesce(' ' || original_name, ''))), 'A')
        || setweight(to_tsvector('simple', coalesce(search_words(description), '')), 'D')
    ) STORED,
    import_job_id uuid REFERENCES import_jobs (id) ON DELETE SET NULL,
    created_by uuid REFERENCES users (id) ON DELETE SET NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT media_items_name_check CHECK (length(name) BETWEEN 1 AND 500),
    CONSTRAINT media_items_description_check CHECK (length(description) <= 20000),
    CONSTRAINT media_items_metadata_size_check CHECK (pg_column_size(metadata) < 65536),
    CONSTRAINT media_items_root_check CHECK ((parent_id IS NULL) = (root_id = id)),
    CONSTRAINT media_items_level_check CHECK ((parent_id IS NULL) = (hierarchy_level = 0)),
    CONSTRAINT media_items_runtime_check CHECK (runtime_seconds >= 0)
);
CREATE INDEX media_items_media_type_id_idx ON media_items (media_type_id, hierarchy_level, sort_name, id);
CREATE INDEX media_items_media_group_id_idx ON media_items (media_group_id);
CREATE INDEX media_items_parent_id_idx ON media_items (parent_id, hierarchy_position, id);
CREATE INDEX media_items_root_id_idx ON media_items (root_id, hierarchy_level, position_path);
CREATE INDEX media_items_sort_name_idx ON media_items (hierarchy_level, sort_name, id);
CREATE INDEX media_items_created_at_idx ON media_items (created_at DESC, id DESC) WHERE parent_id IS NULL;
-- Top-level items by release and by year, with the unknown at the end of either direction.
CREATE INDEX media_items_oldest_idx ON media_items (coalesce(released_on, 'infinity'::date), id) WHERE parent_id IS NULL;
CREATE INDEX media_items_newest_idx ON media_items (coalesce(released_on, '-infinity'::date), id) WHERE parent_id IS NULL;
CREATE INDEX media_items_first_year_idx ON media_items (coalesce(year, 32767::smallint), id) WHERE parent_id IS NULL;
CREATE INDEX media_items_last_year_idx ON media_items (coalesce(year, (-32768)::smallint), id) WHERE parent_id IS NULL;
CREATE INDEX media_items_released_on_idx ON media_items (released_on);
CREATE INDEX media_items_slug_idx ON media_items (slug);
CREATE INDEX media_items_original_name_idx ON media_items (search_normalize(original_name)) WHERE original_name IS NOT NULL;
-- Search: beginnings, words and resemblance of titles, and words of descriptions. Most searches are for top-level items,
-- which are few among all the episodes and tracks and so have indexes of their own.
CREATE INDEX media_items_search_prefix_idx ON media_items (hierarchy_level, left(search_name, 64) COLLATE "C");
CREATE INDEX media_items_title_words_idx ON media_items USING gin (to_tsvector('simple', search_words(search_name)));
CREATE INDEX media_items_top_title_words_idx ON media_items USING gin (to_tsvector('simple', search_words(search_name)))
    WHERE parent_id IS NULL;
CREATE INDEX media_items_search_name_idx ON media_items USING gin (search_name gin_trgm_ops);
CREATE INDEX media_items_top_search_name_idx ON media_items USING gin (search_name gin_trgm_ops) WHERE parent_id IS NULL;
CREATE INDEX media_items_search_vector_idx ON media_items USING gin (search_vector);
CREATE INDEX media_items_top_search_vector_idx ON media_items USING gin (search_vector) WHERE parent_id IS NULL;
CREATE INDEX media_items_genres_idx ON media_items USING gin (genres);
CREATE INDEX media_items_import_job_id_idx ON media_items (import_job_id) WHERE import_job_id IS NOT NULL;
CREATE INDEX media_items_created_by_idx ON media_items (created_by);
CREATE TRIGGER media_items_touch BEFORE UPDATE ON media_items FOR EACH ROW EXECUTE FUNCTION touch_updated_at();

-- What others call the item. kind is the provider's own noun (movie, show, episode, work), because a provider may give
-- the same id to things of different kinds.
CREATE TABLE media_external_ids (
    id uuid PRIMARY KEY,
    media_item_id uuid NOT NULL REFERENCES media_items (id) ON DELETE CASCADE,
    provider text NOT NULL,
    kind text NOT NULL,
    external_id text NOT NULL,
    url text,
    import_job_id uuid REFERENCES import_jobs (id) ON DELETE SET NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT media_external_ids_key UNIQUE (provider, external_id, kind),
    CONSTRAINT media_external_ids_length_check CHECK (length(external_id) BETWEEN 1 AND 500),
    CONSTRAINT media_external_ids_provider_check CHECK (provider ~ '^[a-z][a-z0-9_]{0,39}$'),
    CONSTRAINT media_external_ids_kind_check CHECK (kind ~ '^[a-z][a-z0-9_]{0,39}$')
);
CREATE INDEX media_external_ids_media_item_id_idx ON media_external_ids (media_item_id);
CREATE INDEX media_external_ids_import_job_id_idx ON media_external_ids (import_job_id) WHERE import_job_id IS NOT NULL;

CREATE TABLE media_relationships (
    id uuid PRIMARY KEY,
    from_media_id uuid NOT NULL REFERENCES media_items (id) ON DELETE CASCADE,
    to_media_id uuid NOT NULL REFERENCES media_items (id) ON DELETE CASCADE,
    relationship_type text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT media_relationships_key UNIQUE (from_media_id, to_media_id, relationship_type),
    CONSTRAINT media_relationships_self_check CHECK (from_media_id <> to_media_id),
    CONSTRAINT media_relationships_type_check CHECK (relationship_type ~ '^[a-z][a-z0-9_]{0,39}$')
);
CREATE INDEX media_relationships_to_media_id_idx ON media_relationships (to_media_id);
CREATE INDEX media_relationships_type_idx ON media_relationships (relationship_type);

CREATE TABLE media_file_locations (
    id uuid PRIMARY KEY,
    media_item_id uuid NOT NULL REFERENCES media_items (id) ON DELETE CASCADE,
    file_path text NOT NULL,
    file_type text,
    verified_at timestamptz,
    is_missing boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT media_file_locations_key UNIQUE (media_item_id, file_path),
    CONSTRAINT media_file_locations_path_check CHECK (length(file_path) BETWEEN 1 AND 4096),
    CONSTRAINT media_file_locations_type_check CHECK (file_type IN ('video', 'audio', 'subtitle', 'book', 'image', 'other'))
);

-- What providers answered, by language, so that merging can be done again.
CREATE TABLE media_metadata (
    id uuid PRIMARY KEY,
    media_item_id uuid NOT NULL REFERENCES media_items (id) ON DELETE CASCADE,
    provider text NOT NULL,
    external_id text NOT NULL,
    language text NOT NULL DEFAULT '',
    data jsonb NOT NULL,
    raw_response jsonb,
    confidence real,
    is_verified boolean NOT NULL DEFAULT false,
    fetched_at timestamptz NOT NULL,
    expires_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT media_metadata_key UNIQUE (media_item_id, provider, language),
    CONSTRAINT media_metadata_confidence_check CHECK (confidence BETWEEN 0 AND 1)
);
CREATE INDEX media_metadata_expires_at_idx ON media_metadata (expires_at);

-- Which provider is asked first, for a type or for one field of it ('' is every field).
CREATE TABLE scraper_priorities (
    id uuid PRIMARY KEY,
    media_type_id uuid NOT NULL REFERENCES media_types (id) ON DELETE CASCADE,
    provider text NOT NULL,
    metadata_field text NOT NULL DEFAULT '',
    priority integer NOT NULL,
    is_enabled boolean NOT NULL DEFAULT true,
    fallback_behavior text NOT NULL DEFAULT 'continue',
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT scraper_priorities_key UNIQUE (media_type_id, provider, metadata_field),
    CONSTRAINT scraper_priorities_fallback_check CHECK (fallback_behavior IN ('continue', 'stop'))
);

CREATE TABLE scraper_stats (
    id uuid PRIMARY KEY,
    media_type_id uuid NOT NULL REFERENCES media_types (id) ON DELETE CASCADE,
    provider text NOT NULL,
    success_count bigint NOT NULL DEFAULT 0,
    failure_count bigint NOT NULL DEFAULT 0,
    avg_response_time_ms integer,
    last_success_at timestamptz,
    last_failure_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT scraper_stats_key UNIQUE (provider, media_type_id)
);
CREATE INDEX scraper_stats_media_type_id_idx ON scraper_stats (media_type_id);
