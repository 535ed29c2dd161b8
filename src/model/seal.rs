//! Secrets without their values: a secret becomes a keyed digest, so that a change of it is visible
//! and the value is not. Everything that is stored, compared or shown has been through here.

mod line;
mod masks;
mod values;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use hmac::Mac;
use serde_json::{Map, Value, json};

use crate::keyed::keyed;
use crate::model::arguments;
use crate::model::fields::{Field, Shape, find, sounds_secret};
use crate::model::path::{Path, PathStep};
use crate::model::resource::Kind;
use crate::model::secrecy;
use crate::spelled::hex;

use self::masks::MASK;
pub use self::masks::{has_mask, mask, masked, masked_to};
pub use self::values::{is_telling, named_in};

const MARK: &str = "$sealed";

/// Letters of a tag, where no other one has the same.
pub const TAG: usize = 4;

/// Begins a digest whose key nobody keeps, so that a tag of it would mean nothing to anybody.
const PASSING: &str = "?";

/// Bytes of a digest that are kept: enough that two values never share one by chance.
const DIGEST_BYTES: usize = 16;

/// Makes the digests. Two sealers agree only if they hold the same key, so digests of one project
/// say nothing about another's.
#[derive(Clone)]
pub struct Sealer {
    key: [u8; 32],
    /// Whether the key is only that of this run.
    passing: bool,
    /// Digests of texts that were secrets, by their places, see [`Sealer::learn`].
    known: RefCell<BTreeMap<String, BTreeSet<String>>>,
    /// What is a secret wherever it stands.
    values: RefCell<values::KnownSecrets>,
    /// The resource whose document is being sealed.
    owner: RefCell<String>,
}

impl std::fmt::Debug for Sealer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Sealer({})", self.id())
    }
}

impl Sealer {
    pub fn new(key: [u8; 32]) -> Sealer {
        Sealer::with(key, false)
    }

    /// With a key that is gone when the run ends. What it seals can be compared and is shown without a
    /// tag: a tag would differ in every run although nothing did. One that did not would have to be made
    /// with something that others know, and tell them something of the secret.
    pub fn passing(key: [u8; 32]) -> Sealer {
        Sealer::with(key, true)
    }

    fn with(key: [u8; 32], passing: bool) -> Sealer {
        Sealer {
            key,
            passing,
            known: RefCell::default(),
            values: RefCell::default(),
            owner: RefCell::default(),
        }
    }

    /// The key, for the file that keeps it.
    pub fn key(&self) -> &[u8; 32] {
        &self.key
    }

    /// A short name of the key, which tells digests of different keys apart.
    pub fn id(&self) -> String {
        self.digest("key", &Value::Null)[..8].to_owned()
    }

    /// The document without the service's own fields and without a single secret in clear. What the
    /// catalogue does not know could be a secret, so it is sealed too.
    pub fn seal(&self, kind: Kind, document: &Value) -> Value {
        // Places of secrets are those of one resource; from here on it is this one's document.
        *self.owner.borrow_mut() = values::owner(kind, kind.own_name(document));
        match document {
            Value::Object(map) => self.seal_object(kind.fields(document), map, &Path::default()),
            _ => Value::Null,
        }
    }

    /// Takes notice of the secrets in a document, sealed or not. The words around it, or a setting of
    /// another name, tell what is a secret, and they can change while it stays: it is a secret in every
    /// other document of the same resource, too, so that it is neither shown there nor taken for another
    /// value.
    pub fn learn(&self, kind: Kind, document: &Value) {
        let sealed = self.seal(kind, document);
        self.learn_values("", &sealed, document);
    }

    /// The same of what the project wants, which tells more: a text that holds a secret there holds one
    /// online, too, whatever it was changed to.
    pub fn learn_wanted(&self, kind: Kind, document: &Value) {
        let sealed = self.seal(kind, document);
        self.learn_values("", &sealed, document);
        self.hold(&sealed, &Path::default());
    }

    /// Seals an object with such a table.
    fn seal_object(&self, fields: &[Field], map: &Map<String, Value>, path: &Path) -> Value {
        let entries = map.iter().filter_map(|(name, value)| {
            let below = path.key(name);
            let sealed = match find(fields, name) {
                // What is the service's own is neither compared nor kept.
                Some(field) if field.service => return None,
                Some(field) if field.arguments => {
                    self.seal_arguments(value, &below, &line::texts_with_secrets(map, name))
                }
                Some(field) => self.seal_field(field, value, &below),
                // A flag says nothing that anybody could keep to themselves.
                None if value.is_boolean() && !self.knows(value, &below) => value.clone(),
                None => self.seal_leaves(value, &below),
            };
            Some((name.clone(), sealed))
        });
        Value::Object(entries.collect())
    }

