-- The genres to choose from are those of films and shows, not of each of their episodes. Writes to it wait for a moment, once.
-- squawk-ignore require-concurrent-index-creation
CREATE INDEX media_items_top_genres_idx ON media_items (media_type_id, hierarchy_level) WHERE parent_id IS NULL AND genres <> '{}';
