DROP INDEX player_matches_user_id_idx;
ALTER TABLE player_deliveries DROP COLUMN remote_item, DROP COLUMN machine;
DROP TABLE player_connection_items;
DROP TABLE player_connections;
