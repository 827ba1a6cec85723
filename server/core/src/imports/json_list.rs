use std::fmt;
use std::io::BufReader;
use std::ops::ControlFlow;

use serde::de::{DeserializeSeed, Deserializer, SeqAccess, Visitor};
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
        }
    }
}
