//! One import: how far it is, what it made, what was wrong, and the way back.

use std::time::Duration;

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::A;
use leptos_router::hooks::{use_navigate, use_params_map, use_query_map};
use medianest_web_api::operations::common::IdVariables;
use medianest_web_api::operations::imports::{
    CancelImport, CancelImportInput, ImportById, ImportDetail, ImportLive, ImportLiveVariables, ImportStatus, ImportTally,
    StartImport, StartImportInput, UndoImport, UndoImportInput,
};
use medianest_web_api::{Id, LiveEvent};

use super::errors::Errors;
use super::words::{kind_name, source_icon, source_name, status_name, status_tone};
use crate::components::{
    Badge, Button, ConfirmDialog, Empty, Form, FormError, Icon, Loaded, Look, PageHead, Progress, Section, SkeletonRows, Tone,
};
use crate::i18n::format;
use crate::stores::data::{load, use_data};
use crate::stores::live::use_live;
use crate::stores::optimistic::use_sender;
use crate::{routes, t};

/// How often to ask how far it is, where nothing is heard of it.
const ASK: Duration = Duration::from_secs(5);

/// The page of an import.
#[component]
pub fn ImportPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| Id::new(params.read().get("id").unwrap_or_default()));
    // Another import is another page: nothing of the first stays.
    move || view! { <OneImport id=id.get() /> }.into_any()
}

#[component]
fn OneImport(id: Id) -> impl IntoView {
    let found = {
        let id = id.clone();
        load(move || ImportById::operation(IdVariables { id: id.clone() }))
    };
    view! {
        <Loaded from=found skeleton=|| view! { <SkeletonRows count=8 /> }.into_any() let:found>
            {
                let id = id.clone();
                let is_there = Memo::new(move |_| found.with(|found| found.import.is_some()));
                move || {
                    if is_there.get() {
                        let import = Signal::derive(move || {
                            found.get().import.expect("an import that was found is there")
                        });
                        view! { <Shown id=id.clone() import=import /> }.into_any()
                    } else {
                        view! {
                            <PageHead title=t!("nav-import") />
                            <Empty icon="import" title=t!("import-gone") text=t!("import-gone-text")>
                                <A href=routes::IMPORTS attr:class="button">
                                    {t!("imports-all")}
                                </A>
                            </Empty>
                        }
                            .into_any()
                    }
                }
            }
        </Loaded>
    }
}

/// Follows an import for as long as it works: what is heard of it live, else what the server says when asked.
fn follow(id: Id, asked: Signal<ImportDetail>) -> Memo<ImportDetail> {
    let (data, live) = (use_data(), use_live());
    let heard = RwSignal::new(None::<ImportDetail>);
    let is_under_way = Memo::new(move |_| asked.with(|import| import.status.is_under_way()));
    Effect::new(move || {
        // What was asked later than it was heard is newer.
        asked.track();
        heard.set(None);
    });
    Effect::new(move || {
        if !is_under_way.get() {
            return;
        }
        live.listen(ImportLive::operation(ImportLiveVariables { import_id: id.clone() }), move |event| match event {
            LiveEvent::Data(told) => {
                let has_ended = !told.import_progress.status.is_under_way();
                heard.try_set(Some(told.import_progress));
                if has_ended {
                    data.refresh();
                }
            }
            LiveEvent::Reconnected => data.refresh(),
            // Asking, below, goes on.
            LiveEvent::Failed(_) => {}
        });
        if let Ok(asking) = set_interval_with_handle(move || data.refresh(), ASK) {
            on_cleanup(move || asking.clear());
        }
    });
    Memo::new(move |_| heard.get().unwrap_or_else(|| asked.get()))
}

