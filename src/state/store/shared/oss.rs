//! Objects in a bucket of OSS.

use futures_util::future::join;

use super::{FolderLook, Objects, StatePlace};
use crate::clouds::oss::OssObject;
use crate::clouds::oss::bucket::BucketInfo;
use crate::error::{Error, Result};
use crate::ports::Wait;
use crate::wire::{Client, Failure};
use crate::words;
use crate::words::Words;

/// The objects below a place, asked for by a client of its region.
pub struct OssObjects<'a> {
    pub client: Client<'a>,
    pub at: StatePlace,
    /// The command that prepares the place.
    pub init: String,
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
            true => error.hint(no_bucket(&self.at.bucket, &self.init)),
            false => error,
        }
    }

    async fn check_bucket(&self) -> Result<()> {
        let (bucket, label) = (&self.at.bucket, self.label(""));
        let asked = join(
            self.client.is_versioned(bucket),
            self.client.bucket_info(bucket),
        );
        let (versioned, info) = asked.await;
        let failed = |failure| self.error(failure, &label);
        if versioned.map_err(failed)? {
            return Err(versioned_bucket(bucket));
        }
        match info {
            Ok(info) => check_private(bucket, &info),
            // Whoever may only deploy need not have the right to ask; whoever prepared the place had it.
            Err(failure) if failure.status() == Some(403) => Ok(()),
            Err(failure) => Err(failed(failure)),
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
        Box::pin(self.check_bucket())
    }

    fn place(&self, name: &str) -> String {
        self.at.path(name)
    }
}

/// What to do about a bucket that is not there.
fn no_bucket(bucket: &str, init: &str) -> Words {
    words!(
        "there is no bucket {bucket} in that region: correct its name in FC_GUARD_STATE or 'state' of s.yaml (of another region: oss://{bucket}.oss-REGION.aliyuncs.com/PREFIX), or create it (private, without versioning) and prepare it once with '{init}'",
        "该地域没有 Bucket {bucket}：请更正 FC_GUARD_STATE 或 s.yaml 中 state 所写的名称（其他地域写作 oss://{bucket}.oss-REGION.aliyuncs.com/PREFIX）；或创建它（私有、不开启版本控制），再执行一次 '{init}'"
    )
}

/// Whoever can read the records learns what functions there are, and whoever can write them can stop the team.
fn check_private(bucket: &str, info: &BucketInfo) -> Result<()> {
    if info.is_private {
        return Ok(());
    }
    Err(Error::local(words!(
        "the bucket {bucket} is public: records tell the names of functions, hosts and roles; nothing was written",
        "Bucket {bucket} 是公开的：记录中含有函数、主机和角色的名称；没有写入任何内容"
    ))
    .hint(words!(
        "make its access control private, or use another bucket",
        "请将其读写权限设为私有，或改用其他 Bucket"
    )))
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
