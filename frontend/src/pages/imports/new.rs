//! A new import: from where, which file, and then a dry run of it, whose page has the button that does it.

use futures::future::{AbortHandle, abortable};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use medianest_web_api::operations::identity::UserRole;
use medianest_web_api::operations::imports::{ImportSource, StartImport, StartImportInput};
use medianest_web_api::{ApiError, Id};
use wasm_bindgen::JsCast;

use super::words::{source_icon, source_name};
use crate::components::{Button, Form, FormError, Icon, Look, Progress, TextField};
use crate::i18n::format;
use crate::stores::address::use_address;
use crate::stores::data::use_data;
use crate::stores::session::use_viewer;
use crate::{routes, t};

/// What a source wants, and where to get it.
struct Guide {
    file: &'static str,
    how: &'static str,
    link: Option<&'static str>,
    accepts: &'static str,
}

const fn guide(source: ImportSource) -> Guide {
    match source {
        ImportSource::Movielens => Guide {
            file: "source-movielens-file",
            how: "source-movielens-how",
            link: Some("https://grouplens.org/datasets/movielens/"),
            accepts: ".zip",
        },
        ImportSource::Trakt => Guide {
            file: "source-trakt-file",
            how: "source-trakt-how",
            link: Some("https://trakt.tv/settings/data"),
            accepts: ".zip",
        },
        ImportSource::Csv => Guide { file: "source-csv-file", how: "source-csv-how", link: None, accepts: ".csv,.txt,text/csv" },
        ImportSource::Letterboxd => Guide {
            file: "source-letterboxd-file",
            how: "source-letterboxd-how",
            link: Some("https://letterboxd.com/settings/data/"),
            accepts: ".zip,.csv",
        },
        ImportSource::Imdb => Guide {
            file: "source-imdb-file",
            how: "source-imdb-how",
            link: Some("https://www.imdb.com/exports/"),
            accepts: ".csv,.zip",
        },
        ImportSource::Goodreads => Guide {
            file: "source-goodreads-file",
            how: "source-goodreads-how",
            link: Some("https://www.goodreads.com/review/import"),
            accepts: ".csv,.zip",
        },
        ImportSource::Json => Guide { file: "source-json-file", how: "source-json-how", link: None, accepts: ".json,.zip" },
        ImportSource::Myanimelist => Guide {
            file: "source-myanimelist-file",
            how: "source-myanimelist-how",
            link: Some("https://myanimelist.net/panel.php?go=export"),
            accepts: ".xml,.gz,.zip",
        },
        ImportSource::Netflix => Guide {
            file: "source-netflix-file",
            how: "source-netflix-how",
            link: Some("https://www.netflix.com/viewingactivity"),
            accepts: ".csv,.zip",
        },
        ImportSource::Spotify => Guide {
            file: "source-spotify-file",
            how: "source-spotify-how",
            link: Some("https://www.spotify.com/account/privacy/"),
            accepts: ".zip,.json",
        },
        ImportSource::Listenbrainz => Guide {
            file: "source-listenbrainz-file",
            how: "source-listenbrainz-how",
            link: Some("https://listenbrainz.org/settings/export/"),
            accepts: ".zip,.json,.jsonl",
        },
        ImportSource::Lastfm => {
            Guide { file: "source-lastfm-file", how: "source-lastfm-how", link: None, accepts: ".csv,.json,.zip" }
        }
        ImportSource::Maloja => Guide { file: "source-maloja-file", how: "source-maloja-how", link: None, accepts: ".json" },
        ImportSource::ScrobblerLog => {
            Guide { file: "source-scrobbler-log-file", how: "source-scrobbler-log-how", link: None, accepts: ".log,.zip" }
        }
        ImportSource::Tvtime => Guide { file: "source-tvtime-file", how: "source-tvtime-how", link: None, accepts: ".zip,.csv" },
        ImportSource::Simkl => Guide {
            file: "source-simkl-file",
            how: "source-simkl-how",
            link: Some("https://simkl.com/settings/backup/"),
            accepts: ".json,.zip",
        },
        ImportSource::Yamtrack => Guide { file: "source-yamtrack-file", how: "source-yamtrack-how", link: None, accepts: ".csv" },
        ImportSource::Ryot => Guide { file: "source-ryot-file", how: "source-ryot-how", link: None, accepts: ".json,.zip" },
    }
}