    /// Seals the value of a setting that the catalogue knows.
    fn seal_field(&self, field: &Field, value: &Value, path: &Path) -> Value {
        // A digest is of what the value means, so that another layout is no other secret.
        if let Some(meant) = field.shape.meaning(value)
            && meant != *value
        {
            let sealed = self.seal_field(field, &meant, path);
            return match is_sealed(&sealed) {
                true => sealed,
                false => value.clone(),
            };
        }
        match (field.shape, value) {
            // The names are no secret, and with them a person sees which of the values differ.
            _ if field.secret && matches!(field.shape, Shape::Map | Shape::Free) => {
                self.seal_leaves(value, path)
            }
            // A default says that there is none, which everybody may see.
            _ if field.secret && !field.is_default(value) => self.seal_value(value, path),
            (Shape::Object(fields) | Shape::Json(fields), Value::Object(map)) => {
                self.seal_object(fields, map, path)
            }
            (Shape::Keyed { entry, .. }, Value::Array(items)) => Value::Array(
                items
                    .iter()
                    .map(|item| self.seal_entry(entry, item, path))
                    .collect(),
            ),
            _ if field.id => value.clone(),
            _ => self.seal_guessed(value, path),
        }
    }

    /// Seals what looks like a secret, by its name or by its shape, in what a person is free to write.
    fn seal_guessed(&self, value: &Value, path: &Path) -> Value {
        match value {
            Value::String(text) if arguments::tell(text) || self.knows(value, path) => {
                self.seal_value(value, path)
            }
            _ if is_sealed(value) => self.seal_value(value, path),
            // What earlier versions took for a secret stays a digest as long as it is the same, so that it does
            // not differ from what is on record.
            Value::Number(_) | Value::Bool(_) | Value::Array(_) if self.knows(value, path) => {
                self.seal_value(value, path)
            }
            Value::Array(items) => {
                self.seal_items(items, path, |item| self.seal_guessed(item, path))
            }
            Value::Object(map) => {
                let entries = map.iter().map(|(name, value)| {
                    let below = path.key(name);
                    // The name of a commit looks like chance, and stands in many places.
                    let is_fingerprint = |text| secrecy::fingerprint(name, text);
                    let sealed = match sounds_secret(name) || arguments::is_secret(name) {
                        true => self.seal_leaves(value, &below),
                        false if value.as_str().is_some_and(is_fingerprint) => value.clone(),
                        false => self.seal_guessed(value, &below),
                    };
                    (name.clone(), sealed)
                });
                Value::Object(entries.collect())
            }
            _ => value.clone(),
        }
    }

    /// Seals an entry of a keyed list. Its name is no step of the path: a secret that moves to another entry
    /// stays one.
    fn seal_entry(&self, entry: &[Field], item: &Value, path: &Path) -> Value {
        match item {
            Value::Object(map) => self.seal_object(entry, map, path),
            _ => self.seal_value(item, path),
        }
    }

    /// Seals every leaf below, keeping the names, which are no secret.
    fn seal_leaves(&self, value: &Value, path: &Path) -> Value {
        match value {
            Value::Null => Value::Null,
            Value::Object(map) if !is_sealed(value) => map
                .iter()
                .map(|(name, value)| (name.clone(), self.seal_leaves(value, &path.key(name))))
                .collect::<Map<_, _>>()
                .into(),
            _ => self.seal_value(value, path),
        }
    }

    /// Seals one value, and keeps in mind that it is a secret. What is sealed already stays as it is.
    fn seal_value(&self, value: &Value, path: &Path) -> Value {
        let name = path
            .0
            .last()
            .map(|(PathStep::Key(name) | PathStep::Item(name))| name.as_str());
        let path = path.to_string();
        if self.is_empty(value, &path) {
            return "".into();
        }
        let sealed = match is_sealed(value) {
            true => value.clone(),
            false => json!({ MARK: self.marked(&path, value) }),
        };
        let digest = sealed[MARK].as_str().unwrap_or_default();
        // Of what is on record only the digest is known. By its place it is recognised where somebody has
        // moved it.
        if is_sealed(value) && name.is_some_and(arguments::is_secret) {
            self.values.borrow_mut().kept.insert(path.clone());
        }
        let mut known = self.known.borrow_mut();
        known.entry(path).or_default().insert(digest.to_owned());
        sealed
    }

