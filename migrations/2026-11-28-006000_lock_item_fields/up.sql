-- What somebody wrote by hand: providers of metadata leave it as it is.
ALTER TABLE media_items ADD COLUMN locked_fields text[] NOT NULL DEFAULT '{}';
-- Every row has none yet, so there is nothing to be checked.
-- squawk-ignore constraint-missing-not-valid
ALTER TABLE media_items ADD CONSTRAINT media_items_locked_fields_check CHECK (cardinality(locked_fields) <= 200);

-- What providers are asked again is looked for by provider and language, too.
-- squawk-ignore require-concurrent-index-creation
CREATE INDEX media_metadata_stale_idx ON media_metadata (provider, language, expires_at);
-- squawk-ignore require-concurrent-index-deletion
DROP INDEX media_metadata_expires_at_idx;
