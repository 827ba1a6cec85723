//! Settings and lists of things: a card that explains itself beside what it holds, and rows with what can be done to them.

use leptos::prelude::*;

use super::Icon;
use super::field::unique_id;

/// A card with a title and an explanation, beside what it holds on wide screens and above it on a phone.
#[component]
pub fn Panel(
    /// The title.
    #[prop(into)]
    title: String,
    /// What it is for.
    #[prop(into, optional)]
    text: Option<String>,
    /// What stands below the explanation.
    #[prop(optional)]
    aside: Option<ViewFn>,
    /// It needs the whole width: the explanation stands above.
    #[prop(optional)]
    wide: bool,
    /// What it holds.
    children: Children,
) -> impl IntoView {
    let id = unique_id("panel");
    let labelled_by = id.clone();
    view! {
        <section class="card panel" class:wide=wide aria-labelledby=labelled_by>
            <header class="panel-head">
                <h2 id=id>{title}</h2>
                {text.map(|text| view! { <p class="soft small">{text}</p> })}
                {aside.map(|aside| aside.run())}
            </header>
            <div class="panel-body">{children()}</div>
        </section>
    }
}

/// One thing of a list inside of a `<ul class="listing">`: what it is, what is known of it, what can be done to it.
#[component]
pub fn Entry(
    /// Its icon.
    #[prop(into)]
    icon: Signal<&'static str>,
    /// Its name.
    #[prop(into)]
    title: Signal<String>,
    /// What stands after its name: badges.
    #[prop(optional)]
    marks: Option<ViewFn>,
    /// What is known of it.
    children: Children,
    /// What can be done to it.
    #[prop(optional)]
    actions: Option<ViewFn>,
) -> impl IntoView {
    view! {
        <li class="listing-row">
            <span class="listing-icon"><Icon name=icon /></span>
            <div class="listing-body">
                <div class="row">
                    <h3>{move || title.get()}</h3>
                    {marks.map(|marks| marks.run())}
                </div>
                <div class="soft small">{children()}</div>
            </div>
            {actions.map(|actions| view! { <div class="row listing-actions">{actions.run()}</div> })}
        </li>
    }
}
