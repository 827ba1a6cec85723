//! What runs by the clock, and how it went.

use leptos::prelude::*;
use leptos::task::spawn_local;
use medianest_web_api::operations::admin::{
    JobHistory, JobHistoryVariables, JobRunRow, JobRunStatus, RunScheduledJobNow, RunScheduledJobNowInput, ScheduledJobRow,
    ScheduledJobs, UpdateScheduledJob, UpdateScheduledJobInput,
};

use crate::components::{Badge, Button, Check, Listed, Loaded, Section, Select, SkeletonRows, Table, Tone};
use crate::i18n::format;
use crate::stores::data::{Page, load, newest, pages, use_data};
use crate::stores::toasts::use_toasts;
use crate::t;
use crate::widgets::filters::{held_in_address, with_any};

fn outcome(status: JobRunStatus) -> (String, Tone) {
    match status {
        JobRunStatus::Running => (t!("job-running"), Tone::Live),
        JobRunStatus::Succeeded => (t!("job-succeeded"), Tone::Good),
        JobRunStatus::Failed => (t!("job-failed"), Tone::Bad),
    }
}

/// What runs by the clock, each with a switch and a button that runs it at once.
#[component]
pub fn Schedule() -> impl IntoView {
    let schedule = load(ScheduledJobs::operation);
    view! {
        <Section title=t!("jobs-schedule")>
            <Loaded from=schedule skeleton=|| view! { <SkeletonRows count=5 /> } let:answer>
                <div class="admin-schedule">
                    <For
                        each=move || answer.get().scheduled_jobs
                        key=|row| row.name.clone()
                        children=move |row| {
                            let row = newest(
                                move || answer.get().scheduled_jobs,
                                row,
                                |one, other| one.name == other.name,
                            );
                            view! { <Scheduled row=row /> }
                        }
                    />
                </div>
            </Loaded>
        </Section>
    }
}

#[component]
fn Scheduled(row: Memo<ScheduledJobRow>) -> impl IntoView {
    let (data, toasts) = (use_data(), use_toasts());
    let busy = RwSignal::new(false);
    let first = row.get_untracked();
    let (run_name, switch_name) = (first.name.clone(), first.name.clone());
    // It shows at once, and goes back where the server refuses.
    let is_enabled = RwSignal::new(first.is_enabled);
    Effect::new(move || is_enabled.set(row.read().is_enabled));
    let run = move |_| {
        let input = RunScheduledJobNowInput { name: run_name.clone() };
        busy.set(true);
        spawn_local(async move {
            let answer = data.change(RunScheduledJobNow::operation(input)).await;
            busy.try_set(false);
            match answer {
                Ok(_) => toasts.say(t!("job-begun")),
                Err(error) => toasts.fail(&error),
            }
        });
    };
    let switch = move |on: bool| {
        let input = UpdateScheduledJobInput { name: switch_name.clone(), is_enabled: Some(on), schedule: None, settings: None };
        is_enabled.set(on);
        spawn_local(async move {
            if let Err(error) = data.change(UpdateScheduledJob::operation(input)).await {
                is_enabled.try_set(!on);
                toasts.fail(&error);
            }
        });
    };
    view! {
        <article class="card scheduled">
            <div class="spread">
                <h3>
                    <code>{first.name.clone()}</code>
                </h3>
                {move || {
                    row.read()
                        .last_run_status
                        .map(|status| {
                            let (name, tone) = outcome(status);
                            view! { <Badge tone=tone>{name}</Badge> }
                        })
                }}
            </div>
            <p class="soft small">{first.description.clone()}</p>
            <dl class="facts">
                <dt>{t!("job-schedule")}</dt>
                <dd>
                    <code>{move || row.read().schedule.clone()}</code>
                    " UTC"
                </dd>
                <dt>{t!("job-next")}</dt>
                <dd>
                    {move || {
                        if is_enabled.get() { format::date_time(row.read().next_run_at) } else { t!("admin-never") }
                    }}
                </dd>
                <dt>{t!("job-last")}</dt>
                <dd>{move || row.read().last_run_at.map_or_else(|| t!("admin-never"), format::relative)}</dd>
            </dl>
            <div class="spread">
                <Check switch=true label=t!("job-enabled") checked=is_enabled on_change=switch />
                <Button small=true icon="play" busy=busy on_press=run>
                    {t!("job-run")}
                    <span class="sr-only">" " {first.name}</span>
                </Button>
            </div>
        </article>
    }
}

/// How what runs by the clock went, the newest first.
#[component]
pub fn History() -> impl IntoView {
    let job = held_in_address("job");
    let names = load(ScheduledJobs::operation);
    let runs = pages(
        move |after| {
            let job_name = Some(job.get()).filter(|name| !name.is_empty());
            JobHistory::operation(JobHistoryVariables { job_name, first: Some(25), after })
        },
        |answer| Page {
            items: answer.job_history.nodes,
            next: answer.job_history.page_info.end_cursor.filter(|_| answer.job_history.page_info.has_next_page),
            total: None,
        },
    );
    let options = Signal::derive(move || {
        let names = names.get().map(|answer| answer.scheduled_jobs).unwrap_or_default();
        with_any(t!("job-any"), names.into_iter().map(|row| (row.name.clone(), row.name)).collect())
    });
    view! {
        <Section title=t!("jobs-history")>
            <div class="filters">
                <Select bare=true label=t!("job-kind") options=options value=job />
            </div>
            <Listed from=runs icon="history" empty=t!("runs-empty") hint=t!("runs-empty-hint")>
                <Table
                    caption=t!("jobs-history")
                    head=Box::new(|| {
                        view! {
                            <th scope="col">{t!("job-kind")}</th>
                            <th scope="col">{t!("job-state")}</th>
                            <th scope="col">{t!("job-begun-at")}</th>
                            <th scope="col">{t!("job-took")}</th>
                            <th scope="col">{t!("details")}</th>
                        }
                            .into_any()
                    })
                >
                    <For
                        each=move || runs.items.get()
                        key=|row| (row.id.clone(), row.completed_at)
                        children=|row| view! { <Run row=row /> }
                    />
                </Table>
            </Listed>
        </Section>
    }
}

#[component]
fn Run(row: JobRunRow) -> impl IntoView {
    let (name, tone) = outcome(row.status);
    let took = row.completed_at.map(|end| format::duration((end - row.started_at).num_seconds()));
    let details = row.error.or_else(|| {
        let is_told = row.details.as_object().is_some_and(|details| !details.is_empty());
        is_told.then(|| row.details.to_string())
    });
    view! {
        <tr>
            <td class="lead">
                <code>{row.job_name}</code>
            </td>
            <td data-label=t!("job-state")>
                <Badge tone=tone>{name}</Badge>
            </td>
            <td data-label=t!("job-begun-at")>{format::date_time(row.started_at)}</td>
            <td data-label=t!("job-took")>{took}</td>
            <td data-label=t!("details")>{details.map(|details| view! { <code class="small admin-details">{details}</code> })}</td>
        </tr>
    }
}