#[component]
fn Shown(id: Id, import: Signal<ImportDetail>) -> impl IntoView {
    let import = follow(id.clone(), import);
    let status = Memo::new(move |_| import.with(|import| import.status));
    let title = import.with_untracked(|import| import.file_name.clone().unwrap_or_else(|| source_name(import.source)));
    let source = import.with_untracked(|import| import.source);
    let is_dry_run = import.with_untracked(|import| import.is_dry_run);
    let has_failed_rows = Memo::new(move |_| import.with(|import| import.counts.failed > 0));
    let errors_of = StoredValue::new(id.clone());
    view! {
        <p class="crumb">
            <A href=routes::IMPORTS>{t!("imports-all")}</A>
        </p>
        <PageHead title=title>
            <Actions id=id import=import />
        </PageHead>
        <div class="import-state" aria-live="polite">
            <span class="row">
                <Icon name=source_icon(source) />
                {source_name(source)}
                {is_dry_run.then(|| view! { <Badge tone=Tone::Accent>{t!("import-dry-run")}</Badge> })}
                <Badge tone=Signal::derive(move || status_tone(status.get()))>
                    {move || status_name(status.get())}
                </Badge>
            </span>
            <p class="soft">{move || explain(status.get(), is_dry_run)}</p>
        </div>
        <HowFar import=import />
        {move || {
            import
                .with(|import| import.error.clone())
                .map(|error| view! { <p class="form-error"><Icon name="circle-alert" /><span>{error}</span></p> })
        }}
        <Report import=import is_dry_run=is_dry_run />
        <Show when=move || has_failed_rows.get()>
            <Section title=t!("import-errors")>
                <Errors id=errors_of.get_value() status=status />
            </Section>
        </Show>
    }
    .into_any()
}

/// What is so, and what to do next.
fn explain(status: ImportStatus, is_dry_run: bool) -> String {
    match (status, is_dry_run) {
        (ImportStatus::Pending, _) => t!("import-pending-text"),
        (ImportStatus::Running, true) => t!("import-checking-text"),
        (ImportStatus::Running, false) => t!("import-running-text"),
        (ImportStatus::Completed, true) => t!("import-checked-text"),
        (ImportStatus::Completed, false) => t!("import-completed-text"),
        (ImportStatus::Failed, _) => t!("import-failed-text"),
        (ImportStatus::Cancelled, _) => t!("import-cancelled-text"),
        (ImportStatus::Undoing, _) => t!("import-undoing-text"),
        (ImportStatus::Undone, _) => t!("import-undone-text"),
    }
}

/// Rows that were looked at, of all, and what became of them.
#[component]
fn HowFar(import: Memo<ImportDetail>) -> impl IntoView {
    let counts = Memo::new(move |_| import.with(|import| import.counts));
    let is_under_way = Memo::new(move |_| import.with(|import| import.status.is_under_way()));
    let part = Signal::derive(move || {
        let counts = counts.get();
        counts.total.filter(|total| *total > 0).map_or(0.0, |total| f64::from(counts.processed) / f64::from(total))
    });
    let looked_at = move || {
        let counts = counts.get();
        let total = counts.total.map_or_else(|| "…".to_owned(), format::count);
        t!("import-progress", done = format::count(counts.processed), total = total)
    };
    let stat = move |label: String, of: fn(&medianest_web_api::operations::imports::ImportCounts) -> i32| {
        view! {
            <div class="stat">
                <dt class="label">{label}</dt>
                <dd class="value">{move || format::count(of(&counts.get()))}</dd>
            </div>
        }
    };
    let is_dry_run = import.with_untracked(|import| import.is_dry_run);
    let made = if is_dry_run { t!("import-would-be-new") } else { t!("import-new-rows") };
    view! {
        <section class="card import-counts" aria-label=t!("import-rows")>
            <Show when=move || is_under_way.get()>
                <Progress part=part label=t!("import-rows") />
            </Show>
            <p class="small soft numbers">{looked_at}</p>
            <dl class="stats">
                {stat(made, |counts| counts.created)} {stat(t!("import-known-rows"), |counts| counts.unchanged)}
                {stat(t!("import-bad-rows"), |counts| counts.failed)}
            </dl>
        </section>
    }
}

