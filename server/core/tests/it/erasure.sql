UPDATE users SET email = 'zebedee@example.org', bio = 'I am zebedee' WHERE id = $1;
INSERT INTO linked_accounts (id, user_id, provider, provider_account_id) VALUES (gen_random_uuid(), $1, 'plex', '1');
INSERT INTO sessions (id, user_id, kind, access_token_hash, refresh_token_hash, refresh_family_hash, expires_at, refresh_expires_at, last_used_at)
    VALUES (gen_random_uuid(), $1, 'bearer', 'a', 'b', 'c', now(), now(), now());
INSERT INTO verification_tokens (id, purpose, user_id, token_hash, expires_at) VALUES (gen_random_uuid(), 'password_reset', $1, 'a', now());
INSERT INTO passkeys (id, user_id, credential_id, public_key, name) VALUES (gen_random_uuid(), $1, 'a', 'b', 'phone of zebedee');
INSERT INTO api_keys (id, user_id, name, prefix, key_hash, scopes) VALUES (gen_random_uuid(), $1, 'k', 'mn_', 'a', '{read}');
INSERT INTO device_authorizations (id, device_code_hash, user_code, client_id, user_id, expires_at)
    VALUES (gen_random_uuid(), 'a', 'ABCD', 'player', $1, now());
INSERT INTO player_webhooks (id, user_id, player, name, token_hash) VALUES ('00000000-0000-7000-8000-0000000000a1', $1, 'plex', 'p', 'a');
INSERT INTO player_deliveries (id, player_webhook_id, user_id, player, verdict, received_at)
    VALUES (gen_random_uuid(), '00000000-0000-7000-8000-0000000000a1', $1, 'plex', 'ignored', now());
INSERT INTO rate_limits (subject, bucket, window_started_at, request_count) VALUES ('zebedee', 'sign_in_account', now(), 1);
INSERT INTO app_settings (key, value, updated_by) VALUES ('planted', '{}', $1);
INSERT INTO jobs (id, kind, lane, user_id, payload) VALUES (gen_random_uuid(), 'planted', 'sync', $1, '{}');
INSERT INTO import_jobs (id, user_id, source, file_name) VALUES (gen_random_uuid(), $1, 'csv', 'zebedee.csv');
INSERT INTO error_logs (id, correlation_id, user_id, user_name, error_code, error_message, request_path, request_method)
    VALUES (gen_random_uuid(), gen_random_uuid(), $1, 'zebedee', 'INTERNAL', 'x', '/graphql', 'POST');
INSERT INTO audit_logs (id, created_at, actor_kind, actor_id, actor_name, action, resource_type, resource_id, ip, user_agent, new_values) VALUES
    (gen_random_uuid(), now() - interval '3 hours', 'user', $1, 'zebedee', 'planted.by', 'user', $1, '192.0.2.1', 'Browser of zebedee', '{"displayName": "zebedee"}'),
    (gen_random_uuid(), now() - interval '2 hours', 'user', $2, 'root', 'planted.to', 'user', $1, NULL, NULL, '{"email": "zebedee@example.org"}'),
    (gen_random_uuid(), now() - interval '1 hours', 'user', $2, 'root', 'planted.with', NULL, NULL, NULL, NULL, '{"to": "zebedee"}');
INSERT INTO media_items (id, media_type_id, root_id, name, sort_name, slug, created_by)
    SELECT '00000000-0000-7000-8000-0000000000b1', id, '00000000-0000-7000-8000-0000000000b1', 'Heat', 'heat', 'heat', $1 FROM media_types WHERE name = 'movie';
INSERT INTO player_connections (id, user_id, kind, name, base_url, account_name, credentials, key_id, state)
    VALUES ('00000000-0000-7000-8000-0000000000a2', $1, 'plex', 'p', 'http://zebedee', 'zebedee', 'c', 'k', 'working');
INSERT INTO player_connection_items (player_connection_id, media_item_id, remote_item)
    VALUES ('00000000-0000-7000-8000-0000000000a2', '00000000-0000-7000-8000-0000000000b1', 'zebedee');
INSERT INTO playback_write_backs (player_connection_id, user_id, media_item_id, play_id, deed, watched_at)
    VALUES ('00000000-0000-7000-8000-0000000000a2', $1, '00000000-0000-7000-8000-0000000000b1', gen_random_uuid(), 'played', now());
INSERT INTO player_matches (user_id, match_key, media_item_id) VALUES ($1, 'k', '00000000-0000-7000-8000-0000000000b1');
INSERT INTO user_libraries (id, user_id, media_item_id, status, added_at) VALUES (gen_random_uuid(), $1, '00000000-0000-7000-8000-0000000000b1', 'completed', now());
INSERT INTO watch_sessions (id, user_id, media_item_id, session_number, status, started_at)
    VALUES (gen_random_uuid(), $1, '00000000-0000-7000-8000-0000000000b1', 1, 'completed', now());
INSERT INTO interaction_events (id, occurred_at, received_at, user_id, media_item_id, event_type, source)
    VALUES (gen_random_uuid(), now(), now(), $1, '00000000-0000-7000-8000-0000000000b1', 'start', 'test');
INSERT INTO plays (id, user_id, media_item_id, watched_at, source, origin) VALUES (gen_random_uuid(), $1, '00000000-0000-7000-8000-0000000000b1', now(), 'test', 'manual');
INSERT INTO playback_positions (user_id, media_item_id, progress_percent, source, occurred_at) VALUES ($1, '00000000-0000-7000-8000-0000000000b1', 5, 'test', now());
INSERT INTO currently_watching (user_id, media_item_id, state, progress_percent, source, started_at, last_heartbeat_at, expires_at)
    VALUES ($1, '00000000-0000-7000-8000-0000000000b1', 'playing', 5, 'test', now(), now(), now());
