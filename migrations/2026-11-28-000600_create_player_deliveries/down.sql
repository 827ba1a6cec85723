DROP TABLE player_matches;
DROP TABLE player_deliveries;
DROP TABLE player_webhooks;
