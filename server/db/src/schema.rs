// @generated automatically by Diesel CLI.

pub mod sql_types {
    #[derive(diesel::query_builder::QueryId, Clone, diesel::sql_types::SqlType)]
    #[diesel(postgres_type(name = "tsvector", schema = "pg_catalog"))]
    pub struct Tsvector;
}

diesel::table! {
    announced_releases (user_id, media_item_id) {
        user_id -> Uuid,
        media_item_id -> Uuid,
        announced_at -> Timestamptz,
    }
}

diesel::table! {
    api_keys (id) {
        id -> Uuid,
        user_id -> Uuid,
        name -> Text,
        prefix -> Text,
        key_hash -> Bytea,
        scopes -> Array<Nullable<Text>>,
        last_used_at -> Nullable<Timestamptz>,
        last_ip -> Nullable<Inet>,
        usage_count -> Int8,
        expires_at -> Nullable<Timestamptz>,
        revoked_at -> Nullable<Timestamptz>,
        metadata -> Jsonb,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    app_passwords (api_key_id) {
        api_key_id -> Uuid,
        challenge_digest -> Text,
        session_key_hash -> Bytea,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    app_settings (key) {
        key -> Text,
        value -> Jsonb,
        description -> Nullable<Text>,
        updated_by -> Nullable<Uuid>,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    audit_logs (id, created_at) {
        id -> Uuid,
        created_at -> Timestamptz,
        actor_kind -> Text,
        actor_id -> Nullable<Uuid>,
        actor_name -> Text,
        action -> Text,
        resource_type -> Nullable<Text>,
        resource_id -> Nullable<Uuid>,
        old_values -> Nullable<Jsonb>,
        new_values -> Nullable<Jsonb>,
        context -> Jsonb,
        ip -> Nullable<Inet>,
        user_agent -> Nullable<Text>,
        correlation_id -> Nullable<Uuid>,
        severity -> Text,
    }
}

diesel::table! {
    calendar_feeds (id) {
        id -> Uuid,
        user_id -> Uuid,
        token_hash -> Bytea,
        last_used_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    client_authorizations (id) {
        id -> Uuid,
        code_hash -> Bytea,
        user_id -> Uuid,
        client_id -> Text,
        redirect_uri -> Text,
        code_challenge -> Nullable<Text>,
        session_id -> Nullable<Uuid>,
        used_at -> Nullable<Timestamptz>,
        expires_at -> Timestamptz,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    collected_items (user_id, media_item_id) {
        user_id -> Uuid,
        media_item_id -> Uuid,
        collected_at -> Timestamptz,
        metadata -> Jsonb,
        removed_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    currently_watching (user_id) {
        user_id -> Uuid,
        media_item_id -> Uuid,
        state -> Text,
        progress_percent -> Float4,
        position_seconds -> Nullable<Int4>,
        duration_seconds -> Nullable<Int4>,
        progress_data -> Nullable<Jsonb>,
        source -> Text,
        device_name -> Nullable<Text>,
        is_private -> Bool,
        started_at -> Timestamptz,
        last_heartbeat_at -> Timestamptz,
        expires_at -> Timestamptz,
        others_until -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    dashboard_widgets (id) {
        id -> Uuid,
        user_id -> Uuid,
        widget_type -> Text,
        media_type_id -> Nullable<Uuid>,
        position -> Int4,
        size -> Text,
        settings -> Jsonb,
        is_enabled -> Bool,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    dashboards (user_id) {
        user_id -> Uuid,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    device_authorizations (id) {
        id -> Uuid,
        device_code_hash -> Bytea,
        user_code -> Text,
        client_id -> Text,
        state -> Text,
        user_id -> Nullable<Uuid>,
        poll_interval_seconds -> Int4,
        last_polled_at -> Nullable<Timestamptz>,
        expires_at -> Timestamptz,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    error_logs (id, created_at) {
        id -> Uuid,
        created_at -> Timestamptz,
        correlation_id -> Uuid,
        user_id -> Nullable<Uuid>,
        user_name -> Nullable<Text>,
        error_code -> Text,
        error_message -> Text,
        stack_trace -> Nullable<Text>,
        request_path -> Text,
        request_method -> Text,
        status_code -> Nullable<Int4>,
        metadata -> Jsonb,
    }
}

diesel::table! {
    friendships (id) {
        id -> Uuid,
        requester_id -> Uuid,
        addressee_id -> Uuid,
        state -> Text,
        answered_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    group_invitations (id) {
        id -> Uuid,
        group_id -> Uuid,
        from_user_id -> Uuid,
        to_user_id -> Nullable<Uuid>,
        to_email -> Nullable<Citext>,
        role -> Text,
        invite_code_hash -> Bytea,
        expires_at -> Timestamptz,
        accepted_at -> Nullable<Timestamptz>,
        declined_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    group_members (id) {
        id -> Uuid,
        group_id -> Uuid,
        user_id -> Uuid,
        role -> Text,
        permissions -> Jsonb,
        joined_at -> Timestamptz,
        created_at -> Timestamptz,
        takes_plays -> Bool,
    }
}

diesel::table! {
    group_watching_members (group_watching_id, user_id) {
        group_watching_id -> Uuid,
        user_id -> Uuid,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    group_watchings (id) {
        id -> Uuid,
        group_id -> Uuid,
        host_user_id -> Uuid,
        started_at -> Timestamptz,
        ends_at -> Timestamptz,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    groups (id) {
        id -> Uuid,
        name -> Text,
        description -> Nullable<Text>,
        group_type -> Text,
        owner_user_id -> Uuid,
        privacy -> Text,
        settings -> Jsonb,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    import_errors (import_job_id, file_name, row_number) {
        import_job_id -> Uuid,
        row_number -> Int8,
        file_name -> Text,
        item -> Text,
        error -> Text,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    import_jobs (id) {
        id -> Uuid,
        user_id -> Uuid,
        source -> Text,
        status -> Text,
        is_dry_run -> Bool,
        file_name -> Nullable<Text>,
        storage_path -> Nullable<Text>,
        options -> Jsonb,
        cursor -> Jsonb,
        total_items -> Nullable<Int8>,
        processed_items -> Int8,
        created_items -> Int8,
        unchanged_items -> Int8,
        failed_items -> Int8,
        report -> Jsonb,
        error -> Nullable<Text>,
        started_at -> Nullable<Timestamptz>,
        completed_at -> Nullable<Timestamptz>,
        undone_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    interaction_events (id, occurred_at) {
        id -> Uuid,
        occurred_at -> Timestamptz,
        received_at -> Timestamptz,
        expires_at -> Nullable<Timestamptz>,
        user_id -> Uuid,
        media_item_id -> Uuid,
        watch_session_id -> Nullable<Uuid>,
        event_type -> Text,
        progress_percent -> Nullable<Float4>,
        position_seconds -> Nullable<Int4>,
        duration_seconds -> Nullable<Int4>,
        progress_data -> Nullable<Jsonb>,
        source -> Text,
        source_event_id -> Nullable<Text>,
        device_name -> Nullable<Text>,
        timezone -> Nullable<Text>,
        date_precision -> Text,
        is_private -> Bool,
        raw_payload -> Nullable<Jsonb>,
        discarded_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    job_history (id) {
        id -> Uuid,
        job_name -> Text,
        started_at -> Timestamptz,
        completed_at -> Nullable<Timestamptz>,
        status -> Text,
        error -> Nullable<Text>,
        details -> Jsonb,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    jobs (id) {
        id -> Uuid,
        kind -> Text,
        lane -> Text,
        user_id -> Nullable<Uuid>,
        payload -> Jsonb,
        dedupe_key -> Nullable<Text>,
        state -> Text,
        priority -> Int4,
        attempts -> Int4,
        max_attempts -> Int4,
        run_at -> Timestamptz,
        lease_expires_at -> Nullable<Timestamptz>,
        worker_id -> Nullable<Text>,
        last_error -> Nullable<Text>,
        created_at -> Timestamptz,
        finished_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    latest_changes (user_id, part, media_type_id, hierarchy_level) {
        user_id -> Uuid,
        part -> Text,
        media_type_id -> Uuid,
        hierarchy_level -> Int2,
        changed_at -> Timestamptz,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    linked_accounts (id) {
        id -> Uuid,
        user_id -> Uuid,
        provider -> Text,
        provider_account_id -> Text,
        username -> Nullable<Text>,
        account_type -> Nullable<Text>,
        access_token -> Nullable<Bytea>,
        refresh_token -> Nullable<Bytea>,
        id_token -> Nullable<Bytea>,
        key_id -> Nullable<Text>,
        token_type -> Nullable<Text>,
        scope -> Nullable<Text>,
        expires_at -> Nullable<Timestamptz>,
        session_state -> Nullable<Text>,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    list_collaborators (list_id, user_id) {
        list_id -> Uuid,
        user_id -> Uuid,
        role -> Text,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    list_links (id) {
        id -> Uuid,
        list_id -> Uuid,
        secret_hash -> Bytea,
        expires_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    listen_imports (user_id, service) {
        user_id -> Uuid,
        service -> Text,
        latest_listened_at -> Timestamptz,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}
diesel::table! {
    media_external_ids (id) {
        id -> Uuid,
        media_item_id -> Uuid,
        provider -> Text,
        kind -> Text,
        external_id -> Text,
        url -> Nullable<Text>,
        import_job_id -> Nullable<Uuid>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    media_file_locations (id) {
        id -> Uuid,
        media_item_id -> Uuid,
        file_path -> Text,
        file_type -> Nullable<Text>,
        verified_at -> Nullable<Timestamptz>,
        is_missing -> Bool,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    media_groups (id) {
        id -> Uuid,
        media_type_id -> Uuid,
        name -> Text,
        description -> Nullable<Text>,
        metadata -> Jsonb,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::Tsvector;

    media_items (id) {
        id -> Uuid,
        number -> Int8,
        media_type_id -> Uuid,
        media_group_id -> Nullable<Uuid>,
        parent_id -> Nullable<Uuid>,
        root_id -> Uuid,
        hierarchy_level -> Int2,
        hierarchy_position -> Nullable<Int4>,
        position_path -> Array<Nullable<Int4>>,
        name -> Text,
        sort_name -> Text,
        original_name -> Nullable<Text>,
        slug -> Text,
        description -> Nullable<Text>,
        year -> Nullable<Int2>,
        released_on -> Nullable<Date>,
        released_at -> Nullable<Timestamptz>,
        runtime_seconds -> Nullable<Int4>,
        genres -> Array<Nullable<Text>>,
        language -> Nullable<Text>,
        metadata -> Jsonb,
        search_name -> Text,
        search_vector -> Tsvector,
        import_job_id -> Nullable<Uuid>,
        created_by -> Nullable<Uuid>,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        locked_fields -> Array<Nullable<Text>>,
    }
}

diesel::table! {
    media_metadata (id) {
        id -> Uuid,
        media_item_id -> Uuid,
        provider -> Text,
        external_id -> Text,
        language -> Text,
        data -> Jsonb,
        raw_response -> Nullable<Jsonb>,
        confidence -> Nullable<Float4>,
        is_verified -> Bool,
        fetched_at -> Timestamptz,
        expires_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    media_relationships (id) {
        id -> Uuid,
        from_media_id -> Uuid,
        to_media_id -> Uuid,
        relationship_type -> Text,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    media_types (id) {
        id -> Uuid,
        name -> Text,
        display_name -> Text,
        icon -> Nullable<Text>,
        color -> Nullable<Text>,
        hierarchy_levels -> Array<Nullable<Text>>,
        interaction_verb -> Text,
        session_noun -> Text,
        progress_unit -> Text,
        completion_threshold_percent -> Float4,
        metadata_schema -> Jsonb,
        is_enabled -> Bool,
        is_system -> Bool,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    migration_records (version) {
        version -> Text,
        description -> Text,
        checksum -> Text,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    notification_channels (id) {
        id -> Uuid,
        user_id -> Nullable<Uuid>,
        name -> Text,
        kind -> Text,
        config -> Bytea,
        key_id -> Text,
        event_filter -> Nullable<Array<Nullable<Text>>>,
        is_enabled -> Bool,
        last_error -> Nullable<Text>,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    notification_deliveries (id) {
        id -> Uuid,
        notification_id -> Uuid,
        channel_id -> Uuid,
        state -> Text,
        attempts -> Int4,
        last_error -> Nullable<Text>,
        next_attempt_at -> Nullable<Timestamptz>,
        delivered_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    notification_preferences (user_id, notification_type, delivery_method) {
        user_id -> Uuid,
        notification_type -> Text,
        delivery_method -> Text,
        is_enabled -> Bool,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    notifications (id) {
        id -> Uuid,
        user_id -> Uuid,
        notification_type -> Text,
        category -> Text,
        severity -> Text,
        title -> Text,
        message -> Text,
        link_url -> Nullable<Text>,
        data -> Jsonb,
        dedupe_key -> Nullable<Text>,
        read_at -> Nullable<Timestamptz>,
        expires_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    passkeys (id) {
        id -> Uuid,
        user_id -> Uuid,
        credential_id -> Bytea,
        public_key -> Bytea,
        sign_count -> Int8,
        name -> Text,
        last_used_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    playback_positions (user_id, media_item_id) {
        user_id -> Uuid,
        media_item_id -> Uuid,
        number -> Int8,
        progress_percent -> Float4,
        position_seconds -> Nullable<Int4>,
        duration_seconds -> Nullable<Int4>,
        source -> Text,
        device_name -> Nullable<Text>,
        is_private -> Bool,
        occurred_at -> Timestamptz,
        settle_after -> Nullable<Timestamptz>,
        dismissed_at -> Nullable<Timestamptz>,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    playback_write_backs (id) {
        id -> Uuid,
        number -> Int8,
        player_connection_id -> Uuid,
        user_id -> Uuid,
        media_item_id -> Uuid,
        play_id -> Uuid,
        deed -> Text,
        watched_at -> Timestamptz,
        state -> Text,
        reason -> Nullable<Text>,
        attempts -> Int4,
        run_at -> Nullable<Timestamptz>,
        attempted_at -> Nullable<Timestamptz>,
        ended_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    player_connection_items (player_connection_id, media_item_id) {
        player_connection_id -> Uuid,
        media_item_id -> Uuid,
        remote_item -> Text,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    player_connections (id) {
        id -> Uuid,
        user_id -> Uuid,
        kind -> Text,
        name -> Text,
        base_url -> Text,
        machine -> Nullable<Text>,
        account_key -> Nullable<Text>,
        account_name -> Nullable<Text>,
        credentials -> Bytea,
        key_id -> Text,
        state -> Text,
        is_enabled -> Bool,
        failures -> Int4,
        rests_until -> Nullable<Timestamptz>,
        last_error -> Nullable<Text>,
        last_success_at -> Nullable<Timestamptz>,
        last_failure_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    player_deliveries (id) {
        id -> Uuid,
        player_webhook_id -> Uuid,
        user_id -> Uuid,
        player -> Text,
        verdict -> Text,
        reason -> Nullable<Text>,
        event_name -> Nullable<Text>,
        account_name -> Nullable<Text>,
        title -> Nullable<Text>,
        match_keys -> Array<Nullable<Text>>,
        media_item_id -> Nullable<Uuid>,
        payload -> Nullable<Jsonb>,
        received_at -> Timestamptz,
        created_at -> Timestamptz,
        machine -> Nullable<Text>,
        remote_item -> Nullable<Text>,
    }
}

diesel::table! {
    player_matches (user_id, match_key) {
        user_id -> Uuid,
        match_key -> Text,
        media_item_id -> Uuid,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    player_webhooks (id) {
        id -> Uuid,
        user_id -> Uuid,
        player -> Text,
        name -> Text,
        account_name -> Nullable<Text>,
        token_hash -> Bytea,
        last_used_at -> Nullable<Timestamptz>,
        revoked_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    plays (id) {
        id -> Uuid,
        number -> Int8,
        user_id -> Uuid,
        media_item_id -> Uuid,
        watch_session_id -> Nullable<Uuid>,
        started_at -> Nullable<Timestamptz>,
        watched_at -> Timestamptz,
        run_started_at -> Nullable<Timestamptz>,
        run_ended_at -> Nullable<Timestamptz>,
        date_precision -> Text,
        timezone -> Nullable<Text>,
        progress_percent -> Nullable<Float4>,
        watched_seconds -> Nullable<Int4>,
        origin -> Text,
        source -> Text,
        source_event_id -> Nullable<Text>,
        device_name -> Nullable<Text>,
        is_private -> Bool,
        notes -> Nullable<Text>,
        import_job_id -> Nullable<Uuid>,
        edited_at -> Nullable<Timestamptz>,
        deleted_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    push_subscriptions (id) {
        id -> Uuid,
        user_id -> Uuid,
        endpoint -> Text,
        p256dh -> Bytea,
        auth -> Bytea,
        user_agent -> Nullable<Text>,
        last_used_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    rate_limits (subject, bucket) {
        subject -> Text,
        bucket -> Text,
        window_started_at -> Timestamptz,
        request_count -> Int4,
    }
}

diesel::table! {
    scheduled_jobs (job_name) {
        job_name -> Text,
        schedule -> Text,
        is_enabled -> Bool,
        last_run_at -> Nullable<Timestamptz>,
        last_run_status -> Nullable<Text>,
        next_run_at -> Timestamptz,
        settings -> Jsonb,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    scraper_priorities (id) {
        id -> Uuid,
        media_type_id -> Uuid,
        provider -> Text,
        metadata_field -> Text,
        priority -> Int4,
        is_enabled -> Bool,
        fallback_behavior -> Text,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    scraper_stats (id) {
        id -> Uuid,
        media_type_id -> Uuid,
        provider -> Text,
        success_count -> Int8,
        failure_count -> Int8,
        avg_response_time_ms -> Nullable<Int4>,
        last_success_at -> Nullable<Timestamptz>,
        last_failure_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    sessions (id) {
        id -> Uuid,
        user_id -> Uuid,
        kind -> Text,
        scopes -> Nullable<Array<Nullable<Text>>>,
        access_token_hash -> Bytea,
        refresh_token_hash -> Bytea,
        refresh_family_hash -> Bytea,
        rotation_nonce -> Nullable<Bytea>,
        previous_access_token_hash -> Nullable<Bytea>,
        previous_refresh_token_hash -> Nullable<Bytea>,
        refreshed_at -> Nullable<Timestamptz>,
        ip -> Nullable<Inet>,
        user_agent -> Nullable<Text>,
        device_name -> Nullable<Text>,
        client_id -> Nullable<Text>,
        metadata -> Jsonb,
        expires_at -> Timestamptz,
        refresh_expires_at -> Timestamptz,
        last_used_at -> Timestamptz,
        revoked_at -> Nullable<Timestamptz>,
        revoked_reason -> Nullable<Text>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    user_libraries (id) {
        id -> Uuid,
        user_id -> Uuid,
        media_item_id -> Uuid,
        status -> Text,
        notes -> Nullable<Text>,
        is_favorite -> Bool,
        is_private -> Bool,
        custom_fields -> Jsonb,
        import_job_id -> Nullable<Uuid>,
        added_at -> Timestamptz,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    user_list_items (id) {
        id -> Uuid,
        list_id -> Uuid,
        media_item_id -> Uuid,
        position -> Text,
        notes -> Nullable<Text>,
        added_by_user_id -> Nullable<Uuid>,
        import_job_id -> Nullable<Uuid>,
        added_at -> Timestamptz,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    user_lists (id) {
        id -> Uuid,
        user_id -> Uuid,
        name -> Text,
        description -> Nullable<Text>,
        kind -> Text,
        filter -> Nullable<Jsonb>,
        icon -> Nullable<Text>,
        sort_order -> Text,
        import_job_id -> Nullable<Uuid>,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        audience -> Text,
        deleted_at -> Nullable<Timestamptz>,
        number -> Int8,
    }
}

diesel::table! {
    user_rating_history (id) {
        id -> Uuid,
        user_id -> Uuid,
        media_item_id -> Uuid,
        rating -> Int2,
        rating_type -> Text,
        rated_at -> Timestamptz,
        replaced_at -> Timestamptz,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    user_ratings (id) {
        id -> Uuid,
        user_id -> Uuid,
        media_item_id -> Uuid,
        rating -> Int2,
        rating_type -> Text,
        rated_at -> Timestamptz,
        import_job_id -> Nullable<Uuid>,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    user_reviews (id) {
        id -> Uuid,
        user_id -> Uuid,
        media_item_id -> Uuid,
        watch_session_id -> Nullable<Uuid>,
        title -> Nullable<Text>,
        content -> Text,
        contains_spoilers -> Bool,
        is_public -> Bool,
        import_job_id -> Nullable<Uuid>,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    user_stats_cache (id) {
        id -> Uuid,
        user_id -> Uuid,
        stat_key -> Text,
        stat_value -> Jsonb,
        media_type_id -> Nullable<Uuid>,
        computed_at -> Timestamptz,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    user_stats_touched (id) {
        id -> Uuid,
        user_id -> Uuid,
        touched_on -> Date,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    users (id) {
        id -> Uuid,
        username -> Nullable<Citext>,
        email -> Nullable<Citext>,
        email_verified_at -> Nullable<Timestamptz>,
        password_hash -> Nullable<Text>,
        password_changed_at -> Nullable<Timestamptz>,
        requires_password_change -> Bool,
        display_name -> Text,
        first_name -> Nullable<Text>,
        last_name -> Nullable<Text>,
        avatar_url -> Nullable<Text>,
        bio -> Nullable<Text>,
        timezone -> Text,
        locale -> Text,
        role -> Text,
        status -> Text,
        privacy_settings -> Jsonb,
        preferences -> Jsonb,
        metadata -> Jsonb,
        claimed_at -> Nullable<Timestamptz>,
        last_login_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        deleted_at -> Nullable<Timestamptz>,
        import_job_id -> Nullable<Uuid>,
        erase_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    verification_tokens (id) {
        id -> Uuid,
        purpose -> Text,
        user_id -> Nullable<Uuid>,
        subject -> Nullable<Text>,
        token_hash -> Bytea,
        expires_at -> Timestamptz,
        used_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    watch_sessions (id) {
        id -> Uuid,
        user_id -> Uuid,
        media_item_id -> Uuid,
        session_number -> Int4,
        status -> Text,
        notes -> Nullable<Text>,
        started_at -> Timestamptz,
        completed_at -> Nullable<Timestamptz>,
        import_job_id -> Nullable<Uuid>,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::joinable!(announced_releases -> media_items (media_item_id));
diesel::joinable!(announced_releases -> users (user_id));
diesel::joinable!(api_keys -> users (user_id));
diesel::joinable!(app_passwords -> api_keys (api_key_id));
diesel::joinable!(app_settings -> users (updated_by));
diesel::joinable!(audit_logs -> users (actor_id));
diesel::joinable!(calendar_feeds -> users (user_id));
diesel::joinable!(client_authorizations -> sessions (session_id));
diesel::joinable!(client_authorizations -> users (user_id));
diesel::joinable!(collected_items -> media_items (media_item_id));
diesel::joinable!(collected_items -> users (user_id));
diesel::joinable!(currently_watching -> media_items (media_item_id));
diesel::joinable!(currently_watching -> users (user_id));
diesel::joinable!(dashboard_widgets -> dashboards (user_id));
diesel::joinable!(dashboard_widgets -> media_types (media_type_id));
diesel::joinable!(dashboards -> users (user_id));
diesel::joinable!(device_authorizations -> users (user_id));
diesel::joinable!(error_logs -> users (user_id));
diesel::joinable!(group_invitations -> groups (group_id));
diesel::joinable!(group_members -> groups (group_id));
diesel::joinable!(group_members -> users (user_id));
diesel::joinable!(group_watching_members -> group_watchings (group_watching_id));
diesel::joinable!(group_watching_members -> users (user_id));
diesel::joinable!(group_watchings -> groups (group_id));
diesel::joinable!(group_watchings -> users (host_user_id));
diesel::joinable!(groups -> users (owner_user_id));
diesel::joinable!(import_errors -> import_jobs (import_job_id));
diesel::joinable!(interaction_events -> media_items (media_item_id));
diesel::joinable!(interaction_events -> users (user_id));
diesel::joinable!(interaction_events -> watch_sessions (watch_session_id));
diesel::joinable!(jobs -> users (user_id));
diesel::joinable!(latest_changes -> media_types (media_type_id));
diesel::joinable!(latest_changes -> users (user_id));
diesel::joinable!(linked_accounts -> users (user_id));
diesel::joinable!(list_collaborators -> user_lists (list_id));
diesel::joinable!(list_collaborators -> users (user_id));
diesel::joinable!(list_links -> user_lists (list_id));
diesel::joinable!(listen_imports -> users (user_id));
diesel::joinable!(media_external_ids -> import_jobs (import_job_id));
diesel::joinable!(media_external_ids -> media_items (media_item_id));
diesel::joinable!(media_file_locations -> media_items (media_item_id));
diesel::joinable!(media_groups -> media_types (media_type_id));
diesel::joinable!(media_items -> import_jobs (import_job_id));
diesel::joinable!(media_items -> media_groups (media_group_id));
diesel::joinable!(media_items -> media_types (media_type_id));
diesel::joinable!(media_items -> users (created_by));
diesel::joinable!(media_metadata -> media_items (media_item_id));
diesel::joinable!(notification_channels -> users (user_id));
diesel::joinable!(notification_deliveries -> notification_channels (channel_id));
diesel::joinable!(notification_deliveries -> notifications (notification_id));
diesel::joinable!(notification_preferences -> users (user_id));
diesel::joinable!(notifications -> users (user_id));
diesel::joinable!(passkeys -> users (user_id));
diesel::joinable!(playback_positions -> media_items (media_item_id));
diesel::joinable!(playback_positions -> users (user_id));
diesel::joinable!(playback_write_backs -> media_items (media_item_id));
diesel::joinable!(playback_write_backs -> player_connections (player_connection_id));
diesel::joinable!(playback_write_backs -> users (user_id));
diesel::joinable!(player_connection_items -> media_items (media_item_id));
diesel::joinable!(player_connection_items -> player_connections (player_connection_id));
diesel::joinable!(player_connections -> users (user_id));
diesel::joinable!(player_deliveries -> media_items (media_item_id));
diesel::joinable!(player_deliveries -> player_webhooks (player_webhook_id));
diesel::joinable!(player_deliveries -> users (user_id));
diesel::joinable!(player_matches -> media_items (media_item_id));
diesel::joinable!(player_matches -> users (user_id));
diesel::joinable!(player_webhooks -> users (user_id));
diesel::joinable!(plays -> import_jobs (import_job_id));
diesel::joinable!(plays -> media_items (media_item_id));
diesel::joinable!(plays -> users (user_id));
diesel::joinable!(plays -> watch_sessions (watch_session_id));
diesel::joinable!(push_subscriptions -> users (user_id));
diesel::joinable!(scraper_priorities -> media_types (media_type_id));
diesel::joinable!(scraper_stats -> media_types (media_type_id));
diesel::joinable!(sessions -> users (user_id));
diesel::joinable!(user_libraries -> import_jobs (import_job_id));
diesel::joinable!(user_libraries -> media_items (media_item_id));
diesel::joinable!(user_libraries -> users (user_id));
diesel::joinable!(user_list_items -> import_jobs (import_job_id));
diesel::joinable!(user_list_items -> media_items (media_item_id));
diesel::joinable!(user_list_items -> user_lists (list_id));
diesel::joinable!(user_list_items -> users (added_by_user_id));
diesel::joinable!(user_lists -> import_jobs (import_job_id));
diesel::joinable!(user_lists -> users (user_id));
diesel::joinable!(user_rating_history -> media_items (media_item_id));
diesel::joinable!(user_rating_history -> users (user_id));
diesel::joinable!(user_ratings -> import_jobs (import_job_id));
diesel::joinable!(user_ratings -> media_items (media_item_id));
diesel::joinable!(user_ratings -> users (user_id));
diesel::joinable!(user_reviews -> import_jobs (import_job_id));
diesel::joinable!(user_reviews -> media_items (media_item_id));
diesel::joinable!(user_reviews -> users (user_id));
diesel::joinable!(user_reviews -> watch_sessions (watch_session_id));
diesel::joinable!(user_stats_cache -> media_types (media_type_id));
diesel::joinable!(user_stats_cache -> users (user_id));
diesel::joinable!(user_stats_touched -> users (user_id));
diesel::joinable!(verification_tokens -> users (user_id));
diesel::joinable!(watch_sessions -> import_jobs (import_job_id));
diesel::joinable!(watch_sessions -> media_items (media_item_id));
diesel::joinable!(watch_sessions -> users (user_id));

diesel::allow_tables_to_appear_in_same_query!(
    announced_releases,
    api_keys,
    app_passwords,
    app_settings,
    audit_logs,
    calendar_feeds,
    client_authorizations,
    collected_items,
    currently_watching,
    dashboard_widgets,
    dashboards,
    device_authorizations,
    error_logs,
    friendships,
    group_invitations,
    group_members,
    group_watching_members,
    group_watchings,
    groups,
    import_errors,
    import_jobs,
    interaction_events,
    job_history,
    jobs,
    latest_changes,
    linked_accounts,
    list_collaborators,
    list_links,
    listen_imports,
    media_external_ids,
    media_file_locations,
    media_groups,
    media_items,
    media_metadata,
    media_relationships,
    media_types,
    migration_records,
    notification_channels,
    notification_deliveries,
    notification_preferences,
    notifications,
    passkeys,
    playback_positions,
    playback_write_backs,
    player_connection_items,
    player_connections,
    player_deliveries,
    player_matches,
    player_webhooks,
    plays,
    push_subscriptions,
    rate_limits,
    scheduled_jobs,
    scraper_priorities,
    scraper_stats,
    sessions,
    user_libraries,
    user_list_items,
    user_lists,
    user_rating_history,
    user_ratings,
    user_reviews,
    user_stats_cache,
    user_stats_touched,
    users,
    verification_tokens,
    watch_sessions,
);
