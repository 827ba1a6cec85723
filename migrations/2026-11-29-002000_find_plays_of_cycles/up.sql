-- Whether somebody played a part in their cycle is looked up part by part: that must not go through what they played of it
-- in other years. Writes to it wait for a moment, once.
-- squawk-ignore require-concurrent-index-creation
CREATE INDEX plays_cycle_item_idx ON plays (watch_session_id, media_item_id, watched_at);
-- squawk-ignore require-concurrent-index-deletion
DROP INDEX plays_watch_session_id_idx;
