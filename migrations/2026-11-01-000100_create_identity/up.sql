-- A person. Someone who came from an import or a media server has no password and claimed_at NULL until they claim it.
CREATE TABLE users (
    id uuid PRIMARY KEY,
    username citext UNIQUE,
    email citext UNIQUE,
    email_verified_at timestamptz,
    password_hash text,
    password_changed_at timestamptz,
    requires_password_change boolean NOT NULL DEFAULT false,
    display_name text NOT NULL,
    first_name text,
    last_name text,
    avatar_url text,
    bio text,
    timezone text NOT NULL DEFAULT 'UTC',
    locale text NOT NULL DEFAULT 'en',
    role text NOT NULL DEFAULT 'user',
    status text NOT NULL DEFAULT 'active',
    privacy_settings jsonb NOT NULL DEFAULT '{}',
    preferences jsonb NOT NULL DEFAULT '{}',
    metadata jsonb NOT NULL DEFAULT '{}',
    claimed_at timestamptz,
    last_login_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz,
    CONSTRAINT users_role_check CHECK (role IN ('guest', 'user', 'moderator', 'admin', 'super_admin')),
    CONSTRAINT users_status_check CHECK (status IN ('active', 'suspended', 'deleted')),
    CONSTRAINT users_display_name_check CHECK (length(display_name) BETWEEN 1 AND 100),
    CONSTRAINT users_json_size_check CHECK (pg_column_size(privacy_settings) + pg_column_size(preferences) + pg_column_size(metadata) < 262144)
);
CREATE INDEX users_status_idx ON users (status);
CREATE INDEX users_display_name_idx ON users USING gin (search_normalize(display_name) gin_trgm_ops);
CREATE INDEX users_name_order_idx ON users (lower(display_name), id);
CREATE INDEX users_admins_idx ON users (role) WHERE role IN ('admin', 'super_admin');
CREATE TRIGGER users_touch BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch_updated_at();

-- The same person elsewhere. The tokens are sealed (AEAD) before they get here.
CREATE TABLE linked_accounts (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    provider text NOT NULL,
    provider_account_id text NOT NULL,
    username text,
    account_type text,
    access_token bytea,
    refresh_token bytea,
    id_token bytea,
    key_id text,
    token_type text,
    scope text,
    expires_at timestamptz,
    session_state text,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT linked_accounts_provider_check CHECK (provider IN ('plex', 'jellyfin', 'emby', 'oidc', 'ldap')),
    CONSTRAINT linked_accounts_provider_key UNIQUE (provider, provider_account_id)
);
CREATE INDEX linked_accounts_user_id_idx ON linked_accounts (user_id);
CREATE TRIGGER linked_accounts_touch BEFORE UPDATE ON linked_accounts FOR EACH ROW EXECUTE FUNCTION touch_updated_at();

-- A signed-in browser or program. Tokens are SHA-256 hashes. All refresh tokens of a session share a secret part, the
-- family; the previous refresh hash tells a retry (within a short grace) from a stolen token, which revokes the session.
-- A refresh derives its tokens from the old refresh token and the nonce, so that a retry gets the same ones again.
CREATE TABLE sessions (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    kind text NOT NULL,
    scopes text[],
    access_token_hash bytea NOT NULL UNIQUE,
    refresh_token_hash bytea NOT NULL UNIQUE,
    refresh_family_hash bytea NOT NULL UNIQUE,
    rotation_nonce bytea,
    previous_access_token_hash bytea,
    previous_refresh_token_hash bytea,
    refreshed_at timestamptz,
    ip inet,
    user_agent text,
    device_name text,
    client_id text,
    metadata jsonb NOT NULL DEFAULT '{}',
    expires_at timestamptz NOT NULL,
    refresh_expires_at timestamptz NOT NULL,
    last_used_at timestamptz NOT NULL,
    revoked_at timestamptz,
    revoked_reason text,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT sessions_kind_check CHECK (kind IN ('browser', 'bearer', 'device'))
);
CREATE INDEX sessions_user_id_idx ON sessions (user_id, created_at DESC);
CREATE INDEX sessions_refresh_expires_at_idx ON sessions (refresh_expires_at);
CREATE INDEX sessions_previous_access_idx ON sessions (previous_access_token_hash) WHERE previous_access_token_hash IS NOT NULL;

-- One-time links and codes. subject is what it is about when that is not a user (a server account, the set-up).
CREATE TABLE verification_tokens (
    id uuid PRIMARY KEY,
    purpose text NOT NULL,
    user_id uuid REFERENCES users (id) ON DELETE CASCADE,
    subject text,
    token_hash bytea NOT NULL UNIQUE,
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT verification_tokens_purpose_check CHECK (purpose IN ('setup', 'email_verification', 'password_reset', 'server_password_reset', 'account_claim'))
);
CREATE INDEX verification_tokens_user_id_idx ON verification_tokens (user_id);
CREATE INDEX verification_tokens_expires_at_idx ON verification_tokens (expires_at);

CREATE TABLE passkeys (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    credential_id bytea NOT NULL UNIQUE,
    public_key bytea NOT NULL,
    sign_count bigint NOT NULL DEFAULT 0,
    name text NOT NULL,
    last_used_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX passkeys_user_id_idx ON passkeys (user_id);

CREATE TABLE api_keys (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    name text NOT NULL,
    prefix text NOT NULL,
    key_hash bytea NOT NULL UNIQUE,
    scopes text[] NOT NULL,
    last_used_at timestamptz,
    last_ip inet,
    usage_count bigint NOT NULL DEFAULT 0,
    expires_at timestamptz,
    revoked_at timestamptz,
    metadata jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT api_keys_name_check CHECK (length(name) BETWEEN 1 AND 100),
    CONSTRAINT api_keys_scopes_check CHECK (scopes <@ ARRAY['read', 'write', 'scrobble', 'admin'] AND cardinality(scopes) > 0)
);
CREATE INDEX api_keys_user_id_idx ON api_keys (user_id, created_at DESC);

-- A player that shows a short code and waits for its person to type it into MediaNest (RFC 8628).
CREATE TABLE device_authorizations (
    id uuid PRIMARY KEY,
    device_code_hash bytea NOT NULL UNIQUE,
    user_code text NOT NULL UNIQUE,
    client_id text NOT NULL,
    state text NOT NULL DEFAULT 'pending',
    user_id uuid REFERENCES users (id) ON DELETE CASCADE,
    poll_interval_seconds integer NOT NULL DEFAULT 5,
    last_polled_at timestamptz,
    expires_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT device_authorizations_state_check CHECK (state IN ('pending', 'approved', 'denied', 'used'))
);
CREATE INDEX device_authorizations_user_id_idx ON device_authorizations (user_id);
CREATE INDEX device_authorizations_expires_at_idx ON device_authorizations (expires_at);

-- Fixed windows per subject and bucket, kept here so that a restart forgives nothing.
CREATE TABLE rate_limits (
    subject text NOT NULL,
    bucket text NOT NULL,
    window_started_at timestamptz NOT NULL,
    request_count integer NOT NULL DEFAULT 0,
    PRIMARY KEY (subject, bucket)
);
CREATE INDEX rate_limits_window_started_at_idx ON rate_limits (window_started_at);
