//! Programs that sign in by a page of this server where their person consents (RFC 6749, section 4.1).
//!
//! Programs are not registered: any may ask, and its person sees what it calls itself and where the code goes. What keeps
//! a code from others is that it works once, for minutes, only with the address it was sent to, and, where the program
//! sent a challenge (RFC 7636), only with the proof.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;
use url::{Host, Url};

use super::begin::{Beginning, Begun, begin};
use super::devices::ACCESS;
use super::{fields, rate_limit, sessions, tokens};
use crate::admin::audit::{self, Entry};
use crate::db::identity::{ClientAuthorization, WhichSessions};
use crate::db::{AsyncConnection as _, AuditSeverity, SessionKind};
use crate::error::Problems;
use crate::policy::{Actor, identity as policy};
use crate::{App, Error, Result};

/// The address of programs that have none: their person copies the code.
pub const OUT_OF_BAND: &str = "urn:ietf:wg:oauth:2.0:oob";
/// How long a code works.
const LIFETIME: TimeDelta = TimeDelta::minutes(10);
/// The longest address that a code is sent to.
const MAX_REDIRECT: usize = 2_000;
/// The longest state that is given back.
const MAX_STATE: usize = 1_000;

/// What a program asks its person for.
#[derive(Debug, Clone)]
pub struct ClientRequest {
    /// What it calls itself.
    pub client_id: String,
    /// Where the answer goes.
    pub redirect_uri: String,
    /// What it wants to have back with the answer.
    pub state: Option<String>,
    /// The SHA-256 of the proof that it will send, in base64url.
    pub code_challenge: Option<String>,
}

/// A program that was let in.
#[derive(Debug)]
pub struct ClientCode {
    /// What it trades for its session.
    pub code: SecretString,
    /// Where a browser takes the code; `None` where the person copies it.
    pub redirect_url: Option<SecretString>,
}

/// What a program sends to get its session.
#[derive(Debug)]
pub struct CodeExchange {
    /// What it calls itself.
    pub client_id: String,
    /// Where the code was sent.
    pub redirect_uri: String,
    /// The code.
    pub code: SecretString,
    /// The proof, where it sent a challenge.
    pub code_verifier: Option<SecretString>,
}

/// Lets a program act for the caller: read, write and report playback.
///
/// # Errors
/// [`Error::Unauthenticated`], or [`Error::Forbidden`] for keys and players; [`Error::Invalid`] naming what is wrong;
/// [`Error::RateLimited`].
pub async fn approve(app: &App, actor: &Actor, request: ClientRequest) -> Result<ClientCode> {
    let (person, _) = policy::sign_in_means(actor)?;
    let user_id = person.id;
    let destination = check(&request)?;
    rate_limit::DEVICE_CODE.charge(app, &user_id.to_string()).await?;
    let code: String = tokens::random::<32>().iter().map(|byte| format!("{byte:02x}")).collect();
    let now = app.now();
    let row = ClientAuthorization {
        id: app.new_id(),
        code_hash: tokens::hash(&code),
        user_id,
        client_id: request.client_id,
        redirect_uri: request.redirect_uri,
        code_challenge: request.code_challenge,
        session_id: None,
        used_at: None,
        expires_at: now + LIFETIME,
        created_at: now,
    };
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        row.insert(conn).await?;
        let told = json!({ "client": row.client_id, "redirect_uri": row.redirect_uri });
        let entry =
            Entry::new("identity.client_approved").on("authorization", row.id).with(told).severity(AuditSeverity::Warning);
        audit::record(app, actor, conn, entry).await
    })
    .await?;
    let redirect_url = destination.map(|url| answered(url, "code", &code, request.state.as_deref()));
    Ok(ClientCode { code: code.into(), redirect_url })
}

/// Refuses a program; answers where a browser tells the program so, where there is such a place.
///
/// # Errors
/// As [`approve`].
pub async fn deny(app: &App, actor: &Actor, request: &ClientRequest) -> Result<Option<SecretString>> {
    let (person, _) = policy::sign_in_means(actor)?;
    let user_id = person.id;
    let destination = check(request)?;
    rate_limit::DEVICE_CODE.charge(app, &user_id.to_string()).await?;
    let told = json!({ "client": request.client_id, "redirect_uri": request.redirect_uri });
    let entry = Entry::new("identity.client_denied").on("user", user_id).with(told).severity(AuditSeverity::Warning);
    let mut conn = app.db().await?;
    conn.transaction(async |conn| audit::record(app, actor, conn, entry).await).await?;
    Ok(destination.map(|url| answered(url, "error", "access_denied", request.state.as_deref())))
}

