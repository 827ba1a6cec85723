//! The public face of a list, for whoever has its address: it needs no account, and leads nowhere further.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::A;
use leptos_router::hooks::use_location;
use medianest_web_api::operations::lists::{SharedItem, SharedListPage as Face, SharedListVariables};

use crate::components::icon::Logo;
use crate::components::{Empty, Failure, More, Poster, PosterShape, SkeletonGrid};
use crate::i18n::format;
use crate::stores::data::{Page, Phase, pages};
use crate::widgets::items::{PosterGrid, icon_named, types_name};
use crate::{routes, t};

/// A few screens at once.
const PER_PAGE: i32 = 60;

/// The page of a list that somebody has the address of. The secret stands behind the hash of the address, which browsers do
/// not send along.
#[component]
pub fn SharedListPage() -> impl IntoView {
    let hash = use_location().hash;
    let secret = Memo::new(move |_| hash.get().trim_start_matches('#').to_owned());
    view! {
        <main class="shared-list" id="page">
            <A href=routes::HOME attr:class="brand">
                <Logo />
                "MediaNest"
            </A>
            {move || view! { <OneShared secret=secret.get() /> }}
        </main>
    }
    .into_any()
}

#[component]
fn OneShared(secret: String) -> impl IntoView {
    let head = RwSignal::new(None::<(String, Option<String>)>);
    let items = pages(
        move |after| Face::operation(SharedListVariables { secret: secret.clone(), first: Some(PER_PAGE), after }),
        move |answer: Face| {
            let face = answer.shared_list;
            head.try_set(Some((face.name, face.description)));
            let next = face.items.page_info.end_cursor.filter(|_| face.items.page_info.has_next_page);
            Page { next, items: face.items.nodes, total: Some(face.items.total_count) }
        },
    );
    let name = move || head.get().map(|(name, _)| name);
    view! {
        <Title text=move || name().unwrap_or_else(|| t!("nav-lists")) />
        {move || match items.phase.get() {
            Phase::Pending => view! { <SkeletonGrid count=12 /> }.into_any(),
            Phase::Failed(error) => view! { <Failure error=error on_retry=move || items.reload() /> }.into_any(),
            Phase::Ready => {
                view! {
                    <header class="page-head">
                        <div>
                            <h1 tabindex="-1">{name}</h1>
                            {move || head.get().and_then(|(_, text)| text).map(|text| view! { <p>{text}</p> })}
                        </div>
                    </header>
                    <p class="soft small">
                        {move || {
                            items.total.get().map(|count| t!("count-items", count = count, shown = format::count(count)))
                        }}
                    </p>
                    <Show
                        when=move || !items.items.with(Vec::is_empty)
                        fallback=|| view! { <Empty icon="list-video" title=t!("lists-empty") text=String::new() /> }
                    >
                        <PosterGrid>
                            <For each=move || items.items.get() key=|item| format!("{item:?}") let:item>
                                <Card item=item />
                            </For>
                        </PosterGrid>
                    </Show>
                    <More has_more=items.has_more() busy=items.busy on_more=move |()| items.more() />
                }
                    .into_any()
            }
        }}
    }
    .into_any()
}

#[component]
fn Card(item: SharedItem) -> impl IntoView {
    let kind = item.media_type.unwrap_or_default();
    let shape = if matches!(kind.as_str(), "music" | "podcast") { PosterShape::Square } else { PosterShape::Tall };
    let year = item.year.map(|year| year.to_string());
    // Of a part, its own title stands below that of its whole.
    let (title, own) = match item.whole {
        Some(whole) => (whole, Some(item.name)),
        None => (item.name, None),
    };
    let line = [own.or_else(|| year.clone()), Some(types_name(&kind, &kind)).filter(|name| !name.is_empty())];
    let line = line.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    view! {
        <article class="poster-card">
            <div class="poster-frame">
                <Poster title=title.clone() year=year icon=icon_named(&kind) src=item.poster_url shape=shape />
            </div>
            <span class="name">{title}</span>
            <p class="meta">{line}</p>
            {item.notes.map(|notes| view! { <p class="list-notes small">{notes}</p> })}
        </article>
    }
    .into_any()
}
