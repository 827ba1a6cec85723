-- A program that its person let in, on the page where they consented, and that now trades the code it was given for a
-- session (RFC 6749, section 4.1, with the proof of RFC 7636 where the program sent a challenge).
CREATE TABLE client_authorizations (
    id uuid PRIMARY KEY,
    code_hash bytea NOT NULL UNIQUE,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    client_id text NOT NULL,
    redirect_uri text NOT NULL,
    code_challenge text,
    session_id uuid REFERENCES sessions (id) ON DELETE SET NULL,
    used_at timestamptz,
    expires_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT client_authorizations_client_id_check CHECK (length(client_id) BETWEEN 1 AND 200),
    CONSTRAINT client_authorizations_redirect_uri_check CHECK (length(redirect_uri) <= 2000),
    CONSTRAINT client_authorizations_code_challenge_check CHECK (length(code_challenge) = 43)
);
CREATE INDEX client_authorizations_user_id_idx ON client_authorizations (user_id);
CREATE INDEX client_authorizations_session_id_idx ON client_authorizations (session_id);
CREATE INDEX client_authorizations_expires_at_idx ON client_authorizations (expires_at);
