//! What one's media servers and players told, what was made of it, and how to put it right.

use leptos::prelude::*;
use leptos::task::spawn_local;
use medianest_web_api::operations::players::{
    Deliveries as AskDeliveries, DeliveriesVariables, DeliveryRow, FixPlayerDeliveryMatch, FixPlayerDeliveryMatchInput,
    PlayerDeliveryVerdict, ReplayPlayerDelivery, ReplayPlayerDeliveryInput, WebhookRow,
};
use medianest_web_api::{Id, Json};

use super::players::player_name;
use crate::components::{Badge, Button, CopyButton, Dialog, Form, FormActions, FormError, Listed, Panel, Select, Tone};
use crate::i18n::format;
use crate::stores::data::{Page, newest, pages, use_data};
use crate::stores::toasts::use_toasts;
use crate::t;
use crate::widgets::filters::{held_in_address, with_any};
use crate::widgets::items::ItemRow;
use crate::widgets::picker::ItemPicker;

/// The deliveries of all addresses, or of one.
#[component]
pub fn Deliveries(webhooks: Signal<Vec<WebhookRow>>) -> impl IntoView {
    let (verdict, webhook) = (held_in_address("verdict"), held_in_address("address"));
    let fixes = RwSignal::new(false);
    let chosen = RwSignal::new(None::<DeliveryRow>);
    let deliveries = pages(
        move |after| {
            let webhook_id = Some(webhook.get()).filter(|id| !id.is_empty()).map(Id::new);
            let verdict = PlayerDeliveryVerdict::ALL.iter().copied().find(|one| one.as_str() == verdict.read().as_str());
            AskDeliveries::operation(DeliveriesVariables { webhook_id, verdict, first: Some(25), after })
        },
        |answer| Page {
            items: answer.player_deliveries.nodes,
            next: answer.player_deliveries.page_info.end_cursor.filter(|_| answer.player_deliveries.page_info.has_next_page),
            total: Some(answer.player_deliveries.total_count),
        },
    );
    let verdicts = PlayerDeliveryVerdict::ALL.iter().map(|one| (one.as_str().to_owned(), verdict_name(*one).0)).collect();
    let addresses = move || {
        let named = webhooks.get().into_iter().map(|row| (row.id.inner().to_owned(), row.name)).collect();
        with_any(t!("deliveries-address-any"), named)
    };
    view! {
        <Panel wide=true title=t!("deliveries-title") text=t!("deliveries-text")>
            <div>
                <div class="filters">
                    <Select
                        bare=true
                        label=t!("deliveries-verdict")
                        options=with_any(t!("deliveries-verdict-any"), verdicts)
                        value=verdict
                    />
                    <Select bare=true label=t!("deliveries-address") options=Signal::derive(addresses) value=webhook />
                    <span class="soft small grow" role="status">
                        {move || {
                            let count = deliveries.total.get()?;
                            Some(t!("deliveries-count", count = count, shown = format::count(count)))
                        }}
                    </span>
                    <Button small=true icon="rotate-cw" on_press=move |_| deliveries.reload()>
                        {t!("action-refresh")}
                    </Button>
                </div>
                <Listed from=deliveries icon="inbox" empty=t!("deliveries-empty") hint=t!("deliveries-empty-hint")>
                    <ol class="log-list">
                        <For
                            each=move || deliveries.items.get()
                            key=|row| row.id.clone()
                            children=move |row| {
                                let row = newest(move || deliveries.items.get(), row, |one, other| one.id == other.id);
                                view! {
                                    <Delivery
                                        row=row
                                        on_fix=move |row| {
                                            chosen.set(Some(row));
                                            fixes.set(true);
                                        }
                                    />
                                }
                            }
                        />
                    </ol>
                </Listed>
            </div>
        </Panel>
        <Dialog open=fixes title=t!("deliveries-fix-title")>
            {move || chosen.get().map(|row| view! { <Fix row=row open=fixes /> })}
        </Dialog>
    }
}

fn verdict_name(verdict: PlayerDeliveryVerdict) -> (String, Tone) {
    match verdict {
        PlayerDeliveryVerdict::Counted => (t!("verdict-counted"), Tone::Good),
        PlayerDeliveryVerdict::Started => (t!("verdict-started"), Tone::Live),
        PlayerDeliveryVerdict::Paused => (t!("verdict-paused"), Tone::Plain),
        PlayerDeliveryVerdict::Withdrawn => (t!("verdict-withdrawn"), Tone::Plain),
        PlayerDeliveryVerdict::Unmatched => (t!("verdict-unmatched"), Tone::Warn),
        PlayerDeliveryVerdict::Ignored => (t!("verdict-ignored"), Tone::Plain),
        PlayerDeliveryVerdict::Failed => (t!("verdict-failed"), Tone::Bad),
    }
}

