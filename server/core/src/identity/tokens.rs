use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use rand::Rng as _;
use secrecy::SecretString;
use sha2::{Digest, Sha256};

/// What API keys start with; a bearer token that does not is a session's.
pub(super) const API_KEY_PREFIX: &str = "mn_";
const REFRESH_PREFIX: &str = "mnr_";
const ACCESS_PREFIX: &str = "mna_";
const FAMILY_BYTES: usize = 16;

/// A session's tokens, in the only moment they are known.
#[derive(Debug)]
pub struct SessionTokens {
    /// What requests carry.
    pub access_token: SecretString,
    /// When it ends.
    pub access_expires_at: DateTime<Utc>,
    /// What gets the next pair.
    pub refresh_token: SecretString,
    /// When it ends.
    pub refresh_expires_at: DateTime<Utc>,
}

/// Bytes nobody can guess.
pub(super) fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    rand::rng().fill_bytes(&mut bytes);
    bytes
}

/// A text of 256 random bits.
pub(crate) fn random_text() -> String {
    URL_SAFE_NO_PAD.encode(random::<32>())
}

/// A password to be read out or copied once: four groups of letters and digits that cannot be mistaken for each other.
pub(super) fn temporary_password() -> String {
    const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789H";
    let letters: Vec<char> = random::<16>().iter().map(|byte| char::from(LETTERS[usize::from(byte & 31)])).collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// The part of an API key that is shown, to tell keys apart.
pub(super) fn key_prefix() -> String {
    random::<4>().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The code a person types in for a device: consonants only, so that it spells nothing and no digit is mistaken.
pub(super) fn user_code() -> String {
    const LETTERS: &[u8; 16] = b"BCDFGHJKLMNPRTVX";
    random::<8>().iter().map(|byte| char::from(LETTERS[usize::from(byte & 15)])).collect()
}

/// How a token is kept: whoever reads the database cannot use it. Tokens are random, so they need no salt.
pub(crate) fn hash(token: &str) -> Vec<u8> {
    Sha256::digest(token).to_vec()
}

/// A fresh access token.
pub(super) fn access_token() -> String {
    format!("{ACCESS_PREFIX}{}", random_text())
}

/// A refresh token: a part that all of a session's refresh tokens share, by which even one that was replaced long ago
/// still names its session, and a secret of its own.
pub(super) struct RefreshToken {
    family: [u8; FAMILY_BYTES],
    secret: [u8; 32],
}

impl RefreshToken {
    /// The first of a session.
    pub(super) fn fresh() -> Self {
        Self { family: random(), secret: random() }
    }

    /// Reads what a client sent.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text.strip_prefix(REFRESH_PREFIX)?).ok()?;
        let (family, secret) = bytes.split_at_checked(FAMILY_BYTES)?;
        Some(Self { family: family.try_into().ok()?, secret: secret.try_into().ok()? })
    }

    /// What the client gets.
    pub(super) fn text(&self) -> String {
        format!("{REFRESH_PREFIX}{}", URL_SAFE_NO_PAD.encode([self.family.as_slice(), self.secret.as_slice()].concat()))
    }

    pub(super) fn hash(&self) -> Vec<u8> {
        hash(&self.text())
    }

    pub(super) fn family_hash(&self) -> Vec<u8> {
        Sha256::digest(self.family).to_vec()
    }

    /// The tokens that come after this one: from its own secret and the nonce of the refresh, so that only somebody
    /// who holds this token can be given them, and gets the same ones however often they ask.
    pub(super) fn successors(&self, nonce: &[u8]) -> (String, Self) {
        let derive = |purpose: &str| -> [u8; 32] {
            Sha256::new().chain_update(purpose).chain_update(self.secret).chain_update(nonce).finalize().into()
        };
        let access = format!("{ACCESS_PREFIX}{}", URL_SAFE_NO_PAD.encode(derive("medianest access token")));
        (access, Self { family: self.family, secret: derive("medianest refresh token") })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refresh_token_survives_its_text_form_and_names_its_family_for_ever() {
        let first = RefreshToken::fresh();
        let (_, second) = first.successors(b"nonce");
        let read = RefreshToken::parse(&second.text()).unwrap();
        assert_eq!(read.hash(), second.hash());
        assert_eq!(read.family_hash(), first.family_hash());
        assert_ne!(read.hash(), first.hash());
    }

    #[test]
    fn the_same_refresh_gives_the_same_tokens_and_another_nonce_gives_others() {
        let token = RefreshToken::fresh();
        assert_eq!(token.successors(b"a").0, token.successors(b"a").0);
        assert_ne!(token.successors(b"a").0, token.successors(b"b").0);
    }

    #[test]
    fn what_is_no_refresh_token_is_not_read() {
        for text in ["", "mnr_", "mnr_AAAA", "mna_AAAA", "mnr_!!!"] {
            assert!(RefreshToken::parse(text).is_none(), "{text}");
        }
    }
}
