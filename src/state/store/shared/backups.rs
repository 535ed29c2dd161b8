//! What was saved before it was overwritten, and what is in the packages that were deployed, beside the records of
//! their root. What it says is the business of whoever keeps it; here it is bytes under names.

use super::hold::key;
use super::{Shared, faults};
use crate::error::Result;
use crate::model::resource::Resource;

impl Shared<'_> {
    /// Keeps a file of a backup, where nothing else has that name.
    ///
    /// # Errors
    /// It cannot be kept, or another one of that name is there.
    pub async fn keep_backup(&self, root: &Resource, file: &str, bytes: &[u8]) -> Result<()> {
        let name = format!("{}/{file}", self.backups_of(root));
        match self.created(&name, bytes).await? {
            true => Ok(()),
            // Whoever looks for this backup would find the other one.
            false => Err(faults::taken(&self.team.objects.place(&name))),
        }
    }

    /// The names of the files of all backups that sort behind that one, in order.
    ///
    /// # Errors
    /// They cannot be listed.
    pub async fn backups(&self, root: &Resource, after: &str) -> Result<Vec<String>> {
        let folder = format!("{}/", self.backups_of(root));
        let names = self.team.objects.names(&folder, after).await;
        let names = faults::unreached(names)?.into_iter();
        let file = |name: String| name.strip_prefix(&folder).map(str::to_owned);
        Ok(names.filter_map(file).collect())
    }

    /// A file of a backup; `None` where there is none of that name.
    ///
    /// # Errors
    /// It cannot be read.
    pub async fn backup_file(&self, root: &Resource, file: &str) -> Result<Option<Vec<u8>>> {
        let name = format!("{}/{file}", self.backups_of(root));
        faults::unreached(self.team.objects.get(&name).await)
    }

    /// Keeps what is in a package of a root; what is there already stays.
    ///
    /// # Errors
    /// It cannot be kept.
    pub async fn keep_manifest(&self, root: &Resource, file: &str, bytes: &[u8]) -> Result<()> {
        let name = format!("{}/{file}", self.manifests_of(root));
        self.team.objects.create(&name, bytes).await.map(|_| ())
    }

    /// What is in a package of a root; `None` where nobody has kept it.
    ///
    /// # Errors
    /// It cannot be read.
    pub async fn manifest(&self, root: &Resource, file: &str) -> Result<Option<Vec<u8>>> {
        let name = format!("{}/{file}", self.manifests_of(root));
        self.team.objects.get(&name).await
    }

    /// Whether this run goes on without the store.
    pub fn is_offline(&self) -> bool {
        self.team.is_offline
    }

    fn manifests_of(&self, root: &Resource) -> String {
        format!("manifests/{}/{}", self.team.account, key(root))
    }

    fn backups_of(&self, root: &Resource) -> String {
        format!("backups/{}/{}", self.team.account, key(root))
    }
}
