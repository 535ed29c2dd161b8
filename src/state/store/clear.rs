//! What records hold in clear that is sealed today: an earlier version did not know it for a secret.

use super::Store;
use crate::error::Result;
use crate::model::resource::Resource;

impl Store<'_> {
    /// Whether the record of a resource holds on disk in clear what is sealed today.
    pub fn is_in_clear(&self, resource: &Resource) -> bool {
        self.in_clear.borrow().contains(&self.path(resource))
    }

    /// Seals what the records of a function hold on disk in clear, those too that a run was not about.
    ///
    /// # Errors
    /// One of them cannot be read, or written.
    pub fn seal_all(&self, function: &Resource) -> Result<()> {
        for record in self.siblings(function)? {
            let path = self.path(&record.resource);
            // What another run is writing at this moment is sealed by that one.
            if self.is_in_clear(&record.resource) && self.check_unmoved(&path).is_ok() {
                self.put(path, &record)?;
            }
        }
        Ok(())
    }
}
