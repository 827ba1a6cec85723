DROP INDEX user_libraries_is_private_idx;
DROP INDEX user_ratings_rating_idx;
DROP INDEX user_list_items_added_at_idx;
DROP TABLE list_links;
DROP INDEX user_lists_deleted_at_idx;
DROP INDEX user_lists_latest_idx;
-- An older version would show what was deleted.
DELETE FROM user_lists WHERE deleted_at IS NOT NULL;
ALTER TABLE user_lists DROP CONSTRAINT user_lists_filter_check;
ALTER TABLE user_lists ADD COLUMN is_public boolean NOT NULL DEFAULT false;
ALTER TABLE user_lists ADD COLUMN is_collaborative boolean NOT NULL DEFAULT false;
UPDATE user_lists SET is_public = (audience = 'members');
ALTER TABLE user_lists DROP COLUMN audience;
ALTER TABLE user_lists DROP COLUMN deleted_at;
CREATE INDEX user_lists_is_public_idx ON user_lists (is_public);
