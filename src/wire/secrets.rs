//! Keeps secrets out of messages, because a server's words may repeat what it was sent: a signature
//! error quotes the signed headers with the token among them, a complaint about a value the value.

mod address;
mod spelling;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use serde_json::{Map, Value};

use super::credential::Credential;
use crate::model::arguments;
use crate::model::fields::sounds_secret;
use crate::model::seal::is_telling;
use crate::model::secrecy;
use crate::spelled::hex;
use crate::wire::secrets::spelling::{SPELLINGS, begun, is_boundary, masked};

/// The names by which a service's documents tell what in them is nobody's business, in small letters.
#[derive(Debug)]
pub struct Vocabulary {
    /// Of properties whose texts are secret, besides those that sound like it.
    pub secret: &'static [&'static str],
    /// Of those in which anything may stand, ordinary words as well as secrets.
    pub mixed: &'static [&'static str],
    /// Of those that are words of a command line or an address.
    pub arguments: &'static [&'static str],
    /// What is known of a property by its name.
    pub property: fn(&str) -> Option<Property>,
}

/// What stands in a property.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Property {
    /// A name, an id or one of a few words.
    Id,
    /// What a person is free to write.
    Text,
    /// Properties of its own.
    Block,
}

/// Shorter texts are left alone: masking `1` or `on` would only make a message unreadable.
const SHORTEST: usize = 4;

/// Shorter numbers are in many messages.
const DIGITS: usize = 6;

/// How a text is looked for in a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum SearchForm {
    /// As a word of its own, because it may be an ordinary one: `info` is no part of `getaddrinfo`.
    Alone,
    /// Wherever it stands, because it is secret for sure.
    Anywhere,
}

/// Where in a document a text stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum TextPlace {
    /// Nothing is known of it: names of the catalogue may stand in it, and secrets.
    Open,
    /// What a person is free to write: no name in it is one of the catalogue's.
    Free,
    /// A name, an id or one of a few words.
    Id,
    /// Words of a command line or an address.
    Arguments,
    /// Ordinary words and secrets next to each other, under names that anybody may have chosen.
    Mixed,
    /// What nobody is to see, whatever it looks like.
    Secret,
}

/// The texts that no message may show.
#[derive(Clone, Default)]
pub(super) struct Secrets {
    texts: BTreeMap<String, SearchForm>,
    /// What everybody sees of the project; it may stand in a variable, too.
    public: BTreeSet<String>,
}

impl Secrets {
    pub(super) fn of(credential: &Credential) -> Secrets {
        let mut secrets = Secrets::default();
        secrets.add_key(credential);
        secrets
    }

    pub(super) fn add_key(&mut self, credential: &Credential) {
        let token = credential.security_token.as_deref();
        self.add(&credential.access_key_secret, SearchForm::Anywhere);
        self.add(token.unwrap_or_default(), SearchForm::Anywhere);
    }

    /// Lets these be shown, unless they are secret for sure.
    pub(super) fn spare<'t>(&mut self, texts: impl IntoIterator<Item = &'t str>) {
        self.public.extend(texts.into_iter().map(str::to_owned));
    }

    /// Adds those that stand in a document.
    pub(super) fn search(&mut self, document: &Value, words: &Vocabulary) {
        self.search_in(document, TextPlace::Open, words);
    }

    /// The text with every secret replaced by `•••`, however it is spelled there.
    pub(super) fn mask(&self, text: &str) -> String {
        masked(text, self.found_in(text))
    }

    /// Where secrets stand in a text, in any spelling, overlapping ones included.
    fn found_in(&self, text: &str) -> Vec<Range<usize>> {
        let hidden = |secret: &str, found: SearchForm| {
            found == SearchForm::Anywhere || !self.public.contains(secret)
        };
        // By their first letters, so that each place of the message is only held against those that may begin
        // there.
        let mut looked_for: BTreeMap<char, Vec<(&str, SearchForm)>> = BTreeMap::new();
        for (secret, found) in &self.texts {
            if let Some(first) = secret.chars().next().filter(|_| hidden(secret, *found)) {
                looked_for.entry(first).or_default().push((secret, *found));
            }
        }
        let mut ranges = Vec::new();
        for (at, _) in text.char_indices() {
            for spelling in SPELLINGS {
                let first = spelling.first(&text[at..]);
                let secrets = first.and_then(|(letter, _)| looked_for.get(&letter));
                for (secret, found) in secrets.into_iter().flatten() {
                    let length = spelling.length(&text[at..], secret);
                    let range = length.map(|length| at..at + length);
                    ranges.extend(range.filter(|range| found.fits(text, range, secret)));
                }
            }
            let first = text[at..].chars().next();
            let secrets = first.and_then(|letter| looked_for.get(&letter));
            // A server may cut what it quotes. The beginning of an ordinary word would hide too much.
            let certain = |(_, found): &&(&str, SearchForm)| *found == SearchForm::Anywhere;
            for (secret, _) in secrets.into_iter().flatten().filter(certain) {
                ranges.extend(begun(&text[at..], secret).map(|length| at..at + length));
            }
        }
        ranges
    }

    /// As a whole, also in base64 and in hexadecimal digits, and in letters of one case where it is no
    /// ordinary word, and line by line, since a key of many lines may be quoted with other line ends.
    fn add(&mut self, text: &str, found: SearchForm) {
        let (whole, mut coded) = (text.trim(), Vec::new());
        if found == SearchForm::Anywhere && whole.len() > SHORTEST {
            let digits = hex(whole.as_bytes());
            coded = [STANDARD_NO_PAD.encode(whole), URL_SAFE_NO_PAD.encode(whole)].into();
            coded.extend([digits.to_uppercase(), digits]);
            if is_telling(whole) {
                coded.extend([whole.to_lowercase(), whole.to_uppercase()]);
            }
        }
        let coded = coded.iter().map(String::as_str);
        let lines = text.lines().map(str::trim);
        for part in std::iter::once(whole).chain(lines).chain(coded) {
            if part.len() >= SHORTEST {
                let known = self.texts.entry(part.to_owned()).or_insert(found);
                // What is secret for sure at one place is so at all.
                *known = found.max(*known);
            }
        }
    }

    /// Adds the secrets in a value that stands at such a place.
    fn search_in(&mut self, value: &Value, place: TextPlace, words: &Vocabulary) {
        if let Value::String(text) = value {
            address::secrets(text).for_each(|one| self.add(&one, SearchForm::Anywhere));
        }
        match (value, place) {
            (Value::String(text), TextPlace::Secret) => {
                self.add(text, SearchForm::Anywhere);
                // The server may quote a part of the document alone.
                if let Some(inside) = secrecy::document(text) {
                    self.search_in(&inside, place, words);
                }
            }
            (Value::Number(number), TextPlace::Secret) => {
                let digits = number.to_string();
                if digits.len() >= DIGITS {
                    // As a part of a longer number it would only be chance.
                    self.add(&digits, SearchForm::Alone);
                }
            }
            (Value::String(text), TextPlace::Mixed) => {
                let found = match secrecy::value(value) {
                    true => SearchForm::Anywhere,
                    false => SearchForm::Alone,
                };
                self.add(text, found);
                for secret in arguments::in_prose(text) {
                    self.add(secret, SearchForm::Anywhere);
                }
            }
            (Value::String(text), TextPlace::Open | TextPlace::Free) => {
                self.search_text(text, place, words)
            }
            (Value::Array(items), _) => {
                if matches!(place, TextPlace::Open | TextPlace::Free) {
                    self.add_all(arguments::in_list(items));
                }
                for item in items {
                    self.search_in(item, place, words);
                }
            }
            (Value::Object(fields), _) => self.search_fields(fields, place, words),
            _ => {}
        }
    }
}

