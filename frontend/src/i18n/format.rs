//! Numbers, dates and durations as the person reads them: by the browser's Intl, in the language in use and in the
//! person's time zone.

use std::cell::RefCell;
use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use js_sys::{Array, Date, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use super::{Language, current};

thread_local! {
    static ZONE: RefCell<Option<String>> = const { RefCell::new(None) };
    static LOCALES: RefCell<HashMap<Language, String>> = RefCell::default();
    /// Making a formatter costs far more than using it.
    static FORMATTERS: RefCell<HashMap<String, Function>> = RefCell::default();
}

/// How numbers and dates are written: as the browser's own country does, where it speaks the language in use.
fn locale() -> String {
    let regional = |language: Language| {
        let is_tag = |tag: &String| tag.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-');
        let spoken = leptos::prelude::window().navigator().languages();
        let mut tags = spoken.iter().filter_map(|tag| tag.as_string()).filter(is_tag);
        tags.find(|tag| Language::of_tag(tag) == Some(language)).unwrap_or_else(|| language.code().to_owned())
    };
    let language = current();
    LOCALES.with_borrow_mut(|known| known.entry(language).or_insert_with(|| regional(language)).clone())
}

/// Shows times in this zone (an IANA name) from now on; `None` is the browser's own.
pub fn set_zone(zone: Option<String>) {
    ZONE.set(zone);
    FORMATTERS.with_borrow_mut(HashMap::clear);
}

/// The zone times are shown in: the person's, else the browser's.
pub fn zone() -> String {
    ZONE.with_borrow(Clone::clone).unwrap_or_else(browser_zone)
}

/// The time zone of the browser.
pub fn browser_zone() -> String {
    let formatter = js_sys::Intl::DateTimeFormat::new(&Array::new(), &Object::new());
    Reflect::get(&formatter.resolved_options(), &"timeZone".into())
        .ok()
        .and_then(|zone| zone.as_string())
        .unwrap_or_else(|| "UTC".to_owned())
}

/// Every time zone that the browser knows, by its IANA name.
pub fn zones() -> Vec<String> {
    let known = || {
        let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
        let supported: Function = Reflect::get(&intl, &"supportedValuesOf".into()).ok()?.dyn_into().ok()?;
        supported.call1(&intl, &"timeZone".into()).ok()?.dyn_into::<Array>().ok()
    };
    // What the browser leaves out is what all of them know.
    let mut zones: Vec<String> =
        known().map(|zones| zones.iter().filter_map(|zone| zone.as_string()).collect()).unwrap_or_default();
    zones.push("UTC".to_owned());
    zones.sort_unstable();
    zones.dedup();
    zones
}

/// `21 Nov 2026`.
pub fn date(at: DateTime<Utc>) -> String {
    moment(at, &[("dateStyle", "medium")])
}

/// `Saturday, 21 November 2026`, as a headline of a day.
pub fn day(on: NaiveDate) -> String {
    plain_date(on, &[("weekday", "long"), ("day", "numeric"), ("month", "long"), ("year", "numeric")])
}

/// `14:05`.
pub fn time(at: DateTime<Utc>) -> String {
    moment(at, &[("timeStyle", "short")])
}

/// `21 Nov 2026, 14:05`.
pub fn date_time(at: DateTime<Utc>) -> String {
    moment(at, &[("dateStyle", "medium"), ("timeStyle", "short")])
}

/// A date that has no time: `21 Nov 2026`.
pub fn calendar_date(on: NaiveDate) -> String {
    plain_date(on, &[("day", "numeric"), ("month", "short"), ("year", "numeric")])
}

/// `November 2026`.
pub fn month(on: NaiveDate) -> String {
    plain_date(on, &[("month", "long"), ("year", "numeric")])
}

/// `November`.
pub fn month_name(on: NaiveDate) -> String {
    plain_date(on, &[("month", "long")])
}

/// `Nov`.
pub fn month_short(on: NaiveDate) -> String {
    plain_date(on, &[("month", "short")])
}

/// `Sat`.
pub fn weekday_short(on: NaiveDate) -> String {
    plain_date(on, &[("weekday", "short")])
}

/// The present, as far as the browser knows it.
#[expect(clippy::disallowed_methods, reason = "the browser has one clock, and no rule is decided by it")]
pub fn now() -> DateTime<Utc> {
    Utc::now()
}

/// The day that it is for the person.
pub fn today() -> NaiveDate {
    day_of(now())
}

/// The day on which a moment falls for the person.
pub fn day_of(at: DateTime<Utc>) -> NaiveDate {
    // The Canadian form of a date is the ISO one.
    let text = format("en-CA", "DateTimeFormat", &[("dateStyle", "short")], true, &js_date(at));
    text.parse().unwrap_or_else(|_| at.date_naive())
}

/// The day on which a moment falls in a time zone.
pub fn day_in(at: DateTime<Utc>, zone: &str) -> NaiveDate {
    local_in(at, zone).date()
}

/// What calendar and clock of the person show at a moment.
pub fn local(at: DateTime<Utc>) -> NaiveDateTime {
    local_in(at, &zone())
}

/// The moment at which calendar and clock of the person show this.
pub fn moment_of(shown: NaiveDateTime) -> DateTime<Utc> {
    let ahead = |at: DateTime<Utc>| local(at) - at.naive_utc();
    let guess = shown.and_utc();
    // Once more from nearby: between the two the clocks may have been changed.
    let near = guess - ahead(guess);
    guess - ahead(near)
}

fn local_in(at: DateTime<Utc>, zone: &str) -> NaiveDateTime {
    // The Swedish form of a moment is the ISO one.
    let options = [("dateStyle", "short"), ("timeStyle", "medium"), ("timeZone", zone)];
    let text = format("sv-SE", "DateTimeFormat", &options, false, &js_date(at));
    NaiveDateTime::parse_from_str(&text, "%Y-%m-%d %H:%M:%S").unwrap_or_else(|_| at.naive_utc())
}

/// `5 minutes ago`, `in 2 days`, `yesterday`; beyond a month the date itself.
pub fn relative(at: DateTime<Utc>) -> String {
    let seconds = (at - now()).num_seconds();
    let (value, unit) = match seconds.abs() {
        0..45 => return crate::t!("time-now"),
        45..2_700 => ((seconds as f64 / 60.0).round(), "minute"),
        2_700..79_200 => ((seconds as f64 / 3_600.0).round(), "hour"),
        79_200..2_592_000 => ((seconds as f64 / 86_400.0).round(), "day"),
        _ => return date(at),
    };
    let options = Object::new();
    set(&options, "numeric", "auto");
    let formatter = js_sys::Intl::RelativeTimeFormat::new(&Array::of1(&locale().into()), &options);
    String::from(formatter.format(value, unit))
}

/// `1,234` or `1.234`.
pub fn number(value: f64) -> String {
    format(&locale(), "NumberFormat", &[], false, &value.into())
}

/// A whole number.
pub fn count(value: impl Into<i64>) -> String {
    number(value.into() as f64)
}

/// `12.4`: one digit after the point at most.
pub fn decimal(value: f64) -> String {
    number((value * 10.0).round() / 10.0)
}

/// `42 %`, from 0 to 100.
pub fn percent(value: f64) -> String {
    format(&locale(), "NumberFormat", &[("style", "percent")], false, &(value.round() / 100.0).into())
}

/// `1 h 42 min`, `42 min`, `30 s`.
pub fn duration(seconds: impl Into<i64>) -> String {
    let seconds = seconds.into().max(0);
    let (hours, minutes) = (seconds / 3_600, seconds % 3_600 / 60);
    match (hours, minutes) {
        (0, 0) => unit(seconds, "second"),
        (0, minutes) => unit(minutes, "minute"),
        (hours, 0) => unit(hours, "hour"),
        (hours, minutes) => format!("{} {}", unit(hours, "hour"), unit(minutes, "minute")),
    }
}

/// `1:42:07`, as on a player's clock.
pub fn clock(seconds: impl Into<i64>) -> String {
    let seconds = seconds.into().max(0);
    let (hours, minutes, rest) = (seconds / 3_600, seconds % 3_600 / 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{rest:02}") } else { format!("{minutes}:{rest:02}") }
}

/// `1.4 MB`.
pub fn bytes(size: impl Into<i64>) -> String {
    let size = size.into() as f64;
    let (value, name) = match size {
        size if size < 1_000.0 => (size, "byte"),
        size if size < 1_000_000.0 => (size / 1_000.0, "kilobyte"),
        size if size < 1_000_000_000.0 => (size / 1_000_000.0, "megabyte"),
        size => (size / 1_000_000_000.0, "gigabyte"),
    };
    let options = [("style", "unit"), ("unit", name), ("unitDisplay", "short")];
    format(&locale(), "NumberFormat", &options, false, &((value * 10.0).round() / 10.0).into())
}

/// `German`, for `de`; the tag itself, where the browser knows no name for it.
pub fn language(tag: &str) -> String {
    let named = || {
        let options = Object::new();
        set(&options, "type", "language");
        let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
        let class: Function = Reflect::get(&intl, &"DisplayNames".into()).ok()?.dyn_into().ok()?;
        let names = Reflect::construct(&class, &Array::of2(&locale().into(), &options)).ok()?;
        let of: Function = Reflect::get(&names, &"of".into()).ok()?.dyn_into().ok()?;
        of.call1(&names, &tag.into()).ok()?.as_string()
    };
    named().unwrap_or_else(|| tag.to_owned())
}

fn unit(value: i64, name: &str) -> String {
    let options = [("style", "unit"), ("unit", name), ("unitDisplay", "short")];
    format(&locale(), "NumberFormat", &options, false, &(value as f64).into())
}

fn moment(at: DateTime<Utc>, options: &[(&str, &str)]) -> String {
    format(&locale(), "DateTimeFormat", options, true, &js_date(at))
}

fn plain_date(on: NaiveDate, options: &[(&str, &str)]) -> String {
    // A date without a time is the same everywhere: drawn in UTC from midnight UTC.
    let midnight = on.and_time(chrono::NaiveTime::MIN).and_utc();
    let options: Vec<_> = options.iter().copied().chain([("timeZone", "UTC")]).collect();
    format(&locale(), "DateTimeFormat", &options, false, &js_date(midnight))
}

fn js_date(at: DateTime<Utc>) -> JsValue {
    Date::new(&JsValue::from_f64(at.timestamp_millis() as f64)).into()
}

fn format(locale: &str, kind: &str, options: &[(&str, &str)], in_zone: bool, value: &JsValue) -> String {
    let key = format!("{locale} {kind} {options:?} {in_zone}");
    let formatter = FORMATTERS.with_borrow(|made| made.get(&key).cloned()).or_else(|| {
        let zone = if in_zone { ZONE.with_borrow(Clone::clone) } else { None };
        // A zone this browser does not know must not blank the page: its own is used instead.
        let made = formatter(locale, kind, options, zone.as_deref()).or_else(|| formatter(locale, kind, options, None))?;
        FORMATTERS.with_borrow_mut(|all| all.insert(key, made.clone()));
        Some(made)
    });
    formatter
        .and_then(|formatter| formatter.call1(&JsValue::NULL, value).ok())
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}

fn formatter(locale: &str, kind: &str, options: &[(&str, &str)], zone: Option<&str>) -> Option<Function> {
    let all = Object::new();
    for (name, value) in options {
        set(&all, name, value);
    }
    if let Some(zone) = zone {
        set(&all, "timeZone", zone);
    }
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let class: Function = Reflect::get(&intl, &kind.into()).ok()?.dyn_into().ok()?;
    let made = Reflect::construct(&class, &Array::of2(&locale.into(), &all)).ok()?;
    Reflect::get(&made, &"format".into()).ok()?.dyn_into().ok()
}

fn set(object: &Object, name: &str, value: &str) {
    // Setting a plain property of a plain object cannot fail.
    let _ = Reflect::set(object, &name.into(), &value.into());
}
