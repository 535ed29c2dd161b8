//! Buckets and objects in OSS, and the keys that only OSS knows.

use std::collections::BTreeMap;
use std::ops::Bound;

use md5::{Digest as _, Md5};
use serde_json::json;

use super::bucket::{Bucket, Encryption, Versioning};
use crate::checksum::checksum;
use crate::clock::Moment;
use crate::config::Key;
use crate::doc::Doc;
use crate::http::{Request, decode};
use crate::ids::Ids;
use crate::sign;

/// The bucket that packages are downloaded from.
pub(crate) const DOWNLOADS: &str = "fc-code";

/// The bucket that uploads go to.
pub(crate) const TEMPORARY: &str = "fc-temp-bucket";

/// Where an object lies. Places are in the order in which OSS lists objects: by the bytes of their names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) bucket: String,
    /// The object's name, slashes included; empty where the bucket itself is meant.
    pub(crate) key: String,
}

/// An object.
#[derive(Clone, Debug)]
pub(crate) struct Object {
    pub(crate) bytes: Vec<u8>,
    /// When it was written.
    pub(crate) modified: Moment,
    /// As its request had it.
    pub(crate) content_type: Option<String>,
    /// What its request said of it, in `x-oss-meta-` headers.
    pub(crate) meta: Vec<(String, String)>,
    /// How the service has encrypted it.
    pub(crate) encryption: Option<Encryption>,
}

/// A temporary key and the one object that it may write.
#[derive(Clone, Debug)]
pub(crate) struct Ticket {
    /// What it is signed with; no other service knows it.
    pub(crate) key: Key,
    /// The object that it may write.
    pub(crate) place: Place,
    /// From when on it opens nothing.
    pub(crate) expires: Moment,
}

/// All buckets and objects, and the keys that only OSS knows.
#[derive(Clone, Debug)]
pub(crate) struct Store {
    /// Those that tests have declared, by name.
    pub(crate) buckets: BTreeMap<String, Bucket>,
    pub(crate) objects: BTreeMap<Place, Object>,
    /// All that were ever lent.
    pub(crate) tickets: Vec<Ticket>,
    /// Signs the addresses of downloads.
    pub(crate) own: Key,
}

/// The object or bucket that a request is about, if it is one of OSS: its host is a bucket's, or it is
/// signed as OSS wants it.
///
/// The bucket stands in the host (`BUCKET.oss-REGION.aliyuncs.com`, or `BUCKET.localhost`, which is what
/// clients make of an endpoint on this machine), or comes first in the path.
pub(crate) fn place(request: &Request) -> Option<Place> {
    let path = decode(request.path.trim_start_matches('/'));
    if let Some(bucket) = request.header("host").and_then(bucket) {
        return Some(Place {
            bucket: bucket.to_owned(),
            key: path,
        });
    }
    let signed = sign::oss::is_signed(request);
    // Without a bucket in the host only the signature tells that OSS is meant.
    let (bucket, key) = path.split_once('/').unwrap_or((&path, ""));
    (signed && !bucket.is_empty()).then(|| Place {
        bucket: bucket.to_owned(),
        key: key.to_owned(),
    })
}

/// The bucket that a host names, if it is one of OSS.
fn bucket(host: &str) -> Option<&str> {
    let host = host.split(':').next()?;
    let (bucket, rest) = host.split_once('.')?;
    (rest.starts_with("oss-") || rest == "localhost").then_some(bucket)
}

impl Store {
    /// No objects, and a key of its own for addresses.
    pub(crate) fn new(ids: &mut Ids) -> Store {
        let own = Key {
            name: DOWNLOADS.to_owned(),
            id: format!("DL.{}", ids.letters(20)),
            secret: ids.letters(30),
            token: None,
        };
        Store {
            buckets: BTreeMap::new(),
            objects: BTreeMap::new(),
            tickets: Vec::new(),
            own,
        }
    }

    /// An object.
    pub(crate) fn get(&self, bucket: &str, key: &str) -> Option<&Object> {
        self.objects.get(&Place::new(bucket, key))
    }