#[component]
fn Delivery(row: Memo<DeliveryRow>, #[prop(into)] on_fix: Callback<DeliveryRow>) -> impl IntoView {
    let (data, toasts) = (use_data(), use_toasts());
    let busy = RwSignal::new(false);
    let first = row.get_untracked();
    let replay = move |_| {
        let id = row.get_untracked().id;
        busy.set(true);
        spawn_local(async move {
            let answer = data.change(ReplayPlayerDelivery::operation(ReplayPlayerDeliveryInput { id })).await;
            busy.try_set(false);
            match answer {
                Ok(answer) => {
                    let verdict = verdict_name(answer.replay_player_delivery.delivery.verdict).0;
                    toasts.say(t!("deliveries-replayed", verdict = verdict));
                }
                Err(error) => toasts.fail(&error),
            }
        });
    };
    // What is not about something that was played has nothing to be matched.
    let is_matchable = first.title.is_some();
    let said = first.title.clone().or_else(|| first.event_name.clone()).unwrap_or_else(|| t!("deliveries-unnamed"));
    let payload = first.payload.as_ref().map(readable);
    let source = [
        Some(player_name(first.player).to_owned()),
        first.webhook.map(|webhook| webhook.name),
        first.account_name,
        first.event_name.filter(|_| is_matchable),
    ];
    view! {
        <li>
            <details class="log-entry">
                <summary>
                    <time class="soft numbers" datetime=first.received_at.to_rfc3339()>
                        {format::date_time(first.received_at)}
                    </time>
                    <span class="clip">
                        {said} <span class="soft">" · " {source.into_iter().flatten().collect::<Vec<_>>().join(" · ")}</span>
                    </span>
                    {move || {
                        let (name, tone) = verdict_name(row.read().verdict);
                        view! { <Badge tone=tone>{name}</Badge> }
                    }}
                </summary>
                <div class="log-details">
                    {move || row.get().reason.map(|reason| view! { <p>{reason}</p> })}
                    {move || row.get().item.map(|item| view! { <ItemRow item=item /> })}
                    <div class="row">
                        {is_matchable
                            .then(|| {
                                view! {
                                    <Button small=true icon="search" on_press=move |_| on_fix.run(row.get_untracked())>
                                        {t!("deliveries-fix")}
                                    </Button>
                                }
                            })}
                        <Button small=true icon="repeat" busy=busy on_press=replay>
                            {t!("deliveries-replay")}
                        </Button>
                    </div>
                    {match payload {
                        None => view! { <p class="soft small">{t!("deliveries-unkept")}</p> }.into_any(),
                        Some(text) => {
                            view! {
                                <pre class="log-text small" tabindex="0" aria-label=t!("deliveries-payload")>
                                    {text.clone()}
                                </pre>
                                <CopyButton text=text what=t!("deliveries-payload") />
                            }
                                .into_any()
                        }
                    }}
                </div>
            </details>
        </li>
    }
}

/// What came, as somebody can read it.
fn readable(payload: &Json) -> String {
    match payload {
        Json::String(text) => text.clone(),
        payload => format!("{payload:#}"),
    }
}

/// Says which item a delivery means.
#[component]
fn Fix(row: DeliveryRow, open: RwSignal<bool>) -> impl IntoView {
    let (data, toasts) = (use_data(), use_toasts());
    let form = Form::new();
    let chosen = RwSignal::new(row.item);
    let id = row.id;
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(item) = chosen.get_untracked() else { return };
        let input = FixPlayerDeliveryMatchInput { delivery_id: id.clone(), item_id: item.id };
        form.send(data.change(FixPlayerDeliveryMatch::operation(input)), move |answer| {
            open.set(false);
            let count = answer.fix_player_delivery_match.replayed_count;
            toasts.say(t!("deliveries-fixed", count = count, shown = format::count(count)));
        });
    };
    view! {
        <form class="form" on:submit=send novalidate>
            <FormError form=form fields=&["itemId"] />
            <p>{t!("deliveries-fix-text", title = row.title.unwrap_or_default())}</p>
            <ItemPicker label=t!("deliveries-item") chosen=chosen error=form.error_of("itemId") />
            <FormActions open=open form=form label=t!("deliveries-remember") disabled=Signal::derive(move || chosen.with(Option::is_none)) />
        </form>
    }
}
