//! The stories.

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};
use leptos::prelude::*;
use medianest_web_api::{ApiError, ErrorKind};

use crate::components::charts::{Area, Bars, HeatMap, Point};
use crate::components::{
    Badge, Button, Check, ConfirmDialog, Dialog, Empty, Failure, IconButton, Look, Menu, MenuItem, MenuLink, More, Poster,
    PosterShape, Progress, SearchField, Select, SkeletonGrid, SkeletonRows, SortHeader, TabLink, Table, Tabs, TextArea,
    TextField, Tone,
};
use crate::stores::toasts::use_toasts;

#[component]
pub fn Colours() -> impl IntoView {
    let names = [
        "ground",
        "surface",
        "raised",
        "sunken",
        "line",
        "line-strong",
        "text",
        "text-soft",
        "accent",
        "accent-tint",
        "good",
        "warn",
        "bad",
        "star",
        "live",
        "series-1",
        "series-2",
        "series-3",
        "series-4",
    ];
    view! {
        <div class="row">
            {names
                .into_iter()
                .map(|name| {
                    view! {
                        <div class="stack small" style:--gap="0.25rem">
                            <span
                                class="card"
                                style:width="6rem"
                                style:height="3rem"
                                style:background=format!("var(--{name})")
                            ></span>
                            <code>{name}</code>
                        </div>
                    }
                })
                .collect_view()}
        </div>
    }
}

#[component]
pub fn Buttons() -> impl IntoView {
    let busy = RwSignal::new(false);
    let on = RwSignal::new(true);
    view! {
        <div class="row">
            <Button look=Look::Primary icon="plus">"Primary"</Button>
            <Button>"Plain"</Button>
            <Button look=Look::Quiet>"Quiet"</Button>
            <Button look=Look::Danger icon="trash-2">"Danger"</Button>
            <Button disabled=true>"Disabled"</Button>
            <Button busy=busy on_press=move |_| busy.set(true)>"Press to see it work"</Button>
            <Button pressed=Signal::derive(move || Some(on.get())) on_press=move |_| on.update(|on| *on = !*on)>"On or off"</Button>
            <Button small=true>"Small"</Button>
            <IconButton icon="heart" label="Favourite" on_press=|_| () />
        </div>
    }
}

#[component]
pub fn Fields() -> impl IntoView {
    let text = RwSignal::new(String::new());
    let wrong = RwSignal::new("not an address".to_owned());
    let long = RwSignal::new(String::new());
    let choice = RwSignal::new("b".to_owned());
    let on = RwSignal::new(true);
    let options = vec![("a".to_owned(), "First".to_owned()), ("b".to_owned(), "Second".to_owned())];
    view! {
        <div class="stack prose">
            <TextField label="A line of text" value=text hint="With a hint below it" />
            <TextField
                label="Refused by the server"
                kind="email"
                value=wrong
                error=Signal::derive(|| Some("this is not an e-mail address".to_owned()))
            />
            <TextArea label="Several lines" value=long optional=true />
            <Select label="One of a few" options=options value=choice />
            <Check label="Yes or no" hint="What it means" checked=on on_change=move |value| on.set(value) />
            <Check label="At once" switch=true checked=on on_change=move |value| on.set(value) />
            <SearchField label="Search" value=text on_input=move |value| text.set(value) />
        </div>
    }
}

#[component]
pub fn Signs() -> impl IntoView {
    view! {
        <div class="stack prose">
            <div class="row">
                <Badge>"Plain"</Badge>
                <Badge tone=Tone::Good>"Good"</Badge>
                <Badge tone=Tone::Warn>"Warn"</Badge>
                <Badge tone=Tone::Bad>"Bad"</Badge>
                <Badge tone=Tone::Accent>"Accent"</Badge>
                <Badge tone=Tone::Live>"Live"</Badge>
            </div>
            <Progress part=0.42 label="Forty-two of a hundred" />
        </div>
    }
}

#[component]
pub fn Posters() -> impl IntoView {
    view! {
        <div class="poster-grid">
            <Poster title="A Trip to the Moon" year="1902" />
            <Poster title="The Cabinet of Dr. Caligari" year="1920" />
            <Poster title="Pride and Prejudice" year="1813" icon="book-open" />
            <Poster title="Die Ermittlung des unaussprechlich langen Donaudampfschiffs" icon="clapperboard" />
            <Poster title="The Planets" year="1918" icon="music" shape=PosterShape::Square />
        </div>
    }
}

