//! Posters. One that nobody made is drawn from the title: the same title always gets the same colours.

use leptos::prelude::*;
use web_sys::{Element, Event};

use super::Icon;

/// The shape of a poster, by what it stands for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PosterShape {
    /// Films, series, books, games.
    #[default]
    Tall,
    /// Albums, podcasts.
    Square,
}

impl PosterShape {
    const fn class(self) -> &'static str {
        match self {
            Self::Tall => "poster",
            Self::Square => "poster square",
        }
    }
}

/// A poster: the picture, or a drawn one while there is none or when it cannot be loaded.
#[component]
pub fn Poster(
    /// The title.
    #[prop(into)]
    title: String,
    /// The year below the title.
    #[prop(into, optional)]
    year: MaybeProp<String>,
    /// The icon of its type.
    #[prop(default = "clapperboard")]
    icon: &'static str,
    /// Where the picture is.
    #[prop(into, optional)]
    src: MaybeProp<String>,
    /// Its shape.
    #[prop(optional)]
    shape: PosterShape,
) -> impl IntoView {
    let failed = RwSignal::new(false);
    let hue = hue_of(&title).to_string();
    view! {
        // The title stands beside every poster, so nothing is read out twice.
        <span class=shape.class() style:--hue=hue aria-hidden="true">
            {move || match src.get().filter(|_| !failed.get()) {
                Some(src) => {
                    view! {
                        <img
                            srcset=srcset(&src)
                            sizes="auto, 11rem"
                            src=src
                            alt=""
                            loading="lazy"
                            decoding="async"
                            on:load=shown
                            on:error=move |_| failed.set(true)
                        />
                    }
                        .into_any()
                }
                None => {
                    view! {
                        <span class="poster-drawn">
                            <span class="sign-box"><Icon name=icon /></span>
                            <span class="title">{title.clone()}</span>
                            {year.get().map(|year| view! { <span class="year">{year}</span> })}
                        </span>
                    }
                        .into_any()
                }
            }}
        </span>
    }
}

/// The widths of a picture that a browser may choose from. Of one that the API does not serve there is only the one.
fn srcset(src: &str) -> String {
    let at = |width| src.replace("width=500", width);
    format!("{} 92w, {} 185w, {} 342w, {src} 500w", at("width=92"), at("width=185"), at("width=342"))
}

/// Fades a picture in that has come.
pub fn shown(event: Event) {
    event_target::<Element>(&event).set_class_name("shown");
}

/// A hue from 0 to 359 for a title: FNV-1a, so that it is the same on every machine and after every start.
pub fn hue_of(title: &str) -> u32 {
    let hash = title.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    hash % 360
}

#[cfg(test)]
mod tests {
    use super::{hue_of, srcset};

    #[test]
    fn a_browser_chooses_among_the_widths_of_a_picture() {
        let address = "https://api.example.org/images/item_1/poster?width=500&v=a";
        let set = srcset(address);
        let narrow = address.replace("500", "92");
        assert!(set.starts_with(&format!("{narrow} 92w, ")) && set.ends_with(&format!("{address} 500w")), "{set}");
    }

    #[test]
    fn a_title_always_has_the_same_hue_and_others_have_others() {
        assert_eq!(hue_of("Heat"), hue_of("Heat"));
        assert_ne!(hue_of("Heat"), hue_of("Alien"));
        assert!(["", "Ä", "a much longer title than any poster holds"].iter().all(|title| hue_of(title) < 360));
    }
}
