-- When an account is erased that its person has given up; until then they can change their mind.
ALTER TABLE users ADD COLUMN erase_at timestamptz;
-- Writes to it wait for a moment, once.
-- squawk-ignore require-concurrent-index-creation
CREATE INDEX users_erase_at_idx ON users (erase_at) WHERE erase_at IS NOT NULL;