impl Secrets {
    fn search_fields(&mut self, fields: &Map<String, Value>, place: TextPlace, words: &Vocabulary) {
        if let Some((name, value)) =
            secrecy::tag(fields).filter(|_| matches!(place, TextPlace::Open | TextPlace::Free))
        {
            return self.search_in(value, place.below(name, words), words);
        }
        for (key, field) in fields {
            let below = place.below(key, words);
            match below {
                TextPlace::Arguments => self.add_all(arguments::secrets(fields, key)),
                TextPlace::Free => self.add_all(arguments::secrets_of_part(fields, key)),
                _ => (),
            }
            self.search_in(field, below, words);
        }
    }

    /// Any text may hold one, or be a document of its own.
    fn search_text(&mut self, text: &str, place: TextPlace, words: &Vocabulary) {
        if let Some(inside) = secrecy::document(text) {
            return self.search_in(&inside, place, words);
        }
        for secret in arguments::in_prose(text) {
            self.add(secret, SearchForm::Anywhere);
            self.add(text, SearchForm::Anywhere);
        }
    }

    /// A server may quote the whole text in which a secret stands, or the secret alone.
    fn add_all(&mut self, found: Vec<(&str, &str)>) {
        for (text, secret) in found {
            self.add(secret, SearchForm::Anywhere);
            self.add(text, SearchForm::Anywhere);
        }
    }
}

impl TextPlace {
    /// What a place is that stands under a name at this one.
    fn below(self, key: &str, words: &Vocabulary) -> TextPlace {
        let small = key.to_ascii_lowercase();
        let mixed = words.mixed.contains(&small.as_str());
        // The order decides. What stands in a secret, a command line or an id is of that sort all the way
        // down, and that a name is one of a secret comes before what the catalogue says of it.
        match self {
            TextPlace::Secret | TextPlace::Arguments | TextPlace::Id => self,
            TextPlace::Open if words.arguments.contains(&small.as_str()) => TextPlace::Arguments,
            TextPlace::Mixed if secrecy::name(key) || words.is_secret(key) => TextPlace::Secret,
            TextPlace::Open | TextPlace::Free if words.is_secret(key) && !mixed => {
                TextPlace::Secret
            }
            TextPlace::Free if arguments::is_secret(key) => TextPlace::Secret,
            TextPlace::Open if !mixed => words.place(key),
            TextPlace::Free if !mixed => TextPlace::Free,
            TextPlace::Mixed | TextPlace::Open | TextPlace::Free => TextPlace::Mixed,
        }
    }
}

impl Vocabulary {
    /// What stands under a name, as far as it is known.
    fn place(&self, key: &str) -> TextPlace {
        match (self.property)(key) {
            Some(Property::Id) => TextPlace::Id,
            Some(Property::Text) => TextPlace::Free,
            None if arguments::is_secret(key) => TextPlace::Secret,
            Some(Property::Block) | None => TextPlace::Open,
        }
    }

    /// Whether what stands under a name is secret, or may be.
    pub fn is_secret(&self, key: &str) -> bool {
        let small = key.to_ascii_lowercase();
        let known = self.secret.iter().chain(self.mixed);
        sounds_secret(key) || known.into_iter().any(|known| *known == small)
    }
}

impl SearchForm {
    /// Whether a text that stands there is one that is looked for.
    fn fits(self, text: &str, at: &Range<usize>, secret: &str) -> bool {
        let first = secret.chars().next().unwrap_or(' ');
        let (before, rest) = text.split_at(at.start);
        let (inside, after) = rest.split_at(at.end - at.start);
        let ends_well = after
            .chars()
            .next()
            .is_none_or(|next| is_boundary(inside, next));
        self == SearchForm::Anywhere || (is_boundary(before, first) && ends_well)
    }
}
