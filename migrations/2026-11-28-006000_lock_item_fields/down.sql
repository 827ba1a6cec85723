CREATE INDEX media_metadata_expires_at_idx ON media_metadata (expires_at);
DROP INDEX media_metadata_stale_idx;
ALTER TABLE media_items DROP COLUMN locked_fields;
