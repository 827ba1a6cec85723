DROP INDEX media_items_released_at_idx;
DROP TABLE announced_releases;
DROP TABLE calendar_feeds;
