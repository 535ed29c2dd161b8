//! What the component that deployed before has left here.

use super::Project;
use crate::snapshot::Snapshot;
use crate::view::screen::Tone;

impl Project<'_> {
    /// Says what the component that deployed before has left of what is not on record, and is not used.
    pub fn tell_unused(&self, snapshot: &Snapshot) {
        for (resource, words) in &self.unused {
            if snapshot
                .part(resource)
                .is_some_and(|part| part.record.is_empty())
            {
                self.screen.say_in(Tone::Remote, words);
            }
        }
    }
}