INSERT INTO user_ratings (id, user_id, media_item_id, rating, rating_type, rated_at) VALUES (gen_random_uuid(), $1, '00000000-0000-7000-8000-0000000000b1', 80, 'numeric', now());
INSERT INTO user_rating_history (id, user_id, media_item_id, rating, rating_type, rated_at, replaced_at)
    VALUES (gen_random_uuid(), $1, '00000000-0000-7000-8000-0000000000b1', 70, 'numeric', now(), now());
INSERT INTO user_reviews (id, user_id, media_item_id, content) VALUES (gen_random_uuid(), $1, '00000000-0000-7000-8000-0000000000b1', 'Fine.');
INSERT INTO user_lists (id, user_id, name, kind) VALUES
    ('00000000-0000-7000-8000-0000000000c1', $2, 'Of both', 'manual'), (gen_random_uuid(), $1, 'Mine', 'manual');
INSERT INTO user_list_items (id, list_id, media_item_id, added_by_user_id, position, added_at)
    VALUES (gen_random_uuid(), '00000000-0000-7000-8000-0000000000c1', '00000000-0000-7000-8000-0000000000b1', $1, 'a', now());
INSERT INTO list_collaborators (list_id, user_id, role) VALUES ('00000000-0000-7000-8000-0000000000c1', $1, 'editor');
INSERT INTO user_stats_cache (id, user_id, stat_key, stat_value, computed_at) VALUES (gen_random_uuid(), $1, 'k', '{}', now());
INSERT INTO users (id, username, display_name) VALUES ('00000000-0000-7000-8000-0000000000e1', 'third', 'third');
INSERT INTO friendships (id, requester_id, addressee_id, state) VALUES
    (gen_random_uuid(), $1, $2, 'accepted'), (gen_random_uuid(), '00000000-0000-7000-8000-0000000000e1', $1, 'requested');
INSERT INTO groups (id, name, group_type, owner_user_id) VALUES
    ('00000000-0000-7000-8000-0000000000d1', 'Film club', 'friends', $1), ('00000000-0000-7000-8000-0000000000d2', 'Alone', 'custom', $1),
    ('00000000-0000-7000-8000-0000000000d3', 'Of another', 'custom', $2);
INSERT INTO group_members (id, group_id, user_id, role, joined_at) VALUES
    (gen_random_uuid(), '00000000-0000-7000-8000-0000000000d1', $1, 'owner', now()), (gen_random_uuid(), '00000000-0000-7000-8000-0000000000d1', $2, 'member', now()),
    (gen_random_uuid(), '00000000-0000-7000-8000-0000000000d2', $1, 'owner', now());
INSERT INTO group_invitations (id, group_id, from_user_id, to_user_id, to_email, role, invite_code_hash, expires_at) VALUES
    (gen_random_uuid(), '00000000-0000-7000-8000-0000000000d1', $1, NULL, NULL, 'member', 'a', now()),
    (gen_random_uuid(), '00000000-0000-7000-8000-0000000000d3', $2, $1, NULL, 'member', 'b', now()),
    (gen_random_uuid(), '00000000-0000-7000-8000-0000000000d3', $2, NULL, 'zebedee@example.org', 'member', 'c', now());
INSERT INTO notifications (id, user_id, notification_type, category, title, message, data) VALUES
    (gen_random_uuid(), $1, 'planted', 'system', 'News', '', '{}'),
    (gen_random_uuid(), $2, 'friend_request', 'social', 'zebedee wants to be your friend', '', jsonb_build_object('userId', $3)),
    (gen_random_uuid(), $2, 'planted', 'system', 'Something else', '', '{}');
INSERT INTO notification_channels (id, user_id, name, kind, config, key_id) VALUES (gen_random_uuid(), $1, 'mail', 'email', 'a', 'k');
INSERT INTO notification_preferences (user_id, notification_type, delivery_method, is_enabled) VALUES ($1, 'planted', 'email', true);
INSERT INTO push_subscriptions (id, user_id, endpoint, p256dh, auth) VALUES (gen_random_uuid(), $1, 'https://push.example.org/zebedee', 'a', 'b');
INSERT INTO dashboards (user_id) VALUES ($1);
INSERT INTO dashboard_widgets (id, user_id, widget_type, position) VALUES (gen_random_uuid(), $1, 'next_up', 0);
INSERT INTO calendar_feeds (id, user_id, token_hash) VALUES (gen_random_uuid(), $1, 'a');
INSERT INTO announced_releases (user_id, media_item_id, announced_at) VALUES ($1, '00000000-0000-7000-8000-0000000000b1', now());
INSERT INTO user_stats_touched (user_id, touched_on) VALUES ($1, '2026-01-01');
INSERT INTO collected_items (user_id, media_item_id, collected_at) VALUES ($1, '00000000-0000-7000-8000-0000000000b1', now());
INSERT INTO client_authorizations (id, code_hash, user_id, client_id, redirect_uri, expires_at)
    VALUES (gen_random_uuid(), 'a', $1, 'player', 'urn:ietf:wg:oauth:2.0:oob', now());
INSERT INTO listen_imports (user_id, service, latest_listened_at) VALUES ($1, 'lastfm', now());
INSERT INTO group_watchings (id, group_id, host_user_id, started_at, ends_at) VALUES
    ('00000000-0000-7000-8000-0000000000f1', '00000000-0000-7000-8000-0000000000d1', $1, now(), now()),
    ('00000000-0000-7000-8000-0000000000f2', '00000000-0000-7000-8000-0000000000d1', $2, now(), now());
INSERT INTO group_watching_members (group_watching_id, user_id) VALUES ('00000000-0000-7000-8000-0000000000f2', $1);