/// The choice of the source; what follows is drawn for it.
#[component]
pub fn NewImport() -> impl IntoView {
    let viewer = use_viewer();
    let is_administrator =
        Memo::new(move |_| viewer.get().and_then(|viewer| viewer.role).is_some_and(UserRole::is_administrator));
    let chosen = use_address().bound("source", "");
    let offered = move || {
        let may = |source: &ImportSource| is_administrator.get() || *source != ImportSource::Movielens;
        [
            ImportSource::Trakt,
            ImportSource::Letterboxd,
            ImportSource::Imdb,
            ImportSource::Goodreads,
            ImportSource::Simkl,
            ImportSource::Tvtime,
            ImportSource::Netflix,
            ImportSource::Myanimelist,
            ImportSource::Spotify,
            ImportSource::Listenbrainz,
            ImportSource::Lastfm,
            ImportSource::Maloja,
            ImportSource::ScrobblerLog,
            ImportSource::Yamtrack,
            ImportSource::Ryot,
            ImportSource::Json,
            ImportSource::Csv,
            ImportSource::Movielens,
        ]
        .into_iter()
        .filter(may)
        .collect::<Vec<_>>()
    };
    let source = Memo::new(move |_| offered().into_iter().find(|source| source.as_str().eq_ignore_ascii_case(&chosen.get())));
    let card = move |source: ImportSource| {
        let key = source.as_str().to_ascii_lowercase();
        let is_chosen = {
            let key = key.clone();
            move || chosen.get() == key
        };
        view! {
            <label class="source-card">
                <input
                    type="radio"
                    name="source"
                    value=key.clone()
                    prop:checked=is_chosen
                    on:change=move |_| chosen.set(key.clone())
                />
                <Icon name=source_icon(source) />
                <span class="name">{source_name(source)}</span>
                <span class="meta">{t!(guide(source).file)}</span>
            </label>
        }
    };
    view! {
        <fieldset class="source-cards">
            <legend class="sr-only">{t!("import-which-source")}</legend>
            {move || offered().into_iter().map(card).collect_view()}
        </fieldset>
        {move || source.get().map(|source| view! { <Upload source=source may_name_path=is_administrator.get() /> })}
    }
}

