//! What is done in the background: the queue, what runs by the clock, and how that went.

use leptos::prelude::*;
use leptos::task::spawn_local;
use medianest_web_api::operations::admin::{
    CancelJob, CancelJobInput, JobLane, JobRow, JobState, Jobs, JobsVariables, RetryJob, RetryJobInput,
};

use super::runs::{History, Schedule};
use crate::components::{Badge, Button, Listed, Section, Select, Table, Tone};
use crate::i18n::format;
use crate::stores::data::{Page, newest, pages, use_data};
use crate::stores::toasts::use_toasts;
use crate::t;
use crate::widgets::filters::{held_in_address, with_any};

#[component]
pub fn JobsPart() -> impl IntoView {
    view! {
        <Schedule />
        <Queue />
        <History />
    }
}

fn state_name(state: JobState) -> (String, Tone) {
    match state {
        JobState::Queued => (t!("job-queued"), Tone::Plain),
        JobState::Running => (t!("job-running"), Tone::Live),
        JobState::Succeeded => (t!("job-succeeded"), Tone::Good),
        JobState::Dead => (t!("job-dead"), Tone::Bad),
        JobState::Cancelled => (t!("job-cancelled"), Tone::Warn),
    }
}

fn lane_name(lane: JobLane) -> String {
    match lane {
        JobLane::Ingest => t!("lane-ingest"),
        JobLane::Sync => t!("lane-sync"),
        JobLane::Import => t!("lane-import"),
        JobLane::Metadata => t!("lane-metadata"),
    }
}

#[component]
fn Queue() -> impl IntoView {
    let (state, lane) = (held_in_address("state"), held_in_address("lane"));
    let jobs = pages(
        move |after| {
            Jobs::operation(JobsVariables {
                lane: JobLane::ALL.iter().copied().find(|one| one.as_str() == lane.read().as_str()),
                state: JobState::ALL.iter().copied().find(|one| one.as_str() == state.read().as_str()),
                first: Some(25),
                after,
            })
        },
        |answer| Page {
            items: answer.jobs.nodes,
            next: answer.jobs.page_info.end_cursor.filter(|_| answer.jobs.page_info.has_next_page),
            total: Some(answer.jobs.total_count),
        },
    );
    let states = JobState::ALL.iter().map(|one| (one.as_str().to_owned(), state_name(*one).0)).collect();
    let lanes = JobLane::ALL.iter().map(|one| (one.as_str().to_owned(), lane_name(*one))).collect();
    view! {
        <Section title=t!("jobs-queue")>
            <div class="filters">
                <Select bare=true label=t!("job-state") options=with_any(t!("job-state-any"), states) value=state />
                <Select bare=true label=t!("job-lane") options=with_any(t!("job-lane-any"), lanes) value=lane />
                <span class="soft small grow" role="status">
                    {move || {
                        jobs.total.get().map(|count| t!("jobs-count", count = count, shown = format::count(count)))
                    }}
                </span>
                <Button small=true icon="rotate-cw" on_press=move |_| jobs.reload()>
                    {t!("action-refresh")}
                </Button>
            </div>
            <Listed from=jobs icon="list-checks" empty=t!("jobs-empty") hint=t!("jobs-empty-hint")>
                <Table
                    caption=t!("jobs-queue")
                    head=Box::new(|| {
                        view! {
                            <th scope="col">{t!("job-kind")}</th>
                            <th scope="col">{t!("job-state")}</th>
                            <th scope="col">{t!("job-lane")}</th>
                            <th scope="col">{t!("job-attempts")}</th>
                            <th scope="col">{t!("job-for")}</th>
                            <th scope="col">{t!("job-made")}</th>
                            <th scope="col">
                                <span class="sr-only">{t!("action-more")}</span>
                            </th>
                        }
                            .into_any()
                    })
                >
                    <For
                        each=move || jobs.items.get()
                        key=|row| row.id.clone()
                        children=move |row| {
                            let row = newest(move || jobs.items.get(), row, |one, other| one.id == other.id);
                            view! { <Job row=row /> }
                        }
                    />
                </Table>
            </Listed>
        </Section>
    }
}

#[component]
fn Job(row: Memo<JobRow>) -> impl IntoView {
    let (data, toasts) = (use_data(), use_toasts());
    let busy = RwSignal::new(false);
    let act = move |is_retry: bool| {
        let id = row.get_untracked().id;
        busy.set(true);
        spawn_local(async move {
            let answer = if is_retry {
                data.change(RetryJob::operation(RetryJobInput { id })).await.map(|_| t!("job-retried"))
            } else {
                data.change(CancelJob::operation(CancelJobInput { id })).await.map(|_| t!("job-called-off"))
            };
            busy.try_set(false);
            match answer {
                Ok(text) => toasts.say(text),
                Err(error) => toasts.fail(&error),
            }
        });
    };
    let first = row.get_untracked();
    view! {
        <tr>
            <td class="lead">
                <div>
                    <code>{first.kind}</code>
                    {move || {
                        row.read().last_error.clone().map(|error| view! { <p class="soft small job-error">{error}</p> })
                    }}
                </div>
            </td>
            <td data-label=t!("job-state")>
                {move || {
                    let (name, tone) = state_name(row.read().state);
                    view! { <Badge tone=tone>{name}</Badge> }
                }}
            </td>
            <td data-label=t!("job-lane")>{lane_name(first.lane)}</td>
            <td data-label=t!("job-attempts") class="numbers">
                {move || {
                    let row = row.read();
                    format!("{} / {}", format::count(row.attempts), format::count(row.max_attempts))
                }}
            </td>
            <td data-label=t!("job-for")>{first.user.map(|user| user.display_name)}</td>
            <td data-label=t!("job-made")>{format::date_time(first.created_at)}</td>
            <td class="end">
                {move || match row.read().state {
                    JobState::Dead => {
                        view! {
                            <Button small=true icon="rotate-cw" busy=busy on_press=move |_| act(true)>
                                {t!("action-retry")}
                            </Button>
                        }
                            .into_any()
                    }
                    JobState::Queued | JobState::Running => {
                        view! {
                            <Button small=true icon="x" busy=busy on_press=move |_| act(false)>
                                {t!("job-cancel")}
                            </Button>
                        }
                            .into_any()
                    }
                    JobState::Succeeded | JobState::Cancelled => ().into_any(),
                }}
            </td>
        </tr>
    }
}
