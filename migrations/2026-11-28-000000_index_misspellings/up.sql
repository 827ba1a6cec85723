-- The short words of a text, and each of them with any one letter left out. Two words share one of these when they differ by
-- a letter that is wrong, missing, too much or swapped with its neighbour. Longer words are found by their trigrams, of
-- which a wrong letter leaves short ones too few.
CREATE FUNCTION search_misspellings(value text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (
    SELECT array_agg(DISTINCT spelling)
    FROM regexp_split_to_table(search_words(value), '\s+') AS word
    CROSS JOIN LATERAL (
        SELECT word AS spelling
        UNION ALL
        SELECT overlay(word PLACING '' FROM place FOR 1) FROM generate_series(1, length(word)) AS place
    ) AS spellings
    WHERE length(word) BETWEEN 3 AND 6
);

-- Top-level items only: one looks for a film by its title, but hardly for an episode. Writes to it wait for seconds, once.
-- squawk-ignore require-concurrent-index-creation
CREATE INDEX media_items_misspellings_idx ON media_items USING gin (search_misspellings(search_name)) WHERE parent_id IS NULL;