/// The file and the way to its dry run.
#[component]
fn Upload(source: ImportSource, may_name_path: bool) -> impl IntoView {
    let data = use_data();
    let navigate = use_navigate();
    let form = Form::new();
    let file = StoredValue::new_local(None::<web_sys::File>);
    let named = RwSignal::new(None::<(String, f64)>);
    let path = RwSignal::new(String::new());
    let sent = RwSignal::new(None::<f64>);
    let stop = StoredValue::new(None::<AbortHandle>);
    on_cleanup(move || {
        if let Some(stop) = stop.try_get_value().flatten() {
            stop.abort();
        }
    });
    let start = move |upload_id: Option<Id>, server_path: Option<String>, file_name: Option<String>| {
        let navigate = navigate.clone();
        let query = match (&upload_id, &server_path) {
            (Some(id), _) => format!("?upload={}", id.inner()),
            (None, Some(path)) => format!("?path={}", String::from(js_sys::encode_uri_component(path))),
            (None, None) => String::new(),
        };
        let input = StartImportInput { source, upload_id, server_path, file_name, is_dry_run: Some(true) };
        form.send(async move { data.change(StartImport::operation(input)).await }, move |started| {
            let to = format!("{}{query}", routes::import(&started.start_import.import.id));
            navigate(&to, NavigateOptions::default());
        });
    };
    let failed = RwSignal::new(None::<ApiError>);
    let send = move || {
        failed.set(None);
        let server_path = Some(path.get_untracked().trim().to_owned()).filter(|path| !path.is_empty());
        let Some(chosen) = file.get_value() else {
            if server_path.is_some() {
                start(None, server_path.clone(), server_path);
            }
            return;
        };
        let (name, start) = (chosen.name(), start.clone());
        let upload = data.client().upload(&chosen, move |progress| {
            sent.try_set(Some(if progress.total > 0.0 { progress.sent / progress.total } else { 0.0 }));
        });
        let (upload, handle) = abortable(upload);
        stop.set_value(Some(handle));
        sent.set(Some(0.0));
        spawn_local(async move {
            let answer = upload.await;
            sent.try_set(None);
            match answer {
                Ok(Ok(uploaded)) => start(Some(uploaded.upload_id), None, Some(name)),
                Ok(Err(error)) => {
                    failed.try_set(Some(error));
                }
                // It was called off.
                Err(_) => {}
            }
        });
    };
    let choose = move |event: leptos::ev::Event| {
        let input = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
        let chosen = input.and_then(|input| input.files()).and_then(|files| files.get(0));
        named.set(chosen.as_ref().map(|file| (file.name(), file.size())));
        file.set_value(chosen);
    };
    let told = guide(source);
    let is_ready = move || named.with(Option::is_some) || (may_name_path && path.with(|path| !path.trim().is_empty()));
    let under_way = move || sent.get().is_some();
    view! {
        <form
            class="form card import-form"
            on:submit=move |event| {
                event.prevent_default();
                send();
            }
        >
            <p>
                {t!(told.how)}
                {told
                    .link
                    .map(|link| {
                        view! {
                            " "
                            <a href=link target="_blank" rel="noreferrer">
                                {link.trim_start_matches("https://")}
                            </a>
                        }
                    })}
            </p>
            {(source == ImportSource::Csv)
                .then(|| view! { <p class="small soft">{t!("source-csv-columns")} " " <code>{CSV_COLUMNS}</code></p> })}
            <label class="drop" class:full=move || named.with(Option::is_some)>
                <Icon name="upload" />
                <span class="name">
                    {move || named.get().map_or_else(|| t!("import-choose"), |(name, _)| name)}
                </span>
                <span class="meta">
                    {move || match named.get() {
                        Some((_, size)) => format::bytes(size as i64),
                        None => t!("import-drop"),
                    }}
                </span>
                <input type="file" accept=told.accepts aria-label=t!("import-choose") on:change=choose />
            </label>
            {may_name_path
                .then(|| {
                    view! {
                        <details>
                            <summary>{t!("import-on-server")}</summary>
                            <TextField
                                label=t!("import-path")
                                value=path
                                hint=t!("import-path-hint")
                                error=form.error_of("serverPath")
                            />
                        </details>
                    }
                })}
            <FormError form=form fields=&["serverPath"] />
            <div role="alert">
                {move || {
                    failed
                        .get()
                        .map(|error| {
                            view! {
                                <p class="form-error">
                                    <Icon name="circle-alert" />
                                    {crate::components::feedback::told(&error)}
                                </p>
                            }
                        })
                }}
            </div>
            <Show when=under_way>
                <div class="import-sending">
                    <Progress part=Signal::derive(move || sent.get().unwrap_or(0.0)) label=t!("import-uploading") />
                    <span class="numbers soft small">
                        {move || format::percent(sent.get().unwrap_or(0.0) * 100.0)}
                    </span>
                    <Button small=true on_press=move |_| {
                        if let Some(stop) = stop.get_value() {
                            stop.abort();
                        }
                    }>{t!("action-cancel")}</Button>
                </div>
            </Show>
            <div class="form-actions">
                <p class="small soft grow">{t!("import-dry-run-first")}</p>
                <Button
                    look=Look::Primary
                    submit=true
                    busy=Signal::derive(move || under_way() || form.busy().get())
                    disabled=Signal::derive(move || !is_ready())
                >
                    {t!("import-check")}
                </Button>
            </div>
        </form>
    }
    .into_any()
}

/// The columns that a table may have, as the server names them.
const CSV_COLUMNS: &str =
    "type, title, year, season, episode, imdb_id, tmdb_id, tvdb_id, watched_at, rating, rated_at, status, notes, favorite";
