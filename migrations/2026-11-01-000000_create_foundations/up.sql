-- What every later migration leans on: three contrib extensions, one trigger function and one text normaliser.
CREATE EXTENSION IF NOT EXISTS citext;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;

-- Keeps updated_at true for every writer, also for ad-hoc SQL.
CREATE FUNCTION touch_updated_at() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    NEW.updated_at := now();
    RETURN NEW;
END;
$$;

-- Lower case without accents: the form in which names are searched. unaccent(text) is only STABLE because its
-- dictionary could change; naming the dictionary makes the IMMUTABLE promise true for as long as nobody edits it.
CREATE FUNCTION search_normalize(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN lower(unaccent('unaccent'::regdictionary, value));

-- One row per applied migration: what it was called and what its file said when it ran.
CREATE TABLE migration_records (
    version text PRIMARY KEY,
    description text NOT NULL,
    checksum text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
