//! Objects in OSS, and the keys that only OSS knows.

use std::collections::BTreeMap;

use serde_json::json;

use crate::checksum::checksum;
use crate::clock::Moment;
use crate::config::Key;
use crate::doc::Doc;
use crate::http::{Request, decode};
use crate::ids::Ids;
use crate::sign;

/// The bucket that packages are downloaded from.
pub(crate) const DOWNLOADS: &str = "fc-code";

/// Where an object lies.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    /// Buckets need not be made first.
    pub(crate) bucket: String,
    /// The object's name, slashes included.
    pub(crate) key: String,
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

/// All objects, and the keys that only OSS knows.
#[derive(Clone, Debug)]
pub(crate) struct Store {
    /// The bytes of each.
    pub(crate) objects: BTreeMap<Place, Vec<u8>>,
    /// All that were ever lent.
    pub(crate) tickets: Vec<Ticket>,
    /// Signs the addresses of downloads.
    pub(crate) own: Key,
}

/// The object that a request is about, if it is one about objects: its host is a bucket's, or it is
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
    let (bucket, key) = path.split_once('/').filter(|_| signed)?;
    Some(Place {
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
            objects: BTreeMap::new(),
            tickets: Vec::new(),
            own,
        }
    }

    /// The bytes of an object.
    pub(crate) fn get(&self, bucket: &str, key: &str) -> Option<&[u8]> {
        let place = Place {
            bucket: bucket.to_owned(),
            key: key.to_owned(),
        };
        self.objects.get(&place).map(Vec::as_slice)
    }

    /// Puts bytes there, over whatever lay there.
    pub(crate) fn put(&mut self, bucket: &str, key: &str, bytes: Vec<u8>) {
        let place = Place {
            bucket: bucket.to_owned(),
            key: key.to_owned(),
        };
        self.objects.insert(place, bytes);
    }

    /// Size and checksum of every object, by `bucket/key`.
    pub(crate) fn state(&self) -> Doc {
        let rows = self.objects.iter().map(|(place, bytes)| {
            let row = json!({"size": bytes.len(), "checksum": checksum(bytes)});
            (format!("{}/{}", place.bucket, place.key), row)
        });
        rows.collect()
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
        Some(Place {
            bucket: bucket.to_owned(),
            key: key.to_owned(),
        })
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