    /// Whether a text is empty, which is no secret: everybody may see that nothing is there. Earlier versions
    /// made digests of such texts, too.
    fn is_empty(&self, value: &Value, path: &str) -> bool {
        match digest_of(value) {
            Some(digest) => digest == self.marked(path, &"".into()),
            None => value == "",
        }
    }

    /// The digest, which says so where nobody keeps its key.
    fn marked(&self, path: &str, value: &Value) -> String {
        let digest = self.digest(path, value);
        match self.passing {
            true => format!("{PASSING}{digest}"),
            false => digest,
        }
    }

    /// Keyed, and of the place as well as of the value.
    fn digest(&self, path: &str, value: &Value) -> String {
        let mut mac = keyed(&self.key);
        mac.update(path.as_bytes());
        // Keeps the two parts apart: no path has such a byte.
        mac.update(&[0]);
        mac.update(value.to_string().as_bytes());
        hex(&mac.finalize().into_bytes()[..DIGEST_BYTES])
    }
}

/// Whether a value is such a digest, or has one in it.
pub fn holds_sealed(value: &Value) -> bool {
    is_sealed(value)
        || match value {
            Value::Array(items) => items.iter().any(holds_sealed),
            Value::Object(map) => map.values().any(holds_sealed),
            _ => false,
        }
}

/// Whether a value is a digest that stands for a secret.
pub fn is_sealed(value: &Value) -> bool {
    tag(value).is_some()
}

/// The first letters of the digest, by which a person sees that two secrets differ; none where its key
/// is kept nowhere.
pub fn tag(value: &Value) -> Option<&str> {
    tag_of(value, TAG)
}

/// The same with so many letters.
pub fn tag_of(value: &Value, letters: usize) -> Option<&str> {
    let digest = digest_of(value)?;
    match digest.starts_with(PASSING) {
        true => Some(""),
        false => digest.get(..letters).or(Some(digest)),
    }
}

/// The digest that a value is, with the mark of a key that passes where it has one.
fn digest_of(value: &Value) -> Option<&str> {
    let map = value.as_object().filter(|map| map.len() == 1)?;
    let digest = map.get(MARK)?.as_str()?;
    (digest.starts_with(PASSING) || digest.len() >= TAG).then_some(digest)
}

/// How many letters a tag needs so that all secrets in these values that differ are shown apart.
pub fn letters<'v>(values: impl IntoIterator<Item = &'v Value>) -> usize {
    let mut digests = BTreeSet::new();
    for value in values {
        collect_digests(value, &mut digests);
    }
    let are_apart = |letters: &usize| {
        let tags = digests.iter().map(|one| one.get(..*letters).unwrap_or(one));
        tags.collect::<BTreeSet<_>>().len() == digests.len()
    };
    (TAG..2 * DIGEST_BYTES)
        .find(are_apart)
        .unwrap_or(2 * DIGEST_BYTES)
}

fn collect_digests<'v>(value: &'v Value, digests: &mut BTreeSet<&'v str>) {
    match (digest_of(value), value) {
        // One of a key that passes has no tag.
        (Some(digest), _) if digest.starts_with(PASSING) => {}
        (Some(digest), _) => drop(digests.insert(digest)),
        (None, Value::Array(items)) => items.iter().for_each(|one| collect_digests(one, digests)),
        (None, Value::Object(map)) => map.values().for_each(|one| collect_digests(one, digests)),
        _ => {}
    }
}

/// Whether a secret in the value is, or was, shown without a tag.
pub fn has_no_tag(value: &Value) -> bool {
    match (tag(value), value) {
        (Some(tag), _) => tag.is_empty(),
        (None, Value::Object(map)) => map.values().any(has_no_tag),
        (None, Value::Array(items)) => items.iter().any(has_no_tag),
        (None, value) => *value == MASK,
    }
}

/// A sealed document with its secrets in their places again, from the document that it was made of.
pub fn unsealed(sealed: &Value, document: &Value) -> Value {
    match (sealed, document) {
        _ if is_sealed(sealed) => document.clone(),
        (Value::Object(map), Value::Object(clear)) => map
            .iter()
            .map(|(name, value)| {
                let clear = clear.get(name).unwrap_or(&Value::Null);
                (name.clone(), unsealed(value, clear))
            })
            .collect(),
        (Value::Array(items), Value::Array(clear)) => items
            .iter()
            .zip(clear)
            .map(|(item, clear)| unsealed(item, clear))
            .collect(),
        _ => sealed.clone(),
    }
}

#[cfg(test)]
mod tests;
