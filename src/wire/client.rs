//! The one that calls: which key, which hosts, how patient.

use std::cell::{Cell, RefCell};
use std::fmt;

use serde_json::Value;

use super::credential::Credential;
use super::endpoint::{HostOrigin, Site};
use super::retry::TRIES;
use super::secrets::{Secrets, Vocabulary};
use crate::error::{Error, Result};
use crate::ports::World;
use crate::words;

/// Seconds that one exchange may take.
const PATIENCE: u64 = 30;
/// How large a reply of the API may be, in bytes.
pub(super) const REPLY: u64 = 64 * 1024 * 1024;
/// Seconds that an upload may take, as in upstream fc3.
const UPLOAD_PATIENCE: u64 = 600;

/// Calls the services of one account in one region. The calls themselves stand in `clouds`, a folder a
/// service.
pub struct Client<'a> {
    pub(super) world: World<'a>,
    pub(super) credential: Credential,
    pub(super) site: Site,
    /// Milliseconds that one exchange may take.
    pub(super) timeout: u64,
    /// Milliseconds that one upload may take.
    pub(super) upload_timeout: u64,
    /// How often a call is tried that the service is too busy for.
    pub(super) busy_tries: Cell<u32>,
    /// Whether nothing is sent more than once.
    pub(super) single: Cell<bool>,
    /// What no message may show, of everything that was sent, read or given so far.
    secrets: RefCell<Secrets>,
}

impl<'a> Client<'a> {
    /// A client that waits 30 seconds for a reply and 10 minutes for an upload, or as many seconds
    /// as `FC_CLIENT_READ_TIMEOUT` (as upstream) and `FC_GUARD_UPLOAD_TIMEOUT` say.
    ///
    /// # Errors
    /// A variable that is not a number of seconds is a usage error.
    pub fn new<'v>(
        world: World<'a>,
        credential: Credential,
        site: Site,
        var: impl Fn(&str) -> Option<&'v str>,
    ) -> Result<Client<'a>> {
        Ok(Client {
            world,
            single: Cell::new(false),
            // The key is the first that no message may show.
            secrets: RefCell::new(Secrets::of(&credential)),
            credential,
            site,
            busy_tries: Cell::new(TRIES),
            timeout: millis(&var, "FC_CLIENT_READ_TIMEOUT", PATIENCE)?,
            upload_timeout: millis(&var, "FC_GUARD_UPLOAD_TIMEOUT", UPLOAD_PATIENCE)?,
        })
    }

    /// The same in another region, at the public addresses there.
    pub fn in_region(&self, region: &str) -> Client<'a> {
        let is_here = region == self.site.region;
        Client {
            world: self.world,
            credential: self.credential.clone(),
            site: Site {
                region: region.to_owned(),
                // Of another region's network the internal host cannot be reached.
                inside: self.site.inside && is_here,
                endpoint: None,
                storage: None,
                ..self.site.clone()
            },
            secrets: self.secrets.clone(),
            busy_tries: self.busy_tries.clone(),
            single: self.single.clone(),
            ..*self
        }
    }

    /// The same, which looks for buckets in that region, or at that address where one is given.
    pub fn storing(&self, region: &str, at: Option<HostOrigin>) -> Client<'a> {
        let mut client = self.in_region(region);
        client.site.storage = at;
        client
    }

    /// Has a call sent only once: before a write is tried again, its caller looks at what is online.
    pub async fn once<T>(&self, call: impl Future<Output = T>) -> T {
        // What was set before comes back: one such call may stand within another.
        let usual = self.single.replace(true);
        let result = call.await;
        self.single.set(usual);
        result
    }

    /// Keeps the secrets of a document in those words out of every message from now on, whichever call it
    /// is about: a server may quote in one reply what it was told by another call.
    pub fn hide_in(&self, document: &Value, vocabulary: &'static Vocabulary) {
        self.secrets.borrow_mut().search(document, vocabulary);
    }

    /// Has calls tried more often that the service is too busy for: one of many clients at once.
    pub fn is_one_of_many(&self) {
        self.busy_tries.set(8);
    }

    /// Lets the project's own names stand in messages, even where a variable has one as its value.
    pub fn spare<'t>(&self, names: impl IntoIterator<Item = &'t str>) {
        self.secrets.borrow_mut().spare(names);
    }

    /// As [`Client::hide_in`], for a key that was lent.
    pub fn hide_key(&self, credential: &Credential) {
        self.secrets.borrow_mut().add_key(credential);
    }

    /// Milliseconds that an exchange of many bytes may take.
    pub fn patience_for_bytes(&self) -> u64 {
        self.upload_timeout
    }

    /// The number of the account that is called.
    pub fn account(&self) -> &str {
        &self.credential.account
    }

    /// The text without any secret.
    pub fn mask(&self, text: &str) -> String {
        self.secrets.borrow().mask(text)
    }
}

impl fmt::Debug for Client<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("credential", &self.credential)
            .field("site", &self.site)
            .finish_non_exhaustive()
    }
}

/// So many seconds as the variable says, else the default, in milliseconds.
fn millis<'v>(var: &impl Fn(&str) -> Option<&'v str>, name: &str, default: u64) -> Result<u64> {
    let Some(text) = var(name).filter(|text| !text.is_empty()) else {
        return Ok(default * 1000);
    };
    match text.trim().parse::<u64>() {
        Ok(seconds) if seconds > 0 => Ok(seconds.saturating_mul(1000)),
        _ => Err(Error::usage(words!(
            "the environment variable {name} must be a number of seconds, not “{text}”",
            "环境变量 {name} 必须是秒数，而不是“{text}”"
        ))
        .hint(words!(
            "set it again, for example {name}={default}, or unset it",
            "请重新设置，例如 {name}={default}，或取消该变量"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patience_comes_from_a_variable() {
        let ask =
            |value: &'static str| millis(&|_: &str| Some(value), "FC_CLIENT_READ_TIMEOUT", 30);
        assert_eq!(ask("").expect("the default"), 30_000);
        assert_eq!(ask("5").expect("a number"), 5_000);
        for wrong in ["0", "-1", "5s", "1.5"] {
            let error = ask(wrong).expect_err(wrong);
            assert!(
                error.what.en.contains("FC_CLIENT_READ_TIMEOUT"),
                "{error:?}"
            );
        }
    }
}
