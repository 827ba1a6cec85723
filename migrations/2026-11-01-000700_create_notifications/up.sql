CREATE TABLE notifications (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    notification_type text NOT NULL,
    category text NOT NULL,
    severity text NOT NULL DEFAULT 'info',
    title text NOT NULL,
    message text NOT NULL,
    link_url text,
    data jsonb NOT NULL DEFAULT '{}',
    dedupe_key text,
    read_at timestamptz,
    expires_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT notifications_type_check CHECK (notification_type ~ '^[a-z][a-z0-9_]{0,59}$'),
    CONSTRAINT notifications_category_check CHECK (category IN ('media', 'social', 'system', 'integration', 'user')),
    CONSTRAINT notifications_severity_check CHECK (severity IN ('info', 'success', 'warning', 'error')),
    CONSTRAINT notifications_data_check CHECK (pg_column_size(data) < 16384)
);
CREATE INDEX notifications_user_id_idx ON notifications (user_id, id DESC);
CREATE INDEX notifications_unread_idx ON notifications (user_id, id DESC) WHERE read_at IS NULL;
CREATE UNIQUE INDEX notifications_dedupe_key_idx ON notifications (user_id, dedupe_key) WHERE dedupe_key IS NOT NULL;
CREATE INDEX notifications_expires_at_idx ON notifications (expires_at) WHERE expires_at IS NOT NULL;
CREATE INDEX notifications_created_at_idx ON notifications (created_at);

-- A way out of the app. user_id NULL is a channel of the whole installation. config is sealed (AEAD).
CREATE TABLE notification_channels (
    id uuid PRIMARY KEY,
    user_id uuid REFERENCES users (id) ON DELETE CASCADE,
    name text NOT NULL,
    kind text NOT NULL,
    config bytea NOT NULL,
    key_id text NOT NULL,
    event_filter text[],
    is_enabled boolean NOT NULL DEFAULT true,
    last_error text,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT notification_channels_kind_check CHECK (kind IN ('email', 'web_push', 'discord', 'ntfy', 'telegram', 'gotify', 'apprise', 'webhook'))
);
CREATE INDEX notification_channels_user_id_idx ON notification_channels (user_id);
CREATE TRIGGER notification_channels_touch BEFORE UPDATE ON notification_channels FOR EACH ROW EXECUTE FUNCTION touch_updated_at();

-- Whether a person wants notifications of a type ('*' is every type), by way ('in_app' or a channel's kind).
CREATE TABLE notification_preferences (
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    notification_type text NOT NULL,
    delivery_method text NOT NULL,
    is_enabled boolean NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, notification_type, delivery_method),
    CONSTRAINT notification_preferences_method_check CHECK (delivery_method IN ('in_app', 'email', 'web_push', 'discord', 'ntfy', 'telegram', 'gotify', 'apprise', 'webhook'))
);
CREATE TRIGGER notification_preferences_touch BEFORE UPDATE ON notification_preferences FOR EACH ROW EXECUTE FUNCTION touch_updated_at();

CREATE TABLE notification_deliveries (
    id uuid PRIMARY KEY,
    notification_id uuid NOT NULL REFERENCES notifications (id) ON DELETE CASCADE,
    channel_id uuid NOT NULL REFERENCES notification_channels (id) ON DELETE CASCADE,
    state text NOT NULL DEFAULT 'pending',
    attempts integer NOT NULL DEFAULT 0,
    last_error text,
    next_attempt_at timestamptz,
    delivered_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT notification_deliveries_key UNIQUE (notification_id, channel_id),
    CONSTRAINT notification_deliveries_state_check CHECK (state IN ('pending', 'delivered', 'failed'))
);
CREATE INDEX notification_deliveries_channel_id_idx ON notification_deliveries (channel_id);
CREATE INDEX notification_deliveries_pending_idx ON notification_deliveries (next_attempt_at) WHERE state = 'pending';

CREATE TABLE push_subscriptions (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    endpoint text NOT NULL UNIQUE,
    p256dh bytea NOT NULL,
    auth bytea NOT NULL,
    user_agent text,
    last_used_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX push_subscriptions_user_id_idx ON push_subscriptions (user_id);