#[component]
pub fn Overlays() -> impl IntoView {
    let toasts = use_toasts();
    let (dialog, confirm) = (RwSignal::new(false), RwSignal::new(false));
    let chosen = RwSignal::new(1);
    let choice = move |number: i32| {
        view! {
            <MenuItem
                checked=Signal::derive(move || Some(chosen.get() == number))
                on_choose=move |()| chosen.set(number)
            >
                {format!("Choice {number}")}
            </MenuItem>
        }
    };
    view! {
        <div class="row">
            <Menu label="More" class="button" button=Box::new(|| "Menu".into_any())>
                <MenuLink icon="house" to="/">
                    "Home"
                </MenuLink>
                {choice(1)}
                {choice(2)}
                <hr />
                <MenuItem icon="trash-2" look=Look::Danger on_choose=|()| ()>
                    "Delete"
                </MenuItem>
            </Menu>
            <Button on_press=move |_| dialog.set(true)>"Dialog"</Button>
            <Button on_press=move |_| confirm.set(true)>"Confirmation"</Button>
            <Button on_press=move |_| toasts.undoable("Removed", move || toasts.say("Taken back"))>"Toast"</Button>
            <Button on_press=move |_| toasts.fail(&broken())>"Failure"</Button>
            <Dialog open=dialog title="A dialog">
                <p>"Escape closes it, and the focus goes back to where it was."</p>
            </Dialog>
            <ConfirmDialog
                open=confirm
                title="Delete it for good?"
                text="This cannot be undone."
                confirm="Delete"
                on_confirm=move |()| toasts.say("Deleted")
            />
        </div>
    }
}

#[component]
pub fn Tables() -> impl IntoView {
    let ascending = RwSignal::new(Some(true));
    let row = |(name, year): (&'static str, i32)| {
        view! {
            <tr>
                <td class="lead">{name}</td>
                <td class="numbers" data-label="Year">
                    {year}
                </td>
            </tr>
        }
    };
    view! {
        <Tabs label="Example">
            <TabLink to="/styleguide">"Here"</TabLink>
            <TabLink to="/">"Elsewhere"</TabLink>
        </Tabs>
        <Table
            caption="Films"
            head=Box::new(move || {
                view! {
                    <SortHeader
                        label="Title"
                        ascending=ascending
                        on_sort=move |()| ascending.update(|up| *up = up.map(|up| !up))
                    />
                    <th scope="col">"Year"</th>
                }
                    .into_any()
            })
        >
            {[("Metropolis", 1927), ("Nosferatu", 1922)].into_iter().map(row).collect_view()}
        </Table>
        <More has_more=true busy=false on_more=|()| () />
    }
}

#[component]
pub fn Charts() -> impl IntoView {
    let points: Vec<Point> =
        (1..=12_u32).map(|month| Point { label: month.to_string(), value: f64::from(month * 7 % 11) }).collect();
    let year = 2026;
    let days: HashMap<NaiveDate, f64> = NaiveDate::from_ymd_opt(year, 1, 1)
        .into_iter()
        .flat_map(|first| first.iter_days())
        .take(300)
        .filter(|day| day.ordinal() % 3 != 0)
        .map(|day| (day, f64::from(day.ordinal() * 7 % 13)))
        .collect();
    view! {
        <div class="stack">
            <Bars title="Plays by month" points=points.clone() />
            <Area title="Plays by month" points=points.clone() />
            <Area title="Plays by month" points=points sparkline=true />
            <HeatMap title="Plays by day" year=year days=days describe=|(day, count): (String, f64)| format!("{day}: {count}") />
        </div>
    }
}

#[component]
pub fn States() -> impl IntoView {
    view! {
        <SkeletonGrid count=6 row=true />
        <SkeletonRows count=2 />
        <Empty icon="library" title="Nothing here yet" text="What would fill this place, and how.">
            <Button look=Look::Primary>"Do it"</Button>
        </Empty>
        <Failure error=broken() on_retry=|()| () />
    }
}

fn broken() -> ApiError {
    ApiError { kind: ErrorKind::Internal, message: String::new(), correlation_id: Some("0199-example".to_owned()) }
}