/// What it made, what was there before, what was left out.
#[component]
fn Report(import: Memo<ImportDetail>, is_dry_run: bool) -> impl IntoView {
    let report = Memo::new(move |_| import.with(|import| import.report.clone()));
    let tallies = |title: String, all: Vec<ImportTally>| {
        (!all.is_empty()).then(|| {
            let rows = all.into_iter().map(|tally| {
                view! {
                    <dt>{kind_name(&tally.kind)}</dt>
                    <dd class="numbers">{format::count(tally.count)}</dd>
                }
            });
            view! {
                <section class="card">
                    <h2>{title}</h2>
                    <dl class="facts import-tallies">{rows.collect_view()}</dl>
                </section>
            }
        })
    };
    let names = |title: String, all: Vec<String>| {
        (!all.is_empty()).then(|| {
            view! {
                <section class="card">
                    <h2>{title}</h2>
                    <ul class="import-names">
                        {all.into_iter().map(|name| view! { <li><code>{name}</code></li> }).collect_view()}
                    </ul>
                </section>
            }
        })
    };
    move || {
        let report = report.get();
        let made = if is_dry_run { t!("report-would-create") } else { t!("report-created") };
        view! {
            <div class="import-report">
                {tallies(made, report.created)} {tallies(t!("report-kept"), report.kept)}
                {tallies(t!("report-removed"), report.removed)} {tallies(t!("report-remaining"), report.remaining)}
                {names(t!("report-skipped-files"), report.skipped_files)}
                {names(t!("report-unknown-columns"), report.unknown_columns)}
            </div>
        }
        .into_any()
    }
}

/// What can be done now: stop it, do it for real, take it back.
#[component]
fn Actions(id: Id, import: Memo<ImportDetail>) -> impl IntoView {
    let sender = use_sender();
    let undoing = RwSignal::new(false);
    let state = Memo::new(move |_| import.with(|import| (import.status, import.is_dry_run)));
    let id = StoredValue::new(id);
    let cancel = move || {
        sender.send(CancelImport::operation(CancelImportInput { import_id: id.get_value() }), |_| {});
    };
    let undo = move || {
        sender.send(UndoImport::operation(UndoImportInput { import_id: id.get_value() }), |_| {});
    };
    view! {
        {move || match state.get() {
            (ImportStatus::Pending | ImportStatus::Running, _) => {
                view! { <Button on_press=move |_| cancel()>{t!("import-stop")}</Button> }.into_any()
            }
            (ImportStatus::Completed, true) => view! { <StartForReal import=import /> }.into_any(),
            (ImportStatus::Completed | ImportStatus::Cancelled | ImportStatus::Failed, false) => {
                view! {
                    <Button icon="undo-2" on_press=move |_| undoing.set(true)>
                        {t!("import-undo")}
                    </Button>
                }
                    .into_any()
            }
            _ => ().into_any(),
        }}
        <ConfirmDialog
            open=undoing
            title=t!("import-undo-title")
            text=t!("import-undo-text")
            confirm=t!("import-undo")
            on_confirm=move |()| undo()
        />
    }
}

/// The button that does what was only tried; the file it needs is in the address.
#[component]
fn StartForReal(import: Memo<ImportDetail>) -> impl IntoView {
    let data = use_data();
    let form = Form::new();
    let navigate = use_navigate();
    let query = use_query_map();
    let part = move |name: &str| query.read().get(name).filter(|value| !value.is_empty());
    let (upload, path) = (move || part("upload"), move || part("path"));
    let start = move || {
        let import = import.get_untracked();
        let input = StartImportInput {
            source: import.source,
            upload_id: untrack(upload).map(Id::new),
            server_path: untrack(path),
            file_name: import.file_name,
            is_dry_run: Some(false),
        };
        let navigate = navigate.clone();
        form.send(async move { data.change(StartImport::operation(input)).await }, move |started| {
            navigate(&routes::import(&started.start_import.import.id), NavigateOptions::default());
        });
    };
    move || {
        let start = start.clone();
        if upload().is_none() && path().is_none() {
            // The file is known only to the page that sent it.
            return view! {
                <A href=routes::IMPORTS attr:class="button">
                    {t!("import-again")}
                </A>
            }
            .into_any();
        }
        view! {
            <FormError form=form />
            <Button look=Look::Primary icon="import" busy=form.busy() on_press=move |_| start()>
                {t!("import-start")}
            </Button>
        }
        .into_any()
    }
}
