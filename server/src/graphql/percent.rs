//! Percentages as people write them.

/// A percentage that is stored in single precision, to the hundredth: 2.17, where the bits alone would say
/// 2.1700000762939453.
#[must_use]
pub fn percent(stored: f32) -> f64 {
    (f64::from(stored) * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn what_was_said_in_hundredths_comes_back_so() {
        for said in ["0", "2.17", "84.3", "99.99", "100"] {
            let stored: f32 = said.parse().unwrap();
            assert_eq!(percent(stored).to_string(), said);
        }
    }
}
