-- The home page of a person who arranged it. Who never did has no row here and gets the set that the code knows.
CREATE TABLE dashboards (
    user_id uuid PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    created_at timestamptz NOT NULL DEFAULT now()
);

-- position only orders: it may have gaps.
CREATE TABLE dashboard_widgets (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES dashboards (user_id) ON DELETE CASCADE,
    widget_type text NOT NULL,
    media_type_id uuid REFERENCES media_types (id) ON DELETE CASCADE,
    position integer NOT NULL,
    size text NOT NULL DEFAULT 'medium',
    settings jsonb NOT NULL DEFAULT '{}',
    is_enabled boolean NOT NULL DEFAULT true,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT dashboard_widgets_widget_type_check CHECK (widget_type IN ('continue_watching', 'next_up', 'currently_watching', 'recent_history', 'recently_added', 'statistics', 'notifications')),
    CONSTRAINT dashboard_widgets_size_check CHECK (size IN ('small', 'medium', 'large')),
    CONSTRAINT dashboard_widgets_settings_check CHECK (pg_column_size(settings) < 16384)
);
CREATE INDEX dashboard_widgets_user_id_idx ON dashboard_widgets (user_id, position);
CREATE INDEX dashboard_widgets_media_type_id_idx ON dashboard_widgets (media_type_id);
CREATE TRIGGER dashboard_widgets_touch BEFORE UPDATE ON dashboard_widgets FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
