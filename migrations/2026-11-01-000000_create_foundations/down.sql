DROP TABLE migration_records;
DROP FUNCTION search_normalize(text);
DROP FUNCTION touch_updated_at();
DROP EXTENSION unaccent;
DROP EXTENSION pg_trgm;
DROP EXTENSION citext;
