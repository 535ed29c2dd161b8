//! The call about all custom domains.

use serde_json::Value;

use super::service::{FC3, PAGES};
use crate::wire::{Action, Client, Failure, List, Task};

const LIST: Action = Action::new(&FC3, "ListCustomDomains", Task::Read);

impl Client<'_> {
    /// The custom domains of the region, as the service says them.
    ///
    /// # Errors
    /// Whatever else than the list comes back for any of its pages.
    pub(in crate::clouds) async fn domains_third(&self) -> Result<Vec<Value>, Failure> {
        self.list(&List {
            pages: PAGES,
            action: LIST,
            segments: &["custom-domains"],
            query: None,
            headers: &[],
            entries: "customDomains",
            identity: "domainName",
        })
        .await
    }
}
