/// The pattern of LIKE for what holds this text, whatever signs it has.
pub(crate) fn holding(text: &str) -> String {
    format!("%{}%", text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"))
}

#[cfg(test)]
mod tests {
    use super::holding;

    #[test]
    fn signs_of_patterns_mean_themselves() {
        assert_eq!(holding(r"50%_\"), r"%50\%\_\\%");
    }
}
