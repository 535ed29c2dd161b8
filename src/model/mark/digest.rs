//! The digests of a mark: the same on every machine, since nothing goes into them but what stands there and
//! what the catalogue knows of it.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;
use std::rc::Rc;

use hmac::Mac;
use scrypt::{Params, scrypt};
use sha2::{Digest as _, Sha256};

use crate::keyed::keyed;
use crate::model::document::{Leaf, meaning};
use crate::model::fields::Shape;
use crate::model::path::Path;
use crate::model::resource::Resource;

/// How many bits of a digest a mark has room for.
const BITS: u32 = 42;

/// The letters of six bits each.
const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// What stands in a mark in the place of a digest of nothing.
const NOTHING: &str = ".......";

/// What a guess of a secret costs whoever only reads the tag: 16 MiB, and some 50 ms (the parameters that
/// RFC 7914 was published with for a login).
const COST: (u8, u32, u32) = (14, 8, 1);

/// The digest of a group in a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Digest(u64);

impl Digest {
    /// How many letters it has.
    pub(super) const LETTERS: usize = 7;

    /// The first bits of a longer one.
    fn of(bytes: &[u8]) -> Digest {
        let eight = bytes.iter().take(8);
        let number = eight.fold(0, |number: u64, byte| number << 8 | u64::from(*byte));
        Digest(number >> (u64::BITS - BITS))
    }

    /// The outer `None` is for what is no digest, the inner for that of nothing.
    pub(super) fn parse(text: &str) -> Option<Option<Digest>> {
        if text == NOTHING {
            return Some(None);
        }
        let value = |byte: u8| {
            let place = ALPHABET.iter().position(|one| *one == byte)?;
            u64::try_from(place).ok()
        };
        let add = |number: u64, byte: u8| Some(number << 6 | value(byte)?);
        let is_whole = text.len() == Digest::LETTERS;
        let number = text.bytes().try_fold(0, add).filter(|_| is_whole)?;
        Some(Some(Digest(number)))
    }

    /// It in letters, or what stands for nothing.
    pub(super) fn or_none(digest: Option<&Digest>) -> String {
        digest.map_or_else(|| NOTHING.to_owned(), Digest::to_string)
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (0..Digest::LETTERS).rev().try_for_each(|place| {
            let letter = ALPHABET[(self.0 >> (6 * place) & 63) as usize];
            write!(f, "{}", char::from(letter))
        })
    }
}

/// What the members of a team make the digests of their marks with, so that nobody else can make them, or guess
/// by them.
#[derive(Clone)]
pub struct MarkKey([u8; 32]);

impl MarkKey {
    /// From the key that the team shares, which itself serves another use.
    pub fn new(team: &[u8; 32]) -> MarkKey {
        let mut mac = keyed(team);
        mac.update(b"fc-guard mark 1");
        MarkKey(mac.finalize().into_bytes().into())
    }
}

impl fmt::Debug for MarkKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MarkKey(…)")
    }
}

/// Makes the digests of one mark of one function.
#[derive(Debug)]
pub struct Digester {
    /// What two marks never have in common.
    place: String,
    key: Option<MarkKey>,
    memory: Rc<HardDigests>,
}

/// The digests of a run that took long to make, each by a digest of what it is of: a run looks at what is online
/// more than once, and most of it is as it was.
#[derive(Debug, Default)]
pub struct HardDigests(RefCell<BTreeMap<[u8; 32], Digest>>);

impl HardDigests {
    /// How many were made.
    pub fn made(&self) -> usize {
        self.0.borrow().len()
    }

    fn get(&self, telling: &str, salt: &str) -> Digest {
        let of = Sha256::digest(text(&(telling, salt)).as_bytes()).into();
        let known = self.0.borrow().get(&of).copied();
        known.unwrap_or_else(|| {
            let made = Digest::of(&hard(telling, salt));
            self.0.borrow_mut().insert(of, made);
            made
        })
    }
}

impl Digester {
    /// For the mark of that number of that function. With a key of the team the digests are made with it.
    pub fn new(
        function: &Resource,
        seq: u32,
        (key, memory): (Option<MarkKey>, &Rc<HardDigests>),
    ) -> Digester {
        let Resource {
            account, region, ..
        } = function;
        let names = function.names();
        Digester {
            place: text(&(account, region, function.generation, names, seq)),
            key,
            memory: Rc::clone(memory),
        }
    }

    /// Whether its digests are made with a key of the team.
    pub fn is_keyed(&self) -> bool {
        self.key.is_some()
    }

    /// The digest of a mark, by which it is known as that of this function.
    pub(super) fn check(&self, said: &str) -> Digest {
        self.digest("mark", said, "")
    }

    /// The digest of all settings of these resources.
    pub fn settings<'l>(&self, parts: &[(&'l Resource, Vec<(&'l Path, &'l Leaf)>)]) -> Digest {
        let (mut plain, mut telling) = (String::new(), String::new());
        for (resource, settings) in parts {
            let begins = text(&(resource.kind, resource.names())) + "\n";
            plain += &begins;
            for (path, leaf) in settings {
                let line = text(&(path, meaning(leaf))) + "\n";
                match may_tell(leaf) {
                    // Which resource it is of is said where there is anything of it.
                    true => telling += &(begins.clone() + &line),
                    false => plain += &line,
                }
            }
        }
        self.digest("settings", &plain, &telling)
    }

    /// Whether the digest of these takes long to make.
    pub(super) fn is_hard(&self, parts: &[(&Resource, Vec<(&Path, &Leaf)>)]) -> bool {
        let mut leaves = parts.iter().flat_map(|(_, settings)| settings);
        self.key.is_none() && leaves.any(|(_, leaf)| may_tell(leaf))
    }

    /// The digest of a text that everybody may know and of one that nobody is to guess by it.
    fn digest(&self, label: &str, plain: &str, telling: &str) -> Digest {
        let head = text(&("fc-guard mark 1", &self.place, label, plain));
        match &self.key {
            Some(key) => {
                let mut mac = keyed(&key.0);
                mac.update(text(&(head, telling)).as_bytes());
                Digest::of(&mac.finalize().into_bytes())
            }
            None if telling.is_empty() => Digest::of(&Sha256::digest(head.as_bytes())),
            None => self.memory.get(telling, &head),
        }
    }
}

/// A digest that takes long to make.
fn hard(telling: &str, salt: &str) -> [u8; 32] {
    let mut made = [0; 32];
    let (log_n, r, p) = COST;
    // Parameters and a length that are written here are not refused. If they were, nothing of the text would be
    // in what is made.
    if let Ok(params) = Params::new(log_n, r, p) {
        let _ = scrypt(telling.as_bytes(), salt.as_bytes(), &params, &mut made);
    }
    made
}

/// Whether a setting may hold what nobody is to guess: a secret of the catalogue, or any text that a person is
/// free to write.
fn may_tell(leaf: &Leaf) -> bool {
    let is_free = |value: &serde_json::Value| !(value.is_number() || value.is_boolean());
    match leaf.field {
        Some(field) if field.secret => true,
        Some(field) if field.id => false,
        Some(field) if matches!(field.shape, Shape::Number) => false,
        _ => is_free(&leaf.value),
    }
}

/// The one text of a value in which nothing can be taken for anything else.
fn text(value: &impl serde::Serialize) -> String {
    // What is put in here are texts, numbers and lists of them, of which each has such a text.
    serde_json::to_string(value).unwrap_or_default()
}
