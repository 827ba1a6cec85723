//! The frame of pages that stand alone.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::components::Poster;
use crate::components::icon::Logo;
use crate::i18n::Language;
use crate::stores::appearance::use_appearance;
use crate::t;

/// Titles in the public domain, for the wall beside the form: it shows what drawn posters look like.
const WALL: [(&str, &str, &str); 12] = [
    ("A Trip to the Moon", "1902", "clapperboard"),
    ("Pride and Prejudice", "1813", "book-open"),
    ("Metropolis", "1927", "clapperboard"),
    ("Symphony No. 9", "1824", "music"),
    ("Nosferatu", "1922", "clapperboard"),
    ("The Time Machine", "1895", "book-open"),
    ("Safety Last!", "1923", "clapperboard"),
    ("The General", "1926", "clapperboard"),
    ("The Planets", "1918", "music"),
    ("Dracula", "1897", "book-open"),
    ("The Kid", "1921", "clapperboard"),
    ("Moby-Dick", "1851", "book-open"),
];

/// A form beside a wall of posters; on a phone the form alone.
#[component]
pub fn DoorFrame(
    /// What the page is for.
    #[prop(into)]
    title: String,
    /// A sentence below it.
    #[prop(into)]
    text: String,
    /// The form.
    children: Children,
) -> impl IntoView {
    let appearance = use_appearance();
    view! {
        <Title text=title.clone() />
        <div class="door">
            <div class="door-side" aria-hidden="true">
                {WALL
                    .into_iter()
                    .map(|(title, year, icon)| view! { <Poster title=title year=year icon=icon /> })
                    .collect_view()}
            </div>
            <main class="door-main">
                <p class="brand">
                    <Logo />
                    "MediaNest"
                </p>
                <header class="stack" style:--gap="0.35rem">
                    <h1>{title}</h1>
                    <p class="soft">{text}</p>
                </header>
                {children()}
                <div class="row" role="group" aria-label=t!("language")>
                    {Language::ALL
                        .into_iter()
                        .map(|language| {
                            view! {
                                <button
                                    type="button"
                                    class="chip"
                                    lang=language.code()
                                    aria-pressed=move || {
                                        if appearance.language.get() == language { "true" } else { "false" }
                                    }
                                    on:click=move |_| appearance.set_language(language)
                                >
                                    {language.name()}
                                </button>
                            }
                        })
                        .collect_view()}
                </div>
            </main>
        </div>
    }
}
