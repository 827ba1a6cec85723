-- Up to which listen a program has brought a person's archive of another service over, so that it goes on from there.
CREATE TABLE listen_imports (
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    service text NOT NULL,
    latest_listened_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, service),
    CONSTRAINT listen_imports_service_check CHECK (length(service) BETWEEN 1 AND 50)
);
CREATE TRIGGER listen_imports_touch BEFORE UPDATE ON listen_imports FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
