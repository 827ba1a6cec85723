CREATE INDEX plays_watch_session_id_idx ON plays (watch_session_id);
DROP INDEX plays_cycle_item_idx;
