//! What one said that one's players mean, to be seen and forgotten.

use leptos::prelude::*;
use leptos::task::spawn_local;
use medianest_web_api::operations::common::PageVariables;
use medianest_web_api::operations::player_connections::{ForgetPlayerMatches, ForgetPlayerMatchesInput, MatchRow, Matches};

use crate::components::{Button, ConfirmDialog, Listed, Panel};
use crate::i18n::format;
use crate::stores::data::{Page, pages, use_data};
use crate::stores::toasts::use_toasts;
use crate::t;
use crate::widgets::items::ItemRow;

/// The items, and by what they are meant.
#[component]
pub fn MatchesPanel() -> impl IntoView {
    let (data, toasts) = (use_data(), use_toasts());
    let forgets = RwSignal::new(false);
    let chosen = RwSignal::new(None::<MatchRow>);
    let matches = pages(
        |after| Matches::operation(PageVariables { after, first: Some(25) }),
        |answer| Page {
            items: answer.player_matches.nodes,
            next: answer.player_matches.page_info.end_cursor.filter(|_| answer.player_matches.page_info.has_next_page),
            total: Some(answer.player_matches.total_count),
        },
    );
    let forget = move |()| {
        let Some(item) = chosen.get_untracked().and_then(|row| row.item) else { return };
        let input = ForgetPlayerMatchesInput { item_id: item.id, match_keys: None };
        spawn_local(async move {
            match data.change(ForgetPlayerMatches::operation(input)).await {
                Ok(_) => toasts.say(t!("matches-forgotten")),
                Err(error) => toasts.fail(&error),
            }
        });
    };
    let name = move || chosen.get().and_then(|row| row.item).map(|item| item.name).unwrap_or_default();
    view! {
        <Panel wide=true title=t!("matches-title") text=t!("matches-text")>
            <div>
                <p class="soft small" role="status">
                    {move || {
                        let count = matches.total.get().filter(|count| *count > 0)?;
                        Some(t!("matches-count", count = count, shown = format::count(count)))
                    }}
                </p>
                <Listed from=matches icon="link" empty=t!("matches-empty") hint=t!("matches-empty-hint")>
                    <ol class="told-list">
                        <For
                            each=move || matches.items.get()
                            key=|row| (row.item.as_ref().map(|item| item.id.clone()), row.match_keys.clone())
                            children=move |row| {
                                view! {
                                    <OneMatch
                                        row=row
                                        on_forget=move |row| {
                                            chosen.set(Some(row));
                                            forgets.set(true);
                                        }
                                    />
                                }
                            }
                        />
                    </ol>
                </Listed>
            </div>
        </Panel>
        <ConfirmDialog
            open=forgets
            title=t!("matches-forget-title")
            text=Signal::derive(move || t!("matches-forget-text", name = name()))
            confirm=t!("matches-forget")
            on_confirm=forget
        />
    }
}

#[component]
fn OneMatch(row: MatchRow, #[prop(into)] on_forget: Callback<MatchRow>) -> impl IntoView {
    let kept = StoredValue::new(row.clone());
    let said = t!("matches-since", when = format::relative(row.remembered_at));
    let keys = row.match_keys;
    // What somebody may not see any more is not theirs to be shown.
    row.item.map(|item| {
        view! {
            <li>
                <ItemRow item=item note=said>
                    <Button small=true icon="trash-2" on_press=move |_| on_forget.run(kept.get_value())>
                        {t!("matches-forget")}
                    </Button>
                </ItemRow>
                <p class="match-keys small">
                    {keys.into_iter().map(|key| view! { <code>{key}</code> " " }).collect_view()}
                </p>
            </li>
        }
    })
}
