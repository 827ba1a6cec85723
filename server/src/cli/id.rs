use anyhow::{Context, bail};
use medianest_core::db::{ID_PREFIXES, format_id, parse_id};
use uuid::Uuid;

/// Converts an id of the API to a UUID, or a UUID to ids of the API.
pub fn convert(words: &[String]) -> anyhow::Result<String> {
    match words {
        [id] if id.contains('_') => {
            let (name, uuid) = parse_id(id).with_context(|| format!("`{id}` is not an id; one looks like item_01jd…"))?;
            Ok(format!("{uuid} {name}"))
        }
        [uuid] => {
            let uuid = parse_uuid(uuid)?;
            let forms: Vec<String> = ID_PREFIXES.iter().filter_map(|(prefix, _)| format_id(prefix, uuid)).collect();
            Ok(forms.join("\n"))
        }
        [prefix, uuid] => {
            let known = || ID_PREFIXES.iter().map(|(prefix, _)| *prefix).collect::<Vec<_>>().join(", ");
            format_id(prefix, parse_uuid(uuid)?).with_context(|| format!("`{prefix}` is no prefix; there are {}", known()))
        }
        _ => bail!("give an id, or a prefix and a UUID"),
    }
}

fn parse_uuid(text: &str) -> anyhow::Result<Uuid> {
    Uuid::try_parse(text).with_context(|| format!("`{text}` is not a UUID"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn an_id_converts_to_its_uuid_and_back() {
        let uuid = "0193a5f0-1c2d-7e3f-8a4b-5c6d7e8f9a0b";
        let id = convert(&words(&["item", uuid])).expect("the prefix is known");
        assert!(id.starts_with("item_01"));
        assert_eq!(convert(&words(&[&id])).expect("it is an id"), format!("{uuid} MediaItemId"));
    }

    #[test]
    fn what_is_no_id_is_refused() {
        for bad in [
            &["item_x"][..],
            &["nothing_01jd0000000000000000000000"],
            &["nothing", "0193a5f0-1c2d-7e3f-8a4b-5c6d7e8f9a0b"],
            &["x"],
        ] {
            convert(&words(bad)).expect_err("it is refused");
        }
    }
}
