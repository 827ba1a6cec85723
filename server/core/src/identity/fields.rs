//! What names, addresses and passwords may look like.

use secrecy::{ExposeSecret as _, SecretString};

use crate::error::Problems;

const MIN_PASSWORD: usize = 8;
const MAX_PASSWORD: usize = 256;

/// A user name: nothing that could be mistaken for an address, or that needs quoting in a URL.
pub(super) fn username(problems: &mut Problems, field: &str, value: &str) {
    let ok = (2..=32).contains(&value.len())
        && value.starts_with(|c: char| c.is_ascii_alphanumeric())
        && value.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-'));
    problems.check(ok, field, "use 2 to 32 letters, digits, dots, dashes and underscores, a letter or digit first");
}

/// An address: only what no address is without; whether it works is shown by writing to it.
pub(crate) fn email(problems: &mut Problems, field: &str, value: &str) {
    let ok = value.len() <= 254
        && !value.chars().any(|c| c.is_whitespace() || c.is_control())
        && value.split_once('@').is_some_and(|(local, domain)| {
            !local.is_empty() && !domain.contains('@') && !domain.starts_with('.') && !domain.ends_with('.') && !domain.is_empty()
        });
    problems.check(ok, field, "this is not an e-mail address");
}

/// A line of text of `min` to `max` characters.
pub(crate) fn line(problems: &mut Problems, field: &str, value: &str, min: usize, max: usize) {
    let ok = (min..=max).contains(&value.chars().count()) && !value.chars().any(char::is_control);
    problems.check(ok, field, format_args!("use {min} to {max} characters on one line"));
}

/// Text of at most `max` characters.
pub(super) fn text(problems: &mut Problems, field: &str, value: &str, max: usize) {
    let ok = value.chars().count() <= max && !value.chars().any(|c| c.is_control() && c != '\n' && c != '\t');
    problems.check(ok, field, format_args!("use at most {max} characters"));
}

/// A password somebody chooses: long enough, and not their own name.
pub(super) fn password(problems: &mut Problems, field: &str, value: &SecretString, names: &[&str]) {
    let value = value.expose_secret();
    let length = value.chars().count();
    problems.check(
        (MIN_PASSWORD..=MAX_PASSWORD).contains(&length),
        field,
        format_args!("use {MIN_PASSWORD} to {MAX_PASSWORD} characters"),
    );
    let is_name = names.iter().any(|name| !name.is_empty() && value.eq_ignore_ascii_case(name));
    problems.check(!is_name, field, "choose something else than your own name or address");
}

/// Whether a password is too long to be anybody's: refused before it costs anything.
pub(super) fn is_absurd(password: &SecretString) -> bool {
    password.expose_secret().len() > MAX_PASSWORD * 4
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepts(check: impl Fn(&mut Problems, &str, &str), value: &str) -> bool {
        let mut problems = Problems::default();
        check(&mut problems, "field", value);
        problems.into_result().is_ok()
    }

    #[test]
    fn user_names_are_plain() {
        for good in ["ada", "a1", "Ada.Lovelace-2_x"] {
            assert!(accepts(username, good), "{good}");
        }
        for bad in ["", "a", ".ada", "ada@home", "a da", "ädä", "x".repeat(33).as_str()] {
            assert!(!accepts(username, bad), "{bad}");
        }
    }

    #[test]
    fn addresses_have_two_sides() {
        for good in ["ada@example.org", "a+b@localhost", "ü@example.org"] {
            assert!(accepts(email, good), "{good}");
        }
        for bad in ["", "ada", "@example.org", "ada@", "a da@example.org", "a@b@c", "a@.org", "a@org."] {
            assert!(!accepts(email, bad), "{bad}");
        }
    }
}
