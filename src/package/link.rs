//! Symbolic links are packed and unpacked as links, and never followed. Those that lead out of their folder are
//! told: what they lead to is not in the package, so it must be where the code runs (the runtime, a layer, a mount).

use std::collections::{BTreeMap, VecDeque};

use serde::{Deserialize, Serialize};

use super::tree::{PackageItem, TreeNode};

/// As many links as Linux follows on one path before it calls them a loop.
const HOPS: usize = 40;

/// A link that leads out of the folder in which it is packed, or unpacked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutwardLink {
    /// Seen from the folder.
    pub path: String,
    /// As it stands in the link.
    pub target: String,
}

/// Where a link leads. Two are equal where they lead to the same place: upstream packs an absolute target as
/// the way to it from the folder that it packs, up to the root and down again, which is another one on every
/// machine.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct LinkTarget {
    /// As it stands in the package, not resolved.
    pub written: String,
    /// The same without steps that say nothing. What climbs out of the package is what is left after the climb,
    /// as an absolute path.
    end: String,
}

impl LinkTarget {
    /// The target of the link under that path of a package.
    pub(super) fn new(path: &str, written: String) -> LinkTarget {
        let end = end(path, &written);
        LinkTarget { written, end }
    }
}

impl From<String> for LinkTarget {
    /// Of a link at the top of a package, until its path is known.
    fn from(written: String) -> LinkTarget {
        LinkTarget::new("", written)
    }
}

impl From<LinkTarget> for String {
    fn from(target: LinkTarget) -> String {
        target.written
    }
}

impl PartialEq for LinkTarget {
    fn eq(&self, other: &LinkTarget) -> bool {
        self.end == other.end
    }
}

impl Eq for LinkTarget {}

/// See [`LinkTarget::end`]. A step back behind a name stays as it is: the name may be a link itself.
fn end(path: &str, target: &str) -> String {
    let is_rooted = target.starts_with('/');
    if is_absolute(target) && (!is_rooted || target.contains('\\')) {
        return target.to_owned();
    }
    let steps: Vec<&str> = target
        .split('/')
        .filter(|step| !["", "."].contains(step))
        .collect();
    let climb = steps.iter().take_while(|step| **step == "..").count();
    // The folder of the link is a real one: nothing in a package stands below a link.
    let climbs_out = climb > path.matches('/').count();
    match (is_rooted, climbs_out) {
        (false, false) => steps.join("/"),
        (true, _) | (false, true) => format!("/{}", steps[climb..].join("/")),
    }
}

/// The links that lead out of the package. Every link is
/// followed the way a system does that has unpacked it, other links on the way included. A target that is
/// missing leads nowhere: that is how the file stands here, too.
pub(super) fn leading_out<'i>(items: impl Iterator<Item = &'i PackageItem>) -> Vec<OutwardLink> {
    let links: BTreeMap<&str, &str> = items
        .filter_map(|item| match &item.node {
            TreeNode::Link { target } => Some((item.path.as_str(), target.as_str())),
            TreeNode::File { .. } | TreeNode::Folder => None,
        })
        .collect();
    let out = links.iter().filter(|(path, _)| !stays_inside(path, &links));
    let out = out.map(|(path, target)| OutwardLink {
        path: (*path).to_owned(),
        target: (*target).to_owned(),
    });
    out.collect()
}

/// Follows a link by names alone. `here` is where it stands, `ahead` the steps that are left.
fn stays_inside(path: &str, links: &BTreeMap<&str, &str>) -> bool {
    let mut here: Vec<&str> = Vec::new();
    let mut ahead: VecDeque<&str> = path.split('/').collect();
    let mut hops = 0;
    while let Some(step) = ahead.pop_front() {
        match step {
            "" | "." => {}
            // Even where the rest of the way leads back in: on another machine the folder around it is
            // another.
            ".." if here.is_empty() => return false,
            ".." => drop(here.pop()),
            name => {
                here.push(name);
                // Files and missing names are no end of the way: `..` behind them is still counted as a
                // step.
                let Some(target) = links.get(here.join("/").as_str()) else {
                    continue;
                };
                hops += 1;
                // A loop leads nowhere, so not out either.
                if hops > HOPS {
                    return true;
                }
                if is_absolute(target) {
                    return false;
                }
                // The target is seen from the folder of the link, and its steps come before the rest of the
                // way.
                here.pop();
                target
                    .split('/')
                    .rev()
                    .for_each(|step| ahead.push_front(step));
            }
        }
    }
    true
}

/// Absolute on any system; a backslash counts too, because it separates folders on one of them.
fn is_absolute(target: &str) -> bool {
    let drive = target.as_bytes().get(1) == Some(&b':');
    target.starts_with('/') || target.contains('\\') || drive
}
