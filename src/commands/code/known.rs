//! What one run knows of packages.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use crate::package::Manifest;

/// What one run has learnt of packages, by their checksums.
#[derive(Default)]
pub(in crate::commands) struct KnownPackages {
    /// What is in a package.
    manifests: RefCell<BTreeMap<String, Rc<Manifest>>>,
    /// The bytes of those that somebody may still want to see, save or take home.
    packages: RefCell<BTreeMap<String, Rc<Vec<u8>>>>,
    /// What could not be downloaded, or read; it is said once.
    failed: RefCell<Vec<String>>,
    /// The packages with a key of ours in them; it is said once.
    exposed: RefCell<Vec<String>>,
}

impl KnownPackages {
    /// What is in the package, if this run knows it.
    pub(super) fn manifest(&self, checksum: &str) -> Option<Rc<Manifest>> {
        self.manifests.borrow().get(checksum).cloned()
    }

    /// Notes what is in a package.
    pub(super) fn put(&self, checksum: &str, manifest: Manifest) {
        let manifest = Rc::new(manifest);
        self.manifests
            .borrow_mut()
            .insert(checksum.to_owned(), manifest);
    }

    /// The bytes of the package, if this run has them.
    pub(in crate::commands) fn package(&self, checksum: &str) -> Option<Rc<Vec<u8>>> {
        self.packages.borrow().get(checksum).cloned()
    }

    /// Keeps the bytes of a package for the rest of the run.
    pub(super) fn hold(&self, checksum: &str, bytes: Vec<u8>) {
        let bytes = Rc::new(bytes);
        self.packages
            .borrow_mut()
            .insert(checksum.to_owned(), bytes);
    }

    /// Whether this run has tried to download the package in vain.
    pub(super) fn has_failed(&self, checksum: &str) -> bool {
        self.failed.borrow().iter().any(|one| one == checksum)
    }

    /// Notes that the package could not be downloaded.
    pub(super) fn fail(&self, checksum: &str) {
        self.failed.borrow_mut().push(checksum.to_owned());
    }

    /// Notes that the package holds a key of ours; whether this run did not know it yet.
    pub(super) fn is_new_exposed(&self, checksum: &str) -> bool {
        let mut exposed = self.exposed.borrow_mut();
        let is_new = !exposed.iter().any(|one| one == checksum);
        exposed.push(checksum.to_owned());
        is_new
    }
}
