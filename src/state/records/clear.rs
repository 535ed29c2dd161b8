//! What records hold in clear that is sealed today: an earlier version did not know it for a secret.

use super::Records;
use crate::error::Result;
use crate::model::resource::Resource;
use crate::state::names;
use crate::state::store::Unwritten;

impl Records<'_> {
    /// Whether what is kept of a resource holds in clear what is sealed today.
    pub fn is_in_clear(&self, resource: &Resource) -> bool {
        self.in_clear.borrow().contains(&names::record(resource))
    }

    /// Seals what the records of a function hold in clear, those too that a run was not about, and those of the
    /// service in which it stands, of which only a run about all of the resource (`is_whole`) has read the records.
    ///
    /// # Errors
    /// One of them cannot be read, or written.
    pub async fn seal_all(&self, function: &Resource, is_whole: bool) -> Result<()> {
        let service = function.holder();
        let has_service = service != *function;
        if has_service && !is_whole {
            self.siblings(&service).await?;
        }
        // Whoever writes has read all others.
        if self.in_clear.borrow().is_empty() {
            return Ok(());
        }
        let mut records = self.siblings(function).await?;
        if has_service {
            records.extend(self.siblings(&service).await?);
        }
        for record in records {
            if !self.is_in_clear(&record.resource) {
                continue;
            }
            let name = names::record(&record.resource);
            match self.put(&name, record).await {
                // What another run is writing at this moment is sealed by that one.
                Ok(()) | Err(Unwritten::Conflict) => {}
                Err(unwritten) => return Err(self.failure(&name, unwritten)),
            }
        }
        Ok(())
    }
}
