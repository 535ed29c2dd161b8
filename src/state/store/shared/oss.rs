//! Objects in a bucket of OSS.

use super::{FolderLook, Objects, StatePlace};
use crate::clouds::oss::OssObject;
use crate::error::{Error, Result};
use crate::ports::Wait;
use crate::wire::Client;
use crate::words;
use crate::words::Words;

/// The objects below a place, asked for by a client of its region.
pub struct OssObjects<'a> {
    pub client: Client<'a>,
    pub at: StatePlace,
}

impl OssObjects<'_> {
    fn object(&self, name: &str) -> OssObject {
        OssObject {
            bucket: self.at.bucket.clone(),
            object: self.at.object(name),
        }
    }

    /// What people call it.
    fn label(&self, name: &str) -> Words {
        Words::same(self.place(name))
    }

    async fn check_versions(&self) -> Result<()> {
        let (bucket, label) = (&self.at.bucket, self.label(""));
        let versioned = self.client.is_versioned(bucket).await;
        match versioned.map_err(|failure| failure.into_error(&label))? {
            true => Err(versioned_bucket(bucket)),
            false => Ok(()),
        }
    }
}

impl Objects for OssObjects<'_> {
    fn first<'b>(&'b self, folder: &'b str) -> Wait<'b, Result<FolderLook>> {
        Box::pin(async move {
            let prefix = self.at.object(folder);
            let found = self.client.first_object(&self.at.bucket, &prefix).await;
            let label = self.label(folder);
            let (first, now) = found.map_err(|failure| failure.into_error(&label))?;
            let own = self.at.object("");
            let first = first.map(|first| {
                let name = first.name.strip_prefix(&own).unwrap_or(&first.name);
                (name.to_owned(), first.modified)
            });
            Ok(FolderLook { first, now })
        })
    }

    fn get<'b>(&'b self, name: &'b str) -> Wait<'b, Result<Option<Vec<u8>>>> {
        Box::pin(async move {
            let found = self.client.team_object(&self.object(name)).await;
            found.map_err(|failure| failure.into_error(&self.label(name)))
        })
    }

    fn names<'b>(&'b self, folder: &'b str, after: &'b str) -> Wait<'b, Result<Vec<String>>> {
        Box::pin(async move {
            let prefix = self.at.object(folder);
            let after = format!("{prefix}{after}");
            let found = self.client.objects_behind(&self.at.bucket, &prefix, after);
            let label = self.label(folder);
            let names = found.await.map_err(|failure| failure.into_error(&label))?;
            let own = self.at.object("");
            let name = |name: String| name.strip_prefix(&own).map(str::to_owned);
            Ok(names.into_iter().filter_map(name).collect())
        })
    }

    fn create<'b>(&'b self, name: &'b str, bytes: &'b [u8]) -> Wait<'b, Result<bool>> {
        Box::pin(async move {
            match self.client.put_once(&self.object(name), bytes).await {
                Ok(()) => Ok(true),
                Err(failure) if failure.exists() => Ok(false),
                Err(failure) => Err(failure.into_error(&self.label(name))),
            }
        })
    }

    fn check(&self) -> Wait<'_, Result<()>> {
        Box::pin(self.check_versions())
    }

    fn place(&self, name: &str) -> String {
        self.at.path(name)
    }
}

/// The bucket keeps versions, or did so once.
fn versioned_bucket(bucket: &str) -> Error {
    Error::local(words!(
        "versioning is or was switched on for the bucket {bucket}: OSS then lets two deployers write the same record; nothing was written",
        "Bucket {bucket} 已开启（或曾开启）版本控制：此时 OSS 会允许两个部署者写入同一条记录；没有写入任何内容"
    ))
    .hint(words!(
        "use a bucket whose versioning was never switched on; it cannot be undone for this one",
        "请改用从未开启过版本控制的 Bucket；该 Bucket 无法撤销此设置"
    ))
}
