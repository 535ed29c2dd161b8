//! The paths of `driftPolicy`: written as reports show a setting, with `*` and `?` inside of a name
//! and `**` for any number of steps. A path covers everything below it.

use crate::glob::{Glob, Subject};
use crate::model::path::{Path, PathStep};

/// One path of a rule.
#[derive(Clone, Debug)]
pub struct Pattern {
    text: String,
    segments: Vec<Segment>,
}

#[derive(Clone, Debug)]
enum Segment {
    /// Any number of steps, none included.
    Deep,
    Name(Glob),
}

impl Pattern {
    /// Reads `environmentVariables.LOG_*`, `triggers[nightly].triggerConfig`, `customDomain.**`.
    /// `None` where it is no path.
    pub fn parse(text: &str) -> Option<Pattern> {
        let names = names(text.trim())?;
        let segments: Option<Vec<Segment>> = names.iter().map(|name| segment(name)).collect();
        Some(Pattern {
            text: text.trim().to_owned(),
            segments: segments.filter(|segments| !segments.is_empty())?,
        })
    }

    /// Whether any part of it is a name, rather than a sign for any name.
    pub fn has_name(&self) -> bool {
        self.text.contains(char::is_alphanumeric)
    }

    /// The path as it was written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The same of a path that stands below the title of its resource. It has to begin with a name: a sign for any
    /// name is meant for what the function has.
    pub fn is(&self, path: &Path) -> bool {
        let first = self.text.split(['.', '[']).next().unwrap_or_default();
        !first.contains(['*', '?']) && self.covers(path)
    }

    /// Whether it names the setting, or something that the setting is a part of.
    pub fn covers(&self, address: &Path) -> bool {
        covers(&self.segments, &address.0)
    }
}

/// Whether the segments lead to the setting, or to something around it: steps may be left over, segments may
/// not.
fn covers(segments: &[Segment], steps: &[PathStep]) -> bool {
    match (segments.split_first(), steps.split_first()) {
        (None, _) => true,
        (Some((Segment::Deep, rest)), None) => covers(rest, steps),
        (Some((Segment::Deep, rest)), Some((_, below))) => {
            covers(rest, steps) || covers(segments, below)
        }
        (Some(_), None) => false,
        (Some((Segment::Name(glob), rest)), Some((step, below))) => {
            let (PathStep::Key(name) | PathStep::Item(name)) = step;
            glob.matches(name) && covers(rest, below)
        }
    }
}

fn segment(name: &str) -> Option<Segment> {
    if name == "**" {
        return Some(Segment::Deep);
    }
    // Only `*` and `?` mean more than themselves: names may well have braces and brackets.
    let mut glob = String::new();
    for letter in name.chars() {
        if "[]{}!\\".contains(letter) {
            glob.push('\\');
        }
        glob.push(letter);
    }
    Some(Segment::Name(Glob::parse(&glob, Subject::Name).ok()?))
}

/// The names of a path: `a.b`, `a[entry]`, `a."with.dots"`.
fn names(text: &str) -> Option<Vec<String>> {
    let mut names = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (name, after) = match rest.chars().next()? {
            '[' => entry(&rest[1..])?,
            '"' => quoted(&rest[1..])?,
            _ => {
                let (name, after) = rest.split_at(rest.find(['.', '[']).unwrap_or(rest.len()));
                (name.to_owned(), after)
            }
        };
        // `a..b` and `a[]` name nothing.
        if name.is_empty() {
            return None;
        }
        names.push(name);
        rest = match after.strip_prefix('.') {
            // A dot at the end leads nowhere.
            Some("") => return None,
            Some(after) => after,
            None if after.is_empty() || after.starts_with('[') => after,
            None => return None,
        };
    }
    Some(names)
}

/// The name of an entry, and what follows its bracket. A bracket in the name ends it only where a path goes on.
fn entry(rest: &str) -> Option<(String, &str)> {
    let mut ends = rest.match_indices(']').map(|(at, _)| rest.split_at(at));
    let goes_on = |after: &str| after.is_empty() || after.starts_with(['.', '[']);
    let (name, after) = ends.find(|(_, after)| goes_on(&after[1..]))?;
    Some((name.to_owned(), &after[1..]))
}

/// A name in quotes, as reports write one that would read as several, and what follows it.
fn quoted(rest: &str) -> Option<(String, &str)> {
    let mut name = String::new();
    let mut letters = rest.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return Some((name, &rest[at + 1..])),
            '\\' => name.push(letters.next()?.1),
            letter => name.push(letter),
        }
    }
    None
}
