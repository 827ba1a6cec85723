-- What a person owns: a disc, a file, a licence. An item that they no longer own is kept, hidden, so that programs which
-- hold a copy of the collection learn that it went.
CREATE TABLE collected_items (
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    media_item_id uuid NOT NULL REFERENCES media_items (id) ON DELETE CASCADE,
    collected_at timestamptz NOT NULL,
    metadata jsonb NOT NULL DEFAULT '{}',
    removed_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, media_item_id),
    CONSTRAINT collected_items_metadata_check CHECK (pg_column_size(metadata) < 4096)
);
CREATE INDEX collected_items_media_item_id_idx ON collected_items (media_item_id);
CREATE TRIGGER collected_items_touch BEFORE UPDATE ON collected_items FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
