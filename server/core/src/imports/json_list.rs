use std::fmt;
use std::io::BufReader;
use std::ops::ControlFlow;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::archive::{RowBudget, RowReader};

/// Reads a file that is one JSON list, element by element: the list itself is never in memory.
///
/// # Errors
/// Why the rest of the file cannot be read.
pub(super) fn read_list(reader: RowReader<'_>, mut each: impl FnMut(&str) -> ControlFlow<()>) -> Result<(), String> {
    let budget = reader.budget();
    let mut json = serde_json::Deserializer::from_reader(BufReader::new(reader));
    let mut stopped = false;
    let read = Elements { each: &mut each, budget, stopped: &mut stopped }.deserialize(&mut json);
    match read.and_then(|()| json.end()) {
        Err(error) if !stopped => Err(format!("the rest of the file cannot be read: {error}")),
        _ => Ok(()),
    }
}

/// Reads a file that is one JSON object, element by element of the lists in it, each with the name of its list.
///
/// # Errors
/// Why the rest of the file cannot be read.
pub(super) fn read_members(reader: RowReader<'_>, mut each: impl FnMut(&str, &str) -> ControlFlow<()>) -> Result<(), String> {
    let budget = reader.budget();
    let mut json = serde_json::Deserializer::from_reader(BufReader::new(reader));
    let mut stopped = false;
    let read = Members { each: &mut each, budget, stopped: &mut stopped }.deserialize(&mut json);
    match read.and_then(|()| json.end()) {
        Err(error) if !stopped => Err(format!("the rest of the file cannot be read: {error}")),
        _ => Ok(()),
    }
}

/// Reads a file of JSON values that follow each other, one on each line.
///
/// # Errors
/// Why the rest of the file cannot be read.
pub(super) fn read_lines(reader: RowReader<'_>, mut each: impl FnMut(&str) -> ControlFlow<()>) -> Result<(), String> {
    let budget = reader.budget();
    budget.renew();
    for value in serde_json::Deserializer::from_reader(BufReader::new(reader)).into_iter::<Box<RawValue>>() {
        let value = value.map_err(|error| format!("the rest of the file cannot be read: {error}"))?;
        if each(value.get()).is_break() {
            return Ok(());
        }
        budget.renew();
    }
    Ok(())
}

struct Members<'a> {
    each: &'a mut dyn FnMut(&str, &str) -> ControlFlow<()>,
    budget: RowBudget,
    stopped: &'a mut bool,
}

impl<'de> DeserializeSeed<'de> for Members<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Members<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        self.budget.renew();
        while let Some(name) = map.next_key::<String>()? {
            let mut each = |element: &str| (self.each)(&name, element);
            map.next_value_seed(Member(Elements { each: &mut each, budget: self.budget.clone(), stopped: self.stopped }))?;
            self.budget.renew();
        }
        Ok(())
    }
}

/// A value of an object: the elements of a list are told, everything else is passed over.
struct Member<'a>(Elements<'a>);

impl<'de> DeserializeSeed<'de> for Member<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Member<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<(), A::Error> {
        self.0.visit_seq(list)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

struct Elements<'a> {
    each: &'a mut dyn FnMut(&str) -> ControlFlow<()>,
    budget: RowBudget,
    stopped: &'a mut bool,
}

impl<'de> DeserializeSeed<'de> for Elements<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Elements<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        self.budget.renew();
        // Raw first, so that an element of the wrong shape does not end the list.
        while let Some(element) = list.next_element::<Box<RawValue>>()? {
            if (self.each)(element.get()).is_break() {
                *self.stopped = true;
                return Err(serde::de::Error::custom("stopped"));
            }
            self.budget.renew();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn elements(text: &str) -> (Vec<String>, Result<(), String>) {
        let mut seen = Vec::new();
        let end = read_list(RowReader::of_bytes(text.as_bytes()), |element| {
            seen.push(element.to_owned());
            ControlFlow::Continue(())
        });
        (seen, end)
    }

    #[test]
    fn a_list_is_read_element_by_element_up_to_where_it_breaks() {
        assert_eq!(elements(r#"[{"a": 1}, 2, "x"]"#), (vec![r#"{"a": 1}"#.into(), "2".into(), "\"x\"".into()], Ok(())));
        let (seen, end) = elements("[1, 2, {");
        assert_eq!(seen, ["1", "2"]);
        assert!(end.unwrap_err().contains("cannot be read"));
        assert!(elements(r#"{"not": "a list"}"#).1.is_err());
        assert!(elements("").1.is_err());
    }

    #[test]
    fn the_lists_of_an_object_are_read_element_by_element_and_all_else_is_passed_over() {
        let text = r#"{"about": {"a": [1]}, "films": [1, {"b": 2}], "name": "x", "none": null, "shows": ["y"], "n": -1.5}"#;
        let mut seen = Vec::new();
        let end = read_members(RowReader::of_bytes(text.as_bytes()), |name, element| {
            seen.push(format!("{name} {element}"));
            ControlFlow::Continue(())
        });
        assert_eq!((seen, end), (vec!["films 1".into(), r#"films {"b": 2}"#.into(), "shows \"y\"".into()], Ok(())));
        assert!(read_members(RowReader::of_bytes(b"[1]"), |_, _| ControlFlow::Continue(())).is_err());
    }

    #[test]
    fn values_that_follow_each_other_are_read_up_to_where_they_break() {
        let mut seen = Vec::new();
        let end = read_lines(RowReader::of_bytes(b"{\"a\": 1}\n2\n\n\"x\"\n{oops"), |value| {
            seen.push(value.to_owned());
            ControlFlow::Continue(())
        });
        assert_eq!(seen, [r#"{"a": 1}"#, "2", "\"x\""]);
        assert!(end.unwrap_err().contains("cannot be read"));
    }

    #[test]
    fn a_taker_that_has_enough_ends_the_reading() {
        let mut taken = 0;
        let end = read_list(RowReader::of_bytes(b"[1, 2, 3, broken"), |_| {
            taken += 1;
            if taken == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        assert_eq!((taken, end), (2, Ok(())));
    }

    #[test]
    fn an_element_without_end_is_refused_before_it_fills_the_memory() {
        let endless = format!("[\"{}\"]", "x".repeat(3 << 20));
        let (seen, end) = elements(&endless);
        assert!(seen.is_empty());
        assert!(end.unwrap_err().contains("longer than"));
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..400)) {
            let _ = read_list(RowReader::of_bytes(&bytes), |_| ControlFlow::Continue(()));
            let _ = read_members(RowReader::of_bytes(&bytes), |_, _| ControlFlow::Continue(()));
            let _ = read_lines(RowReader::of_bytes(&bytes), |_| ControlFlow::Continue(()));
        }
    }
}
