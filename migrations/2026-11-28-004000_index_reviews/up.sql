-- Somebody's reviews are read the latest first, as are those of an item. The table is small.
-- squawk-ignore require-concurrent-index-creation
CREATE INDEX user_reviews_latest_idx ON user_reviews (user_id, created_at DESC, id DESC);
-- squawk-ignore require-concurrent-index-creation
CREATE INDEX user_reviews_item_latest_idx ON user_reviews (media_item_id, created_at DESC, id DESC);
-- squawk-ignore require-concurrent-index-deletion
DROP INDEX user_reviews_media_item_id_idx;
-- Whether a review is shown is asked of those of few people, never of all.
-- squawk-ignore require-concurrent-index-deletion
DROP INDEX user_reviews_is_public_idx;
