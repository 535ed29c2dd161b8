//! Symbolic links are packed as links, so they must lead somewhere inside the package.

use std::collections::{BTreeMap, VecDeque};

use super::tree::{PackageItem, TreeNode};
use crate::error::{Error, Result};
use crate::words;

/// As many links as Linux follows on one path before it calls them a loop.
const HOPS: usize = 40;

/// Whether every link stays inside of the package.
///
/// # Errors
/// A usage error that names the first link that leaves the package, and its target.
pub(super) fn check(items: &[PackageItem]) -> Result<()> {
    match leading_out(items) {
        Some((path, target)) => Err(leads_out(path, target)),
        None => Ok(()),
    }
}

/// The first link that leaves the package, and its target. Every link is followed the way a system
/// does that has unpacked it, other links on the way included. A target that is missing leads nowhere:
/// that is how the file stands here, too.
pub(super) fn leading_out(items: &[PackageItem]) -> Option<(&str, &str)> {
    let links: BTreeMap<&str, &str> = items
        .iter()
        .filter_map(|item| match &item.node {
            TreeNode::Link { target } => Some((item.path.as_str(), target.as_str())),
            TreeNode::File { .. } | TreeNode::Folder => None,
        })
        .collect();
    let out = links.iter().find(|(path, _)| !stays_inside(path, &links));
    out.map(|(path, target)| (*path, *target))
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

/// The refusal of a link, which names where it leads.
fn leads_out(path: &str, target: &str) -> Error {
    Error::usage(words!(
        "the link {path} leads out of the code folder, to {target}",
        "符号链接 {path} 指向代码目录之外：{target}"
    ))
    .hint(words!(
        "put a copy in its place, make the target relative, or exclude the link in .fcignore",
        "请用文件副本代替它、改为目录内的相对路径，或在 .fcignore 中排除该链接"
    ))
}
