//! How an emulator is set up.

mod oss;

use std::path::PathBuf;
use std::str::FromStr;

use crate::clock::Clock;

pub use self::oss::{Grant, Oss, Right};

/// An access key that the account has.
///
/// It is read from `NAME:ACCESS_KEY_ID:ACCESS_KEY_SECRET`, with `:STS_TOKEN` behind it for a temporary
/// key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// What the log calls it.
    pub name: String,
    /// The access key's id.
    pub id: String,
    /// What signs, and never travels.
    pub secret: String,
    /// The STS token that must come with it.
    pub token: Option<String>,
}

impl FromStr for Key {
    type Err = String;

    fn from_str(text: &str) -> Result<Key, String> {
        // A token is base64 or anything else, so only the first three colons count.
        let parts: Vec<&str> = text.splitn(4, ':').collect();
        let ([name, id, secret] | [name, id, secret, _]) = parts[..] else {
            return Err("expected NAME:ACCESS_KEY_ID:ACCESS_KEY_SECRET[:STS_TOKEN]".to_owned());
        };
        Ok(Key {
            name: name.to_owned(),
            id: id.to_owned(),
            secret: secret.to_owned(),
            token: parts.get(3).map(|&token| token.to_owned()),
        })
    }
}

/// How an emulator is set up. The default is the account 1234567890123456 with the key
/// `owner:test-ak:test-sk`.
#[derive(Clone, Debug)]
pub struct Config {
    /// The account's id.
    pub account: String,
    /// The region in ARNs and addresses, where the request's host does not name one.
    pub region: String,
    /// All that may sign. Several tell in the log who asked.
    pub keys: Vec<Key>,
    /// A file to which one JSON object a request is appended.
    pub log: Option<PathBuf>,
    /// Milliseconds that [`crate::Server`] holds every reply back.
    pub latency: u64,
    /// Milliseconds that the service takes until instances and images are there.
    pub settle: u64,
    /// Set by tests, so that replies do not depend on the day.
    pub clock: Clock,
    /// Whether a signature must be less than 15 minutes old; off for recorded requests.
    pub check_time: bool,
    /// Makes ids, temporary keys and addresses the same in every run.
    pub seed: Option<u64>,
    /// Whether replies of FC 3.0 carry an `ETag` and `If-Match` is honoured. The error list of the API has
    /// `PreconditionFailed`, but whether FC 3.0 does either is not documented, so it is off (G1). FC 2.0 always does
    /// both.
    pub etags: bool,
    /// What replies leave out. Which secrets the service gives back is not documented (G2).
    pub hides: Hides,
    /// Whether the service has settings that the models here do not have: it takes them and gives them
    /// back. Off, a member that no model has is refused, so that no spelling mistake passes (G3).
    pub newer: bool,
    /// Whether a reply about a configuration beside a function has a member that no model has and no
    /// request may carry: `revision`, another in each reply (G44).
    pub revisions: bool,
    /// How it treats custom domains.
    pub domains: Domains,
    /// How OSS treats what is not documented.
    pub oss: Oss,
    /// What keys may do in OSS; one that has none of these may do everything.
    pub grants: Vec<Grant>,
}

/// What may be different about custom domains, none of which is documented.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Domains {
    /// Whether replies have `null` where nothing stands or nothing is told, as FC 2.0's have: the private key,
    /// and a route's methods and qualifier (G28). Off, a route without qualifier leads to `LATEST`.
    pub nulls: bool,
    /// Whether replies leave `subdomainCount` out (G29).
    pub uncounted: bool,
    /// Whether names that differ only in case are one name, which is kept in lower case (G27).
    pub folded: bool,
    /// Whether HTTPS is refused to a domain without a certificate (G26).
    pub certified: bool,
}

/// Which secrets replies leave out; each hides what those before it hide, too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hides {
    /// All is shown as it was written.
    Nothing,
    /// The private keys of certificates, so that no client comes to rely on them.
    #[default]
    Keys,
    /// And passwords: of registries and of the sources of triggers.
    Secrets,
}

impl FromStr for Hides {
    type Err = String;

    fn from_str(text: &str) -> Result<Hides, String> {
        match text {
            "nothing" => Ok(Hides::Nothing),
            "keys" => Ok(Hides::Keys),
            "secrets" => Ok(Hides::Secrets),
            _ => Err("expected nothing, keys or secrets".to_owned()),
        }
    }
}

impl Default for Config {
    fn default() -> Config {
        Config {
            account: "1234567890123456".to_owned(),
            region: "cn-hangzhou".to_owned(),
            keys: vec![Key {
                name: "owner".to_owned(),
                id: "test-ak".to_owned(),
                secret: "test-sk".to_owned(),
                token: None,
            }],
            log: None,
            latency: 0,
            settle: 0,
            clock: Clock::system(),
            check_time: true,
            seed: None,
            etags: false,
            hides: Hides::default(),
            newer: false,
            revisions: false,
            domains: Domains::default(),
            oss: Oss::default(),
            grants: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Key;

    #[test]
    fn a_key_may_carry_a_token_with_colons() {
        let key: Key = "ci:ak:sk:a:b".parse().unwrap();
        assert_eq!(key.token.as_deref(), Some("a:b"));
        assert_eq!("owner:ak:sk".parse::<Key>().unwrap().token, None);
        assert!("owner:ak".parse::<Key>().is_err());
    }
}