/// Trades a code for the program's session. A code that comes twice was stolen, once or the other time: the session that
/// it was traded for ends.
///
/// # Errors
/// [`Error::Unauthenticated`] for a code that does not work, [`Error::RateLimited`].
pub async fn exchange(app: &App, actor: &Actor, exchange: &CodeExchange) -> Result<Begun> {
    rate_limit::DEVICE_START.charge_address(app, &actor.origin).await?;
    let hash = tokens::hash(exchange.code.expose_secret());
    let mut conn = app.db().await?;
    // What ends must end although the program is refused, so the refusal is the transaction's value, not its error.
    let begun = conn
        .transaction(async |conn| {
            let now = app.now();
            let Some(row) = ClientAuthorization::lock_by_code(conn, &hash).await? else { return Ok::<_, Error>(None) };
            if row.used_at.is_some() {
                if let Some(session) = row.session_id {
                    sessions::end(app, conn, row.user_id, WhichSessions::Only(session), "code_reused").await?;
                    let entry = Entry::new("identity.code_reused").on("session", session).severity(AuditSeverity::Critical);
                    audit::record(app, actor, conn, entry).await?;
                }
                return Ok(None);
            }
            let is_its = row.client_id == exchange.client_id && row.redirect_uri == exchange.redirect_uri;
            if row.expires_at <= now || !is_its || !is_proven(row.code_challenge.as_deref(), exchange.code_verifier.as_ref()) {
                return Ok(None);
            }
            let beginning = Beginning {
                kind: SessionKind::Device,
                access: Some(ACCESS),
                device_name: None,
                client_id: Some(row.client_id.clone()),
            };
            let begun = begin(app, actor, conn, row.user_id, beginning).await?;
            row.use_up(conn, begun.session.id, now).await?;
            let entry = Entry::new("identity.device_signed_in")
                .on("user", row.user_id)
                .context(json!({ "session": begun.session.id.to_string(), "client": row.client_id }));
            audit::record(app, actor, conn, entry).await?;
            Ok(Some(begun))
        })
        .await?;
    begun.ok_or(Error::Unauthenticated)
}

/// Whether a request can be answered, and where the answer goes.
fn check(request: &ClientRequest) -> Result<Option<Url>> {
    let mut problems = Problems::default();
    fields::line(&mut problems, "clientId", &request.client_id, 1, 200);
    let state = request.state.as_deref().unwrap_or_default();
    problems.check(state.len() <= MAX_STATE, "state", format_args!("use at most {MAX_STATE} bytes"));
    let is_challenge = |challenge: &str| URL_SAFE_NO_PAD.decode(challenge).is_ok_and(|digest| digest.len() == 32);
    let challenge = request.code_challenge.as_deref();
    problems.check(challenge.is_none_or(is_challenge), "codeChallenge", "send the SHA-256 of the proof, in base64url");
    let destination = if request.redirect_uri == OUT_OF_BAND { None } else { destination(&request.redirect_uri) };
    let is_known = request.redirect_uri == OUT_OF_BAND || destination.is_some();
    let rule = "answers go to an https address, to this computer, to a program's own scheme, or are copied by hand";
    problems.check(is_known, "redirectUri", rule);
    problems.into_result()?;
    Ok(destination)
}

/// An address that an answer may be sent to: over HTTPS, to the same computer, or to a scheme that is a program's own, which
/// RFC 8252 tells from others by its dot. A script or a file is none.
fn destination(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok().filter(|url| text.len() <= MAX_REDIRECT && url.fragment().is_none())?;
    let is_this_computer = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    };
    let may = match url.scheme() {
        "https" => true,
        "http" => is_this_computer,
        scheme => scheme.contains('.'),
    };
    may.then_some(url)
}

fn answered(mut url: Url, name: &str, value: &str, state: Option<&str>) -> SecretString {
    url.query_pairs_mut().append_pair(name, value);
    if let Some(state) = state {
        url.query_pairs_mut().append_pair("state", state);
    }
    String::from(url).into()
}

fn is_proven(challenge: Option<&str>, verifier: Option<&SecretString>) -> bool {
    match (challenge, verifier) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(challenge), Some(verifier)) => {
            let digest = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.expose_secret()));
            digest.as_bytes().ct_eq(challenge.as_bytes()).into()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_go_to_programs_and_nowhere_else() {
        for good in [
            "https://app.example/back?a=b",
            "http://127.0.0.1:7000/",
            "http://[::1]/x",
            "http://localhost:1",
            "org.example.app:/back",
        ] {
            assert!(destination(good).is_some(), "{good}");
        }
        for bad in [
            "http://app.example/",
            "javascript:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "https://a/#x",
            "x",
            "https://",
        ] {
            assert!(destination(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn a_proof_hashes_to_its_challenge() {
        // The example of RFC 7636, appendix B.
        let challenge = Some("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
        assert!(is_proven(challenge, Some(&"dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".into())));
        assert!(!is_proven(challenge, Some(&"dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXl".into())));
        assert!(!is_proven(challenge, None));
        assert!(is_proven(None, None));
    }

    #[test]
    fn an_answer_keeps_what_the_address_had() {
        let url = answered(destination("https://app.example/back?a=b").unwrap(), "code", "0", Some("s&t"));
        assert_eq!(url.expose_secret(), "https://app.example/back?a=b&code=0&state=s%26t");
    }
}
