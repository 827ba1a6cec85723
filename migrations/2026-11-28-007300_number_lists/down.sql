ALTER TABLE user_lists DROP COLUMN number;
