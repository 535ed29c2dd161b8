//! The mark: one tag on a function that says which deploy left it as it stands. It is a claim, since
//! whoever may write tags may write it: it explains what is online, and is believed only as far as its
//! digests are those of what is online.

mod digest;
mod flags;
mod portrait;
mod vouch;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

pub use self::digest::{Digest, Digester, HardDigests, MarkKey};
pub use self::flags::Flags;
pub use self::portrait::{Portrait, is_steady};
pub use self::vouch::{Absence, Unread, Vouch, Vouched, Witness, told};
use crate::model::path::Path;
use crate::model::resource::{Kind, Resource};
use crate::model::scope::Half;
use crate::spelled::hex;

/// The key of the tag.
pub const KEY: &str = "fc-guard";

/// How long the key of a tag may be, in characters (API document).
const LONGEST_KEY: usize = 64;

/// The key of the tag that marks a root. In FC 2.0 only services have tags, so there it names the function, if only
/// with the beginning of a name that is too long, and a digest of it.
pub fn key(root: &Resource) -> String {
    if root.service().is_none() || !root.kind.is_function() {
        return KEY.to_owned();
    }
    let name = root.function().unwrap_or_default();
    let key = format!("{KEY}.{name}");
    if key.chars().count() <= LONGEST_KEY {
        return key;
    }
    let digest = hex(&Sha256::digest(name.as_bytes())[..4]);
    let whole: String = key.chars().take(LONGEST_KEY - 9).collect();
    format!("{whole}.{digest}")
}

/// The setting of a function that holds it.
const TAGS: &str = "tags";

/// How long the value of a tag may be, in characters (API document).
pub const LONGEST: usize = 128;

/// The form of a mark that this program writes, and the only one that it reads.
const FORM: &str = "1";

/// How long the name in a mark may be, in characters.
const LONGEST_WHO: usize = 24;

/// The greatest number of a mark: with a longer one the value would not fit.
const GREATEST: u32 = 9_999_999;

/// What stands for nothing.
const NONE: &str = "-";

/// A part of what a deploy leaves online that is compared with a mark by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Group {
    /// The settings of the function.
    Settings,
    /// Those of them that are secrets.
    Secrets,
    Code,
    Triggers,
    /// The configurations beside the function.
    Configs,
    /// Our routes and the settings of its custom domain.
    Domain,
}

impl Group {
    /// All of them, in the order in which a mark has their digests.
    pub const ALL: [Group; 6] = [
        Group::Settings,
        Group::Secrets,
        Group::Code,
        Group::Triggers,
        Group::Configs,
        Group::Domain,
    ];

    /// The letter by which the flags of a mark name it.
    pub fn letter(self) -> char {
        match self {
            Group::Settings => 'f',
            Group::Secrets => 's',
            Group::Code => 'c',
            Group::Triggers => 't',
            Group::Configs => 'x',
            Group::Domain => 'd',
        }
    }

    /// Whether it is of the other half of the function than that.
    pub fn is_beside(self, half: Half) -> bool {
        match (half, self) {
            (Half::Code, Group::Settings | Group::Secrets) | (Half::Config, Group::Code) => true,
            (Half::Both | Half::Code | Half::Config, _) => false,
        }
    }

    /// The group to which a setting of a resource belongs. What is a secret is told by the catalogue alone, so
    /// that every machine says the same.
    pub fn of(kind: Kind, path: &Path, is_secret: bool) -> Group {
        match () {
            () if kind.is_code(path.top()) => Group::Code,
            () if is_head(kind) && is_secret => Group::Secrets,
            () if is_head(kind) => Group::Settings,
            () if kind.is_entry() => Group::Triggers,
            () if kind.is_config() => Group::Configs,
            () => Group::Domain,
        }
    }
}

/// Whether it is what a mark is of: a function, or the service that several have in common.
fn is_head(kind: Kind) -> bool {
    kind.is_function() || kind.is_in_common() && !kind.is_config()
}

/// Takes the mark out of a function's document, in which its tags are a map, and returns its value. What is
/// compared, shown, saved and written knows nothing of it.
pub fn take(document: &mut Value) -> Option<String> {
    let tags = document.get_mut(TAGS)?.as_object_mut()?;
    // What is left may be empty, and stays: so the service answers of a function without any tag.
    let value = tags.shift_remove(KEY)?;
    Some(value.as_str().unwrap_or_default().to_owned())
}

/// The digest of each group in which anything is set.
pub type Groups = BTreeMap<Group, Digest>;

/// What a mark says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Counts the marks of the function.
    pub seq: u32,
    /// The first 12 hexadecimal digits of the commit that was deployed, where it was known.
    pub commit: Option<String>,
    /// Whether the tree was not what the commit says.
    pub is_dirty: bool,
    /// Six hexadecimal digits that tell repositories apart, where it was known.
    pub repository: Option<String>,
    /// The digest of what was to be deployed, where all of it was.
    pub inputs: Option<Digest>,
    /// The digests of what was left online.
    pub groups: Groups,
    pub flags: Flags,
    /// Who deployed, where it was known.
    pub who: Option<String>,
}

/// Why the value of such a tag is not understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unlike {
    /// It is of another form than this program knows.
    Foreign,
    /// It is of this form, and damaged.
    Malformed,
}

