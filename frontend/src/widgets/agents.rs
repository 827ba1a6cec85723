//! What programs and devices call themselves, as people would.

use medianest_web_api::operations::identity::ApiKeyScope;

use crate::t;

/// What a `User-Agent` names, as far as anybody can tell: the browser and the system.
pub fn agent_name(agent: &str) -> String {
    let first = |names: &[(&str, &'static str)]| names.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name);
    // Later browsers call themselves the earlier ones too, so the special come before the general.
    let browser =
        first(&[("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")]);
    let system = first(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser} · {system}"),
        (Some(name), None) => name.to_owned(),
        // A program: what it calls itself, without its version's rest.
        _ => agent.split([' ', '/']).next().unwrap_or_default().to_owned(),
    }
}

/// What a scope is called.
pub fn scope_name(scope: ApiKeyScope) -> String {
    match scope {
        ApiKeyScope::Read => t!("scope-read"),
        ApiKeyScope::Write => t!("scope-write"),
        ApiKeyScope::Scrobble => t!("scope-scrobble"),
        ApiKeyScope::Admin => t!("scope-admin"),
    }
}

#[cfg(test)]
mod tests {
    use super::agent_name;

    #[test]
    fn a_browser_is_told_by_its_own_name_and_system_and_a_program_by_its_name() {
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0";
        let phone = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36";
        assert_eq!(agent_name(edge), "Edge · Windows");
        assert_eq!(agent_name(phone), "Chrome · Android");
        assert_eq!(agent_name("curl/8.5.0"), "curl");
        assert_eq!(agent_name(""), "");
    }
}
