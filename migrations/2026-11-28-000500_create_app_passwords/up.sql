-- What the AudioScrobbler protocols need of a key that may only report playback. Their challenges are answered with the MD5
-- of the password, so that is what is kept: keys are random, and whoever reads it can report playback, no more. A session
-- is named by 32 characters, derived from it, so that it lasts as long as the key.
CREATE TABLE app_passwords (
    api_key_id uuid PRIMARY KEY REFERENCES api_keys (id) ON DELETE CASCADE,
    challenge_digest text NOT NULL,
    session_key_hash bytea NOT NULL UNIQUE,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT app_passwords_challenge_digest_check CHECK (challenge_digest ~ '^[0-9a-f]{32}$')
);
