DROP INDEX media_items_misspellings_idx;
DROP FUNCTION search_misspellings(text);