impl Mark {
    /// The number of the mark that comes after one of that number.
    pub fn next(seq: u32) -> u32 {
        // One that was forged with the greatest number must not stand in the way of all to come.
        if seq >= GREATEST { 1 } else { seq + 1 }
    }

    /// The name of who deploys as a mark can hold it.
    pub fn name(who: &str) -> Option<String> {
        let sign = |c: char| if is_of_name(c) { c } else { '.' };
        let name: String = who.trim().chars().map(sign).take(LONGEST_WHO).collect();
        let is_telling = name != NONE && name.chars().any(|c| c != '.');
        is_telling.then_some(name)
    }

    /// The value of the tag, with a digest of all of it, so that a mark of another function, or one in which
    /// somebody has put other words, is known as that.
    pub fn print(&self, digester: &Digester) -> String {
        let said = self.said();
        let check = digester.check(&said);
        format!("{said};{check}")
    }

    /// Everything that it says.
    fn said(&self) -> String {
        let dirty = if self.is_dirty { "+" } else { "" };
        let commit = self.commit.as_deref().unwrap_or(NONE);
        let repository = self.repository.as_deref().unwrap_or(NONE);
        let group = |group: &Group| Digest::or_none(self.groups.get(group));
        let groups: String = Group::ALL.iter().map(group).collect();
        let inputs = Digest::or_none(self.inputs.as_ref());
        let (seq, flags) = (self.seq, &self.flags);
        let who = self.who.as_deref().unwrap_or(NONE);
        format!("{FORM};{seq};{commit}{dirty};{repository};{inputs};{groups};{flags};{who}")
    }

    /// Reads the value of the tag. The second is the digest of all of it, see [`Mark::is_of`].
    ///
    /// # Errors
    /// It is none that this program wrote.
    pub fn parse(value: &str) -> Result<MarkClaim, Unlike> {
        match value.split_once(';') {
            Some((FORM, _)) => {}
            Some((form, _)) if form.parse::<u32>().is_ok() => return Err(Unlike::Foreign),
            Some(_) => return Err(Unlike::Malformed),
            None => return Err(Unlike::Malformed),
        }
        let claim = claim(value).ok_or(Unlike::Malformed)?;
        // There is one way to write a mark: whatever else reads like one was not written by this program.
        match format!("{};{}", claim.mark.said(), claim.check) == value {
            true => Ok(claim),
            false => Err(Unlike::Malformed),
        }
    }
}

/// A mark as it was read, of which nobody knows yet whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkClaim {
    pub mark: Mark,
    check: Digest,
}

impl MarkClaim {
    /// Whether it was made for that function, and says what it said then.
    pub fn is_of(&self, digester: &Digester) -> bool {
        digester.check(&self.mark.said()) == self.check
    }
}

fn claim(value: &str) -> Option<MarkClaim> {
    if value.chars().count() > LONGEST {
        return None;
    }
    let parts: Vec<&str> = value.split(';').collect();
    let [
        _,
        seq,
        commit,
        repository,
        inputs,
        groups,
        flags,
        who,
        check,
    ] = parts[..]
    else {
        return None;
    };
    let (commit, is_dirty) = match commit.strip_suffix('+') {
        Some(commit) => (commit, true),
        None => (commit, false),
    };
    let mark = Mark {
        seq: seq.parse().ok().filter(|seq| *seq <= GREATEST)?,
        commit: hexadecimal(commit, 12)?,
        is_dirty,
        repository: hexadecimal(repository, 6)?,
        inputs: Digest::parse(inputs)?,
        groups: digests(groups)?,
        flags: Flags::parse(flags)?,
        who: name(who)?,
    };
    let check = Digest::parse(check)??;
    Some(MarkClaim { mark, check })
}

/// An id of so many hexadecimal digits, or none.
fn hexadecimal(text: &str, digits: usize) -> Option<Option<String>> {
    let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    match text {
        NONE => Some(None),
        _ if text.len() == digits && text.bytes().all(is_digit) => Some(Some(text.to_owned())),
        _ => None,
    }
}

/// The digests of the groups, all of the same length.
fn digests(text: &str) -> Option<Groups> {
    if !text.is_ascii() || text.len() != Group::ALL.len() * Digest::LETTERS {
        return None;
    }
    let each = Group::ALL.iter().enumerate().map(|(index, group)| {
        let at = index * Digest::LETTERS;
        Some((*group, Digest::parse(text.get(at..at + Digest::LETTERS)?)?))
    });
    let all: Vec<(Group, Option<Digest>)> = each.collect::<Option<_>>()?;
    let known = all.into_iter();
    Some(
        known
            .filter_map(|(group, one)| Some((group, one?)))
            .collect(),
    )
}

fn name(text: &str) -> Option<Option<String>> {
    match text {
        NONE => Some(None),
        _ if Mark::name(text).as_deref() == Some(text) => Some(Some(text.to_owned())),
        _ => None,
    }
}

/// Whether a name in a mark may have it: what a tag takes and nothing here has a meaning of its own.
fn is_of_name(c: char) -> bool {
    let is_chinese = ('\u{4e00}'..='\u{9fff}').contains(&c);
    c.is_ascii_alphanumeric() || "-._@+".contains(c) || is_chinese
}

#[cfg(test)]
mod tests;
