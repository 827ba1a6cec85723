-- Who did what. Partitioned by month; a scheduled job makes the coming months and drops those past retention.
CREATE TABLE audit_logs (
    id uuid NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    actor_kind text NOT NULL,
    actor_id uuid REFERENCES users (id) ON DELETE SET NULL,
    actor_name text NOT NULL,
    action text NOT NULL,
    resource_type text,
    resource_id uuid,
    old_values jsonb,
    new_values jsonb,
    context jsonb NOT NULL DEFAULT '{}',
    ip inet,
    user_agent text,
    correlation_id uuid,
    severity text NOT NULL DEFAULT 'info',
    PRIMARY KEY (id, created_at),
    CONSTRAINT audit_logs_actor_kind_check CHECK (actor_kind IN ('user', 'api_key', 'system', 'anonymous')),
    CONSTRAINT audit_logs_severity_check CHECK (severity IN ('info', 'warning', 'critical'))
) PARTITION BY RANGE (created_at);
CREATE TABLE audit_logs_default PARTITION OF audit_logs DEFAULT;
CREATE INDEX audit_logs_actor_id_idx ON audit_logs (actor_id, created_at DESC);
CREATE INDEX audit_logs_action_idx ON audit_logs (action, created_at DESC);
CREATE INDEX audit_logs_resource_idx ON audit_logs (resource_type, resource_id);
CREATE INDEX audit_logs_created_at_idx ON audit_logs (created_at DESC, id DESC);
CREATE INDEX audit_logs_correlation_id_idx ON audit_logs (correlation_id);

-- What the client was told only as "internal error", findable by the correlation id it was shown.
CREATE TABLE error_logs (
    id uuid NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    correlation_id uuid NOT NULL,
    user_id uuid REFERENCES users (id) ON DELETE SET NULL,
    user_name text,
    error_code text NOT NULL,
    error_message text NOT NULL,
    stack_trace text,
    request_path text NOT NULL,
    request_method text NOT NULL,
    status_code integer,
    metadata jsonb NOT NULL DEFAULT '{}',
    PRIMARY KEY (id, created_at)
) PARTITION BY RANGE (created_at);
CREATE TABLE error_logs_default PARTITION OF error_logs DEFAULT;
CREATE INDEX error_logs_correlation_id_idx ON error_logs (correlation_id);
CREATE INDEX error_logs_user_id_idx ON error_logs (user_id);
CREATE INDEX error_logs_created_at_idx ON error_logs (created_at DESC, id DESC);

-- Only what differs from the defaults in the code.
CREATE TABLE app_settings (
    key text PRIMARY KEY,
    value jsonb NOT NULL,
    description text,
    updated_by uuid REFERENCES users (id) ON DELETE SET NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT app_settings_value_size_check CHECK (pg_column_size(value) < 65536)
);
CREATE INDEX app_settings_updated_by_idx ON app_settings (updated_by);
CREATE TRIGGER app_settings_touch BEFORE UPDATE ON app_settings FOR EACH ROW EXECUTE FUNCTION touch_updated_at();

-- The durable queue. A worker holds a job by a lease it renews; a job whose lease ran out is taken again.
CREATE TABLE jobs (
    id uuid PRIMARY KEY,
    kind text NOT NULL,
    lane text NOT NULL,
    user_id uuid REFERENCES users (id) ON DELETE CASCADE,
    payload jsonb NOT NULL DEFAULT '{}',
    dedupe_key text,
    state text NOT NULL DEFAULT 'queued',
    priority integer NOT NULL DEFAULT 0,
    attempts integer NOT NULL DEFAULT 0,
    max_attempts integer NOT NULL DEFAULT 10,
    run_at timestamptz NOT NULL DEFAULT now(),
    lease_expires_at timestamptz,
    worker_id text,
    last_error text,
    created_at timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz,
    CONSTRAINT jobs_lane_check CHECK (lane IN ('ingest', 'sync', 'import', 'metadata')),
    CONSTRAINT jobs_state_check CHECK (state IN ('queued', 'running', 'succeeded', 'dead', 'cancelled')),
    CONSTRAINT jobs_payload_size_check CHECK (pg_column_size(payload) < 1048576)
);
CREATE INDEX jobs_ready_idx ON jobs (lane, priority DESC, run_at) WHERE state = 'queued';
CREATE INDEX jobs_lease_idx ON jobs (lease_expires_at) WHERE state = 'running';
CREATE INDEX jobs_finished_at_idx ON jobs (finished_at) WHERE finished_at IS NOT NULL;
CREATE INDEX jobs_user_id_idx ON jobs (user_id);
CREATE UNIQUE INDEX jobs_dedupe_key_idx ON jobs (dedupe_key) WHERE state IN ('queued', 'running') AND dedupe_key IS NOT NULL;

