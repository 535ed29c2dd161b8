//! OSS: as Function Compute uses it, the buckets that it lends, and the objects that it takes code from; and by
//! itself, the objects that a project names.

pub mod bucket;

use super::fc;
use crate::ports::{Response, Watch};
use crate::wire::{
    Action, AddressLayout, Body, Call, Client, Codes, Credential, Failure, HostOrigin, Right,
    Service, Signature, Site, Task,
};
use crate::words;

/// The buckets that take code. What they answer is Function Compute's business: it lends bucket and key,
/// and signs as upstream does. RAM decides nothing about a key that was lent.
pub static OSS_OF_FC: Service = Service {
    right: Right::Policy(fc::POLICY),
    title: fc::title,
    origin,
    layout: AddressLayout::Bucket,
    signature: Signature::OssV1,
    codes: Codes::PLAIN,
    request_ids: &["x-oss-request-id"],
    way: || {
        words!(
            "check FC_CODE_TEMP_OSS_ENDPOINT, if it is set, and the network or proxy, then run the command again",
            "请检查环境变量 FC_CODE_TEMP_OSS_ENDPOINT（若已设置），以及网络或代理，然后重试"
        )
    },
    vocabulary: &fc::VOCABULARY,
};

/// Buckets of the account, in the region of the client.
pub static OSS: Service = Service {
    right: Right::Action("oss"),
    title: || words!("OSS", "对象存储 OSS"),
    origin: bucket_origin,
    layout: AddressLayout::Bucket,
    signature: Signature::OssV4,
    codes: Codes::PLAIN,
    request_ids: OSS_OF_FC.request_ids,
    way: || {
        words!(
            "check the name and region of the bucket in s.yaml, and the network or proxy, then run the command again",
            "请检查 s.yaml 中 Bucket 的名称和地域，以及网络或代理，然后重试"
        )
    },
    vocabulary: &fc::VOCABULARY,
};

/// Objects that a project names as its code. They lie in the region of the function; an address that was given for the
/// buckets of code stands for theirs, too.
static OSS_OF_CODE: Service = Service {
    right: Right::Action("oss"),
    title: || words!("OSS", "对象存储 OSS"),
    origin: |site| match &site.storage {
        Some(given) => given.clone(),
        None => bucket_origin(site),
    },
    layout: AddressLayout::Bucket,
    signature: Signature::OssV4,
    codes: Codes::PLAIN,
    request_ids: OSS_OF_FC.request_ids,
    way: OSS.way,
    vocabulary: &fc::VOCABULARY,
};

/// The header in which OSS says which bytes it has: their CRC-64/XZ.
pub(super) const CHECKSUM: &str = "x-oss-hash-crc64ecma";

/// Reading what an address gives that carries its own signature.
pub(super) const GET: Action = Action::new(&OSS_OF_FC, "GetObject", Task::Read);
const PUT: Action = Action::new(&OSS_OF_FC, "PutObject", Task::Upload);
/// Reading an object of the account.
const GET_OWN: Action = Action::new(&OSS, "GetObject", Task::Read);
const HEAD: Action = Action::new(&OSS_OF_CODE, "HeadObject", Task::Head);

/// Where a package lies: `code.ossBucketName` and `code.ossObjectName` of a write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OssObject {
    pub bucket: String,
    pub object: String,
}

impl OssObject {
    /// A call about the object. Each part of its name is a segment: a slash in it is no part of one.
    fn call<'c>(&self, action: Action) -> Call<'c> {
        let mut segments = vec![self.bucket.as_str()];
        segments.extend(self.object.split('/'));
        Call::new(action, &segments)
    }
}

impl Client<'_> {
    /// Puts a package there with a key that was lent. `watch` is told how much of it has gone, from
    /// nothing on with every try. What OSS says of the bytes that it took comes back.
    ///
    /// # Errors
    /// OSS does not take it.
    pub async fn put_package(
        &self,
        (to, key): (&OssObject, &Credential),
        bytes: &[u8],
        watch: Watch<'_>,
    ) -> Result<Response, Failure> {
        let call = to.call(PUT).with_key(key);
        let call = call.body(Body::Bytes("application/zip", bytes));
        self.send_watched(&call, Some(watch)).await
    }

    /// The bytes of an object of the account.
    ///
    /// # Errors
    /// Whatever else than success comes back.
    pub async fn object(&self, object: &OssObject) -> Result<Vec<u8>, Failure> {
        let response = self.send(&object.call(GET_OWN)).await?;
        Ok(response.body)
    }

    /// The checksum of an object that a project names as its code, as the service says it of code.
    ///
    /// # Errors
    /// Whatever else comes back: whoever deploys an object need not be allowed to read it.
    pub async fn object_checksum(&self, object: &OssObject) -> Result<String, Failure> {
        let receipt = self.send(&object.call(HEAD)).await?;
        let checksum = receipt.header(CHECKSUM).unwrap_or_default().trim();
        match checksum {
            "" => Err(Failure::unlike(
                HEAD,
                words!("OSS says no checksum of it", "OSS 未给出其校验值"),
            )),
            checksum => Ok(checksum.to_owned()),
        }
    }
}

fn origin(site: &Site) -> HostOrigin {
    match &site.storage {
        Some(given) => given.clone(),
        None => HostOrigin::public(&storage_host(site)),
    }
}

/// The region's own host: a bucket stands in one region, whichever another one asks from.
fn bucket_origin(site: &Site) -> HostOrigin {
    let network = if site.inside { "-internal" } else { "" };
    HostOrigin::public(&format!("oss-{}{network}.aliyuncs.com", site.region))
}

/// A custom endpoint means that the public network may not be what it seems, so upstream then names
/// the region instead of trusting the accelerator; two regions have no other host.
fn storage_host(site: &Site) -> String {
    let Site {
        region,
        inside,
        secluded,
        ..
    } = site;
    match region.as_str() {
        "cn-shanghai-finance-1" if *inside => format!("oss-{region}-pub-internal.aliyuncs.com"),
        "cn-shanghai-finance-1" => format!("oss-{region}-pub.aliyuncs.com"),
        "cn-heyuan-acdr-1" => format!("oss-{region}-internal.aliyuncs.com"),
        _ if *secluded => format!("oss-{region}.aliyuncs.com"),
        _ if *inside => format!("oss-{region}-internal.aliyuncs.com"),
        _ => "oss-accelerate.aliyuncs.com".to_owned(),
    }
}
