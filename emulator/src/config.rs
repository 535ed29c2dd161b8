//! What an emulator is started with.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use crate::clock::Clock;

/// One access key that the emulated account knows.
#[derive(Clone)]
pub struct Key {
    /// The name by which the request log calls the key's owner.
    pub name: String,
    /// The access key id.
    pub id: String,
    /// The access key secret.
    pub secret: String,
    /// The security token that every request must carry, if the key is a temporary one.
    pub token: Option<String>,
}

impl Key {
    /// A lasting key.
    #[must_use]
    pub fn new(name: &str, id: &str, secret: &str) -> Self {
        Self {
            name: name.to_owned(),
            id: id.to_owned(),
            secret: secret.to_owned(),
            token: None,
        }
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({})", self.name)
    }
}

impl FromStr for Key {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts: Vec<&str> = text.splitn(4, ':').collect();
        match parts[..] {
            [name, id, secret, ref token @ ..] if !name.is_empty() && !id.is_empty() => Ok(Self {
                token: token.first().map(|token| (*token).to_owned()),
                ..Self::new(name, id, secret)
            }),
            _ => Err("a key is NAME:ACCESS_KEY_ID:ACCESS_KEY_SECRET[:STS_TOKEN]".to_owned()),
        }
    }
}

/// Everything that can be chosen about an emulator.
#[derive(Clone, Debug)]
pub struct Config {
    /// The account that owns everything.
    pub account: String,
    /// The region that appears in names and addresses.
    pub region: String,
    /// The access keys that are accepted.
    pub keys: Vec<Key>,
    /// The file that gets one JSON line a request.
    pub log: Option<PathBuf>,
    /// Whether requests signed more than fifteen minutes ago or ahead are refused.
    pub check_clock: bool,
    /// Where the time comes from.
    pub clock: Clock,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            account: "1234567890123456".to_owned(),
            region: "cn-hangzhou".to_owned(),
            keys: vec![Key::new("owner", "test-ak", "test-sk")],
            log: None,
            check_clock: true,
            clock: Clock::System,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read() {
        let key: Key = "other:ak:sk:tok:en".parse().unwrap();
        assert_eq!(
            (key.name.as_str(), key.token.as_deref()),
            ("other", Some("tok:en"))
        );
        assert!("other:ak".parse::<Key>().is_err());
    }
}