CREATE TABLE scheduled_jobs (
    job_name text PRIMARY KEY,
    schedule text NOT NULL,
    is_enabled boolean NOT NULL DEFAULT true,
    last_run_at timestamptz,
    last_run_status text,
    next_run_at timestamptz NOT NULL,
    settings jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT scheduled_jobs_last_run_status_check CHECK (last_run_status IN ('succeeded', 'failed'))
);
CREATE INDEX scheduled_jobs_next_run_at_idx ON scheduled_jobs (next_run_at) WHERE is_enabled;
CREATE TRIGGER scheduled_jobs_touch BEFORE UPDATE ON scheduled_jobs FOR EACH ROW EXECUTE FUNCTION touch_updated_at();

CREATE TABLE job_history (
    id uuid PRIMARY KEY,
    job_name text NOT NULL,
    started_at timestamptz NOT NULL,
    completed_at timestamptz,
    status text NOT NULL,
    error text,
    details jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT job_history_status_check CHECK (status IN ('running', 'succeeded', 'failed'))
);
CREATE INDEX job_history_job_name_idx ON job_history (job_name, started_at DESC);
CREATE INDEX job_history_started_at_idx ON job_history (started_at DESC);

CREATE TABLE import_jobs (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    source text NOT NULL,
    status text NOT NULL DEFAULT 'pending',
    is_dry_run boolean NOT NULL DEFAULT false,
    file_name text,
    storage_path text,
    options jsonb NOT NULL DEFAULT '{}',
    cursor jsonb NOT NULL DEFAULT '{}',
    total_items bigint,
    processed_items bigint NOT NULL DEFAULT 0,
    created_items bigint NOT NULL DEFAULT 0,
    unchanged_items bigint NOT NULL DEFAULT 0,
    failed_items bigint NOT NULL DEFAULT 0,
    report jsonb NOT NULL DEFAULT '{}',
    error text,
    started_at timestamptz,
    completed_at timestamptz,
    undone_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT import_jobs_source_check CHECK (source IN ('movielens', 'trakt', 'csv')),
    CONSTRAINT import_jobs_status_check CHECK (status IN ('pending', 'running', 'completed', 'failed', 'cancelled', 'undoing', 'undone'))
);
CREATE INDEX import_jobs_user_id_idx ON import_jobs (user_id, created_at DESC);
CREATE INDEX import_jobs_status_idx ON import_jobs (status);
CREATE TRIGGER import_jobs_touch BEFORE UPDATE ON import_jobs FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
-- The import that brought a person who has not claimed their account yet.
-- users has no rows yet, so neither the key nor the indexes lock anybody out.
-- squawk-ignore adding-foreign-key-constraint
ALTER TABLE users ADD COLUMN import_job_id uuid CONSTRAINT users_import_job_id_fkey REFERENCES import_jobs (id) ON DELETE SET NULL;
-- squawk-ignore require-concurrent-index-creation
CREATE INDEX users_import_job_id_idx ON users (import_job_id) WHERE import_job_id IS NOT NULL;
-- A person of the MovieLens data is found again by their number there.
-- squawk-ignore require-concurrent-index-creation
CREATE UNIQUE INDEX users_movielens_user_id_idx ON users ((metadata ->> 'movielens_user_id')) WHERE metadata ? 'movielens_user_id';

CREATE TABLE import_errors (
    import_job_id uuid NOT NULL REFERENCES import_jobs (id) ON DELETE CASCADE,
    row_number bigint NOT NULL,
    file_name text NOT NULL,
    item text NOT NULL,
    error text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (import_job_id, file_name, row_number)
);

-- diesel's own bookkeeping table, as diesel makes it: what each step was for and its file's checksum are joined to it.
CREATE TABLE IF NOT EXISTS __diesel_schema_migrations (
    -- squawk-ignore prefer-text-field
    version varchar(50) PRIMARY KEY NOT NULL,
    -- squawk-ignore prefer-timestamp-tz
    run_on timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE VIEW schema_version AS
SELECT m.version::text, m.run_on AT TIME ZONE current_setting('TimeZone') AS applied_at, r.description, r.checksum
FROM __diesel_schema_migrations AS m
LEFT JOIN migration_records AS r ON r.version = m.version;
