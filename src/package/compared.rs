//! The packages of the three witnesses, as far as they are known.

use std::rc::Rc;

use super::Manifest;

/// What is in the code that was sent, seen, is online and is here. `None` is not known, never nothing.
#[derive(Clone, Default)]
pub struct Compared {
    /// Our package at the last deploy.
    pub sent: Option<Rc<Manifest>>,
    /// The package that stood online after the last deploy.
    pub seen: Option<Rc<Manifest>>,
    /// What the service runs now.
    pub online: Option<Rc<Manifest>>,
    /// What would be deployed from here.
    pub yours: Option<Rc<Manifest>>,
    /// The package that is online, where it was downloaded.
    pub online_bytes: Option<Rc<Vec<u8>>>,
    /// The package that is here, where it had to be made.
    pub your_bytes: Option<Rc<Vec<u8>>>,
}

impl std::fmt::Debug for Compared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Nobody wants to read megabytes of bytes.
        f.write_str("Compared(…)")
    }
}
