CREATE INDEX user_reviews_is_public_idx ON user_reviews (is_public);
CREATE INDEX user_reviews_media_item_id_idx ON user_reviews (media_item_id, created_at DESC);
DROP INDEX user_reviews_item_latest_idx;
DROP INDEX user_reviews_latest_idx;
