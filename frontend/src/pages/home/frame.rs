//! What stands around each widget: its title, and while somebody arranges, what can be done about it.

use leptos::prelude::*;
use leptos_router::components::A;
use medianest_web_api::operations::catalogue::{MediaTypeRow, MediaTypeTag, MediaTypes};
use medianest_web_api::operations::dashboard::{DashboardWidgetSize, DashboardWidgetType};

use super::contents::Contents;
use super::edit::{Editing, earlier_id, later_id};
use super::words::{kind_name, kind_page, size_class, size_name, takes_media_type};
use crate::components::field::unique_id;
use crate::components::{Button, Icon, IconButton};
use crate::pages::later::{Later, Page};
use crate::stores::arrangement::{Slot, use_arrangement};
use crate::stores::data::load;
use crate::t;
use crate::widgets::items::types_name;

/// A widget in its place.
#[component]
pub fn WidgetFrame(
    /// Which.
    key: u32,
    /// The arranging.
    editing: Editing,
) -> impl IntoView {
    let arrangement = use_arrangement();
    // What was taken away is drawn as it was until it is gone.
    let slot = Memo::new(move |before: Option<&Option<Slot>>| {
        let found = arrangement.wanted.with(|slots| slots.iter().flatten().find(|slot| slot.key == key).cloned());
        found.or_else(|| before.cloned().flatten())
    });
    let kind = slot.with_untracked(|slot| slot.as_ref().map(|slot| slot.kind))?;
    let size = Memo::new(move |_| slot.with(|slot| slot.as_ref().map_or(DashboardWidgetSize::Medium, |slot| slot.size)));
    let media_type = Memo::new(move |_| slot.with(|slot| slot.as_ref().and_then(|slot| slot.media_type.clone())));
    let is_hidden = Memo::new(move |_| slot.with(|slot| slot.as_ref().is_some_and(|slot| !slot.is_enabled)));
    let title = move || match media_type.get() {
        Some(of) => t!("home-title-of", title = kind_name(kind), kind = types_name(&of.name, &of.display_name)),
        None => kind_name(kind),
    };
    let drag_key = StoredValue::new(key.to_string());
    let over = move || drag_key.with_value(|key| editing.drag.over(key));
    let title_id = unique_id("widget-title");
    let labelled_by = title_id.clone();
    Some(view! {
        <section
            id=format!("widget-{key}")
            data-drag=drag_key.get_value()
            class=move || size_class(size.get())
            class:hidden-widget=move || is_hidden.get()
            class:dragged=move || drag_key.with_value(|key| editing.drag.is_of(key))
            class:drop-before=move || over() == Some(false)
            class:drop-after=move || over() == Some(true)
            aria-labelledby=labelled_by
        >
            <div class="widget-head">
                <Show when=move || editing.is_on.get()>
                    <span
                        class="widget-handle"
                        title=t!("home-drag")
                        aria-hidden="true"
                        on:pointerdown=move |event| editing.drag.grab(drag_key.get_value(), &event)
                    >
                        <Icon name="grip-vertical" />
                    </span>
                </Show>
                <h2 id=title_id>{title}</h2>
                <Show when=move || is_hidden.get()>
                    <span class="badge">{t!("home-hidden")}</span>
                </Show>
                {move || {
                    let page = kind_page(kind).filter(|_| !editing.is_on.get())?;
                    Some(
                        view! {
                            <A href=page attr:class="widget-all">
                                {t!("home-see-all")}
                                <span class="sr-only">": " {kind_name(kind)}</span>
                            </A>
                        },
                    )
                }}
            </div>
            <Show when=move || editing.is_on.get()>
                <Later
                    page=Page::WidgetTools(Tools {
                        key,
                        kind,
                        size: size.into(),
                        media_type: media_type.into(),
                        is_hidden: is_hidden.into(),
                        editing,
                    })
                    quiet=true
                />
            </Show>
            // While arranging, what is in a widget is looked at, not used.
            <div class="widget-body" inert=move || editing.is_on.get()>
                <Contents kind=kind size=size.into() media_type=media_type.into() />
            </div>
        </section>
    })
}

/// Which widget the tools are about, and how it is now.
#[derive(Clone, Copy)]
pub struct Tools {
    key: u32,
    kind: DashboardWidgetType,
    size: Signal<DashboardWidgetSize>,
    media_type: Signal<Option<MediaTypeTag>>,
    is_hidden: Signal<bool>,
    editing: Editing,
}

