//! Objects in a bucket of OSS.

use super::{FolderLook, Objects, StatePlace};
use crate::clouds::oss::OssObject;
use crate::error::{Error, Result};
use crate::ports::Wait;
use crate::wire::{Client, Failure};
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

    /// The error to show. That the bucket is not there is nothing that a message of the service's would mend.
    pub fn error(&self, failure: Failure, label: &Words) -> Error {
        let is_missing = failure.misses(&["NoSuchBucket"]);
        let error = failure.into_error(label);
        match is_missing {
            true => error.hint(no_bucket(&self.at.bucket)),
            false => error,
        }
    }

    async fn check_versions(&self) -> Result<()> {
        let (bucket, label) = (&self.at.bucket, self.label(""));
        let versioned = self.client.is_versioned(bucket).await;
        match versioned.map_err(|failure| self.error(failure, &label))? {
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
            let (first, now) = found.map_err(|failure| self.error(failure, &label))?;
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
            found.map_err(|failure| self.error(failure, &self.label(name)))
        })
    }

    fn names<'b>(&'b self, folder: &'b str, after: &'b str) -> Wait<'b, Result<Vec<String>>> {
        Box::pin(async move {
            let prefix = self.at.object(folder);
            let after = format!("{prefix}{after}");
            let found = self.client.objects_behind(&self.at.bucket, &prefix, after);
            let label = self.label(folder);
            let names = found.await.map_err(|failure| self.error(failure, &label))?;
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
                Err(failure) => Err(self.error(failure, &self.label(name))),
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

/// What to do about a bucket that is not there.
fn no_bucket(bucket: &str) -> Words {
    words!(
        "there is no bucket {bucket} in that region: correct its name in FC_GUARD_STATE or 'state' of s.yaml (of another region: oss://{bucket}.oss-REGION.aliyuncs.com/PREFIX), or create it (private, without versioning) and prepare it once with 'state init'",
        "该地域没有 Bucket {bucket}：请更正 FC_GUARD_STATE 或 s.yaml 中 state 所写的名称（其他地域写作 oss://{bucket}.oss-REGION.aliyuncs.com/PREFIX）；或创建它（私有、不开启版本控制），再执行一次 'state init'"
    )
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
