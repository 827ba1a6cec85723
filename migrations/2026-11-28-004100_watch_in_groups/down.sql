DROP TABLE group_watching_members;
DROP TABLE group_watchings;
ALTER TABLE group_members DROP COLUMN takes_plays;
