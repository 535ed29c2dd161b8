//! Which bucket and object an OSS request addresses.

use crate::encoding::decode;
use crate::http::Request;

/// One object of one bucket.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Address {
    pub(crate) bucket: String,
    pub(crate) object: String,
}

impl Address {
    pub(crate) fn new(bucket: &str, object: &str) -> Self {
        Self {
            bucket: bucket.to_owned(),
            object: object.to_owned(),
        }
    }

    /// What the request addresses: the bucket stands in the host, or else first in the path.
    pub(crate) fn of(request: &Request) -> Option<Self> {
        let path = request.path().strip_prefix('/')?;
        let (bucket, object) = match bucket_in_host(request.host()) {
            Some(bucket) => (bucket, path),
            None => path.split_once('/')?,
        };
        (!bucket.is_empty() && !object.is_empty()).then(|| Self::new(bucket, &decode(object)))
    }
}

/// Whether a request is meant for OSS: it is signed the OSS way, in a header or in the query.
pub(crate) fn is_oss(request: &Request) -> bool {
    let by_header = |value: &str| value.starts_with("OSS ");
    request.header("authorization").is_some_and(by_header)
        || request.query("OSSAccessKeyId").is_some()
}

/// The bucket in a host such as `bucket.oss-cn-hangzhou.aliyuncs.com` or `bucket.localhost:80`.
fn bucket_in_host(host: &str) -> Option<&str> {
    let name = host.split(':').next()?;
    let (first, rest) = name.split_once('.')?;
    let is_address = name.split('.').all(|part| part.parse::<u8>().is_ok());
    let is_endpoint = first.starts_with("oss-") && rest == "aliyuncs.com";
    (!is_address && !is_endpoint).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(host: &str, path: &str) -> Option<Address> {
        let mut request = Request::new("PUT", path);
        request.headers.push(("Host".to_owned(), host.to_owned()));
        Address::of(&request)
    }

    #[test]
    fn the_bucket_stands_in_host_or_path() {
        let expected = Some(Address::new("b", "1/x y"));
        assert_eq!(
            address("b.oss-cn-hangzhou.aliyuncs.com", "/1/x%20y"),
            expected
        );
        assert_eq!(address("b.localhost:80", "/1/x%20y"), expected);
        assert_eq!(address("127.0.0.1:80", "/b/1/x%20y"), expected);
        assert_eq!(address("localhost:80", "/b/1/x%20y"), expected);
        assert_eq!(
            address("oss-cn-hangzhou.aliyuncs.com", "/b/1/x%20y"),
            expected
        );
        assert_eq!(address("127.0.0.1:80", "/b"), None);
    }
}
