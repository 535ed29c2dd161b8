//! Symbolic links are packed and unpacked as links, and never followed. Those that lead out of their folder are
//! told: what they lead to is not in the package, so it must be where the code runs (the runtime, a layer, a mount).

use std::collections::{BTreeMap, VecDeque};

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