/// What can be done about a widget while somebody arranges.
#[component]
pub fn WidgetTools(
    /// Which.
    tools: Tools,
) -> impl IntoView {
    let Tools { key, kind, size, media_type, is_hidden, editing } = tools;
    let arrangement = use_arrangement();
    let name = kind_name(kind);
    let change = move |change: Box<dyn FnOnce(&mut Slot)>| {
        arrangement.edit(|slots| {
            if let Some(slot) = slots.iter_mut().find(|slot| slot.key == key) {
                change(slot);
            }
        });
    };
    let at = Memo::new(move |_| {
        arrangement.wanted.with(|slots| {
            let slots = slots.as_ref()?;
            Some((slots.iter().position(|slot| slot.key == key)?, slots.len()))
        })
    });
    let is_first = move || at.get().is_none_or(|(at, _)| at == 0);
    let is_last = move || at.get().is_none_or(|(at, count)| at + 1 == count);
    let choose_type = Callback::new(move |kind: Option<MediaTypeTag>| change(Box::new(move |slot| slot.media_type = kind)));
    let remove = {
        let name = name.clone();
        move |_| {
            arrangement.edit(|slots| slots.retain(|slot| slot.key != key));
            editing.told.set(t!("home-removed", name = name.as_str()));
        }
    };
    let mover = |id: String, icon: &'static str, label: String, disabled: Signal<bool>, later: bool| {
        view! {
            <button
                type="button"
                id=id
                class="button quiet square small"
                aria-label=label.clone()
                title=label
                disabled=move || disabled.get()
                on:click=move |_| editing.shift(key, later)
            >
                <Icon name=icon />
            </button>
        }
    };
    let sizes = DashboardWidgetSize::ALL.iter().map(|this| {
        let this = *this;
        view! {
            <button
                type="button"
                class="chip"
                aria-pressed=move || if size.get() == this { "true" } else { "false" }
                on:click=move |_| change(Box::new(move |slot| slot.size = this))
            >
                {size_name(this)}
            </button>
        }
    });
    view! {
        <div class="widget-tools" role="group" aria-label=t!("home-tools", name = name.as_str())>
            {mover(earlier_id(key), "arrow-up", t!("home-earlier", name = name.as_str()), Signal::derive(is_first), false)}
            {mover(later_id(key), "arrow-down", t!("home-later", name = name.as_str()), Signal::derive(is_last), true)}
            <div class="chips" role="group" aria-label=t!("home-size")>
                {sizes.collect_view()}
            </div>
            {takes_media_type(kind)
                .then(|| {
                    view! {
                        <TypeChoice chosen=media_type on_choose=choose_type />
                    }
                })}
            <Show when=move || is_hidden.get()>
                <Button small=true on_press=move |_| change(Box::new(|slot| slot.is_enabled = true))>
                    {t!("home-show")}
                </Button>
            </Show>
            <span class="grow"></span>
            <IconButton icon="trash-2" small=true label=t!("home-remove", name = name.as_str()) on_press=remove />
        </div>
    }
}

#[component]
fn TypeChoice(chosen: Signal<Option<MediaTypeTag>>, #[prop(into)] on_choose: Callback<Option<MediaTypeTag>>) -> impl IntoView {
    let kinds = load(MediaTypes::operation);
    let all = Memo::new(move |_| kinds.get().map(|answer| answer.media_types).unwrap_or_default());
    let choose = move |event| {
        let name = event_target_value(&event);
        let found = all.with_untracked(|all| all.iter().find(|kind| kind.name == name).map(tag_of));
        on_choose.run(found);
    };
    let is_chosen = move |name: &str| chosen.with(|chosen| chosen.as_ref().is_some_and(|kind| kind.name == name));
    view! {
        <select class="input small" aria-label=t!("home-of-type") on:change=choose>
            <option value="" prop:selected=move || chosen.with(Option::is_none)>
                {t!("home-every-type")}
            </option>
            {move || {
                all.get()
                    .into_iter()
                    .map(|kind| {
                        let name = kind.name.clone();
                        view! {
                            <option value=kind.name.clone() prop:selected=move || is_chosen(&name)>
                                {types_name(&kind.name, &kind.display_name)}
                            </option>
                        }
                    })
                    .collect_view()
            }}
        </select>
    }
}

fn tag_of(kind: &MediaTypeRow) -> MediaTypeTag {
    MediaTypeTag {
        id: kind.id.clone(),
        name: kind.name.clone(),
        display_name: kind.display_name.clone(),
        icon: kind.icon.clone(),
        color: kind.color.clone(),
    }
}
