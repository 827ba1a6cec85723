//! What one's servers are told, and what became of it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use medianest_web_api::Id;
use medianest_web_api::operations::player_connections::{
    ConnectionRow, RetryWriteBack, RetryWriteBackInput, WriteBackDeed, WriteBackRow, WriteBackState, WriteBacks,
    WriteBacksVariables,
};

use crate::components::{Badge, Button, Listed, Panel, Select, Tone};
use crate::i18n::format;
use crate::stores::data::{Page, newest, pages, use_data};
use crate::stores::toasts::use_toasts;
use crate::t;
use crate::widgets::filters::{held_in_address, with_any};
use crate::widgets::items::ItemRow;

/// What all servers are told, or one.
#[component]
pub fn ToldPanel(connections: Signal<Vec<ConnectionRow>>) -> impl IntoView {
    let (state, connection) = (held_in_address("told"), held_in_address("server"));
    let told = pages(
        move |after| {
            let connection_id = Some(connection.get()).filter(|id| !id.is_empty()).map(Id::new);
            let state = WriteBackState::ALL.iter().copied().find(|one| one.as_str() == state.read().as_str());
            WriteBacks::operation(WriteBacksVariables { connection_id, state, first: Some(25), after })
        },
        |answer| Page {
            items: answer.write_backs.nodes,
            next: answer.write_backs.page_info.end_cursor.filter(|_| answer.write_backs.page_info.has_next_page),
            total: Some(answer.write_backs.total_count),
        },
    );
    let states = WriteBackState::ALL.iter().map(|one| (one.as_str().to_owned(), state_name(*one).0)).collect();
    let servers = move || {
        let named = connections.get().into_iter().map(|row| (row.id.inner().to_owned(), row.name)).collect();
        with_any(t!("told-connection-any"), named)
    };
    view! {
        <Panel wide=true title=t!("told-title") text=t!("told-text")>
            <div>
                <div class="filters">
                    <Select
                        bare=true
                        label=t!("told-state")
                        options=with_any(t!("told-state-any"), states)
                        value=state
                    />
                    <Select bare=true label=t!("told-connection") options=Signal::derive(servers) value=connection />
                    <span class="soft small grow" role="status">
                        {move || {
                            let count = told.total.get()?;
                            Some(t!("told-count", count = count, shown = format::count(count)))
                        }}
                    </span>
                    <Button small=true icon="rotate-cw" on_press=move |_| told.reload()>
                        {t!("action-refresh")}
                    </Button>
                </div>
                <Listed from=told icon="radio" empty=t!("told-empty") hint=t!("told-empty-hint")>
                    <ol class="told-list">
                        <For
                            each=move || told.items.get()
                            key=|row| row.id.clone()
                            children=move |row| {
                                let row = newest(move || told.items.get(), row, |one, other| one.id == other.id);
                                view! { <Told row=row /> }
                            }
                        />
                    </ol>
                </Listed>
            </div>
        </Panel>
    }
}

fn state_name(state: WriteBackState) -> (String, Tone) {
    match state {
        WriteBackState::Waiting => (t!("told-waiting"), Tone::Live),
        WriteBackState::Told => (t!("told-told"), Tone::Good),
        WriteBackState::Skipped => (t!("told-skipped"), Tone::Plain),
        WriteBackState::Unmatched => (t!("told-unmatched"), Tone::Warn),
        WriteBackState::Failed => (t!("told-failed"), Tone::Bad),
    }
}

#[component]
fn Told(row: Memo<WriteBackRow>) -> impl IntoView {
    let (data, toasts) = (use_data(), use_toasts());
    let busy = RwSignal::new(false);
    let retry = move |_| {
        let id = row.get_untracked().id;
        busy.set(true);
        spawn_local(async move {
            let answer = data.change(RetryWriteBack::operation(RetryWriteBackInput { id })).await;
            busy.try_set(false);
            match answer {
                Ok(_) => toasts.say(t!("told-retried")),
                Err(error) => toasts.fail(&error),
            }
        });
    };
    let first = row.get_untracked();
    let deed = match first.deed {
        WriteBackDeed::Played => t!("told-deed-played", when = format::date_time(first.watched_at)),
        WriteBackDeed::Unplayed => t!("told-deed-unplayed"),
    };
    let to = first.connection.map(|connection| connection.name).unwrap_or_default();
    let note = Signal::derive(move || {
        let row = row.read();
        let tried = (row.attempts > 0).then(|| t!("told-attempts", count = row.attempts));
        let next = row.next_attempt_at.map(|at| t!("told-next", when = format::relative(at)));
        let parts = [Some(to.clone()), Some(deed.clone()), row.reason.clone(), tried, next];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    });
    let end = move || {
        let (state, (name, tone)) = row.with(|row| (row.state, state_name(row.state)));
        view! {
            <Badge tone=tone>{name}</Badge>
            {matches!(state, WriteBackState::Unmatched | WriteBackState::Failed)
                .then(|| {
                    view! {
                        <Button small=true icon="repeat" busy=busy on_press=retry>
                            {t!("told-retry")}
                        </Button>
                    }
                })}
        }
    };
    view! {
        <li>
            {match first.item {
                Some(item) => view! { <ItemRow item=item note=note>{end}</ItemRow> }.into_any(),
                None => view! { <p class="row">{t!("told-gone")} {end}</p> }.into_any(),
            }}
        </li>
    }
}
