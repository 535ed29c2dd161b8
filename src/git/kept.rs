//! Texts of the environment in the form in which they may be kept and shown to others.

/// How many characters of a name are kept.
const NAME: usize = 24;

/// How many characters of a branch or an address are kept; what is longer names none.
const LONG: usize = 300;

/// A person's name as a tag may have it: letters, digits, Chinese, `-`, `.` and `_`, at most 24 of them. Of a mail
/// address only what stands before the `@` is left, since it is nobody's business here.
pub(super) fn name(text: &str) -> Option<String> {
    // `Name <address>`: the name is enough.
    let text = match text.split_once('<') {
        Some((name, _)) if !name.trim().is_empty() => name,
        _ => text,
    };
    let text = text.trim_matches(|c: char| c == '<' || c.is_whitespace());
    let text = text.split('@').find(|part| !part.is_empty())?;
    let letter = |c: char| match c {
        _ if c.is_ascii_alphanumeric() || is_chinese(c) || "-._".contains(c) => Some(c),
        _ if c.is_whitespace() => Some('-'),
        _ => None,
    };
    let name: String = text.trim().chars().filter_map(letter).take(NAME).collect();
    (!name.is_empty()).then_some(name)
}

fn is_chinese(c: char) -> bool {
    ('\u{3400}'..='\u{4dbf}').contains(&c) || ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// The name of a branch or a tag, without the remote or the namespace before it.
pub(super) fn branch(text: &str) -> Option<String> {
    let namespaces = [
        "refs/heads/",
        "refs/tags/",
        "refs/remotes/",
        "heads/",
        "origin/",
    ];
    let strip = |text: &str, start: &&str| text.strip_prefix(start).unwrap_or(text).to_owned();
    let branch = namespaces
        .iter()
        .fold(text.to_owned(), |text, start| strip(&text, start));
    let is_kept = !branch.is_empty() && is_plain(&branch);
    is_kept.then_some(branch)
}

/// The address of a run, without credentials, query and fragment.
pub(super) fn address(text: &str) -> Option<String> {
    let (scheme, rest) = text.split_once("://")?;
    let is_web = ["http", "https"].contains(&scheme.to_ascii_lowercase().as_str());
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    let host = authority.rsplit('@').next().unwrap_or_default();
    let address = format!("{scheme}://{host}/{path}");
    (is_web && is_host(host) && is_plain(&address)).then_some(address)
}

/// Whether it is nothing but a host and a port: a slash in a password would make a host of half of it.
fn is_host(host: &str) -> bool {
    let (name, port) = match host.rsplit_once(':') {
        Some((name, port)) if !port.ends_with(']') => (name, port),
        _ => (host, ""),
    };
    let letter = |c: char| c.is_ascii_alphanumeric() || ".-_[]:".contains(c);
    let is_name = !name.is_empty() && name.chars().all(letter);
    is_name && port.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether it is a text of one line and of a length that somebody could have meant.
pub(super) fn is_plain(text: &str) -> bool {
    text.chars().count() <= LONG && !text.contains(|c: char| c.is_control() || c.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_no_address_and_fits_into_a_tag() {
        for (text, told) in [
            ("octocat", Some("octocat")),
            ("Zhang San", Some("Zhang-San")),
            ("张三", Some("张三")),
            ("张三 <z@example.com>", Some("张三")),
            ("zhang.san@example.com", Some("zhang.san")),
            ("<zhang.san@example.com>", Some("zhang.san")),
            ("@zhang", Some("zhang")),
            ("a;b\u{202e}\n|c", Some("ab-c")),
            (
                "0123456789012345678901234567890",
                Some("012345678901234567890123"),
            ),
            ("dependabot[bot]", Some("dependabotbot")),
            ("<>", None),
            ("；；", None),
            (" ", None),
        ] {
            assert_eq!(name(text).as_deref(), told, "{text}");
        }
    }

    #[test]
    fn a_branch_stands_without_its_namespace() {
        for (text, told) in [
            ("main", Some("main")),
            ("origin/main", Some("main")),
            ("refs/heads/feature/x", Some("feature/x")),
            ("refs/tags/v1", Some("v1")),
            ("a b", None),
            ("", None),
        ] {
            assert_eq!(branch(text).as_deref(), told, "{text}");
        }
        assert_eq!(branch(&"x".repeat(301)), None);
    }

    #[test]
    fn an_address_holds_no_credential() {
        for (text, told) in [
            (
                "https://ci.example.com/job/1/",
                Some("https://ci.example.com/job/1/"),
            ),
            (
                "https://u:p@ss@ci.example.com/job/1?token=x#y",
                Some("https://ci.example.com/job/1"),
            ),
            ("http://ci.example.com", Some("http://ci.example.com/")),
            (
                "https://ci.example.com?token=x",
                Some("https://ci.example.com/"),
            ),
            ("javascript://x/%0aalert(1)", None),
            ("https://a/b\nc", None),
            ("job/1", None),
            ("https://", None),
            ("https://u:p/ss@ci.example.com/job", None),
            ("http://[::1]:8080/job", Some("http://[::1]:8080/job")),
        ] {
            assert_eq!(address(text).as_deref(), told, "{text}");
        }
    }
}
