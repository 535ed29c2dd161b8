//! Which repository it is, by the address of its `origin`.

use sha2::{Digest, Sha256};

use crate::spelled::hex;

/// How much of the digest tells repositories apart: 6 hexadecimal digits.
const BYTES: usize = 3;

/// The repository of that address, as [`Checkout::repository`](super::Checkout::repository) has it. Nobody can
/// read the address, or a password in it, out of that.
pub(super) fn identity(url: &str) -> Option<String> {
    let place = place(url);
    let digest = Sha256::digest(place.as_bytes());
    (!place.is_empty()).then(|| hex(&digest[..BYTES]))
}

/// Host and path, without what may differ between two clones of the same repository.
fn place(url: &str) -> String {
    let url = url.trim().replace('\\', "/");
    let place = match url.split_once("://") {
        Some((_, rest)) => of_authority(rest),
        // `user@host:path`, as ssh has it; a folder may have a colon only behind a slash.
        None => match url.split_once(':') {
            Some((host, path)) if !host.contains('/') => {
                format!("{}/{}", without_user(host), path.trim_start_matches('/'))
            }
            _ => url.clone(),
        },
    };
    let place = place.trim_end_matches('/');
    let place = place.strip_suffix(".git").unwrap_or(place);
    // Hosts of repositories do not tell names apart by their case.
    place.trim_end_matches('/').to_lowercase()
}

/// What follows the scheme, without credentials and port. The same host has one for each scheme.
fn of_authority(rest: &str) -> String {
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    let host = without_user(authority);
    let is_port = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit());
    let host = match host.rsplit_once(':') {
        Some((host, port)) if is_port(port) => host,
        _ => host,
    };
    format!("{host}/{}", path.trim_start_matches('/'))
}

fn without_user(authority: &str) -> &str {
    authority.rsplit('@').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_an_address_is_the_same_repository() {
        for url in [
            "https://example.com/Team/app.git",
            "https://example.com/Team/app/",
            "https://user:p%40ss@example.com/team/app.git",
            "https://user:p@ss@example.com:443/team/app",
            "ssh://git@example.com:2222/team/app.git",
            "git@example.com:team/app.git",
            "git@EXAMPLE.com:/team/app",
            "http://example.com//team/app.git/\n",
        ] {
            assert_eq!(place(url), "example.com/team/app", "{url}");
            assert_eq!(identity(url), identity("git@example.com:team/app"));
        }
        assert_eq!(place("/srv/git/app.git"), "/srv/git/app");
        assert_eq!(place("C:\\git\\app"), "c/git/app");
        assert_eq!(place("file:///srv/git/app"), "/srv/git/app");
        assert_ne!(
            identity("git@example.com:a/b"),
            identity("git@example.com:a/c")
        );
        assert_eq!(identity(" "), None);
        let id = identity("git@example.com:team/app").expect("an identity");
        assert!(
            id.len() == 6 && !id.contains(|c: char| !c.is_ascii_hexdigit()),
            "{id}"
        );
    }
}
