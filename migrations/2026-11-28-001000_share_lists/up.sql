-- Who sees a list is said in the words of the privacy settings. Nothing ever read the two flags: whom a list is shared with is in
-- list_collaborators. A list that is deleted can be brought back for a while.
-- squawk-ignore ban-drop-column
ALTER TABLE user_lists DROP COLUMN is_collaborative;
ALTER TABLE user_lists ADD COLUMN audience text NOT NULL DEFAULT 'nobody';
ALTER TABLE user_lists ADD COLUMN deleted_at timestamptz;
UPDATE user_lists SET audience = 'members' WHERE is_public;
-- squawk-ignore ban-drop-column
ALTER TABLE user_lists DROP COLUMN is_public;
ALTER TABLE user_lists ADD CONSTRAINT user_lists_audience_check CHECK (audience IN ('nobody', 'friends', 'members')) NOT VALID;
-- squawk-ignore constraint-missing-not-valid
ALTER TABLE user_lists VALIDATE CONSTRAINT user_lists_audience_check;
ALTER TABLE user_lists ADD CONSTRAINT user_lists_filter_check
    CHECK ((kind = 'smart') = (filter IS NOT NULL) AND pg_column_size(filter) < 16384) NOT VALID;
-- squawk-ignore constraint-missing-not-valid
ALTER TABLE user_lists VALIDATE CONSTRAINT user_lists_filter_check;
-- Lists are read by their person, the latest first. The table is small.
-- squawk-ignore require-concurrent-index-creation
CREATE INDEX user_lists_latest_idx ON user_lists (user_id, id DESC) WHERE deleted_at IS NULL;
-- squawk-ignore require-concurrent-index-creation
CREATE INDEX user_lists_deleted_at_idx ON user_lists (deleted_at) WHERE deleted_at IS NOT NULL;

-- An address by which anybody reads a list without an account. Only the hash of its secret is kept.
CREATE TABLE list_links (
    id uuid PRIMARY KEY,
    list_id uuid NOT NULL REFERENCES user_lists (id) ON DELETE CASCADE,
    secret_hash bytea NOT NULL UNIQUE,
    expires_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX list_links_list_id_idx ON list_links (list_id);

-- Lists are read in the order of addition, and smart ones by how their person rated things.
-- squawk-ignore require-concurrent-index-creation
CREATE INDEX user_list_items_added_at_idx ON user_list_items (list_id, added_at DESC, id DESC);
-- squawk-ignore require-concurrent-index-creation
CREATE INDEX user_ratings_rating_idx ON user_ratings (user_id, rating);
-- What somebody keeps for themselves is little, and is looked for in every list of theirs. Writes wait for a moment, once.
-- squawk-ignore require-concurrent-index-creation
CREATE INDEX user_libraries_is_private_idx ON user_libraries (user_id, media_item_id) WHERE is_private;
