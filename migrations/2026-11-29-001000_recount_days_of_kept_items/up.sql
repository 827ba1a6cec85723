-- Plays of what somebody keeps for themselves no longer count in what others see of their days.
INSERT INTO user_stats_touched (user_id, touched_on)
SELECT DISTINCT p.user_id, (p.watched_at AT TIME ZONE 'UTC')::date
FROM plays AS p
JOIN media_items AS i ON i.id = p.media_item_id
JOIN user_libraries AS kept ON kept.user_id = p.user_id AND kept.media_item_id IN (i.id, i.root_id)
WHERE kept.is_private AND p.deleted_at IS NULL;
