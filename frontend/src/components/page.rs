//! The head of a page and its sections.

use std::time::Duration;

use leptos::prelude::*;
use leptos_meta::Title;

/// The title of a page, in its tab and on it, with what can be done beside it.
#[component]
pub fn PageHead(
    /// The title.
    #[prop(into)]
    title: Signal<String>,
    /// A sentence below it.
    #[prop(into, optional)]
    text: MaybeProp<String>,
    /// Buttons beside it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        // The tab may ask for its title once more when the page that told it is gone already.
        <Title text=move || title.try_get().unwrap_or_default() />
        <header class="page-head">
            <div>
                <h1 tabindex="-1">{move || title.get()}</h1>
                {move || text.get().map(|text| view! { <p>{text}</p> })}
            </div>
            {children.map(|children| view! { <div class="row">{children()}</div> })}
        </header>
    }
}

/// A part of a page with a title of its own.
#[component]
pub fn Section(
    /// The title.
    #[prop(into)]
    title: Signal<String>,
    /// What stands at the end of the title's line.
    #[prop(optional)]
    aside: Option<ViewFn>,
    /// The part.
    children: Children,
) -> impl IntoView {
    let id = super::field::unique_id("section");
    let labelled_by = id.clone();
    view! {
        <section class="section" aria-labelledby=labelled_by>
            <div class="section-head">
                <h2 id=id>{move || title.get()}</h2>
                {aside.map(|aside| aside.run())}
            </div>
            {children()}
        </section>
    }
}

/// What is drawn once all else is on the screen: it need not keep anybody from that.
#[component]
pub fn AfterPaint(
    /// What is.
    children: ChildrenFn,
) -> impl IntoView {
    let is_painted = RwSignal::new(false);
    after_paint(move || {
        // Whoever left meanwhile took it along.
        is_painted.try_set(true);
    });
    view! { <Show when=move || is_painted.get()>{children()}</Show> }
}

/// Does something once all that is drawn now is on the screen.
pub fn after_paint(act: impl FnOnce() + 'static) {
    // A task that was asked for at the beginning of a frame runs after its end.
    request_animation_frame(move || set_timeout(act, Duration::ZERO));
}
