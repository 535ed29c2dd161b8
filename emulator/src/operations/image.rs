//! Container images: which digest a tag stands for, and how long the service prepares one.

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::limits;
use crate::clock::Moment;
use crate::cloud::Cloud;
use crate::cloud::image::Image;
use crate::doc::{Doc, text};

impl Cloud {
    /// Takes a test's word for an image.
    pub(crate) fn set_image(&mut self, image: Image) {
        self.images.insert(image.image, image.digest);
    }

    /// Looks the image of a container up, as the service does whenever its configuration is written (G22).
    pub(super) fn look_up(&self, doc: &mut Doc, now: Moment) -> Option<(Moment, bool)> {
        let blocks = limits::image_blocks(doc);
        if blocks.is_empty() {
            return None;
        }
        let block = blocks.iter().find(|block| doc.contains_key(**block));
        let Some((block, Value::Object(config))) =
            block.and_then(|block| Some((*block, doc.get_mut(*block)?)))
        else {
            return Some((now, true));
        };
        let name = text(config, "image").unwrap_or_default().to_owned();
        let digest = match self.images.get(&name) {
            Some(digest) => digest.clone(),
            // Tests only tell of images whose digest matters to them.
            None => Some(hex(&name)),
        };
        let found = digest.is_some();
        // The models have that member in this block only.
        if let (Some(digest), "customContainerConfig") = (digest, block) {
            let resolved = format!("{}@sha256:{digest}", untagged(&name));
            config.insert("resolvedImageUri".to_owned(), resolved.into());
        }
        Some((now, found))
    }
}

/// The state of a function on the way to its image. Others are ready at once.
pub(super) fn progress(doc: &mut Doc, image: Option<(Moment, bool)>, now: Moment, settle: u64) {
    let Some((since, found)) = image else {
        return;
    };
    let states = if now.since(since) < settle {
        [
            ("state", "Pending"),
            ("stateReasonCode", "Creating"),
            ("lastUpdateStatus", "InProgress"),
            ("lastUpdateStatusReasonCode", "ImageOptimizing"),
        ]
    } else if found {
        return;
    } else {
        [
            ("state", "Failed"),
            ("stateReason", "the image does not exist"),
            ("lastUpdateStatus", "Failed"),
            ("lastUpdateStatusReason", "the image does not exist"),
        ]
    };
    for (name, value) in states {
        doc.insert(name.to_owned(), value.into());
    }
}

/// A digest that follows from the name: the same image is the same in every run.
fn hex(text: &str) -> String {
    Sha256::digest(text.as_bytes())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// The name without its tag or digest. A colon in front of the last slash belongs to a port.
fn untagged(name: &str) -> &str {
    let name = name.split('@').next().unwrap_or(name);
    let path = name.rfind('/').map_or(0, |slash| slash + 1);
    match name[path..].find(':') {
        Some(colon) => &name[..path + colon],
        None => name,
    }
}

#[cfg(test)]
mod tests {
    use super::untagged;

    #[test]
    fn a_tag_is_behind_the_last_slash() {
        for (name, expected) in [
            ("a/b:1", "a/b"),
            ("a:5000/b", "a:5000/b"),
            ("a:5000/b:1", "a:5000/b"),
            ("b@sha256:00", "b"),
            ("b", "b"),
        ] {
            assert_eq!(untagged(name), expected);
        }
    }
}
