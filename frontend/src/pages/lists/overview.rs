//! One's lists, and those one works on.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use medianest_web_api::operations::lists::{CreateList, CreateListInput, Lists, ListsVariables};

use super::filter::{Draft, FilterFields};
use super::form::{AudienceField, Words};
use crate::components::{Button, Check, Dialog, Form, FormError, Listed, Look, PageHead};
use crate::stores::data::{Page, pages, use_data};
use crate::widgets::lists::ListCard;
use crate::{routes, t};

/// Two screens at once.
const PER_PAGE: i32 = 24;

/// The page of one's lists.
#[component]
pub fn ListsPage() -> impl IntoView {
    let creating = RwSignal::new(false);
    let lists = pages(
        |after| Lists::operation(ListsVariables { user_id: None, first: Some(PER_PAGE), after }),
        |answer: Lists| Page {
            next: answer.lists.page_info.end_cursor.filter(|_| answer.lists.page_info.has_next_page),
            items: answer.lists.nodes,
            total: Some(answer.lists.total_count),
        },
    );
    view! {
        <PageHead title=t!("nav-lists")>
            <Button look=Look::Primary icon="plus" on_press=move |_| creating.set(true)>
                {t!("lists-create")}
            </Button>
        </PageHead>
        <Listed from=lists icon="list-video" empty=t!("lists-none") hint=t!("lists-none-text")>
            <ul class="lists">
                <For each=move || lists.items.get() key=|row| format!("{row:?}") let:row>
                    <ListCard row=row />
                </For>
            </ul>
        </Listed>
        <Dialog open=creating title=t!("lists-create")>
            <Create />
        </Dialog>
    }
    .into_any()
}

/// Making a list: by hand or by a filter.
#[component]
fn Create() -> impl IntoView {
    let data = use_data();
    let navigate = StoredValue::new_local(use_navigate());
    let form = Form::new();
    let words = Words::default();
    let is_smart = RwSignal::new(false);
    let filter = Draft::new(None);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let input = CreateListInput {
            name: words.name.get_untracked(),
            description: words.description(),
            audience: Some(words.audience.get_untracked()),
            sort_order: None,
            filter: is_smart.get_untracked().then(|| filter.input()),
        };
        form.send(data.change(CreateList::operation(input)), move |made| {
            let to = routes::list(&made.create_list.list.id);
            navigate.with_value(|navigate| navigate(&to, NavigateOptions::default()));
        });
    };
    view! {
        <form class="form" on:submit=submit novalidate>
            <FormError form=form fields=&["name", "description"] />
            <super::form::WordFields words=words form=form />
            <AudienceField value=words.audience />
            <Check
                switch=true
                label=t!("lists-smart")
                hint=t!("lists-smart-text")
                checked=is_smart
                on_change=move |on| is_smart.set(on)
            />
            <Show when=move || is_smart.get()>
                <FilterFields draft=filter />
            </Show>
            <div class="form-actions">
                <Button look=Look::Primary submit=true busy=form.busy()>
                    {t!("lists-create")}
                </Button>
            </div>
        </form>
    }
    .into_any()
}
