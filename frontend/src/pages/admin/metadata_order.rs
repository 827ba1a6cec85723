//! Whose word counts, for a media type or for one field of it.

use leptos::prelude::*;
use medianest_web_api::Id;
use medianest_web_api::operations::catalogue::AllMediaTypes;
use medianest_web_api::operations::metadata::{
    MetadataFallback, MetadataOrders, MetadataOrdersVariables, MetadataPlaceInput, OrdersOfType, PlaceRow, UpdateMetadataOrder,
    UpdateMetadataOrderInput,
};

use super::metadata::name_of;
use crate::components::{Button, Check, Form, FormError, IconButton, Loaded, Look, Select, SkeletonRows};
use crate::pages::catalogue::field_name;
use crate::stores::data::{load, load_when, use_data};
use crate::stores::toasts::use_toasts;
use crate::t;
use crate::widgets::items::types_name;

/// Choosing a media type and a field, and the order for them.
#[component]
pub fn Orders() -> impl IntoView {
    let types = load(AllMediaTypes::operation);
    let kind = RwSignal::new(String::new());
    let options = Signal::derive(move || {
        let types = types.get().map(|answer| answer.media_types).unwrap_or_default();
        types.into_iter().map(|row| (row.id.inner().to_owned(), types_name(&row.name, &row.display_name))).collect::<Vec<_>>()
    });
    Effect::new(move || {
        if kind.with_untracked(String::is_empty)
            && let Some((first, _)) = options.get().first()
        {
            kind.set(first.clone());
        }
    });
    let orders = load_when(move || {
        let id = kind.get();
        (!id.is_empty()).then(|| MetadataOrders::operation(MetadataOrdersVariables { media_type_id: Id::new(id) }))
    });
    view! {
        <Select label=t!("item-type") options=options value=kind />
        <Loaded from=orders skeleton=|| view! { <SkeletonRows count=7 /> } let:answer>
            <OfType kind=kind orders=Signal::derive(move || answer.get().metadata_orders) />
        </Loaded>
    }
}

#[component]
fn OfType(kind: RwSignal<String>, orders: Signal<OrdersOfType>) -> impl IntoView {
    let field = RwSignal::new(String::new());
    let options = Signal::derive(move || {
        let general = [(String::new(), t!("metadata-every-field"))];
        let own = orders.with(|orders| {
            let is_set = |field: &String| orders.orders.iter().any(|order| order.field == *field);
            let name = |field: &String| if is_set(field) { format!("{} *", field_name(field)) } else { field_name(field) };
            orders.fields.iter().map(|field| (field.clone(), name(field))).collect::<Vec<_>>()
        });
        general.into_iter().chain(own).collect::<Vec<_>>()
    });
    // Another media type may not have the field.
    Effect::new(move || {
        let is_there = field.with_untracked(|field| field.is_empty() || orders.with(|orders| orders.fields.contains(field)));
        if !is_there {
            field.set(String::new());
        }
    });
    let shown = Memo::new(move |_| (kind.get(), field.get(), orders.with(|orders| places_of(orders, &field.get()))));
    view! {
        <Select label=t!("metadata-field") hint=t!("metadata-field-hint") options=options value=field />
        {move || {
            let (kind, field, places) = shown.get();
            view! { <Order kind=kind field=field places=places /> }
        }}
    }
}

/// The order for a field: its own, else the general one.
fn places_of(orders: &OrdersOfType, field: &str) -> Vec<PlaceRow> {
    let own = orders.orders.iter().find(|order| order.field == field);
    own.map_or_else(|| orders.general.clone(), |order| order.places.clone())
}

#[component]
fn Order(kind: String, field: String, places: Vec<PlaceRow>) -> impl IntoView {
    let (data, toasts, form) = (use_data(), use_toasts(), Form::new());
    let order = RwSignal::new(places);
    let send = StoredValue::new(move |places: Vec<PlaceRow>| {
        let input = UpdateMetadataOrderInput {
            field: Some(field.clone()).filter(|field| !field.is_empty()),
            media_type_id: Id::new(kind.clone()),
            places: places
                .into_iter()
                .map(|place| MetadataPlaceInput {
                    fallback: place.fallback,
                    is_enabled: place.is_enabled,
                    provider: place.provider,
                })
                .collect(),
        };
        form.send(data.change(UpdateMetadataOrder::operation(input)), move |_| toasts.say(t!("settings-saved")));
    });
    view! {
        <form
            class="form"
            on:submit=move |event| {
                event.prevent_default();
                send.with_value(|send| send(order.get_untracked()));
            }
        >
            <FormError form=form fields=&["field", "places"] />
            <ol class="listing provider-order">
                <For
                    each=move || order.get()
                    key=|place| place.provider
                    children=move |place| view! { <Place order=order first=place /> }
                />
            </ol>
            <div class="row">
                <Button look=Look::Primary submit=true busy=form.busy()>
                    {t!("action-save")}
                </Button>
                <Button look=Look::Quiet on_press=move |_| send.with_value(|send| send(Vec::new()))>
                    {t!("metadata-order-reset")}
                </Button>
            </div>
        </form>
    }
    .into_any()
}

#[component]
fn Place(order: RwSignal<Vec<PlaceRow>>, first: PlaceRow) -> impl IntoView {
    let name = name_of(first.provider);
    let index = Memo::new(move |_| order.with(|order| order.iter().position(|place| place.provider == first.provider)));
    let now = move || {
        let index = index.get();
        order.with(|order| index.and_then(|index| order.get(index).copied()).unwrap_or(first))
    };
    let set = move |change: &dyn Fn(&mut PlaceRow)| {
        order.update(|order| order.iter_mut().filter(|place| place.provider == first.provider).for_each(change));
    };
    let swap = move |step: isize| {
        let Some(here) = index.get_untracked() else { return };
        order.update(|order| {
            if let Some(there) = here.checked_add_signed(step).filter(|there| *there < order.len()) {
                order.swap(here, there);
            }
        });
    };
    let is_first = move || index.get() == Some(0);
    let is_last = move || index.get().is_none_or(|index| index + 1 >= order.with(Vec::len));
    view! {
        <li class="listing-row">
            <strong>{name.clone()}</strong>
            <div class="row">
                <Check
                    label=t!("metadata-asked")
                    checked=Signal::derive(move || now().is_enabled)
                    on_change=move |on| set(&|place: &mut PlaceRow| place.is_enabled = on)
                />
                <Check
                    label=t!("metadata-last-word")
                    checked=Signal::derive(move || now().fallback == MetadataFallback::Stop)
                    on_change=move |on| {
                        set(
                            &|place: &mut PlaceRow| {
                                place.fallback = if on { MetadataFallback::Stop } else { MetadataFallback::Continue };
                            },
                        );
                    }
                />
            </div>
            <div class="row listing-actions">
                <IconButton
                    small=true
                    icon="arrow-up"
                    label=t!("metadata-earlier", name = name.clone())
                    disabled=Signal::derive(is_first)
                    on_press=move |_| swap(-1)
                />
                <IconButton
                    small=true
                    icon="arrow-down"
                    label=t!("metadata-later", name = name)
                    disabled=Signal::derive(is_last)
                    on_press=move |_| swap(1)
                />
            </div>
        </li>
    }
}
