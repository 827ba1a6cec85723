ALTER TABLE users DROP COLUMN erase_at;