    /// The objects of a bucket behind that name, or from it on, in the order of their names.
    pub(crate) fn from<'s>(
        &'s self,
        bucket: &'s str,
        start: Bound<&str>,
    ) -> impl Iterator<Item = (&'s str, &'s Object)> {
        let start = start.map(|key| Place::new(bucket, key));
        let all = self.objects.range((start, Bound::Unbounded));
        all.take_while(move |(place, _)| place.bucket == bucket)
            .map(|(place, object)| (place.key.as_str(), object))
    }

    /// Whether a bucket keeps versions, or once did.
    pub(crate) fn is_versioned(&self, bucket: &str) -> bool {
        let bucket = self.buckets.get(bucket);
        bucket.is_some_and(|bucket| bucket.versioning != Versioning::Never)
    }

    /// Size and checksum of every object, by `bucket/key`.
    pub(crate) fn state(&self) -> Doc {
        let rows = self.objects.iter().map(|(place, object)| {
            let bytes = &object.bytes;
            let row = json!({"size": bytes.len(), "checksum": checksum(bytes)});
            (format!("{}/{}", place.bucket, place.key), row)
        });
        rows.collect()
    }
}

impl Place {
    pub(crate) fn new(bucket: &str, key: &str) -> Place {
        Place {
            bucket: bucket.to_owned(),
            key: key.to_owned(),
        }
    }
}

impl Object {
    /// An object of which nothing is said but its bytes.
    pub(crate) fn plain(bytes: Vec<u8>, modified: Moment) -> Object {
        Object {
            bytes,
            modified,
            content_type: None,
            meta: Vec::new(),
            encryption: None,
        }
    }

    /// The MD5 of the bytes in capital hexadecimal digits, in quotation marks.
    pub(crate) fn etag(&self) -> String {
        let md5 = Md5::digest(&self.bytes);
        let md5: String = md5.iter().map(|byte| format!("{byte:02X}")).collect();
        format!("\"{md5}\"")
    }
}

impl Ticket {
    /// Whether it opens this: one write of its object, in time.
    pub(crate) fn allows(&self, request: &Request, object: &str, now: Option<Moment>) -> bool {
        let own = format!("/{}/{}", self.place.bucket, self.place.key);
        let expired = now.is_some_and(|now| now > self.expires);
        request.method == "PUT" && object == own && !expired
    }
}

#[cfg(test)]
mod tests {
    use super::{Place, place};
    use crate::http::Request;

    fn of(host: &str, target: &str, authorization: &str) -> Option<Place> {
        let mut request = Request::new("PUT", target);
        request.headers = vec![
            ("host".to_owned(), host.to_owned()),
            ("authorization".to_owned(), authorization.to_owned()),
        ];
        place(&request)
    }

    fn at(bucket: &str, key: &str) -> Option<Place> {
        Some(Place::new(bucket, key))
    }

    #[test]
    fn the_bucket_is_in_the_host_or_first_in_the_path() {
        assert_eq!(
            of("b.oss-cn-hangzhou.aliyuncs.com", "/1/x", ""),
            at("b", "1/x")
        );
        assert_eq!(of("b.localhost:80", "/1/x", ""), at("b", "1/x"));
        assert_eq!(of("127.0.0.1:80", "/b/1/x", "OSS a:b"), at("b", "1/x"));
        assert_eq!(
            of("127.0.0.1:80", "/b/x?OSSAccessKeyId=a", ""),
            at("b", "x")
        );
    }

    #[test]
    fn a_bucket_is_an_object_without_a_name() {
        assert_eq!(of("b.localhost:80", "/?list-type=2", ""), at("b", ""));
        assert_eq!(of("127.0.0.1:80", "/b/?versioning", "OSS a:b"), at("b", ""));
        assert_eq!(of("127.0.0.1:80", "/b?versioning", "OSS a:b"), at("b", ""));
        assert_eq!(of("127.0.0.1:80", "/", "OSS a:b"), None);
    }

    #[test]
    fn an_api_request_is_not_about_an_object() {
        assert_eq!(
            of(
                "127.0.0.1:80",
                "/2023-03-30/functions",
                "ACS3-HMAC-SHA256 x"
            ),
            None
        );
        assert_eq!(
            of("fcv3.cn-hangzhou.aliyuncs.com", "/2023-03-30/functions", ""),
            None
        );
    }
}
