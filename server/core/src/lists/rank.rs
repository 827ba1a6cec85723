//! Fractional ranks: texts of the digits `0` to `z` that sort as they stand, so that a move writes one row. They never end in
//! the lowest digit, so that something fits between any two.

const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
/// From this length on a list is ranked anew rather than a rank made longer.
pub(crate) const LONGEST: usize = 64;

/// Ranks behind the last one of a list: its text, a letter behind all digits, and a counter.
pub(crate) struct Ranks {
    prefix: String,
    next: u32,
}

impl Ranks {
    const COUNTED: usize = 6;

    pub(crate) fn after(last: Option<&str>) -> Self {
        let last = last.unwrap_or_default();
        // Behind one of our own, the counter goes on instead of the text growing.
        let own = last.strip_suffix('i').and_then(|rest| {
            let split = rest.len().checked_sub(Self::COUNTED)?;
            let (prefix, digits) = (rest.get(..split)?.strip_suffix('z')?, rest.get(split..)?);
            Some((prefix, digits.parse::<u32>().ok()?))
        });
        match own {
            Some((prefix, number)) if number < 999_999 => Self { prefix: prefix.to_owned(), next: number + 1 },
            _ => Self { prefix: last.to_owned(), next: 1 },
        }
    }

    pub(crate) fn next(&mut self) -> String {
        let rank = format!("{}z{:06}i", self.prefix, self.next);
        self.next += 1;
        rank
    }
}

/// Whether a text is a rank that something fits before and behind.
pub(crate) fn is_rank(text: &str) -> bool {
    (1..=LONGEST).contains(&text.len()) && text.bytes().all(|byte| value_of(byte).is_some()) && !text.ends_with('0')
}

/// A rank between two others, of which either may be the end of the list. `None` where there is no room, or what is there are
/// no ranks: then the list is ranked anew.
pub(crate) fn between(before: Option<&str>, behind: Option<&str>) -> Option<String> {
    let (low, high) = (before.unwrap_or_default(), behind);
    if !(low.is_empty() || is_digits(low)) || high.is_some_and(|high| !is_rank(high) || high <= low) {
        return None;
    }
    let rank = middle(low.as_bytes(), high.map(str::as_bytes));
    (rank.len() <= LONGEST).then_some(rank)
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| value_of(byte).is_some())
}

/// The digits half-way between two texts, the first of which is less than the second, or `None` for the end.
fn middle(low: &[u8], high: Option<&[u8]>) -> String {
    let mut rank = String::new();
    let (mut at, mut high) = (0, high);
    loop {
        let low_digit = low.get(at).copied().and_then(value_of).unwrap_or(0);
        let high_digit = high.map_or(DIGITS.len(), |high| high.get(at).copied().and_then(value_of).unwrap_or(0));
        if high_digit > low_digit + 1 {
            rank.push(char::from(DIGITS[usize::midpoint(low_digit, high_digit)]));
            return rank;
        }
        rank.push(char::from(DIGITS[low_digit]));
        if high_digit == low_digit + 1 {
            // Whatever follows is less than the second already.
            high = None;
        }
        at += 1;
    }
}

/// So many ranks in order, with as much room between them as there is.
pub(crate) fn spread(count: usize) -> Vec<String> {
    const WIDTH: u32 = 6;
    let room = DIGITS.len().pow(WIDTH);
    let step = room / (count + 1);
    let rank = |place: usize| {
        let mut rest = place * step;
        let mut digits = [b'0'; WIDTH as usize];
        for digit in digits.iter_mut().rev() {
            *digit = DIGITS[rest % DIGITS.len()];
            rest /= DIGITS.len();
        }
        // The last digit is never the lowest.
        format!("{}i", digits.map(char::from).iter().collect::<String>())
    };
    (1..=count).map(rank).collect()
}

fn value_of(byte: u8) -> Option<usize> {
    DIGITS.iter().position(|digit| *digit == byte)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ranks_follow_each_other_and_whatever_was_there() {
        for last in [None, Some("a0"), Some("z000012i"), Some("zz"), Some("é"), Some("az999999i")] {
            let mut ranks = Ranks::after(last);
            let (first, second) = (ranks.next(), ranks.next());
            assert!(last.unwrap_or_default() < first.as_str() && first < second, "{last:?} {first} {second}");
            assert!(Ranks::after(Some(&second)).next() > second);
        }
    }

    #[test]
    fn there_is_room_before_behind_and_between() {
        let pairs = [
            (None, None),
            (None, Some("1")),
            (Some("z"), None),
            (Some("zzz"), None),
            (Some("a"), Some("b")),
            (Some("a"), Some("a1")),
            (Some("z000001i"), Some("z000002i")),
            (Some("0z"), Some("1")),
        ];
        for (before, behind) in pairs {
            let rank = between(before, behind).unwrap();
            assert!(is_rank(&rank), "{rank}");
            assert!(before.unwrap_or_default() < rank.as_str(), "{before:?} {rank}");
            assert!(behind.is_none_or(|behind| rank.as_str() < behind), "{rank} {behind:?}");
        }
        for (before, behind) in [(Some("b"), Some("a")), (Some("a"), Some("a")), (Some("é"), None), (None, Some("a0"))] {
            assert_eq!(between(before, behind), None, "{before:?} {behind:?}");
        }
        assert_eq!(between(Some(&"z".repeat(LONGEST)), None), None, "too long");
    }

    #[test]
    fn a_list_is_ranked_anew_in_order_and_with_room() {
        for count in [1, 2, 100, 10_000] {
            let ranks = spread(count);
            assert_eq!(ranks.len(), count);
            assert!(ranks.iter().all(|rank| is_rank(rank)));
            assert!(ranks.windows(2).all(|pair| between(Some(&pair[0]), Some(&pair[1])).is_some()));
        }
    }

    proptest! {
        #[test]
        fn what_is_put_between_any_two_is_between_them(places in prop::collection::vec(any::<prop::sample::Index>(), 1..200)) {
            let mut ranks: Vec<String> = Vec::new();
            for place in places {
                let at = place.index(ranks.len() + 1);
                let before = at.checked_sub(1).map(|before| ranks[before].as_str());
                let behind = ranks.get(at).map(String::as_str);
                match between(before, behind) {
                    Some(rank) => ranks.insert(at, rank),
                    None => ranks = spread(ranks.len() + 1),
                }
                prop_assert!(ranks.windows(2).all(|pair| pair[0] < pair[1]));
            }
        }
    }
}
