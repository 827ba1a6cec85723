//! Going through something once more: begun, through, or given up.

use leptos::prelude::*;
use medianest_web_api::operations::catalogue::ItemDetail;
use medianest_web_api::operations::diary::{
    AbandonCycle, AbandonCycleInput, CompleteCycle, CompleteCycleInput, CycleRow, Cycles as CyclesOf, OfItemVariables,
    StartCycle, StartCycleInput, WatchSessionStatus,
};

use crate::components::{Badge, Button, Section, Tone};
use crate::i18n::format;
use crate::stores::data::load;
use crate::stores::optimistic::use_sender;
use crate::t;

/// One's cycles through a whole.
#[component]
pub fn Cycles(item: Signal<ItemDetail>) -> impl IntoView {
    let sender = use_sender();
    let id = item.with_untracked(|item| item.id.clone());
    let asked = id.clone();
    let loaded = load(move || CyclesOf::operation(OfItemVariables { item_id: asked.clone() }));
    let cycles = Memo::new(move |_| loaded.get().map(|answer| answer.cycles).unwrap_or_default());
    let is_open = Memo::new(move |_| cycles.with(|all| all.iter().any(|cycle| cycle.status == WatchSessionStatus::InProgress)));
    let start = move |_| {
        sender.send(StartCycle::operation(StartCycleInput { item_id: id.clone() }), move |answer| {
            let cycle = answer.start_cycle.cycle.id;
            sender.toasts.undoable(t!("cycle-started"), move || {
                sender.send(AbandonCycle::operation(AbandonCycleInput { id: cycle.clone() }), |_| ());
            });
        });
    };
    let start = StoredValue::new(start);
    let aside = ViewFn::from(move || {
        view! {
            <Show when=move || !is_open.get()>
                <Button small=true icon="repeat" on_press=move |event| start.with_value(|start| start(event))>
                    {t!("cycle-start")}
                </Button>
            </Show>
        }
    });
    view! {
        <Show when=move || !cycles.with(Vec::is_empty)>
            <Section title=t!("cycles") aside=aside.clone()>
                <ol class="cycles">
                    <For each=move || cycles.get() key=|cycle| (cycle.id.clone(), cycle.status.as_str()) let:cycle>
                        <Cycle cycle=cycle />
                    </For>
                </ol>
            </Section>
        </Show>
    }
    .into_any()
}

#[component]
fn Cycle(cycle: CycleRow) -> impl IntoView {
    let sender = use_sender();
    let CycleRow { id, session_number, status, started_at, completed_at } = cycle;
    let (tone, word) = match status {
        WatchSessionStatus::InProgress => (Tone::Accent, t!("cycle-open")),
        WatchSessionStatus::Completed => (Tone::Good, t!("cycle-completed")),
        WatchSessionStatus::Abandoned => (Tone::Plain, t!("cycle-abandoned")),
    };
    let begun = format::date(started_at);
    let days = match completed_at.map(format::date) {
        None => t!("cycle-since", date = begun.as_str()),
        // Most films are through on the day that they are begun.
        Some(end) if end == begun => end,
        Some(end) => format!("{begun} – {end}"),
    };
    let (completing, abandoning) = (id.clone(), id);
    let complete = move |_| {
        sender.send(CompleteCycle::operation(CompleteCycleInput { id: completing.clone() }), move |_| {
            sender.toasts.say(t!("cycle-now-completed"));
        });
    };
    let abandon = move |_| {
        sender.send(AbandonCycle::operation(AbandonCycleInput { id: abandoning.clone() }), move |_| {
            sender.toasts.say(t!("cycle-now-abandoned"));
        });
    };
    view! {
        <li class="cycle">
            <span class="numbers">{t!("cycle-number", number = session_number)}</span>
            <Badge tone=tone>{word}</Badge>
            <span class="small soft grow">{days}</span>
            {(status == WatchSessionStatus::InProgress)
                .then(|| {
                    view! {
                        <Button small=true icon="check" on_press=complete>
                            {t!("cycle-complete")}
                        </Button>
                        <Button small=true on_press=abandon>
                            {t!("cycle-abandon")}
                        </Button>
                    }
                })}
        </li>
    }
}
