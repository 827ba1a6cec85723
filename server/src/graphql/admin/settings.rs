use async_graphql::{Context, InputObject, MaybeUndefined, Object, Result, SimpleObject};
use medianest_core::admin::settings::{self as rules, AppSettingChanges};

use crate::graphql::ContextExt;
use crate::graphql::identity::Locale;

/// The settings of this installation that administrators change while it runs.
pub struct AppSettings(rules::AppSettings);

/// The settings of this installation that administrators change while it runs.
#[Object]
impl AppSettings {
    /// What the installation calls itself.
    async fn instance_name(&self) -> &str {
        &self.0.instance_name
    }

    /// Whether the page to try the API with is served, where the configuration allows it.
    async fn shows_graphiql(&self) -> bool {
        self.0.shows_graphiql
    }

    /// The language of new people, and of those who are not signed in.
    async fn default_locale(&self) -> Locale {
        self.0.default_locale.into()
    }

    /// How long an access token of a browser or program works.
    async fn access_token_minutes(&self) -> i32 {
        self.0.access_token_minutes
    }

    /// How long a session of a browser or program lives without being used.
    async fn session_days(&self) -> i32 {
        self.0.session_days
    }

    /// How large a file to be imported may be.
    async fn import_mebibytes(&self) -> i32 {
        self.0.import_mebibytes
    }
}

/// What to change of the settings. What is left out stays; null gives the default again.
#[derive(InputObject)]
pub struct UpdateAppSettingsInput {
    /// What the installation calls itself: 1 to 100 characters.
    instance_name: MaybeUndefined<String>,
    /// Whether the page to try the API with is served.
    shows_graphiql: MaybeUndefined<bool>,
    /// The language of new people, and of those who are not signed in.
    default_locale: MaybeUndefined<Locale>,
    /// How long an access token of a browser or program works: 1 to 1440 minutes.
    access_token_minutes: MaybeUndefined<i32>,
    /// How long a session of a browser or program lives without being used: 1 to 365 days. Sessions that are there follow
    /// when they are next refreshed.
    session_days: MaybeUndefined<i32>,
    /// How large a file to be imported may be: 1 to 4096 MiB.
    import_mebibytes: MaybeUndefined<i32>,
}

/// Changed settings.
#[derive(SimpleObject)]
pub struct UpdateAppSettingsPayload {
    /// The settings as they are now.
    app_settings: AppSettings,
}

/// What can be asked about the settings.
#[derive(Default)]
pub struct SettingsQuery;

#[Object]
impl SettingsQuery {
    /// The settings of this installation. For administrators.
    async fn app_settings(&self, ctx: &Context<'_>) -> Result<AppSettings> {
        Ok(AppSettings(rules::find(ctx.app(), ctx.actor()).await?))
    }
}

/// What can be done about the settings.
#[derive(Default)]
pub struct SettingsMutation;

#[Object]
impl SettingsMutation {
    /// Changes settings of this installation; they hold at once. For administrators.
    async fn update_app_settings(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to change.")] input: UpdateAppSettingsInput,
    ) -> Result<UpdateAppSettingsPayload> {
        let changes = AppSettingChanges {
            instance_name: input.instance_name.into(),
            shows_graphiql: input.shows_graphiql.into(),
            default_locale: input.default_locale.map_value(Into::into).into(),
            access_token_minutes: input.access_token_minutes.into(),
            session_days: input.session_days.into(),
            import_mebibytes: input.import_mebibytes.into(),
        };
        Ok(UpdateAppSettingsPayload { app_settings: AppSettings(rules::update(ctx.app(), ctx.actor(), changes).await?) })
    }
}
